"""Adopt: a publisher's new release taken into a source, whose entry is written from the file itself."""
