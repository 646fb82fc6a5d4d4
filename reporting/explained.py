"""指标口径: every figure of every table as the catalogue page and the API print it.

What stands above and below the line and which rows are counted is read off the figure's own query
(`figures.words`); its definition, borders and source stand with the figure itself.
"""

from collections.abc import Iterable
from functools import cache

from reporting.explained_beside import assessed, of_forms, of_pages
from reporting.figures import catalogue, goals, petitions, quality
from reporting.figures.entries import NO_LINE, Chapter, Entry
from reporting.figures.queries import Count, Figure, Given, Mean, Rows, Share, Total
from reporting.figures.words import ANY, in_words, word_of

LIVE, OF_THE_YEAR = (
    "上一次锁定的期末数，加上之后逐条进出的净增减",
    "本年各半月锁定的数，加上之后的逐条进出",
)
HALF_MONTH_ROWS = {
    Rows.MOVEMENTS: "统计变动（每件每半月至多一进一出）里入账日期在本期的行",
    Rows.STAYS: "在册时段（案件在某村、某类别、某来源名下未化解或者诉讼跟踪的那段日子）里与本期有重叠的行",
    Rows.BOOKINGS: "入账记录里入账日期在本期的行",
    Rows.FOLLOW_UPS: "回访期限里到期日在本期、没有在到期以前因反弹重开或者结案停下的行",
}
PETITION_ROWS = {
    petitions.Rows.RECEIVED: "信访件里最初收到日在本期的",
    petitions.Rows.STEPS: "信访件的经过里发生日在本期的",
    petitions.Rows.OPINIONS: "第一次送出、送出日在本期的处理意见书",
    petitions.Rows.NOTICES: "十五日告知期限在本期了结或者届满的信访件",
    petitions.Rows.CONCLUSIONS: "办理期限落在本期、已经办结或者已经过期的信访件",
    petitions.Rows.RATINGS: "评价期在本期满的处理意见书",
    petitions.Rows.OBSERVED: "初次信访里观察期在本期满的处理意见书",
    petitions.Rows.REVIEWS: "申请日在本期的复查、复核申请",
    petitions.Rows.RECEPTIONS: "接访日在本期、当天提出的信访件",
    petitions.Rows.DAYS: "本期（到今天）办的接访期次",
}
QUALITY_ROWS = {
    quality.Rows.REGISTERED: "登记时间在本期的案件",
    quality.Rows.RUNGS: "本级办理期限里到期日在本期、已经有结果或者已经过期的",
    quality.Rows.TALKS: "调解期限里到期日在本期、已经有结果或者已经过期的",
    quality.Rows.AGREEMENTS: "有效协议里，履行完的日子和最后一次履行日较早的一个在本期的",
    quality.Rows.OBSERVED: "第一次化解的统计变动里，观察期在本期满的",
    quality.Rows.NEW: "统计变动里种类是“新增”、入账日期在本期的",
    quality.Rows.SWEEPS: "报齐日期在本期、没有撤销的排查轮次里没有免报的单位",
}
# Borders that every petition figure has; its own come before them.
PETITION_EDGES = "检举控告不计；并入同一件的只计一次"
PETITION_SOURCE = "《信访工作条例》；信访月报"


@cache
def chapters() -> tuple[Chapter, ...]:
    """Every table's figures, in the order of the tables."""
    return (
        Chapter(
            "half_month",
            "半月报和月、季、年报",
            "按入账日期统计，锁定以后不再变动；同一案件只计一次。",
            tuple(_of_half_month(one) for one in catalogue.FIGURES),
        ),
        Chapter(
            "quality",
            "办理质量",
            "按今天的记录统计，不锁定；随月、季、年报一起列出。不涉及任何人的信访次数，不排名次。",
            tuple(_of_quality(one) for one in quality.FIGURES),
        ),
        Chapter(
            "goals",
            "两升三降四提高",
            "人口、法院收案、群众调查由平安办在“外部数据”台账登记，写明出处和截止日；没有登记写“—”。",
            tuple(_of_goal(one) for one in goals.GOALS),
        ),
        Chapter(
            "petition_month",
            "信访月报",
            "按自然月统计；检举控告由纪检专岗另行统计，不进任何一格。",
            tuple(_of_petition(one) for one in petitions.FIGURES),
        ),
        Chapter(
            "assessment",
            "考评",
            "都是应做的事里做了多少，不打分、不排名；不用信访件数、走访量、上行件数和纠纷多少。",
            tuple(assessed()),
        ),
        Chapter(
            "forms",
            "人民调解案件情况统计表",
            "按季、按年报；系统没有的栏目写“—”，不写 0。",
            tuple(of_forms()),
        ),
        Chapter(
            "registers",
            "概览、排查、专项行动和接访",
            "各页面自己的数字，点进页面可以看到是哪几件、哪几个单位。",
            tuple(of_pages()),
        ),
    )


def entries() -> Iterable[tuple[Chapter, Entry]]:
    return ((chapter, entry) for chapter in chapters() for entry in chapter.entries)


