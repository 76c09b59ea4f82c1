"""Papers as readable plain text."""
