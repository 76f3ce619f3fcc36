"""names/people: text in, named individuals out: beside a title, in a list of officials, before a verb of speech."""

import re
from collections.abc import Iterator

from kg.extract.gazetteers import find_words, surnames
from kg.extract.names.known import Known
from kg.extract.names.titles import TITLE
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

_HAN = re.compile(r"[一-鿿]+")
#: What may follow a person's name at once; the first characters of verbs and particles.
_AFTER = re.compile(
    r"[，。、；：！？“”‘’（）()《》\s,;:]|$|[说表介在带等与和到出率就主致对向指要强参先告来会陪称认透坦讲谈还也是的曾将为见率同一作笑把从又正则便给让已不算回直心有没当从跟给总拿用点想"
    r"补站听看走带陪亲都任及或代受以感接深解分兼仍握摆提承]"
)
_SPEECH = re.compile(
    r"(?:说|表示|介绍|坦言|透露|认为|指出|强调|告诉|解释|感慨|笑着|笑道|算了|直言|称|领着|带着|讲|回忆|谈到|提到|坚信|补充|主持|致辞|宣布|一行|出席|参加|作推介|作招商|陪同|会见|率队|率|要求|深有|感叹|欣喜|自豪)"
)
_VERB = re.compile(
    rf"{_SPEECH.pattern}|宣布|汇报|话音|交谈|交流|先后|分别|一同|随后|带队|陪同|致欢迎|作了|为项目|为企业|对此|给记者"
)
_NO_NAME = re.compile(
    r"^(?:.*(?:师傅|记者|通讯员|编辑|同志|先生|女士|公司|企业|园区|项目|介绍|表示|负责|主任|书记|经理|工作|有关|相关|方面|人员|析|邀|献|人$|部门|领导|市|县|政府|部署|任职|助理|兼|会议|出席|大会|仪式|以及|和|与|等|在|对|向|的|了|说|是|们|年|月|日))"
)
_LEADERS = re.compile(r"(?:[省市区县州]领导|领导有|还有|出席的有|同志)(?=[一-鿿]{2,3}、)")
#: Characters that go on with the sentence rather than with a name.
_NO_GIVEN = frozenset(
    "的了是在都也给又不很就和与及等说到要把被从对向将为之其这那我你他们个座盘坐走来去会能可应因由于上下中里前后并而且每各有没"
)
_ROLE_LIST = re.compile(
    r"(?:领导|有|负责人|代表|嘉宾|成员|委员|主席|主任|书记|市长|县长|区长|常委|部长|局长)$"
)
_REPORTER = re.compile(
    r"(?:记者|通讯员|编辑|责编|责任编辑|编审|审核|摄影|图/|文/|校对|作者|通讯员：|监制|终审|统筹)[：:\s]*[一-鿿、\s]{0,24}$"
)


def find_people(reading: Reading, known: Known) -> Iterator[Found]:
    """Find people by surname where a title, a list of officials or a verb of speech stands beside them.

    Reporters and editors, and people without a given name (王师傅), are none.
    """
    text = reading.text
    people: dict[str, float] = {}
    spans: dict[Span, float] = {}
    for trigger in (TITLE, _LEADERS):
        for match in trigger.finditer(text):
            for span in _after_title(text, match.end()):
                spans[span] = max(spans.get(span, 0.0), 0.85)
    for match in _SPEECH.finditer(text):
        speaker = _before(text, match.start())
        if speaker is not None:
            spans.setdefault(speaker, 0.6)
    for span in spans:
        if not _REPORTER.search(text[max(0, span.start - 30) : span.start]):
            people[text[span.start : span.end]] = max(
                people.get(text[span.start : span.end], 0.0), spans[span]
            )
    for name in sorted(people):
        for at in _occurrences(text, name):
            if known.covering(EntityClass.COMPANY, Span(at, at + len(name))) is None:
                yield Found(
                    span=Span(at, at + len(name)),
                    kind=EntityClass.PERSON,
                    name=name,
                    by="people:title" if people[name] > 0.7 else "people:speech",
                    confidence=people[name],
                )


def _after_title(text: str, position: int) -> Iterator[Span]:
    """Read the name after a title, and the names after that in a list of people."""
    span = read_name(text, position)
    while span is not None:
        yield span
        if text[span.end : span.end + 1] not in ("、", "和"):
            return
        nxt = read_name(text, span.end + 1)
        span = nxt if nxt and text[nxt.end : nxt.end + 1] in "、，。；和等一" else None


def read_name(text: str, position: int) -> Span | None:
    """Give the Chinese personal name that starts at a position, if one does."""
    single, double = surnames()
    run = _HAN.match(text, position, position + 6)
    if run is None:
        return None
    size = 2 if text[position : position + 2] in double else 1 if text[position] in single else 0
    if not size:
        return None
    longest, shortest = size + 2, size + 1
    for length in (longest, shortest):
        end = position + length
        name = text[position:end]
        if (
            len(name) == length
            and end <= run.end()
            and _AFTER.match(text, end)
            and _is_name(name, size)
        ):
            # 吴劲主持 is 吴劲, not 吴劲主: try the shorter name where its end is a verb as well.
            if length == longest and _VERB.match(text, end - 1):
                continue
            return Span(position, end)
    name = text[position : position + longest]
    if (
        len(name) == longest
        and position + longest <= run.end()
        and _is_name(name, size)
        and not _PLAIN_WORD.search(name[size:])
    ):
        return Span(position, position + longest)
    return None


_PLAIN_WORD = re.compile(r"[人们员家]|企业|公司|项目|园区|政府|代表|介绍|会议|工作|方面")


def _is_name(name: str, size: int) -> bool:
    return (
        not _NO_NAME.match(name)
        and not any(c in _NO_GIVEN for c in name[size:])
        and not _is_else(name)
    )


def _is_else(name: str) -> bool:
    return any(word == name for _, word in find_words("places", name))


def _before(text: str, position: int) -> Span | None:
    """Give the name that ends right before a verb of speech and starts a clause."""
    for length in (3, 2, 4):
        start = position - length
        if start < 0 or (
            (start > 0 and text[start - 1] not in "，。；：、“”！？）)\n 　")
            and not _ends_title(text, start)
        ):
            continue
        span = read_name(text, start)
        if span is not None and span.end == position:
            return span
    return None


def _ends_title(text: str, position: int) -> bool:
    return any(m.end() == position for m in TITLE.finditer(text, max(0, position - 8), position))


def _occurrences(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))
