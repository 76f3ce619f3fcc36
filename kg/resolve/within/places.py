"""places: the place names of one article in, findings which of them are one place out."""

from collections.abc import Iterator

from kg.resolve.names import bare, split_places
from kg.resolve.within.scene import Finding, Naming, Scene
from kg.vocab import EntityClass

#: Words for "the whole province / city…", and the ending of the place that they stand for.
GENERIC = {
    "全省": "省", "我省": "省", "该省": "省", "全市": "市", "我市": "市", "该市": "市", "全县": "县", "我县": "县",
    "该县": "县", "全州": "州", "我州": "州", "该州": "州", "全镇": "镇", "该镇": "镇", "全乡": "乡",
    "全区": "区", "我区": "区", "该区": "区", "省里": "省", "市里": "市", "县里": "县",
}  # fmt: skip

_TOWNS = ("镇", "乡", "村", "街道", "区", "县", "市")


def find(scene: Scene) -> Iterator[Finding]:
    """Join a place's names with and without level or surroundings, and 全市 with the city."""
    namings = scene.namings(EntityClass.PLACE)
    proper = [n for n in namings if n.name not in GENERIC]
    heads: dict[str, Naming] = {}
    for naming in sorted(proper, key=lambda n: (-len(n.name), n.start)):
        key = place_key(scene, naming.name)
        if key in heads:
            yield Finding(
                heads[key], naming, "same", 0.97, "place-table",
                f"{heads[key].name} and {naming.name} both name {key.split(':')[-1]}",
            )  # fmt: skip
        else:
            heads[key] = naming
    for naming in namings:
        if naming.name in GENERIC:
            yield from _stand_in(scene, naming, list(heads.values()))


def place_key(scene: Scene, name: str) -> str:
    """Give what tells places of one article apart: the division, else the name without its surroundings."""
    division = scene.division(bare(name))
    if division:
        return f"{division.code}:{division.name}"
    places, rest = split_places(bare(name))
    inner = rest or (places[-1] if places else name)
    known = {bare(n.name) for n in scene.namings(EntityClass.PLACE)}
    return next((inner + end for end in _TOWNS if inner + end in known), inner)


def _stand_in(scene: Scene, naming: Naming, places: list[Naming]) -> Iterator[Finding]:
    level = GENERIC[naming.name]
    homes = {d.code for d in scene.home.values()}
    options = []
    for place in places:
        division = scene.division(bare(place.name))
        full = division.name if division else place.name
        if full.endswith(level) and (division is None or division.code in homes):
            options.append(place)
    if len(options) == 1:
        yield Finding(
            options[0], naming, "same", 0.85, "place-stand-in",
            f"{naming.name} stands for {options[0].name}, the only place of its level that the article is about",
        )  # fmt: skip
