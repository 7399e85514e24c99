"""Backup: all that could not be made or fetched again, in one file, and back from it."""
