"""Item models and what they read: rows of a table, names for links."""
