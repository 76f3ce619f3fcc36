"""errors: the one tree of faults a caller may expect.

    KGError
    ├── UsageError       a name, option or path that the command does not know
    ├── ReadError        an input that cannot be understood
    ├── OntologyError    a term that the ontology does not define, or an ontology file that is broken
    ├── ResolveError     judgements that contradict each other
    ├── GraphError       a built folder that is missing, foreign or damaged
    └── QueryError       a query that cannot be parsed or run

A message says what happened, where, what was expected and what to do.
"""


class KGError(Exception):
    """Base of every fault that ParkGraph reports to its user in one line."""


class UsageError(KGError):
    """A name, an option or a path is not what the command can work with."""


class ReadError(KGError):
    """An input cannot be understood; the message names the file and the place."""


class OntologyError(KGError):
    """A term is not in the ontology, or a file of the ontology is broken."""


class ResolveError(KGError):
    """Judgements about identity contradict each other."""


class GraphError(KGError):
    """A folder does not hold a graph that `kg build` wrote, or holds a damaged one."""


class QueryError(KGError):
    """A SPARQL query cannot be parsed or run; the message points at the place."""
