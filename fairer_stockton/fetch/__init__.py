"""Fetch: published extracts into the raw folder, and the settings of a run checked before it begins."""