# --- half-month -----------------------------------------------------------------------------------


def _of_half_month(figure: Figure) -> Entry:
    query = figure.query
    above, below = figure.definition, NO_LINE
    if isinstance(query, Share):
        above, below = _part(query.part), _part(query.whole)
    elif isinstance(query, Mean):
        above, below = _part(query.total), _part(query.over)
    return Entry(
        figure.name,
        figure.label,
        figure.unit,
        figure.definition,
        above,
        below,
        figure.edges,
        figure.source,
        _asked(figure),
    )


def _part(name: str) -> str:
    """A figure above or below the line: what it is called, and what it is."""
    figure = catalogue.CATALOGUE[name]
    return f"{figure.label}：{figure.definition or _asked(figure)}"


def _asked(figure: Figure) -> str:
    query = figure.query
    if isinstance(query, Count):
        return _counted(query)
    if isinstance(query, Total):
        names = [catalogue.CATALOGUE[name].label for name in query.plus]
        less = [catalogue.CATALOGUE[name].label for name in query.minus]
        return "＋".join(names) + "".join(f"－{name}" for name in less)
    if isinstance(query, Given):
        return OF_THE_YEAR if query.year_of else LIVE
    if isinstance(query, Mean):
        return f"{_asked_of(query.total)}；除以：{_asked_of(query.over)}"
    return (
        f"{_asked_of(query.part)}；除以：{_asked_of(query.whole)}；乘 100，保留两位小数，四舍五入"
    )


def _asked_of(name: str) -> str:
    return _asked(catalogue.CATALOGUE[name])


def _counted(query: Count) -> str:
    rows, condition = HALF_MONTH_ROWS[query.rows], in_words(query.where(ANY))
    accepted = (
        "；只看到本期末最近一次受理在最近一次登记或重开之后的案件（以后的半月才反弹的，看反弹以前）"
        if query.is_of_accepted
        else ""
    )
    name = getattr(query.value, "name", "amount")
    what = "件数" if name == "amount" else f"{word_of(name).label}合计"
    return f"{rows}，{condition}{accepted}：{what}"


# --- petitions, quality, goals --------------------------------------------------------------------


def _of_petition(figure: petitions.PetitionFigure) -> Entry:
    query = figure.query
    above, below, how = figure.definition, NO_LINE, "不在这张表里统计"
    if isinstance(query, Share):
        part, whole = petitions.CATALOGUE[query.part], petitions.CATALOGUE[query.whole]
        above, below = f"{part.label}（件）", f"{whole.label}（件）"
        how = (
            f"{_petition_rows(part)}；除以：{_petition_rows(whole)}；乘 100，保留两位小数，四舍五入"
        )
    elif query is not None:
        how = _petition_rows(figure)
    edges = "；".join(one for one in (figure.edges, PETITION_EDGES) if one)
    if isinstance(query, Share):
        edges += "；分母为 0 写“—”"
    return Entry(
        figure.name,
        figure.label,
        figure.unit,
        figure.definition,
        above,
        below,
        edges,
        figure.source or PETITION_SOURCE,
        how,
    )


def _petition_rows(figure: petitions.PetitionFigure) -> str:
    query = figure.query
    if not isinstance(query, petitions.Counted):
        return figure.definition
    what = "人数合计" if query.value else "件数（一件计一次）"
    return f"{PETITION_ROWS[query.rows]}，{in_words(query.where)}：{what}"


def _of_quality(figure: quality.QualityFigure) -> Entry:
    query = figure.query
    above, below = figure.definition, NO_LINE
    if isinstance(query, Share):
        part, whole = quality.CATALOGUE[query.part], quality.CATALOGUE[query.whole]
        above, below = f"{part.label}：{part.definition}", f"{whole.label}：{whole.definition}"
        how = f"{_quality_rows(part)}；除以：{_quality_rows(whole)}；乘 100，保留两位小数，四舍五入"
    elif isinstance(query, quality.Middle):
        above, below = "每件从登记到第一次响应的工作小时", "已响应的件数"
        how = "已响应的案件逐件算出工作小时，" + (
            "从小到大取中间的一件" if query is quality.Middle.MEDIAN else "相加除以件数"
        )
    else:
        how = _quality_rows(figure)
    return Entry(
        figure.name,
        figure.label,
        figure.unit,
        figure.definition,
        above,
        below,
        figure.edges,
        figure.source,
        how,
    )


def _quality_rows(figure: quality.QualityFigure) -> str:
    query = figure.query
    if not isinstance(query, quality.Tally):
        return figure.definition
    what = "单位数" if query.rows is quality.Rows.SWEEPS else "件数（一件计一次）"
    return f"{QUALITY_ROWS[query.rows]}，{in_words(query.where)}：{what}"


def _of_goal(goal: goals.Goal) -> Entry:
    return Entry(
        goal.name,
        goal.label,
        goal.unit,
        goal.definition,
        goal.numerator,
        goal.denominator,
        goal.edges,
        goal.source,
        goal.how,
    )
