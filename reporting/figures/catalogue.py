"""The catalogue: rules.md §7 as code, in the order of the table."""

from django.db.models import F, Q

from reporting.enums import Kind, StayKind
from reporting.figures.queries import (
    Count,
    Figure,
    Given,
    Mean,
    Rows,
    Share,
    Total,
    moved,
)
from reporting.periods import Period

AGREED = ["written", "oral"]
ENDED_LABELS = {
    "terminated": "终止",
    "withdrawn": "撤回",
    "declined": "不予受理",
    "transferred": "移送",
    "referred": "引导诉讼",
    "merged": "并入",
}
RISK_LABELS = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝"}
PEOPLE = [("under_50", "50人以下", 0, 49), ("50_99", "50—99人", 50, 99)]
PEOPLE += [("100_499", "100—499人", 100, 499), ("500_up", "500人以上", 500, 2**31 - 1)]


def _open_before(period: Period) -> Q:
    return Q(kind=StayKind.OPEN, entered_on__lt=period.first_on) & (
        Q(left_on__isnull=True) | Q(left_on__gte=period.first_on)
    )


def _open_at_the_end(period: Period) -> Q:
    return Q(kind=StayKind.OPEN, entered_on__lte=period.last_on) & (
        Q(left_on__isnull=True) | Q(left_on__gt=period.last_on)
    )


def _base(period: Period) -> Q:
    """Open at some time of the period, in the row it belongs to after the adjustments."""
    moved_away = Q(left_by=Kind.ADJUSTED, left_on__range=(period.first_on, period.last_on))
    return (
        Q(kind=StayKind.OPEN, entered_on__lte=period.last_on)
        & (Q(left_on__isnull=True) | Q(left_on__gte=period.first_on))
        & ~(Q(left_on__isnull=False) & moved_away)
    )


def _tracked(period: Period) -> Q:
    return Q(kind=StayKind.TRACKED, entered_on__lte=period.last_on) & (
        Q(left_on__isnull=True) | Q(left_on__gt=period.last_on)
    )


def _all(_period: Period) -> Q:
    """Every row that `selectors` reads for the figure."""
    return Q()


def _closing_at(risk: str) -> Count:
    return Count(Rows.STAYS, lambda period: _open_at_the_end(period) & Q(case__risk=risk))


NEW = Q(kind=Kind.NEW)
RESOLVED = Q(kind=Kind.RESOLVED)
ENDED = Q(kind=Kind.ENDED)
# An annotation that `selectors` adds: the case was declined or transferred in the period.
SENT_AWAY = Q(is_sent_away=True)
RED = Q(case__risk="red")

# The seven lines of the identity, kept as columns of a locked half-month.
LINES: tuple[str, ...] = (
    "opening",
    "new",
    "reopened",
    "adjusted",
    "resolved",
    "ended",
    "closing",
)

