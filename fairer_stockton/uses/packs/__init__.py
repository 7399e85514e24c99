"""Packs: what is made from an edition besides the report, for one decision at a time, with the report's own figures."""
