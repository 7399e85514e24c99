"""Targets of the council: how an edition judges each, and the words for it."""
