"""Files of text that are not plain enough to be read in parts."""


class UnusualTextError(Exception):
    """A file that must be read whole."""
