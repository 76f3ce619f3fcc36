"""Identity across articles, seen from resolve()."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.resolve import comparisons, crowd
from kg.errors import ResolveError
from kg.model import Extraction, Judgement, MentionId, Resolution
from kg.resolve import resolve
from kg.vocab import EntityClass as Kind
from kg.vocab import Predicate
from tests.resolve.corpus import article

PRESS = list(crowd(400))


def _on(name: str, place: str, *said: str | tuple[str, Kind]) -> Extraction:
    return article(name, (place, Kind.PLACE), "讯。", *said, headline=f"{place}新闻")


def _ids(resolution: Resolution, kind: Kind) -> list[str]:
    return [c.id for c in resolution.clusters if c.kind is kind]


def _mention(extraction: Extraction, name: str) -> MentionId:
    return next(m.id for m in extraction.mentions if m.name == name)


def _said(verdict: str, left: MentionId, right: MentionId) -> Judgement:
    return Judgement(
        left=left, right=right, verdict=verdict, score=1.0, by="person", reason="read"
    )


@given(st.permutations(PRESS))
@settings(max_examples=10, deadline=None)
def test_order_of_articles_does_not_matter(press: list[Extraction]) -> None:
    """Any order of the same articles gives the same resolution, ids and reasons included."""
    assert resolve(press) == resolve(PRESS)


def test_articles_given_twice_count_once() -> None:
    """The same article again changes nothing."""
    assert resolve([*PRESS, PRESS[0]]) == resolve(PRESS)


@given(st.sets(st.integers(0, len(PRESS) - 1)))
@settings(max_examples=20, deadline=None)
def test_clusters_are_whole_and_their_ids_unique(chosen: set[int]) -> None:
    """In any part of the press each mention is in one cluster, of its class, and ids are unique."""
    press = [PRESS[i] for i in sorted(chosen)]
    resolution = resolve(press)
    kinds = {m.id: m.kind for e in press for m in e.mentions}
    placed = [(m, c.kind) for c in resolution.clusters for m in c.mentions]
    placed += [(m, kinds[m]) for m in resolution.unresolved]
    assert sorted(placed) == sorted(kinds.items())
    ids = [c.id for c in resolution.clusters]
    assert ids == sorted(set(ids))
    assert all(c.label in c.names for c in resolution.clusters)


def test_no_verdict_contradicts_the_clusters() -> None:
    """What is said to be the same is in one cluster, what is said to be different in two."""
    resolution = resolve(PRESS)
    of = resolution.entity_of()
    for j in resolution.judgements:
        if j.verdict == "same":
            assert of[j.left] == of[j.right], j
        elif j.verdict == "different":
            assert of[j.left] != of[j.right], j


def test_bodies_and_parks_of_two_cities_stay_apart_under_readable_ids() -> None:
    """市委 and 高新区 of two cities are four things, each called by its city."""
    world = [
        _on(name, place, ("市委", Kind.ORGANIZATION), "在", ("高新区", Kind.PARK), "。")
        for name, place in (("a", "濮阳市"), ("b", "岳阳市"))
    ]
    resolution = resolve(world)
    assert _ids(resolution, Kind.ORGANIZATION) == [
        "organization/岳阳市委",
        "organization/濮阳市委",
    ]
    assert _ids(resolution, Kind.PARK) == ["park/岳阳高新区", "park/濮阳高新区"]


def test_county_of_another_province_is_no_seat() -> None:
    """南川工业园区 of 西宁 and that of the district 南川 of 重庆 are two parks."""
    world = [
        _on("a", "西宁市", "，", ("青海省", Kind.PLACE), "的", ("南川工业园区", Kind.PARK), "。"),
        _on("b", "重庆市", "，", ("南川区", Kind.PLACE), "的", ("南川工业园区", Kind.PARK), "。"),
    ]
    assert len(_ids(resolve(world), Kind.PARK)) == 2


def test_departments_of_two_parks_of_one_city_stay_apart() -> None:
    """经济发展局 in articles on two parks of one city is two bureaus."""
    world = [
        _on(n, "邯郸市", (park, Kind.PARK), "的", ("经济发展局", Kind.ORGANIZATION), "。")
        for n, park in (("a", "邯郸经济技术开发区"), ("b", "邯郸冀南工业园区"))
    ]
    assert len(_ids(resolve(world), Kind.ORGANIZATION)) == 2


def test_things_of_one_label_are_told_apart_by_place() -> None:
    """Two firms of one short name in two cities have ids with their cities in them."""
    world = [
        _on(n, p, ("宏泰", Kind.COMPANY))
        for n, p in (("a", "濮阳市"), ("b", "文山壮族苗族自治州"))
    ]
    resolution = resolve(world)
    assert _ids(resolution, Kind.COMPANY) == [
        "company/文山壮族苗族自治州/宏泰",
        "company/濮阳市/宏泰",
    ]
    (open_,) = [j for j in resolution.judgements if j.left_name == "宏泰"]
    assert open_.verdict == "unsure"


def test_brand_and_firm_of_different_articles_are_tied() -> None:
    """An article names 三棵树, another its regional firm: two entities and what joins them."""
    world = [
        _on("a", "濮阳市", ("三棵树", Kind.COMPANY)),
        _on("b", "濮阳市", ("河南三棵树新材料科技有限公司", Kind.COMPANY)),
    ]
    resolution = resolve(world)
    assert len(_ids(resolution, Kind.COMPANY)) == 2
    assert [s.predicate for s in resolution.statements] == [Predicate.SUBSIDIARY_OF]


def test_short_name_of_a_listed_firm_needs_evidence() -> None:
    """A listed firm's short name in two cities is one firm only where its trade stands beside it in both."""
    bare = [
        _on(n, p, ("东方雨虹", Kind.COMPANY), "到访。")
        for n, p in (("a", "濮阳市"), ("b", "苏州市"))
    ]
    resolution = resolve(bare)
    assert len(_ids(resolution, Kind.COMPANY)) == 2
    assert [j.verdict for j in resolution.judgements if j.left_name == "东方雨虹"] == ["unsure"]
    told = [
        _on(n, p, ("东方雨虹", Kind.COMPANY), "的防水项目到访。")
        for n, p in (("a", "濮阳市"), ("b", "苏州市"))
    ]
    assert len(_ids(resolve(told), Kind.COMPANY)) == 1


