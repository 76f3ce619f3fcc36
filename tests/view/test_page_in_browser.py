"""The page in a real Chromium: what a reader clicks, types and takes away."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from kg.graph import write_graph
from kg.model import (
    Article,
    ArticleId,
    Cluster,
    EntityId,
    Extraction,
    Holding,
    Mention,
    MentionId,
    Passage,
    Resolution,
    Span,
)
from kg.view import write_view
from kg.vocab import EntityClass
from tests.view.conftest import Watched
from tests.view.large_world import large_world


def _choose(page: Page, typed: str) -> None:
    page.fill("#search", typed)
    page.press("#search", "Enter")


def _group(page: Page, title: str) -> list[str]:
    section = page.locator(".panel section.group").filter(
        has=page.locator(f"h3:has-text('{title}')")
    )
    return section.locator(".node-name bdi").all_inner_texts()


def _saved(download: Download) -> str:
    return Path(download.path()).read_text(encoding="utf-8")


def test_the_first_look_says_what_there_is(watched: Watched, page_file: Path) -> None:
    """A reader who opens the page sees counts, how to use it and the main parks."""
    page = watched.open(page_file)
    expect(page.locator(".welcome")).to_contain_text("4 篇报道")
    assert _group(page, "主要园区")[0] == "清河工业园区"
    assert (
        page.locator(".left .choice").filter(has_text="企业").locator("small").first.inner_text()
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("清河工业", "清河工业园区"),
        ("qhgyyq", "清河工业园区"),
        ("hengyue", "恒越电子"),
        ("上海云", "上海云帆科技"),
    ],
)
def test_search_knows_names_initials_and_pinyin(
    watched: Watched, page_file: Path, typed: str, found: str
) -> None:
    """What is typed in Chinese or on a Latin keyboard finds the entity."""
    page = watched.open(page_file)
    _choose(page, typed)
    expect(page.locator(".panel h2")).to_have_text(found)


def test_search_says_so_when_nothing_is_found(watched: Watched, page_file: Path) -> None:
    """A name that is not there gives a hint, not an empty list."""
    page = watched.open(page_file)
    page.fill("#search", "不存在的公司")
    expect(page.locator(".hits")).to_contain_text("没有找到")


def test_a_park_tells_its_leaders_companies_and_projects(
    watched: Watched, page_file: Path
) -> None:
    """The four questions of a journalist are answered on one panel."""
    page = watched.open(page_file)
    _choose(page, "清河工业园区")
    assert "孟书岚" in _group(page, "领导与任职人员")
    assert "恒越电子" in _group(page, "入驻企业")
    assert "恒越电子二期项目" in _group(page, "落地项目")
    expect(page.locator(".panel")).to_contain_text("党工委书记")


def test_a_fact_shows_its_passage_marked_in_its_article(watched: Watched, page_file: Path) -> None:
    """One click on a fact shows the words, the article, its date and publisher; one more opens it."""
    page = watched.open(page_file)
    _choose(page, "孟书岚")
    page.locator(".said .source").first.click()
    passage = page.locator(".passage").filter(has_text="2022-04-18")
    expect(passage.locator("mark")).to_contain_text("孟书岚")
    expect(passage.locator("mark .mention.Person")).to_have_text("孟书岚")
    expect(passage.locator("figcaption")).to_contain_text("清河日报")
    said = passage.locator("mark").inner_text()
    passage.locator(".title").click()
    page.mouse.move(5, 5)
    lit = page.locator(".article [data-lit]")
    assert "".join(lit.all_inner_texts()) == said


def test_a_project_shows_money_stage_and_what_usually_comes_next(
    watched: Watched, page_file: Path
) -> None:
    """A project's panel has its investment, its stages with dates, and the next one."""
    page = watched.open(page_file)
    _choose(page, "恒越电子二期项目")
    expect(page.locator(".keyfacts")).to_contain_text("3.2亿元")
    expect(page.locator(".stages li.now span")).to_have_text("投产")
    expect(page.locator(".stages")).to_contain_text("2023-01")
    expect(page.locator(".stages")).to_contain_text("下一步：达产")


def test_neighbours_unfold_and_fold(watched: Watched, page_file: Path) -> None:
    """A node's neighbours can be shown, more of them added, and taken away again."""
    page = watched.open(page_file)
    canvas = page.locator("canvas")
    whole = int(canvas.get_attribute("data-shown") or 0)
    _choose(page, "恒越电子")
    page.click(".acts .main")
    few = int(canvas.get_attribute("data-shown") or 0)
    assert 1 < few < whole
    page.locator(".panel .node-name").filter(has_text="清河工业园区").first.click()
    page.click(".acts .main")
    more = int(canvas.get_attribute("data-shown") or 0)
    assert few < more < whole
    page.click(".acts .main")
    assert int(canvas.get_attribute("data-shown") or 0) == few
    page.click(".crumb button")
    assert int(canvas.get_attribute("data-shown") or 0) == whole


