"""The catalogue: rules.md §7 as code, in the order of the table."""

from django.db.models import F, Q

from cases.enums import Verb
from reporting.enums import Kind
from reporting.figures.conditions import (
    AGREED,
    ENDED,
    NEW,
    RED,
    RESOLVED,
    SENT_AWAY,
    base,
    every_row,
    listed,
    open_at_the_end,
    open_before,
    tracked,
)
from reporting.figures.queries import Count, Figure, Given, Mean, Rows, Share, Total, moved
from reporting.figures.sources import (
    CAMPAIGN,
    DALIAN,
    HOUSE,
    JUSTICE_TABLE,
    LIDU,
    MEDIATION_ACT,
    SICHUAN,
    WENSHAN,
    ZIYANG,
)

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


def _closing_at(risk: str) -> Count:
    return Count(Rows.STAYS, lambda period: open_at_the_end(period) & Q(case__risk=risk))


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
        Given(Count(Rows.STAYS, open_before)),
        edges="锁定过的一期按锁定时的数，没有锁定过的按逐条进出累计",
        source=HOUSE,
    ),
    Figure(
        "new",
        "新增",
        "本期登记的件数，日子按收到日。",
        moved(NEW),
        edges="收到日那一期已经锁定的，记到登记时还没有锁定的一期；同一期内登记又并入他案的不计",
        source=SICHUAN,
    ),
    Figure(
        "reopened",
        "反弹重开",
        "以前各期已经转出、本期重新办理的件数。",
        moved(Q(kind=Kind.REOPENED)),
        edges="同一期内化解又反弹的，化解和反弹都不计",
        source=HOUSE,
    ),
    Figure(
        "adjusted",
        "调整",
        "期初未化解的件在本期改了村（社区）、类别或来源：原来的一行减 1，现在的一行加 1。",
        moved(Q(kind=Kind.ADJUSTED)),
        edges="只调整带着未化解进入本期的；本期新登记的直接按更正后的行计",
        source=HOUSE,
    ),
    Figure(
        "resolved",
        "化解",
        "本期化解、期末没有反弹的件数。",
        moved(RESOLVED),
        edges="书面协议、口头协议、自行和解、联合处理办结都算；引导诉讼不算，单列",
        source=HOUSE,
    ),
    Figure(
        "ended",
        "分流",
        "本期终止、撤回、不予受理、移送、引导诉讼或并入他案的件数。",
        moved(ENDED),
        edges="只表示离开本中心的调处，不是没有办好；当事人随时可以选择诉讼、仲裁或者撤回",
        source=HOUSE,
    ),
    Figure(
        "closing",
        "期末未化解",
        "上期末未化解＋新增＋反弹重开±调整－化解－分流。",
        Total(
            ("opening", "new", "reopened", "adjusted"),
            ("resolved", "ended"),
            shown=Count(Rows.STAYS, open_at_the_end),
        ),
        edges="等于下一期的上期末未化解",
        source=HOUSE,
    ),
    Figure(
        "base",
        "应化解",
        "上期末未化解＋新增＋反弹重开±调整。",
        Total(("opening", "new", "reopened", "adjusted"), shown=Count(Rows.STAYS, base)),
        edges="调整可以是负数",
        source=CAMPAIGN,
    ),
    Figure(
        "handled",
        "调处数",
        "应化解的件里，到截止日已经受理的（最近一次受理在最近一次登记或重开之后）。",
        Count(Rows.STAYS, base, is_of_accepted=True),
        edges="重开的要重新受理才算；同一个半月里先受理再反弹的，看最近一次；以后的半月才反弹的，以前受理过的那一次照算",
        source=SICHUAN,
    ),
    Figure(
        "handled_rate",
        "调处率",
        "本期新增里除去本期不予受理和移送的，到截止日已经受理的占多少。",
        Share("handled_new", "countable_new"),
        "%",
        edges="分母为 0 写“—”；目标 100%",
        source=LIDU + "；" + DALIAN,
    ),
    Figure(
        "succeeded",
        "成功数",
        "化解里达成书面或口头协议的件数。",
        moved(RESOLVED & Q(sub__in=AGREED)),
        edges="自行和解、联合处理办结计入化解，不计入成功",
        source=SICHUAN,
    ),
    Figure(
        "written",
        "书面",
        "化解里达成书面协议的件数。",
        moved(RESOLVED & Q(sub="written")),
        edges="一件案件只有一份有效协议",
        source=JUSTICE_TABLE,
    ),
    Figure(
        "oral",
        "口头",
        "化解里达成口头协议的件数。",
        moved(RESOLVED & Q(sub="oral")),
        edges="达成口头协议的登记表与书面协议同等看待（第28条）",
        source=MEDIATION_ACT,
    ),
    Figure(
        "success_rate",
        "成功率",
        "成功数÷调处数。",
        Share("succeeded", "handled"),
        "%",
        edges="调解不成、拒绝、撤回的在分母里；不予受理、移送的只要没有受理就不在分母里；分母为 0 写“—”",
        source=SICHUAN + "；" + LIDU,
    ),
    Figure(
        "success_rate_ended",
        "办结成功率",
        "成功数÷（化解＋引导诉讼、终止、撤回的分流）。",
        Share("succeeded", "judged"),
        "%",
        edges="不予受理、移送、并入的不在分母里；分母为 0 写“—”",
        source=HOUSE,
    ),
    Figure(
        "resolve_rate",
        "化解率",
        "化解÷应化解。",
        Share("resolved", "base"),
        "%",
        edges="分母含上期结转的存量，所以不会大于 100%；分母为 0 写“—”；目标 80%",
        source=CAMPAIGN,
    ),
    Figure(
        "resolve_ratio",
        "当期化解比",
        "化解÷新增，可以大于 100%。",
        Share("resolved", "new"),
        "%",
        edges="化解的可以是以前登记的，所以可以大于 100%，不叫化解率；分母为 0 写“—”",
        source=HOUSE,
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
        edges="按最近一次登记或重开入账的日子看",
        source=HOUSE,
    ),
    Figure(
        "local_rate",
        "就地化解率",
        "化解里在村（社区）或街道化解的占多少。",
        Share("resolved_local", "resolved"),
        "%",
        edges="在包案领导一级化解的不算就地；分母为 0 写“—”",
        source=ZIYANG,
    ),
    Figure(
        "first_rung_rate",
        "始发地化解率",
        "化解里在最先承办的一级化解的占多少。",
        Share("resolved_first_rung", "resolved"),
        "%",
        edges="始发是第一次承办的那一级；退回以后在那一级化解的算；分母为 0 写“—”",
        source=WENSHAN,
    ),
    Figure(
        "avg_days",
        "平均用时",
        "化解的件从收到到化解平均用了多少天。",
        Mean("days", "resolved"),
        "天",
        edges="从最初收到日算起，当天化解是 0 天；重开的也从最初收到日算；保留一位小数；没有化解写“—”",
        source=HOUSE,
    ),
    Figure(
        "tracking",
        "引导诉讼跟踪",
        "截止日仍在引导诉讼跟踪中的件数，不在未化解里。",
        Count(Rows.STAYS, tracked),
        edges="结案或者重开以后不再计",
        source=HOUSE,
    ),
    Figure(
        "court_accepted",
        "法院已立案",
        "本期得知法院已经立案的引导诉讼件数，单独列出，不计入化解。",
        Count(Rows.BOOKINGS, lambda _period: Q(kind=Kind.COURT_ACCEPTED)),
        edges="按得知的日子计，不是法院立案的日子",
        source=CAMPAIGN,
    ),
    *(
        Figure(
            f"ended_{sub}",
            label,
            f"分流里{label}的件数。",
            moved(ENDED & Q(sub=sub)),
            edges="六种分流之和等于分流",
            source=HOUSE,
        )
        for sub, label in ENDED_LABELS.items()
    ),
    *(
        Figure(
            f"closing_{risk}",
            f"期末{label}",
            f"期末未化解里风险等级为{label}色的件数。",
            _closing_at(risk),
            edges="按现在的风险等级看；四色之和等于期末未化解",
            source=HOUSE,
        )
        for risk, label in RISK_LABELS.items()
    ),
    *(
        Figure(
            f"people_{name}",
            label,
            f"新增里涉及{label}的件数。",
            moved(NEW & Q(case__people_count__range=(least, most))),
            edges="按现在登记的涉及人数看；四档之和等于新增",
            source=SICHUAN,
        )
        for name, label, least, most in PEOPLE
    ),
    Figure(
        "major_new",
        "重大新增",
        "新增里风险等级为红色的件数。",
        moved(NEW & RED),
        edges="按现在的风险等级看；等级只评案件，不评人",
        source=SICHUAN,
    ),
    Figure(
        "major_handled",
        "重大调处",
        "调处数里风险等级为红色的件数。",
        Count(Rows.STAYS, lambda period: base(period) & RED, is_of_accepted=True),
        edges="按现在的风险等级看",
        source=SICHUAN,
    ),
    Figure(
        "major_succeeded",
        "重大成功",
        "成功数里风险等级为红色的件数。",
        moved(RESOLVED & Q(sub__in=AGREED) & RED),
        edges="按现在的风险等级看",
        source=SICHUAN,
    ),
    Figure(
        "major_owned",
        "领导包案",
        "应化解里风险等级为红色、已有包案领导的件数。",
        Count(Rows.STAYS, lambda period: base(period) & RED & Q(case__owner__isnull=False)),
        edges="按现在的风险等级和包案领导看",
        source=WENSHAN,
    ),
    Figure(
        "major_listed",
        "挂牌督办",
        "应化解里风险等级为红色、本期挂牌督办过的件数（到本期才摘牌的也算）。",
        Count(Rows.STAYS, listed),
        edges="同一件先后挂过几次的只算一件；红色以外的件挂了牌也不在这一栏",
        source=CAMPAIGN,
    ),
    Figure(
        "agreement_amount",
        "协议金额",
        "化解的件里协议写明的金额合计。",
        moved(RESOLVED & Q(agreed_amount__isnull=False), F("agreed_amount")),
        "元",
        edges="协议没有写金额的不计；按截止日前最近的一份协议",
        source=JUSTICE_TABLE,
    ),
    Figure(
        "confirmed",
        "司法确认",
        "本期得知法院裁定协议有效的件数，日子按裁定日；协议可能是以前各期达成的。",
        Count(Rows.BOOKINGS, lambda _period: Q(kind=Kind.CONFIRMED)),
        edges="裁定日所在的一期已经锁定的，记到录入时还没有锁定的一期",
        source=CAMPAIGN,
    ),
    Figure(
        "follow_ups_due",
        "应访",
        "回访期限落在本期的件数。",
        Count(Rows.FOLLOW_UPS, every_row),
        edges="期限因履行日改动的，按改动后的日子；到期以前就反弹重开或者结案的，不用再访，不算",
        source=CAMPAIGN,
    ),
    Figure(
        "follow_ups_done",
        "已访",
        "应访的件里到截止日已经回访的件数。",
        Count(
            Rows.FOLLOW_UPS,
            lambda period: Q(stopped_by=Verb.FOLLOW_UP, stopped_on__lte=period.last_on),
        ),
        edges="提前回访的也算；过了期限没有回访就反弹重开或者结案的，不算已访",
        source=CAMPAIGN,
    ),
    Figure(
        "year_new",
        "年度新增",
        "本年各半月新增合计。",
        Given(moved(NEW), year_of="new"),
        edges="半月归截止日所在的年；12月31日归下一年",
        source=SICHUAN,
    ),
    Figure(
        "year_resolved",
        "年度化解",
        "本年各半月化解合计。",
        Given(moved(RESOLVED), year_of="resolved"),
        edges="半月归截止日所在的年；12月31日归下一年",
        source=SICHUAN,
    ),
    Figure(
        "year_resolve_rate",
        "年度化解率",
        "年度化解÷（年初未化解＋本年新增、反弹重开、调整）。",
        Share("year_resolved", "year_base"),
        "%",
        edges="分母为 0 写“—”；目标 80%",
        source=CAMPAIGN,
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
    Figure("year_base", "年度应化解", "", Given(Count(Rows.STAYS, base), year_of="base")),
    # The stock as the cases themselves give it: what `checks` holds against the arithmetic.
    Figure("counted_opening", "逐件数的期初", "", Count(Rows.STAYS, open_before)),
    Figure("counted_closing", "逐件数的期末", "", Count(Rows.STAYS, open_at_the_end)),
)

CATALOGUE: dict[str, Figure] = {figure.name: figure for figure in (*FIGURES, *PARTS)}
