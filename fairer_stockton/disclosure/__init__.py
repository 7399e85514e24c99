"""Keeping small numbers from leaking: what the council's own extracts may show."""
