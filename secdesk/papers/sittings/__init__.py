"""Papers of a meeting: agenda, script, decision sheet, minutes."""
