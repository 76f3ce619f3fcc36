"""export/bolt: the built graph in, a running Neo4j loaded over Bolt."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UsageError
from kg.export.neo4j import CONSTRAINT_STATEMENTS, statements
from kg.export.spool import Source

if TYPE_CHECKING:
    from neo4j import ManagedTransaction


class Loaded(NamedTuple):
    """What came of a load: rows sent, and the constraints and indexes that the server would not make."""

    rows: int
    refused: tuple[str, ...]


def load_bolt(
    graph: Source,
    url: str,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    constraints: bool = True,
    tell: Callable[[int], None] = lambda _: None,
) -> Loaded:
    """Merge the graph into the server at `url`; rows are merged by id, so a second load changes nothing.

    Each batch is one managed transaction, which the official driver retries on a transient fault or a
    broken connection. An index that the server does not know (other engines speak Bolt too) or that
    the user may not make costs time, not facts: it is left out and told; without `constraints` none
    is asked for. Raises UsageError when the
    driver is not installed or the server cannot be reached.
    """
    try:
        from neo4j import GraphDatabase
        from neo4j.exceptions import (
            AuthError,
            ClientError,
            DatabaseError,
            DriverError,
            Neo4jError,
        )
    except ImportError as fault:
        raise UsageError(
            "loading over Bolt needs the driver: pip install 'parkgraph[neo4j]'"
        ) from fault
    sent, refused = 0, []
    try:
        with GraphDatabase.driver(url, auth=(user, password or "") if user else None) as driver:
            driver.verify_connectivity()
            for statement in CONSTRAINT_STATEMENTS if constraints else ():
                try:
                    driver.execute_query(statement, database_=database)
                except (ClientError, DatabaseError):
                    refused.append(statement)
            with driver.session(database=database) as session:
                for query, rows in statements(graph):
                    session.execute_write(_merge, query, rows)
                    sent += len(rows)
                    tell(sent)
    except AuthError as fault:
        raise UsageError(f"{url} refused the login; give --user and set NEO4J_PASSWORD") from fault
    except (DriverError, Neo4jError) as fault:
        raise UsageError(f"{url}: {fault}") from fault
    return Loaded(sent, tuple(refused))


def _merge(transaction: "ManagedTransaction", query: str, rows: list[dict[str, object]]) -> None:
    # The text is made of our own labels and types alone; all that was read travels as a parameter.
    transaction.run(f"UNWIND $rows AS row {query}", rows=rows).consume()
