"""《人民调解案件情况统计表》: what its columns count (domain.md §5.3; 司法部统计报表).

A case counts when its mediation came to an end: settled, or ended by way of court, termination or
withdrawal (办结成功率's base), so that quarters add up to the year and 调解成功 is a part of the
whole. Columns that the house keeps nothing for have no count: they show a dash, never a nought.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import Count as Counted
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from cases.enums import Difficulty, ObligationState, Source
from cases.models import Obligation, Party
from grids.enums import DepartmentKind, DivisionKind
from reporting.enums import Kind
from reporting.figures.catalogue import CATALOGUE
from reporting.figures.conditions import AGREED
from reporting.figures.queries import Count, Rows, moved
from reporting.periods import Period

JUDGED = Q(kind=Kind.RESOLVED) | Q(kind=Kind.ENDED, sub__in=["referred", "terminated", "withdrawn"])
SUCCEEDED = Q(kind=Kind.RESOLVED, sub__in=AGREED)
FOUND = Q(kind=Kind.NEW, source__in=[Source.SWEEP, Source.GRID])
DONE = (ObligationState.ON_SPOT, ObligationState.DONE)

# domain.md §3.4: our sources in the words of the people's-mediation statistics.
SOURCES: Mapping[str, tuple[str, ...]] = {
    "主动调解": (Source.SWEEP, Source.GRID),
    "依申请调解": (
        Source.VISIT,
        Source.LETTER,
        Source.PHONE,
        Source.ONLINE,
        Source.RECEPTION,
        Source.OTHER,
    ),
    "法院": (Source.COURT,),
    "检察院": (Source.PROCURATORATE,),
    "公安机关": (Source.POLICE,),
    "信访部门": (Source.PETITION,),
    "其他部门": (Source.HOTLINE, Source.ARBITRATION, Source.SUPERIOR, Source.DEPARTMENT),
}
ENTRUSTED = "接受委托移送"
ENTRUSTED_BY = ("法院", "检察院", "公安机关", "信访部门", "其他部门")

VILLAGE_COMMITTEE = "村调委会"
RESIDENTS_COMMITTEE = "居调委会"
TOWN_ROOM = "乡镇"
STREET_ROOM = "街道"
BODIES = (VILLAGE_COMMITTEE, RESIDENTS_COMMITTEE, TOWN_ROOM, STREET_ROOM)


def body_of(kind: str, place: str) -> str:
    """Which body a unit of a place (village, community, street, town…) is."""
    if kind == DepartmentKind.STREET_ROOM:
        return STREET_ROOM if place == DivisionKind.STREET else TOWN_ROOM
    return VILLAGE_COMMITTEE if place == DivisionKind.VILLAGE else RESIDENTS_COMMITTEE


def _parties() -> Subquery:
    """How many parties the row's case has."""
    found = Party.objects.filter(case=OuterRef("case")).order_by().values("case")
    return Subquery(found.annotate(many=Counted("pk")).values("many"))


def _performed(period: Period) -> Q:
    """Everything that was agreed has been done by the end, without a court."""
    agreed = Obligation.objects.filter(case=OuterRef("case"), agreement__is_undone=False)
    waiting = agreed.exclude(state__in=DONE, performed_on__lte=period.last_on)
    return SUCCEEDED & Q(Exists(agreed)) & ~Q(Exists(waiting))


def _of_the_catalogue(name: str) -> Count:
    query = CATALOGUE[name].query
    if not isinstance(query, Count):
        raise TypeError(name)
    return query


COUNTS: Mapping[str, Count] = {
    "total": moved(JUDGED),
    "parties": moved(JUDGED, Coalesce(_parties(), 0)),
    "hard": moved(JUDGED & Q(case__difficulty=Difficulty.HARD)),
    "three_up": moved(JUDGED & Q(GreaterThanOrEqual(_parties(), 3))),
    "performed": Count(Rows.MOVEMENTS, _performed),
    **{
        name: _of_the_catalogue(name)
        for name in ("succeeded", "written", "oral", "agreement_amount", "confirmed")
    },
}
FOUND_BY_SWEEPING: Mapping[str, Count] = {"found": moved(FOUND)}