def test_nodes_and_lines_can_be_clicked_on_the_map(watched: Watched, page_file: Path) -> None:
    """A click on a node opens it, one on a line shows what is said of its two ends, with passages."""
    page = watched.open(page_file, "#around=company/恒越电子&node=company/恒越电子")
    box = page.locator("canvas").bounding_box()
    assert box is not None
    found: set[str] = set()
    for x in range(40, int(box["width"]) - 40, 24):
        for y in range(40, int(box["height"]) - 100, 24):
            if "line" in found and "node" in found:
                break
            page.mouse.move(box["x"] + x, box["y"] + y)
            if page.locator("canvas").evaluate("c => c.style.cursor") == "pointer":
                page.mouse.click(box["x"] + x, box["y"] + y)
                found.add("line" if page.locator(".panel.line").count() else "node")
                if page.locator(".panel.line").count():
                    expect(page.locator(".panel.line .passage mark").first).to_be_visible()
    assert found == {"line", "node"}


def test_a_path_between_two_nodes_is_told_step_by_step(watched: Watched, page_file: Path) -> None:
    """The shortest way between two entities is drawn and listed with its facts."""
    page = watched.open(page_file)
    _choose(page, "孟书岚")
    page.get_by_text("查找到另一节点的路径").click()
    page.fill("#path-to", "临江经开区")
    page.press("#path-to", "Enter")
    expect(page.locator(".panel.path h2")).to_contain_text("临江经开区")
    assert page.locator(".panel.path .said").count() >= 2
    assert int(page.locator("canvas").get_attribute("data-shown") or 0) >= 3


def test_filters_narrow_the_map_and_can_be_cleared(watched: Watched, page_file: Path) -> None:
    """Classes, relations, park, place, confidence and period each take something away."""
    page = watched.open(page_file)
    shown = page.locator(".shown b").first
    whole = int(shown.inner_text())

    def narrowed() -> int:
        now = int(shown.inner_text())
        page.click(".shown .plain")
        expect(shown).to_have_text(str(whole))
        return now

    page.locator(".left .choice").filter(has_text="人物").locator("input").uncheck()
    assert narrowed() < whole
    relation = page.locator(".left .choice").filter(has_text="承建方")
    relation.hover()
    relation.locator(".only").click()
    assert 0 < narrowed() < whole
    page.locator("select").first.select_option(label="临江经开区")
    assert 0 < narrowed() < whole
    page.locator("select").last.select_option(label="临江市")
    assert 0 < narrowed() < whole
    page.locator(".slider input").fill("95")
    assert 0 < narrowed() < whole
    slider = page.locator(".timebar input.from")
    slider.fill(slider.get_attribute("max") or "")
    page.locator(".timebar input[type=checkbox]").uncheck()
    assert 0 < narrowed() < whole


def test_everything_hidden_is_said_in_words(watched: Watched, page_file: Path) -> None:
    """An empty map is never just blank."""
    page = watched.open(page_file)
    for box in page.locator(".left .choice input").all()[:9]:
        box.uncheck()
    expect(page.locator(".map .notice")).to_be_visible()


def test_a_link_leads_back_to_the_same_place(watched: Watched, page_file: Path) -> None:
    """The address holds what is selected, shown and hidden; Back undoes the last step."""
    page = watched.open(page_file)
    _choose(page, "恒越电子")
    page.click(".acts .main")
    page.locator(".left .choice").filter(has_text="荣誉").locator("input").uncheck()
    page.click("[data-act=language]")
    state = page.evaluate("location.hash")
    page.goto("about:blank")
    page = watched.open(page_file, state)
    expect(page.locator(".panel h2")).to_have_text("恒越电子")
    expect(page.locator(".crumb")).to_contain_text("Neighbourhood")
    expect(
        page.locator(".left .choice").filter(has_text="Honors").locator("input")
    ).not_to_be_checked()
    page.click("[data-tab=articles]")
    page.go_back()
    expect(page.locator(".panel h2")).to_have_text("恒越电子")