def test_project_that_a_firm_undertakes_is_evidence() -> None:
    """One short name in articles on two cities is one firm if both undertake one named project."""
    project = ("年产8万吨电子玻纤项目", Kind.PROJECT)
    relation = [("年产8万吨电子玻纤项目", Predicate.UNDERTAKEN_BY, "景森")]
    world = [
        article(
            n, (p, Kind.PLACE), ("景森", Kind.COMPANY), project, headline=p, relations=relation
        )
        for n, p in (("a", "郑州市"), ("b", "新乡市"))
    ]
    assert _ids(resolve(world), Kind.COMPANY) == ["company/景森"]


def test_park_that_a_firm_settled_in_is_evidence() -> None:
    """One short name in articles on different places is one firm if both place it in one park."""
    park = ("濮阳工业园区", Kind.PARK)
    relation = [("景森", Predicate.LOCATED_IN, "濮阳工业园区")]
    one = article(
        "a",
        ("郑州市", Kind.PLACE),
        ("景森", Kind.COMPANY),
        park,
        headline="郑州",
        relations=relation,
    )
    two = article(
        "b",
        ("新乡市", Kind.PLACE),
        ("景森", Kind.COMPANY),
        park,
        headline="新乡",
        relations=relation,
    )
    assert _ids(resolve([one, two]), Kind.COMPANY) == ["company/景森"]


def test_people_decide_and_their_verdicts_hold() -> None:
    """A person joins what the rules left open and parts what they joined; undoing is taking the line out."""
    a, b = _on("a", "濮阳市", ("宏泰", Kind.COMPANY)), _on("b", "苏州市", ("宏泰", Kind.COMPANY))
    same = _said("same", _mention(a, "宏泰"), _mention(b, "宏泰"))
    joined = resolve([a, b], human=[same])
    assert _ids(joined, Kind.COMPANY) == ["company/宏泰"]
    assert same in joined.judgements
    c, d = _on("c", "濮阳市", ("恩赢", Kind.COMPANY)), _on("d", "濮阳市", ("恩赢", Kind.COMPANY))
    assert len(_ids(resolve([c, d]), Kind.COMPANY)) == 1
    apart = _said("different", _mention(c, "恩赢"), _mention(d, "恩赢"))
    assert len(_ids(resolve([c, d], human=[apart]), Kind.COMPANY)) == 2


