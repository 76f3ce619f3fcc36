"""resolve: (being built)."""
