"""The sentences of an edition: how figures, gaps and terms are written wherever a reader meets them."""
