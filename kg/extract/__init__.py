"""extract: (being built)."""
