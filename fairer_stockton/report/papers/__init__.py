"""The papers: one document in no format, what is said in it for Cabinet and for residents, and its writers."""
