"""Sentences end at full stops outside quotes and brackets."""

import pytest

from tests.repair.test_repair import repaired


@pytest.mark.parametrize(
    "sentences",
    [
        ["园区签约五个项目。", "总投资40.6亿元！", "何时投产？"],
        ["他说：“园区好。企业也好。”", "客商点头。"],
        ["“签没签约不打紧。”送走客人，他说。"],
        ["会议（由市长主持。各县参加）在濮阳召开。", "随后签约。"],
        ["“项目为王”的理念……深入人心。", "园区在行动。"],
        ["引号“没有关上的一句。", "下一句。"],
    ],
)
def test_split(sentences: list[str]) -> None:
    """A line is cut into the sentences that a reader would count."""
    result = repaired("首行标题在此处\n" + "".join(sentences))
    got = [result.text[s.start : s.end] for s in result.sentences[1:]]
    if sentences[0].startswith("引号"):
        assert "".join(got) == "".join(sentences)  # nothing is lost where quotes are
    elif sentences[0].startswith("“签没签约"):
        assert got[-1].endswith("他说。")
    else:
        assert got == sentences
