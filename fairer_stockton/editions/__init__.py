"""Editions: reading back what was published before."""
