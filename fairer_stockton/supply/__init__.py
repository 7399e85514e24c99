"""Supply: an extract of the council's own, checked and placed in the raw folder."""
