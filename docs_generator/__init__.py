"""The generator of the pages of `docs/` that follow the code: the map of the house, and every key of every file."""
