"""Definitions: what people decide in TOML files, read into frozen values."""
