"""Identity inside one article, seen from resolve()."""

from kg.model import Cluster, Extraction, Resolution
from kg.resolve import resolve
from kg.vocab import EntityClass as Kind
from kg.vocab import Predicate
from tests.resolve.corpus import article


def _cluster(resolution: Resolution, kind: Kind, name: str) -> Cluster:
    """Give the one cluster of a class that carries a name."""
    found = [c for c in resolution.clusters if c.kind is kind and name in c.names]
    assert len(found) == 1, [c.id for c in found]
    return found[0]


def _puyang(*said: str | tuple[str, Kind] | tuple[str, Kind, str]) -> Extraction:
    return article("a", ("濮阳市", Kind.PLACE), "讯。", *said, headline="濮阳园区见闻")


def test_short_name_is_taken_from_the_brackets_that_introduce_it() -> None:
    """A short form that shares no character order with its full name is known by its brackets."""
    resolution = resolve(
        [
            _puyang(
                ("河南濮上春茶业有限公司", Kind.COMPANY), "（以下简称“", ("春上集团", Kind.COMPANY), "”）落户。",
                ("春上集团", Kind.COMPANY), "投产。",
            )
        ]
    )  # fmt: skip
    cluster = _cluster(resolution, Kind.COMPANY, "春上集团")
    assert cluster.label == "河南濮上春茶业有限公司"
    assert [j.by for j in resolution.judgements] == ["introduced"]


def test_short_name_of_two_firms_stays_open() -> None:
    """A brand that two firms of the article carry is given to neither, and a person is asked."""
    resolution = resolve(
        [_puyang(
            ("濮阳恒昌化工有限公司", Kind.COMPANY), "、", ("濮阳恒昌机械有限公司", Kind.COMPANY), "和",
            ("恒昌", Kind.COMPANY), "。",
        )]
    )  # fmt: skip
    assert len([c for c in resolution.clusters if c.kind is Kind.COMPANY]) == 3
    assert [j.verdict for j in resolution.judgements] == ["unsure"]


def test_brand_before_its_regional_firm_stays_open() -> None:
    """A brand that stands before a firm with a region in brackets may be its parent; after it, it is the firm."""
    regional = ("一诺新能源科技（忻州）有限公司", Kind.COMPANY)
    before = resolve([_puyang(("一诺新能源", Kind.COMPANY), "设立", regional, "。")])
    assert len([c for c in before.clusters if c.kind is Kind.COMPANY]) == 2
    assert [j.verdict for j in before.judgements] == ["unsure"]
    after = resolve([_puyang(regional, "开工。", ("一诺新能源", Kind.COMPANY), "投产。")])
    assert len(_cluster(after, Kind.COMPANY, "一诺新能源").mentions) == 2


def test_firm_that_the_text_says_belongs_to_another_is_not_that_other() -> None:
    """A stated parent is no short form of its subsidiary's name."""
    extraction = article(
        "a", ("钒明", Kind.COMPANY), "旗下的", ("西昌钒明储能科技有限公司", Kind.COMPANY),
        relations=[("西昌钒明储能科技有限公司", Predicate.SUBSIDIARY_OF, "钒明")],
    )  # fmt: skip
    assert [c.label for c in resolve([extraction]).clusters] == [
        "西昌钒明储能科技有限公司",
        "钒明",
    ]


def test_brand_means_the_firm_named_before_it() -> None:
    """Of two firms with one brand, the brand means the one that was introduced when it stands."""
    resolution = resolve(
        [_puyang(
            ("西安皓织智造有限公司", Kind.COMPANY), "投产，", ("皓织", Kind.COMPANY), "收购了",
            ("成都皓织机器人有限公司", Kind.COMPANY), "。",
        )]
    )  # fmt: skip
    assert _cluster(resolution, Kind.COMPANY, "皓织").label == "西安皓织智造有限公司"


