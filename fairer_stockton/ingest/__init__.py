"""Ingest: raw extracts into staged tables."""
