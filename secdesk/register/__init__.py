"""Where the register lives: one SQLite file, one change log, undo, history, migrations."""
