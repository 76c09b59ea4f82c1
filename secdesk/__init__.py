"""The register of change of the GB Smart Energy Code, and its Panel papers."""

