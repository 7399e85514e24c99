"""The explorer: every figure of the borough and its areas, as data that a page draws."""
