"""Validate: a verdict for every staged table."""
