"""Papers as Word files that a colleague can edit."""
