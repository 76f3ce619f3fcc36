"""graph: extractions and who is who in, a built folder out, and read back (`kg.graph.reader`)."""

from kg.graph.iris import PREFIXES
from kg.graph.ontology import ontology_path
from kg.graph.write import write_graph

__all__ = ["PREFIXES", "ontology_path", "write_graph"]
