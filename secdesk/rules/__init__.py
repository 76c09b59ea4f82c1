"""What may happen: pure functions with a name, a table of cases and a sentence for the person. No clock, no files."""
