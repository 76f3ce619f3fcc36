"""read: (being built)."""
