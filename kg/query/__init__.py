"""query: a built folder in; answers to SPARQL, named questions and "why is this so" out."""
