"""Service audits: whether a service lies, or is used, where those live who need it."""
