"""graph: (being built)."""
