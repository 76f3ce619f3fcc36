"""cli/ask: the named questions, listed or answered."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.query import FormatOption, GraphOption, chosen, show, stoppable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.query.questions import Question


def ask(
    name: Annotated[
        str | None, typer.Argument(help="A question; without one, all are listed.")
    ] = None,
    arguments: Annotated[list[str] | None, typer.Argument(help="Arguments as name=value.")] = None,
    graph: GraphOption = Path("extracted"),
    format: FormatOption = None,
    sparql: Annotated[
        bool, typer.Option("--sparql", help="Print the query instead of its answer.")
    ] = False,
) -> None:
    """Answer a named question, such as: kg ask park-leaders park=清河工业园区."""
    from kg.query.folder import open_folder
    from kg.query.questions import arguments as read_arguments
    from kg.query.questions import question, questions
    from kg.query.run import run

    if name is None:
        _print_list(questions().values())
        return
    asked = question(name)
    form = chosen(format)
    opened = open_folder(graph)
    text = asked.bound(
        read_arguments(arguments or ()), lambda value: [found.id for found in opened.find(value)]
    )
    if sparql:
        from kg.query.prefixes import declarations

        print(declarations() + text, end="")
        return
    with stoppable():
        show(run(opened.store, text), form)


def _print_list(asked: "Iterable[Question]") -> None:
    for question in asked:
        example = " ".join(f"{name}={value}" for name, value in question.example.items())
        print(f"{question.name}\n  {question.zh} {question.en}")
        for parameter in question.parameters:
            needed = ", needed" if parameter.needed else ""
            print(f"    {parameter.name} ({parameter.kind}{needed}): {parameter.about}")
        print(f"    kg ask {question.name} {example}".rstrip())