@dataclass(frozen=True)
class MediationColumn:
    """One column: what stands above it, its own heading, what it says.

    `counted` names one of `COUNTS`; `source`, `category`, `body` narrow it. No `counted`: a dash.
    """

    group: str
    label: str
    definition: str
    counted: str = ""
    sources: tuple[str, ...] = ()
    category: str = ""
    body: str = ""
    style: str = "count"

    @property
    def has_cases(self) -> bool:
        """There is a list of cases behind its numbers."""
        return self.counted in COUNTS or self.counted in FOUND_BY_SWEEPING

    @property
    def counts_cases(self) -> bool:
        """Its number is how many they are, not of people or money."""
        return self.has_cases and self.counted not in ("parties", "agreement_amount")


def columns(categories: Mapping[str, str]) -> tuple[MediationColumn, ...]:
    """All columns in the form's order; `categories` are our kinds, code → name."""
    return (
        *FIRST,
        *(
            MediationColumn("调解主体", body, f"由{body}受理调解的。", "total", body=body)
            for body in BODIES
        ),
        *(
            MediationColumn("调解主体", label, NOT_KEPT)
            for label in ("企事业单位", "社会团体和其他组织")
        ),
        *_source_columns(),
        *(
            MediationColumn("纠纷类型", name, f"{name}的件数。", "total", category=code)
            for code, name in categories.items()
        ),
        *LAST,
    )


NOT_KEPT = "系统没有这一项，写“—”；有的请另行填报。"
WITH_NUMBERS = "系统不作这样的归类，写“—”；填报时须附案件号，以防虚报。"
_first = partial(MediationColumn, "")
FIRST: tuple[MediationColumn, ...] = (
    _first(
        "调解案件总数（件）",
        "调解委员会受理、本期调解终结的件数：化解，加上引导诉讼、终止和撤回的；"
        "不予受理、移送和并案的不算。",
        "total",
    ),
    _first("涉及当事人数（人）", "这些件登记的当事人数合计（双方和第三人）。", "parties"),
    _first("调解成功（件）", "其中达成书面或者口头协议的。", "succeeded"),
    _first("疑难复杂（件）", "其中难易程度登记为疑难纠纷的。", "hard"),
    MediationColumn(
        "",
        "协议涉及金额（万元）",
        "调解成功的件里协议写明的金额合计，两位小数。",
        "agreement_amount",
        style="money",
    ),
)
LAST: tuple[MediationColumn, ...] = (
    MediationColumn("协议形式", "口头", "调解成功里的口头协议。", "oral"),
    MediationColumn("协议形式", "书面", "调解成功里的书面协议。", "written"),
    MediationColumn(
        "另行统计", "自动履行", "调解成功的件里，协议约定的事项到期末全部履行的。", "performed"
    ),
    MediationColumn("另行统计", "司法确认", "本期得知法院裁定协议有效的件数。", "confirmed"),
    MediationColumn(
        "另行统计", "其中3人以上当事人", "总数里登记的当事人有 3 人以上的。", "three_up"
    ),
    MediationColumn("排查", "次数", "本期报了几轮排查，各类排查都算。", "sweeps"),
    MediationColumn("排查", "发现", "本期新增里排查发现和网格员上报的件数。", "found"),
    MediationColumn("排查", "预防", WITH_NUMBERS),
    *(
        MediationColumn("防止激化", label, WITH_NUMBERS)
        for label in ("自杀", "民转刑", "群体性上访", "群体性械斗")
    ),
)


def _source_columns() -> tuple[MediationColumn, ...]:
    def column(label: str, sources: tuple[str, ...], words: str) -> MediationColumn:
        return MediationColumn("案件来源", label, words, "total", sources=sources)

    entrusted = tuple(code for label in ENTRUSTED_BY for code in SOURCES[label])
    return (
        column("主动调解", SOURCES["主动调解"], "排查发现和网格员上报的。"),
        column("依申请调解", SOURCES["依申请调解"], "当事人来访、来信、来电、网上和接访提出的。"),
        column(ENTRUSTED, entrusted, "下面五栏合计。"),
        *(column(label, SOURCES[label], f"{label}移送或者委托的。") for label in ENTRUSTED_BY),
    )
