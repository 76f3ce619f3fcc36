"""export/bolt: the built graph in, a running Neo4j loaded over Bolt."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.export.neo4j import CONSTRAINT_STATEMENTS, statements
from kg.export.spool import Source

if TYPE_CHECKING:
    from neo4j import ManagedTransaction


def load_bolt(
    graph: Source,
    url: str,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> int:
    """Merge the graph into the server at `url` and give the number of rows sent.

    Each batch is one managed transaction, which the official driver retries on a transient fault;
    rows are merged by id, so a second load changes nothing. Raises UsageError when the driver is not
    installed or the server cannot be reached.
    """
    try:
        from neo4j import GraphDatabase
        from neo4j.exceptions import AuthError, DriverError, Neo4jError
    except ImportError as fault:
        raise UsageError(
            "loading over Bolt needs the driver: pip install 'parkgraph[neo4j]'"
        ) from fault
    sent = 0
    try:
        with GraphDatabase.driver(url, auth=(user, password or "") if user else None) as driver:
            driver.verify_connectivity()
            with driver.session(database=database) as session:
                for statement in CONSTRAINT_STATEMENTS:
                    session.run(statement).consume()
                for query, rows in statements(graph):
                    session.execute_write(_merge, query, rows)
                    sent += len(rows)
                    tell(sent)
    except AuthError as fault:
        raise UsageError(f"{url} refused the login; give --user and set NEO4J_PASSWORD") from fault
    except (DriverError, Neo4jError) as fault:
        raise UsageError(f"{url}: {fault}") from fault
    return sent


def _merge(transaction: "ManagedTransaction", query: str, rows: list[dict[str, object]]) -> None:
    # The text is made of our own labels and types alone; all that was read travels as a parameter.
    transaction.run(f"UNWIND $rows AS row {query}", rows=rows).consume()
