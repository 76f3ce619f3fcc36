"""literals/stages: text in, words that tell a project's stage out, with what guards them."""

import re

import msgspec

from kg.model import Span
from kg.vocab import Stage

_WORDS: dict[Stage, str] = {
    Stage.PLANNED: "谋划|拟建|筹建|规划建设|拟投资|计划建设|正在筹备|前期工作|前期阶段|虚位以待|储备项目",
    Stage.NEGOTIATING: "在谈|洽谈|商谈|磋商|谈判",
    Stage.SIGNED: "签约|签订|签署|签下|签定|落户|落地|落子|花落|引进|引入|引来|入驻|揭榜|拿地|牵手",
    Stage.UNDER_CONSTRUCTION: (
        "奠基|破土动工|破土|开工建设|开工|动工|在建|续建|建设中|正在建设|加紧建设|加快建设|施工|封顶|开建|"
        "打桩|浇筑|安装调试|设备安装|主体完工|建设现场|建设工地|工地|兴建|启动建设|建设进入|抓紧建设|紧张建设"
    ),
    Stage.TRIAL_PRODUCTION: "试生产|试运行|试车|试投产|试运营|试产|带料调试|生产调试|联动试车|投料试",
    Stage.IN_PRODUCTION: (
        "建成投产|竣工投产|建成投运|建成投用|投产达效|投产|投用|投运|投入生产|投入使用|投入运营|投入运行|"
        "正式运营|竣工|建成|完工|正式生产|量产|下线|开业|正式启用|启用|全面运营"
    ),
    Stage.AT_CAPACITY: "达产达效|达产|达效|满产|满负荷",
}
_STAGE_OF = {word: stage for stage, words in _WORDS.items() for word in words.split("|")}
_TRIGGER = re.compile("|".join(sorted(_STAGE_OF, key=lambda w: (-len(w), w))))

#: What may stand between a guard and the word that it guards: a date, an adverb, no verb of its own.
_GAP = r"[^，。；！？、：]{0,12}?$"
#: These reach over a list: "全力推进甲、乙、丙等6个项目建成投产".
_PUSHED = re.compile(
    r"(?:推进|推动|促进|促使|确保|力争|争取|加快|加速|力促|助推|聚力|力保|保障|希望)[^，。；！？：]{0,70}$"
)
_DENIED = re.compile(
    r"(?:未能|尚未|没有|还没|并未|从未|未|不再|无法|终止|取消|暂停|未曾|没)(?:如期|按期|正式)?$"
)
_EXPECTED = re.compile(
    r"(?:预计|预期|计划|拟于|拟|力争|争取|有望|可望|望|即将|将于|将在|将|确保|(?<![主重需])要|准备|待(?!业|遇)|等到|推动|推进|促进|促使|加快|加速|助力|力促|助推|保障|尽快|尽早|早日|希望|期待|目标|预定|定于|可(?!观|再生)|能否|能不能|若|如果|一旦|何时)"
    + _GAP
)
_CONDITIONAL = re.compile(
    r"^(?:达产|达效|投用|并)?(?:之?后|以后|时|之?前|以前|年(?!底|初|中|末))(?!续|景|沿|端)"
)
_NOMINAL = re.compile(
    r"^(?:仪式|大会|率|额|总额|金额|总投资|动员|推进会|活动|协议|书|方|企业|资金|新速度|速度)"
)


class StageWord(msgspec.Struct, frozen=True, kw_only=True):
    """A word that tells the stage of a project nearby."""

    span: Span
    word: str
    stage: Stage  #: the stage that the text supports: 即将建成 is under construction
    stated: bool  #: said to be so; false for plans, wishes, conditions and denials
    implied: bool = False  #: not stated, but expected, so that the stage before it is likely
    nominal: bool = False  #: part of a name or noun: 签约仪式, 开工率


def find_stages(text: str) -> list[StageWord]:
    """Find every word that tells a stage, in order, with plans and denials marked.

    >>> [(s.word, s.stage.value, s.stated) for s in find_stages("一期已建成投产，二期预计明年投产，三期尚未开工")]
    [('建成投产', 'inProduction', True), ('投产', 'underConstruction', False), ('开工', 'planned', False)]
    """
    return [_read(text, match) for match in _TRIGGER.finditer(text)]


def _read(text: str, match: re.Match[str]) -> StageWord:
    stage = _STAGE_OF[match.group()]
    before, after = (
        text[max(0, match.start() - 16) : match.start()],
        text[match.end() : match.end() + 6],
    )
    denied = bool(_DENIED.search(before))
    expected = bool(_EXPECTED.search(before) or (stage in _FAR and _PUSHED.search(before)))
    conditional = bool(_CONDITIONAL.match(after))
    stated = not (denied or expected or conditional) or stage in (Stage.PLANNED, Stage.NEGOTIATING)
    return StageWord(
        span=Span(match.start(), match.end()),
        word=match.group(),
        stage=stage if stated else _LAST_CERTAIN.get(stage, Stage.PLANNED),
        stated=stated,
        implied=expected and not (denied or conditional),
        nominal=bool(_NOMINAL.match(after)),
    )


_FAR = (Stage.IN_PRODUCTION, Stage.AT_CAPACITY, Stage.TRIAL_PRODUCTION)
#: What stands when a stage is only expected: a plant that will be finished is being built.
_LAST_CERTAIN = {
    Stage.IN_PRODUCTION: Stage.UNDER_CONSTRUCTION,
    Stage.TRIAL_PRODUCTION: Stage.UNDER_CONSTRUCTION,
    Stage.AT_CAPACITY: Stage.UNDER_CONSTRUCTION,
    Stage.UNDER_CONSTRUCTION: Stage.PLANNED,
    Stage.SIGNED: Stage.NEGOTIATING,
}
