"""Asking: the words by which people call what is in an edition, and the figures of it as cells that answer them."""
