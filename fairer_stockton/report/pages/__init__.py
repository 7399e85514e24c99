"""The pages of an edition: one module for each kind, from the tables of the edition to what its template shows."""
