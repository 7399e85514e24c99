"""Watch: what is published, how old its sources are, how runs ended, and who is told of it."""
