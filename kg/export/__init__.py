"""export: (being built)."""