def test_bare_word_for_a_firm_means_the_main_one_if_it_was_named_last() -> None:
    """公司 is the firm that the article names most where that one stands before it; elsewhere nothing."""
    main, guest = ("昱宏化学有限公司", Kind.COMPANY), ("景森轮胎有限公司", Kind.COMPANY)
    word = ("公司", Kind.COMPANY)
    resolution = resolve(
        [_puyang(main, "扩建，", word, "招工；", main, "和", guest, "称", word, "好。")]
    )
    assert len(_cluster(resolution, Kind.COMPANY, "昱宏化学有限公司").mentions) == 3
    assert len(resolution.unresolved) == 1


def test_park_is_known_by_its_short_names() -> None:
    """园区, 该园区 and 工业园区 stand for the park that the article is about, 经开区 for another."""
    resolution = resolve(
        [_puyang(
            ("濮阳工业园区", Kind.PARK), "开工。", ("园区", Kind.PARK), "和", ("该园区", Kind.PARK), "、",
            ("工业园区", Kind.PARK), "与", ("经开区", Kind.PARK), "。",
        )]
    )  # fmt: skip
    cluster = _cluster(resolution, Kind.PARK, "濮阳工业园区")
    assert cluster.names == ("园区", "工业园区", "濮阳工业园区", "该园区")
    assert _cluster(resolution, Kind.PARK, "经开区").label == "濮阳经开区"


def test_word_for_any_park_is_no_park() -> None:
    """园区 in an article that names no park is no entity, and its mention is listed as unresolved."""
    extraction = _puyang("各", ("园区", Kind.PARK), "开工。", ("该公司", Kind.COMPANY), "到场。")
    resolution = resolve([extraction])
    assert [c.kind for c in resolution.clusters] == [Kind.PLACE]
    assert resolution.unresolved == tuple(sorted(m.id for m in extraction.mentions[1:]))


def test_each_pointer_means_what_stands_before_it() -> None:
    """该公司 is another firm each time."""
    resolution = resolve(
        [_puyang(
            ("昱宏化学有限公司", Kind.COMPANY), "投产，", ("该公司", Kind.COMPANY), "扩建；",
            ("景森轮胎有限公司", Kind.COMPANY), "开工，", ("该公司", Kind.COMPANY), "招工。",
        )]
    )  # fmt: skip
    assert len(_cluster(resolution, Kind.COMPANY, "昱宏化学有限公司").mentions) == 2
    assert len(_cluster(resolution, Kind.COMPANY, "景森轮胎有限公司").mentions) == 2


def test_body_without_its_place_gets_it_from_the_article() -> None:
    """市委 in an article on 濮阳 is 濮阳市委, whether or not the article spells that out."""
    spelled = resolve(
        [_puyang(("濮阳市委", Kind.ORGANIZATION), "、", ("市委", Kind.ORGANIZATION))]
    )
    assert len(_cluster(spelled, Kind.ORGANIZATION, "市委").mentions) == 2
    bare = resolve([_puyang(("市委", Kind.ORGANIZATION), "开会。")])
    assert _cluster(bare, Kind.ORGANIZATION, "市委").id == "organization/濮阳市委"


def test_firm_and_project_of_one_name_are_two() -> None:
    """In a list of projects that are called by their firms, firm and project stay apart."""
    resolution = resolve(
        [
            _puyang(
                ("恩赢", Kind.COMPANY),
                "。",
                ("恩赢", Kind.PROJECT, "恩赢项目"),
                "建成。",
                ("恩赢项目", Kind.PROJECT),
            )
        ]
    )
    assert _cluster(resolution, Kind.COMPANY, "恩赢").id == "company/恩赢"
    assert _cluster(resolution, Kind.PROJECT, "恩赢").id == "project/恩赢项目"


def test_regional_firm_of_a_listed_brand_is_its_subsidiary() -> None:
    """三棵树 and 河南三棵树新材料科技有限公司 are two, and the second is said to belong to the first."""
    extraction = _puyang(
        ("三棵树", Kind.COMPANY), "的", ("河南三棵树新材料科技有限公司", Kind.COMPANY)
    )
    resolution = resolve([extraction])
    of = resolution.entity_of()
    (statement,) = resolution.statements
    assert statement.predicate is Predicate.SUBSIDIARY_OF
    assert of[statement.subject] == "company/河南三棵树新材料科技有限公司"
    assert of[statement.object] == "company/三棵树"