def test_the_table_sorts_and_is_saved_as_csv(watched: Watched, page_file: Path) -> None:
    """What is selected is a table too, and its CSV holds the passages."""
    page = watched.open(page_file)
    _choose(page, "恒越电子")
    page.click("[data-tab=table]")
    expect(page.locator(".table-view h2")).to_contain_text("恒越电子")
    page.locator("th button").nth(1).click()
    relations = page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert len(relations) > 3
    page.locator("th button").nth(1).click()
    assert page.locator("tbody tr td:nth-child(2)").first.inner_text() == relations[-1]
    with page.expect_download() as saved:
        page.get_by_text("导出 CSV").click()
    rows = list(csv.reader(io.StringIO(_saved(saved.value).removeprefix("\ufeff"))))
    assert len(rows) == len(relations) + 1
    assert all("恒越电子" in "".join(row[:3]) and row[-1] for row in rows[1:])


def test_the_picture_is_saved_as_png_and_svg(watched: Watched, page_file: Path) -> None:
    """Both pictures hold what the screen shows; the SVG has its names as text."""
    page = watched.open(page_file)
    with page.expect_download() as saved:
        page.get_by_text("SVG", exact=True).click()
    svg = _saved(saved.value)
    assert svg.startswith("<svg ")
    assert "清河工业园区" in svg
    with page.expect_download() as saved:
        page.get_by_text("PNG", exact=True).click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def test_an_article_and_its_facts_point_at_each_other(watched: Watched, page_file: Path) -> None:
    """Mentions wear the colour of their class; a fact lights its passage, a passage its facts."""
    page = watched.open(page_file)
    page.click("[data-tab=articles]")
    page.get_by_role("button", name="清河工业园区：一季度签约项目5个").click()
    expect(page.locator(".article .mention.Park").first).to_be_visible()
    page.locator(".beside li").first.hover()
    expect(page.locator(".article [data-lit]").first).to_be_visible()
    page.mouse.move(700, 20)
    page.locator(".article .mention.Person").first.hover()
    expect(page.locator(".beside li.active").first).to_be_visible()


