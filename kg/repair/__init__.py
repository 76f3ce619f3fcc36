"""repair: (being built)."""
