"""The pipeline behind the annual report of A Fairer Stockton-on-Tees; `load` reads a published edition."""

from fairer_stockton.editions.library import load as load

__version__ = "0.1.0"
