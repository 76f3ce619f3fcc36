"""view: (being built)."""
