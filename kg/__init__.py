"""ParkGraph: Chinese regional-industry news in, an RDF knowledge graph with its evidence out."""

__version__ = "0.1.0"
