"""Readers: one for each form of file, from its bytes to rows of text with the place of each."""
