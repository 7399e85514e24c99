"""Maps: how areas are classed, drawn and described."""
