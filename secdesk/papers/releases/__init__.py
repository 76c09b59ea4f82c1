"""Papers about releases: the notes of one, the status of all."""
