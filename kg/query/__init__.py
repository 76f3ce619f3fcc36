"""query: (being built)."""
