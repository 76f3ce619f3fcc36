"""cli: the front door; one file per command, and the only room that prints.

Commands import their room inside the function, so that `kg query` never loads spaCy.
"""

import sys

import typer

from kg.cli.ask import ask
from kg.cli.build import add, build, remove
from kg.cli.check import check
from kg.cli.eval import evaluate
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.infer import infer
from kg.cli.query import query
from kg.cli.read import read
from kg.cli.resolve import app as resolve
from kg.cli.serve import serve
from kg.cli.stats import stats
from kg.cli.store import store
from kg.cli.view import view
from kg.errors import KGError

app = typer.Typer(
    name="kg",
    help="ParkGraph 园区图谱: regional-industry news in, a knowledge graph with its evidence out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command()(build)
app.command()(add)
app.command()(remove)
app.command()(export)
app.command()(stats)
app.command("eval")(evaluate)
app.command()(query)
app.command()(ask)
app.command()(explain)
app.command()(check)
app.command()(infer)
app.command()(store)
app.add_typer(resolve, name="resolve")
app.command()(serve)
app.command()(read)
app.command()(view)


def main() -> None:
    """Run the command line; a fault that the user can mend is one line on stderr and exit code 2."""
    try:
        app()
    except KGError as fault:
        print(f"kg: {fault}", file=sys.stderr)
        sys.exit(2)
