"""Fetch: published extracts into the raw folder."""