def test_keys_do_what_the_help_says(watched: Watched, page_file: Path) -> None:
    """Search, walk, unfold, leave and switch views without a mouse."""
    page = watched.open(page_file)
    page.keyboard.press("/")
    page.keyboard.type("qhgyyq")
    page.keyboard.press("Enter")
    expect(page.locator(".panel h2")).to_have_text("清河工业园区")
    page.locator("canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".crumb")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".panel h2")).not_to_have_text("清河工业园区")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".crumb")).to_have_count(0)
    page.keyboard.press("3")
    expect(page.locator(".article-view")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_dark_paper_and_english(watched: Watched, page_file: Path) -> None:
    """Both switches take effect at once."""
    page = watched.open(page_file)
    light = page.locator("canvas").screenshot()
    page.click("[data-act=theme]")
    page.wait_for_timeout(300)
    assert page.locator("canvas").screenshot() != light
    page.click("[data-act=language]")
    expect(page.locator(".welcome")).to_contain_text("Read from 4 articles")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_named_questions_answer_in_the_page(watched: Watched, page_file: Path) -> None:
    """A question runs in the worker, takes an entity, and its answer leads to the map."""
    page = watched.open(page_file)
    page.click("[data-tab=query]")
    page.click("[data-question=park-leaders]")
    expect(page.locator(".query-view tbody")).to_contain_text("孟书岚")
    page.locator(".parameter input").first.fill("临江")
    page.locator(".hits [role=option]").filter(has_text="临江经开区").click()
    expect(page.locator(".query-view tbody")).not_to_contain_text("孟书岚")
    expect(page.locator(".query-view tbody")).to_contain_text("顾承平")
    page.click(".on-map")
    expect(page.locator(".crumb")).to_contain_text("查询结果")
    page.click("[data-tab=query]")
    page.locator(".query-view td .node-name").first.click()
    expect(page.locator(".panel.node")).to_be_visible()


def test_every_named_question_runs_in_the_page(watched: Watched, page_file: Path) -> None:
    """No question of the ontology asks for something that the page's engine cannot do."""
    page = watched.open(page_file, "#tab=query")
    for button in page.locator("[data-question]").all():
        button.click()
        page.click(".run")
        expect(page.locator(".query-view .scroll, .query-view .fault")).to_be_visible()
        expect(page.locator(".fault")).to_have_count(0)


def test_a_query_without_end_can_be_stopped(watched: Watched, page_file: Path) -> None:
    """The page stays alive during a runaway query, ends it, and answers the next one."""
    page = watched.open(page_file, "#tab=query")
    page.fill("textarea", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    page.click(".run")
    expect(page.locator(".stop")).to_be_enabled()
    page.click(".stop")
    expect(page.locator(".stop")).to_be_disabled()
    page.fill("textarea", "ASK { ?a ?b ?c }")
    page.click(".run")
    expect(page.locator(".boolean")).to_contain_text("是")
    page.fill("textarea", "SELECT nonsense")
    page.click(".run")
    expect(page.locator(".fault")).to_contain_text("error")


HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "\"'`{{title}}${alert(3)}&amp;",
    "‮园区右到左‏",
    "长" * 10_000,
    "🏭👩‍🔬园区",
    "--><!--[if]>",
)


def _hostile_world(folder: Path) -> Path:
    """Build a world whose names and texts are attacks."""
    text = "。".join(f"{name}园区由{name}的张三任主任" for name in HOSTILE)
    article = Article(
        id=ArticleId("0" * 16), source_file="<b>.txt", source_text="", headline=HOSTILE[0],
        publisher=HOSTILE[1], published="2022-01-01",
    )  # fmt: skip
    mentions, statements, clusters = [], [], []
    for i, name in enumerate(HOSTILE):
        at = text.index(name)
        pair = []
        for kind in (EntityClass.PARK, EntityClass.PERSON):
            passage = Passage(start=at, end=at + len(name), quote=name)
            mention = Mention(
                id=MentionId(f"{kind}{i}"), span=Span(at, at + len(name)), passage=passage,
                text=name, name=name, kind=kind, by="<i>rule</i>",
            )  # fmt: skip
            pair.append(mention)
            clusters.append(
                Cluster(
                    id=EntityId(f"{kind.lower()}/{i}{name[:40]}"), kind=kind, label=name,
                    names=(name,), mentions=(mention.id,),
                )
            )  # fmt: skip
        mentions += pair
        statements.append(
            Holding(
                subject=pair[1].id, body=pair[0].id, title=name[:200], by="<i>rule</i>",
                passage=Passage(start=at, end=at + len(name), quote=name),
            )
        )  # fmt: skip
    extraction = Extraction(
        article=article,
        text=text,
        mentions=tuple(sorted(mentions, key=lambda m: (m.span, m.kind))),
        statements=tuple(statements),
    )
    folder.mkdir()
    resolution = Resolution(clusters=tuple(sorted(clusters, key=lambda c: c.id)), judgements=())
    write_graph([extraction], resolution, folder)
    return folder


def test_hostile_names_are_only_text(watched: Watched, page_file: Path, tmp_path: Path) -> None:
    """Markup, quotes, direction marks, very long names and emoji appear as text; nothing runs."""
    assert page_file.is_file()
    file = write_view(_hostile_world(tmp_path / "graph"), tmp_path / "viz", title=HOSTILE[0])
    page = watched.open(file)
    expect(page.locator(".brand")).to_have_text(HOSTILE[0])
    for name in HOSTILE:
        _choose(page, name[:30])
        expect(page.locator(".panel h2")).to_contain_text(name.strip("‮‏")[:12])
        page.locator(".said .source").first.click()
        expect(page.locator(".passage").first).to_be_visible()
        page.click(".acts .main")
    for tab in ("table", "articles", "query"):
        page.click(f"[data-tab={tab}]")
    page.click("[data-question=park-leaders]")
    expect(page.locator(".query-view tbody tr").first).to_be_visible()
    page.click("[data-tab=map]")
    with page.expect_download() as saved:
        page.get_by_text("SVG", exact=True).click()
    svg = _saved(saved.value)
    assert "<script" not in svg
    assert "<img" not in svg
    assert page.locator("img, body script[src], iframe").count() == 0


@pytest.mark.slow
def test_twenty_thousand_nodes_stay_usable(
    watched: Watched, page_file: Path, tmp_path: Path
) -> None:
    """20,000 nodes and 50,000 edges fit in 25 MB, open, and can be searched, clicked and filtered."""
    assert page_file.is_file()
    write_graph(*large_world(2_000, 52_000), tmp_path)
    file = write_view(tmp_path, tmp_path / "viz")
    size = file.stat().st_size / 1e6
    assert size < 25
    watched.page.set_default_timeout(300_000)
    page = watched.open(file)
    opened = page.evaluate("performance.now()") / 1000
    hits = page.locator(".hits [role=option]")
    page.fill("#search", "恒越")
    expect(hits).to_have_count(12)
    hits.first.click()
    expect(page.locator(".panel.node")).to_be_visible()
    page.click(".acts .main")
    expect(page.locator(".crumb")).to_be_visible()
    page.click(".crumb button")
    page.locator(".left .choice").first.locator("input").uncheck()
    expect(page.locator(".shown .plain")).to_be_visible()
    page.click("[data-tab=query]")
    page.click("[data-question=park-companies]")
    expect(page.locator(".query-view tbody tr").first).to_be_visible(timeout=300_000)
    print(f"20,000 nodes: {size:.1f} MB, first picture after {opened:.1f} s")
