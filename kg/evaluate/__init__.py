"""evaluate: (being built)."""