FIGURES: tuple[Figure, ...] = (
    Figure(
        "opening",
        "上期末未化解",
        "上一期锁定的期末数，加上之后、本期之前的进出。",
        Given(Count(Rows.STAYS, _open_before)),
    ),
    Figure("new", "新增", "本期登记的件数，日子按收到日。", moved(NEW)),
    Figure(
        "reopened",
        "反弹重开",
        "以前各期已经转出、本期重新办理的件数。",
        moved(Q(kind=Kind.REOPENED)),
    ),
    Figure(
        "adjusted",
        "调整",
        "期初未化解的件在本期改了村（社区）、类别或来源：原来的一行减 1，现在的一行加 1。",
        moved(Q(kind=Kind.ADJUSTED)),
    ),
    Figure("resolved", "化解", "本期化解、期末没有反弹的件数。", moved(RESOLVED)),
    Figure(
        "ended",
        "分流",
        "本期终止、撤回、不予受理、移送、引导诉讼或并入他案的件数。",
        moved(ENDED),
    ),
    Figure(
        "closing",
        "期末未化解",
        "上期末未化解＋新增＋反弹重开±调整－化解－分流。",
        Total(
            ("opening", "new", "reopened", "adjusted"),
            ("resolved", "ended"),
            shown=Count(Rows.STAYS, _open_at_the_end),
        ),
    ),
    Figure(
        "base",
        "应化解",
        "上期末未化解＋新增＋反弹重开±调整。",
        Total(("opening", "new", "reopened", "adjusted"), shown=Count(Rows.STAYS, _base)),
    ),
    Figure(
        "handled",
        "调处数",
        "应化解的件里，到截止日已经受理的（最近一次受理在最近一次登记或重开之后）。",
        Count(Rows.STAYS, _base, is_of_accepted=True),
    ),
    Figure(
        "handled_rate",
        "调处率",
        "本期新增里除去本期不予受理和移送的，到截止日已经受理的占多少。",
        Share("handled_new", "countable_new"),
        "%",
    ),
    Figure(
        "succeeded",
        "成功数",
        "化解里达成书面或口头协议的件数。",
        moved(RESOLVED & Q(sub__in=AGREED)),
    ),
    Figure("written", "书面", "化解里达成书面协议的件数。", moved(RESOLVED & Q(sub="written"))),
    Figure("oral", "口头", "化解里达成口头协议的件数。", moved(RESOLVED & Q(sub="oral"))),
    Figure("success_rate", "成功率", "成功数÷调处数。", Share("succeeded", "handled"), "%"),
    Figure(
        "success_rate_ended",
        "办结成功率",
        "成功数÷（化解＋引导诉讼、终止、撤回的分流）。",
        Share("succeeded", "judged"),
        "%",
    ),
    Figure("resolve_rate", "化解率", "化解÷应化解。", Share("resolved", "base"), "%"),
    Figure(
        "resolve_ratio",
        "当期化解比",
        "化解÷新增，可以大于 100%。",
        Share("resolved", "new"),
        "%",
    ),
    Figure(
        "resolved_earlier",
        "其中往期",
        "化解里本期以前就在册的件数。",
        Count(
            Rows.MOVEMENTS,
            lambda period: RESOLVED & Q(entered_on__lt=period.first_on),
            F("amount"),
        ),
    ),
    Figure(
        "local_rate",
        "就地化解率",
        "化解里在村（社区）或街道化解的占多少。",
        Share("resolved_local", "resolved"),
        "%",
    ),
    Figure(
        "first_rung_rate",
        "始发地化解率",
        "化解里在最先承办的一级化解的占多少。",
        Share("resolved_first_rung", "resolved"),
        "%",
    ),
    Figure(
        "avg_days",
        "平均用时",
        "化解的件从收到到化解平均用了多少天。",
        Mean("days", "resolved"),
        "天",
    ),
    Figure(
        "tracking",
        "引导诉讼跟踪",
        "截止日仍在引导诉讼跟踪中的件数，不在未化解里。",
        Count(Rows.STAYS, _tracked),
    ),
    Figure(
        "court_accepted",
        "法院已立案",
        "本期得知法院已经立案的引导诉讼件数，单独列出，不计入化解。",
        Count(Rows.BOOKINGS, _all),
    ),
    *(
        Figure(f"ended_{sub}", label, f"分流里{label}的件数。", moved(ENDED & Q(sub=sub)))
        for sub, label in ENDED_LABELS.items()
    ),
    *(
        Figure(
            f"closing_{risk}",
            f"期末{label}",
            f"期末未化解里风险等级为{label}色的件数。",
            _closing_at(risk),
        )
        for risk, label in RISK_LABELS.items()
    ),
    *(
        Figure(
            f"people_{name}",
            label,
            f"新增里涉及{label}的件数。",
            moved(NEW & Q(case__people_count__range=(least, most))),
        )
        for name, label, least, most in PEOPLE
    ),
    Figure("major_new", "重大新增", "新增里风险等级为红色的件数。", moved(NEW & RED)),
    Figure(
        "major_handled",
        "重大调处",
        "调处数里风险等级为红色的件数。",
        Count(Rows.STAYS, lambda period: _base(period) & RED, is_of_accepted=True),
    ),
    Figure(
        "major_succeeded",
        "重大成功",
        "成功数里风险等级为红色的件数。",
        moved(RESOLVED & Q(sub__in=AGREED) & RED),
    ),
    Figure(
        "major_owned",
        "领导包案",
        "应化解里风险等级为红色、已有包案领导的件数。",
        Count(Rows.STAYS, lambda period: _base(period) & RED & Q(case__owner__isnull=False)),
    ),
    Figure(
        "agreement_amount",
        "协议金额",
        "化解的件里协议写明的金额合计。",
        moved(RESOLVED & Q(agreed_amount__isnull=False), F("agreed_amount")),
        "元",
    ),
    Figure(
        "follow_ups_due",
        "应访",
        "回访期限落在本期的件数。",
        Count(Rows.FOLLOW_UPS, _all),
    ),
    Figure(
        "follow_ups_done",
        "已访",
        "应访的件里到截止日已经回访的件数。",
        Count(Rows.FOLLOW_UPS, lambda period: Q(stopped_on__lte=period.last_on)),
    ),
    Figure("year_new", "年度新增", "本年各半月新增合计。", Given(moved(NEW), is_of_the_year=True)),
    Figure(
        "year_resolved",
        "年度化解",
        "本年各半月化解合计。",
        Given(moved(RESOLVED), is_of_the_year=True),
    ),
    Figure(
        "year_resolve_rate",
        "年度化解率",
        "年度化解÷（年初未化解＋本年新增、反弹重开、调整）。",
        Share("year_resolved", "year_base"),
        "%",
    ),
)

# What rates are made of and no column shows.
PARTS: tuple[Figure, ...] = (
    Figure("countable_new", "计入调处率的新增", "", moved(NEW & ~SENT_AWAY)),
    Figure("handled_new", "其中已受理", "", moved(NEW & ~SENT_AWAY, is_of_accepted=True)),
    Figure(
        "judged",
        "计入办结成功率的转出",
        "",
        moved(RESOLVED | (ENDED & Q(sub__in=["referred", "terminated", "withdrawn"]))),
    ),
    Figure("resolved_local", "就地化解", "", moved(RESOLVED & Q(tier__in=["village", "street"]))),
    Figure("resolved_first_rung", "始发地化解", "", moved(RESOLVED & Q(is_first_rung=True))),
    Figure("days", "用时合计", "", moved(RESOLVED, F("days")), "天"),
    Figure("year_base", "年度应化解", "", Given()),
    # The stock as the cases themselves give it: what `checks` holds against the arithmetic.
    Figure("counted_opening", "逐件数的期初", "", Count(Rows.STAYS, _open_before)),
    Figure("counted_closing", "逐件数的期末", "", Count(Rows.STAYS, _open_at_the_end)),
)

CATALOGUE: dict[str, Figure] = {figure.name: figure for figure in (*FIGURES, *PARTS)}
