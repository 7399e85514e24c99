"""Rebuild: a past edition made again from the register of sources, to the byte."""
