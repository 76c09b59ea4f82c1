"""Backups, restoring, merging, import and export: what keeps a register safe and lets it leave (ux.md 2.15)."""