def test_guess_of_the_extractor_is_weighed_anew() -> None:
    """What 濮阳 means is decided on the whole article, whatever name its mention was given."""
    resolution = resolve([_puyang(("濮阳", Kind.PLACE, "濮阳县"), "和", ("濮阳县", Kind.PLACE))])
    assert {c.label: len(c.mentions) for c in resolution.clusters} == {"濮阳市": 2, "濮阳县": 1}


def test_every_mention_has_one_place() -> None:
    """Each mention is in one cluster, or unresolved."""
    extraction = _puyang(
        ("濮阳工业园区", Kind.PARK), ("全市", Kind.PLACE), ("一期", Kind.PROJECT), ("集团", Kind.COMPANY),
        ("万人助万企", Kind.INITIATIVE), ("“万人助万企”活动", Kind.INITIATIVE), ("光伏产业", Kind.INDUSTRY),
    )  # fmt: skip
    resolution = resolve([extraction])
    placed = [m for c in resolution.clusters for m in c.mentions] + list(resolution.unresolved)
    assert sorted(placed) == sorted(m.id for m in extraction.mentions)


def test_project_called_by_its_firm_is_the_one_that_this_firm_undertakes() -> None:
    """湘禾项目 is the project of 湘禾 if it undertakes one alone; of two, a person is not made to guess."""
    firm, nick = ("湖南湘禾纳米科技", Kind.COMPANY), ("湘禾项目", Kind.PROJECT)
    short, lime = ("湘禾", Kind.COMPANY), ("年产15万吨纳米碳酸钙项目", Kind.PROJECT)
    one = resolve([_puyang(firm, "的", lime, "开工。", nick, "由", short, "承建。")])
    assert _cluster(one, Kind.PROJECT, "湘禾项目").label == "年产15万吨纳米碳酸钙项目"
    paint = ("年产3万吨涂料项目", Kind.PROJECT)
    two = resolve([_puyang(firm, "的", lime, "、", short, "的", paint, "开工。", nick, "提速。")])
    assert len([c for c in two.clusters if c.kind is Kind.PROJECT]) == 3


def test_phase_is_not_taken_over_the_head_of_another_project() -> None:
    """一期 after a project of another name is not the 一期 of the one before; a person is asked."""
    first, other = ("延庆己内酰胺一期", Kind.PROJECT), ("嘉瑞电驱桥", Kind.PROJECT)
    phase = ("一期", Kind.PROJECT)
    near = resolve([_puyang(first, "开工，", phase, "年底建成。")])
    assert len([c for c in near.clusters if c.kind is Kind.PROJECT]) == 1
    far = resolve([_puyang(first, "开工；", other, "，", phase, "达产。")])
    assert len([c for c in far.clusters if c.kind is Kind.PROJECT]) == 3
    assert [j.verdict for j in far.judgements] == ["unsure"]


def test_word_for_a_project_means_the_whole_and_not_its_phase() -> None:
    """该项目 after X一期 alone may be the phase or the whole, so it stays open."""
    extraction = _puyang(
        ("盐湖镁业一期", Kind.PROJECT), "点火。", ("该项目", Kind.PROJECT), "分两期。"
    )
    resolution = resolve([extraction])
    assert [j.verdict for j in resolution.judgements] == ["unsure"]
    assert len(resolution.unresolved) == 1


def test_park_word_between_two_parks_stays_open() -> None:
    """园区 after one park in an article that is as much about another stands for neither."""
    one, two = ("濮阳工业园区", Kind.PARK), ("濮阳化工产业集聚区", Kind.PARK)
    resolution = resolve([_puyang(one, "和", two, "签约，", ("园区", Kind.PARK), "提速。")])
    assert [j.verdict for j in resolution.judgements if j.by == "park-stand-in"] == ["unsure"]
