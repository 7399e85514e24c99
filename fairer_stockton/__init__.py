"""The pipeline behind the annual report of A Fairer Stockton-on-Tees."""

__version__ = "0.1.0"
