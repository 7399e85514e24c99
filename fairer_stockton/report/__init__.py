"""Report: observations and gaps become an edition's pages, charts, maps, papers and tables; no number is made here."""