def test_people_can_part_two_mentions_of_one_article() -> None:
    """Even two mentions of one name in one article come apart when a person says so."""
    a = _on("a", "濮阳市", ("李明", Kind.PERSON), "和", ("李明", Kind.PERSON))
    first, second = (m.id for m in a.mentions if m.name == "李明")
    resolution = resolve([a], human=[_said("different", first, second)])
    assert len(_ids(resolution, Kind.PERSON)) == 2


def test_part_of_a_component_is_not_joined_around_a_verdict() -> None:
    """What a person parted is not joined again by way of a third article."""
    world = [_on(n, "濮阳市", ("恩赢", Kind.COMPANY)) for n in "abc"]
    ids = [_mention(e, "恩赢") for e in world]
    resolution = resolve(world, human=[_said("different", ids[0], ids[1])])
    of = resolution.entity_of()
    assert of[ids[0]] != of[ids[1]]


def test_last_word_of_a_person_counts() -> None:
    """A later verdict on the same pair replaces an earlier one."""
    a, b = _on("a", "濮阳市", ("宏泰", Kind.COMPANY)), _on("b", "苏州市", ("宏泰", Kind.COMPANY))
    pair = _mention(a, "宏泰"), _mention(b, "宏泰")
    human = [_said("same", *pair), _said("different", pair[1], pair[0])]
    assert len(_ids(resolve([a, b], human=human), Kind.COMPANY)) == 2


def test_verdicts_that_contradict_each_other_are_refused() -> None:
    """a = b, b = c and a ≠ c cannot all hold; the message says where to look."""
    world = [_on(n, "濮阳市", (f"宏泰{n}", Kind.COMPANY)) for n in "abc"]
    a, b, c = (e.mentions[-1].id for e in world)
    human = [_said("same", a, b), _said("same", b, c), _said("different", a, c)]
    with pytest.raises(ResolveError, match=r"ontology/judgements\.jsonl"):
        resolve(world, human=human)


def test_verdicts_on_articles_that_are_gone_do_no_harm() -> None:
    """A verdict whose mentions are not in this corpus waits."""
    gone = _said("same", MentionId("x"), MentionId("y"))
    assert resolve(PRESS[:2], human=[gone]).clusters == resolve(PRESS[:2]).clusters


def test_removing_an_article_leaves_nothing_of_it() -> None:
    """After an article is gone no cluster, judgement or statement speaks of its mentions."""
    gone = {m.id for m in PRESS[3].mentions}
    resolution = resolve([e for e in PRESS if e is not PRESS[3]])
    spoken = {m for c in resolution.clusters for m in c.mentions}
    spoken |= {m for j in resolution.judgements for m in (j.left, j.right)}
    assert not gone & spoken


@pytest.mark.slow
def test_comparisons_grow_with_mentions_not_with_pairs() -> None:
    """Eight times the mentions: eight times the comparisons a mention if each met each; here far fewer."""
    small, large = (comparisons(list(crowd(n, cities=20))) / n for n in (1_000, 8_000))
    assert large < 3
    assert large < 3 * small


ODD = st.text(
    alphabet="濮阳市县区园工业经开高新一二十期第号年产万吨项目公司集团有限责任中国该全（）()·“” .0159Ａx/#",
    min_size=1,
    max_size=9,
)


@given(st.lists(st.tuples(ODD, st.sampled_from(Kind)), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_odd_names_are_borne(said: list[tuple[str, Kind]]) -> None:
    """Whatever an extractor takes for a name, resolving ends, places it once and gives it an id."""
    world = [article(name, ("濮阳市", Kind.PLACE), *said) for name in "ab"]
    resolution = resolve(world)
    placed = [m for c in resolution.clusters for m in c.mentions] + list(resolution.unresolved)
    assert sorted(placed) == sorted(m.id for e in world for m in e.mentions)
    assert all(c.label and c.id.partition("/")[2].strip("/") for c in resolution.clusters)
    assert len({c.id for c in resolution.clusters}) == len(resolution.clusters)
