"""graph/ontology: the name of a file of the ontology in, where it lies out."""

from importlib.resources import files
from pathlib import Path

import kg
from kg.errors import OntologyError


def ontology_path(name: str) -> Path:
    """Give the path of a file or folder of the ontology, in an installed package and in a checkout alike.

    Raises OntologyError when there is none of that name.
    """
    # A wheel carries the folder as kg/ontology; a checkout has it beside the package.
    package = Path(str(files(kg)))
    for home in (package / "ontology", package.parent / "ontology"):
        if (found := home / name).exists():
            return found
    raise OntologyError(f"the ontology has no file {name!r}; is the installation complete?")
