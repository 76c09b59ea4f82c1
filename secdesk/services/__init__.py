"""What people do: the acts that forms, commands and imports share."""
