"""What people do with a published edition: ask it, check a paper against it, and make packs for decisions."""
