"""names: an article in, everything that its grammars take for a name out.

To add a kind of name, write a file with one function `(Reading, Known) -> Iterator[Found]` and a line below.
"""

from collections.abc import Callable, Iterator

from kg.extract.names.bodies import find_bodies
from kg.extract.names.companies import find_companies
from kg.extract.names.honours import find_honours
from kg.extract.names.industries import find_industries
from kg.extract.names.initiatives import find_initiatives
from kg.extract.names.known import Known
from kg.extract.names.owners import find_owners
from kg.extract.names.parks import find_parks
from kg.extract.names.people import find_people
from kg.extract.names.places import find_places
from kg.extract.names.projects import find_projects
from kg.extract.reading import Found, Reading

Finder = Callable[[Reading, Known], Iterator[Found]]

#: In this order: later finders look at what the earlier ones found.
FINDERS: dict[str, Finder] = {
    "places": find_places,
    "companies": find_companies,
    "parks": find_parks,
    "bodies": find_bodies,
    "projects": find_projects,
    "owners": find_owners,
    "initiatives": find_initiatives,
    "honours": find_honours,
    "people": find_people,
    "industries": find_industries,
}


def find_names(reading: Reading) -> Known:
    """Run every finder over an article."""
    known = Known()
    for find in FINDERS.values():
        known.add(list(find(reading, known)))
    return known
