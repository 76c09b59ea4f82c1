"""The places of the window, one file each (ux.md 2)."""
