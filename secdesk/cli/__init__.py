"""The command line: a public interface, thin over the services (design.md 6).

Nothing here imports sqlalchemy, reportlab or Qt while it is being imported; each command imports what it needs.
"""
