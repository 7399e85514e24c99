"""The public contracts: one module a table of results."""
