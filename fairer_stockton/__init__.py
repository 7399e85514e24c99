"""The pipeline behind a council's annual report of inequalities; `load` reads a published edition."""

from fairer_stockton.editions.library import load as load

__version__ = "0.1.0"
