"""The statutory clocks of one petition on one axis (screen g): what was, is, may be and is estimated.

Pure: rows in, positions and words out. A clock of an earlier round (before a redo or a reopening)
is left to the list of clocks; the axis shows the round that runs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from petitions.enums import Clock, Status, Verb
from petitions.labels import day

# The picture's own measures, in its own units.
WIDTH, LEFT, RIGHT = 1278, 150, 1138
RIGHTS_OF_THE_SCALE = (RIGHT, 1020, 900, 780, 660)
TOP, STEP, BAR = 37, 32, 16
FLAG = 94  # the box that says 今天
GAP = 8
WIDE, NARROW = 13, 7  # of a Chinese sign, of a digit
MOST_MONTHS = 14

MORE_DAYS = 30  # 条例34: extended once, by at most thirty days
RIGHT_DAYS = 30  # 条例35, 36: to ask for a review, and to decide it
CONCLUDE_DAYS = 60

TITLES: dict[str, str] = {
    Clock.OBJECT: "不属本级可提异议",
    Clock.NOTIFY: "书面告知",
    Clock.CONCLUDE: "办理",
    Clock.Z_REVIEW: "信访人可申请复查",
    Clock.REVIEW: "复查机关办结",
    Clock.Z_FINAL: "信访人可申请复核",
    Clock.FINAL: "复核机关办结",
}
ORDER = tuple(TITLES)
FOLLOWS = {
    Clock.CONCLUDE: Clock.NOTIFY,
    Clock.Z_REVIEW: Clock.CONCLUDE,
    Clock.REVIEW: Clock.CONCLUDE,
    Clock.Z_FINAL: Clock.CONCLUDE,
    Clock.FINAL: Clock.CONCLUDE,
}
TOLD = frozenset({Verb.DELIVER, Verb.ACCEPT, Verb.GUIDE})


@dataclass(frozen=True, slots=True)
class Span:
    """One row of `Deadline`, as far as the axis asks. `extended` and `paused` in days."""

    clock: str
    start_on: date
    due_on: date
    stopped_on: date | None = None
    stopped_by: str = ""
    length: int = 0
    is_workdays: bool = False
    extended: int = 0
    paused: int = 0
    is_extendable: bool = False
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """`kind`: whole (the time given) · done · run · over · maybe (possible or estimated)."""

    kind: str
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    x: int
    y: int
    is_before: bool = False  # they end at x instead of beginning there
    is_over_bar: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One clock. `state`: done · run · over · idle · maybe; it says the same as the bars do."""

    clock: str
    title: str
    state: str
    words: str
    title_y: int
    bars: tuple[Bar, ...] = ()
    beside: Words | None = None
    inside: Words | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    lines: tuple[Line, ...]
    months: tuple[tuple[int, str], ...]
    today_x: int
    flag_x: int
    flag: str
    height: int
    summary: str


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line before the scale is known: its bars as days."""

    clock: str
    state: str
    words: str
    bars: tuple[tuple[str, date, date], ...]
    inside: tuple[str, date] | None = None


def axis_of(spans: Sequence[Span], today: date, status: str) -> Axis | None:
    """The axis of a petition with these clocks, oldest first; None where none ever ran."""
    latest = current_round(spans)
    if not latest:
        return None
    drafts = [_draft(latest[clock], today) for clock in ORDER if clock in latest]
    drafts = _with_estimates(drafts, latest, today, status)
    days = [day for one in drafts for _, a, b in one.bars for day in (a, b)] + [today]
    for right in RIGHTS_OF_THE_SCALE:  # narrower until all words stand beside their bars
        scale = _Scale(min(days), max(days), right)
        lines = tuple(_line(one, place, scale, today) for place, one in enumerate(drafts))
        if not any(one.beside and one.beside.is_over_bar for one in lines):
            break
    today_x = scale.at(today)
    flag_x = min(max(today_x - FLAG // 2, LEFT - FLAG // 2), WIDTH - FLAG)
    months = tuple(
        (x, "" if flag_x - 36 < x < flag_x + FLAG else name) for x, name in scale.months()
    )
    return Axis(
        lines=lines,
        months=months,
        today_x=today_x,
        flag_x=flag_x,
        flag=f"今天 {day(today)}",
        height=TOP + STEP * len(lines),
        summary="；".join(f"{one.title}：{one.words}" for one in lines),
    )


def current_round(spans: Sequence[Span]) -> dict[str, Span]:
    """The last row of each clock, without those that the clock before them began after."""
    place = {span.clock: number for number, span in enumerate(spans) if span.clock in TITLES}
    kept: dict[str, Span] = {}
    for clock in ORDER:
        before = FOLLOWS.get(Clock(clock))
        if clock in place and (
            before is None or before not in place or place[before] < place[clock]
        ):
            kept[clock] = spans[place[clock]]
    if Clock.CONCLUDE in place and Clock.CONCLUDE not in kept:
        return {clock: kept[clock] for clock in (Clock.OBJECT, Clock.NOTIFY) if clock in kept}
    return kept


Teller = Callable[[Span, date], str]

# --- one clock ----------------------------------------------------------------------------------


def _draft(span: Span, today: date) -> _Draft:
    end = span.stopped_on or today
    is_running = span.stopped_on is None
    whole = ("whole", span.start_on, span.due_on)
    words = WORDS[span.clock](span, today)
    if span.clock == Clock.OBJECT:
        return _Draft(span.clock, "idle", words, (whole,))
    is_past = is_running and today > span.due_on
    if is_past and span.clock in OURS:
        late = (whole, ("run", span.start_on, span.due_on), ("over", span.due_on, today))
        return _Draft(span.clock, "over", words, late)
    state = "run" if is_running else "done"
    if is_past and span.clock in RIGHTS:
        state = "idle"
    used = (state, span.start_on, min(max(end, span.start_on), max(span.due_on, span.start_on)))
    bars: tuple[tuple[str, date, date], ...] = (whole, used) if state != "idle" else (whole,)
    if span.clock == Clock.CONCLUDE and is_running and span.is_extendable:
        more = span.due_on + timedelta(days=MORE_DAYS)
        bars = (*bars, ("maybe", span.due_on, more))
        return _Draft(span.clock, state, words, bars, (f"可延 {MORE_DAYS} 日", span.due_on))
    return _Draft(span.clock, state, words, bars)


OURS = frozenset({Clock.NOTIFY, Clock.CONCLUDE})  # these alone can be late by our fault
RIGHTS = frozenset({Clock.Z_REVIEW, Clock.Z_FINAL})


def _length(span: Span) -> str:
    return f"{span.length} 个工作日" if span.is_workdays else f"{span.length} 日"


def _until(span: Span) -> str:
    return f"到 {day(span.due_on)}" + ("（暂定）" if span.is_provisional else "")


def _objection(span: Span, today: date) -> str:
    if span.stopped_by == Verb.RETURN:
        said = f"{day(span.stopped_on or today)} 已提"
    elif span.stopped_on is None and today <= span.due_on:
        said = "还可以提"
    else:
        said = "未提"
    return f"{_length(span)}，{_until(span)} · {said}"


def _notice(span: Span, today: date) -> str:
    limit = f"限 {_length(span)}，{_until(span)}"
    if span.stopped_on is None:
        return f"{_left(span, today)}（{limit}）"
    if span.stopped_by not in TOLD:
        return f"{day(span.stopped_on)} 起不再计算"
    return _done(span, "已告知", limit)


def _handling(span: Span, today: date) -> str:
    limit = f"限 {_length(span)}"
    if span.extended:
        limit += f"，已延 {span.extended} 日"
    limit += f"，{_until(span)}"
    if span.stopped_on is not None:
        if span.stopped_by != Verb.DELIVER:
            return f"{day(span.stopped_on)} 起不再计算"
        return _done(span, "办结", limit)
    if today > span.due_on:
        return f"{_left(span, today)}（{limit}）"
    if span.is_extendable:
        return f"{limit}；最迟 {day(span.due_on + timedelta(days=MORE_DAYS))}"
    return limit


def _right(word: str, since: str) -> Teller:
    def told(span: Span, today: date) -> str:
        if span.stopped_on is not None:
            asked = span.stopped_by in {Verb.REVIEW_REQUESTED, Verb.FINAL_REQUESTED}
            return f"{day(span.stopped_on)} " + (f"提出了{word}申请" if asked else "起不再计算")
        if today > span.due_on:
            return f"{day(span.due_on)} 已过，没有收到申请"
        return f"收到{since}起 {_length(span)}，{_until(span)}"

    return told


def _above(word: str) -> Teller:
    def told(span: Span, today: date) -> str:
        if span.stopped_on is not None:
            decided = span.stopped_by in {Verb.REVIEW_DECIDED, Verb.FINAL_DECIDED}
            done = f"✓ {day(span.stopped_on)} 作出{word}意见"
            return done if decided else f"{day(span.stopped_on)} 起不再计算"
        if today > span.due_on:
            return f"{day(span.due_on)} 已过，等{word}机关的意见"
        heard = f"，听证 {span.paused} 天不计" if span.paused else ""
        return f"收到请求起 {_length(span)}{heard}，{_until(span)}"

    return told


def _left(span: Span, today: date) -> str:
    left = (span.due_on - today).days
    if left < 0:
        return f"逾期 {-left} 天"
    return "今天到期" if left == 0 else f"还剩 {left} 天"


def _done(span: Span, word: str, limit: str) -> str:
    stopped_on = span.stopped_on or span.due_on
    used, late = (stopped_on - span.start_on).days, (stopped_on - span.due_on).days
    when = "当天" if used == 0 else f"第 {used} 天"
    return f"{when}{word}，晚了 {late} 天（{limit}）" if late > 0 else f"✓ {when}{word}（{limit}）"


WORDS: dict[str, Teller] = {
    Clock.OBJECT: _objection,
    Clock.NOTIFY: _notice,
    Clock.CONCLUDE: _handling,
    Clock.Z_REVIEW: _right("复查", "书面答复"),
    Clock.REVIEW: _above("复查"),
    Clock.Z_FINAL: _right("复核", "复查意见"),
    Clock.FINAL: _above("复核"),
}


# --- what is still to come ----------------------------------------------------------------------


def _with_estimates(
    drafts: list[_Draft], latest: dict[str, Span], today: date, status: str
) -> list[_Draft]:
    """What follows by law if all goes on, drawn dashed and said to be estimated."""
    if status == Status.REGISTERED and Clock.CONCLUDE not in latest:
        end = today + timedelta(days=CONCLUDE_DAYS)
        words = f"受理起 {CONCLUDE_DAYS} 日（按今天受理估算）"
        return [*drafts, _Draft(Clock.CONCLUDE, "maybe", words, (("maybe", today, end),))]
    conclude = latest.get(Clock.CONCLUDE)
    if conclude is None or status not in {Status.HANDLING, Status.REPLIED}:
        return drafts
    right = latest.get(Clock.Z_REVIEW)
    if right is None:
        answered_on = conclude.stopped_on or max(conclude.due_on, today)
        end = answered_on + timedelta(days=RIGHT_DAYS)
        basis = "按已发出" if conclude.stopped_on else f"按 {day(answered_on)}答复"
        words = f"收到书面答复起 {RIGHT_DAYS} 日（{basis}估算）"
        drafts = [
            *drafts,
            _Draft(Clock.Z_REVIEW, "maybe", words, (("maybe", answered_on, end),)),
        ]
    elif right.stopped_on is None and today <= right.due_on:
        end = right.due_on
    else:
        return drafts
    theirs = ("maybe", end, end + timedelta(days=RIGHT_DAYS))
    return [*drafts, _Draft(Clock.REVIEW, "maybe", f"收到请求起 {RIGHT_DAYS} 日", (theirs,))]


# --- days into places ---------------------------------------------------------------------------


@dataclass(frozen=True)
class _Scale:
    """Whole months from the first day that is shown to the last."""

    first_on: date
    last_on: date
    right: int
    begin: date = field(init=False)
    end: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "begin", self.first_on.replace(day=1))
        end = _next_month(self.last_on)
        while _months_between(self.begin, end) < 3:
            end = _next_month(end)
        object.__setattr__(self, "end", end)

    def at(self, day: date) -> int:
        share = (day - self.begin).days / (self.end - self.begin).days
        return round(LEFT + share * (self.right - LEFT))

    def months(self) -> list[tuple[int, str]]:
        """Each month's first day; of very long stories every third."""
        step = 1 if _months_between(self.begin, self.end) <= MOST_MONTHS else 3
        found, month, number = [], self.begin, 0
        while month <= self.end:
            if number % step == 0:
                name = f"{month.year}年1月" if month.month == 1 and number else f"{month.month}月"
                found.append((self.at(month), name))
            month, number = _next_month(month), number + 1
        return found


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _months_between(a: date, b: date) -> int:
    return (b.year - a.year) * 12 + b.month - a.month


def _line(draft: _Draft, place: int, scale: _Scale, today: date) -> Line:
    y = TOP + STEP * place
    bars = tuple(
        Bar(kind, scale.at(a), y, max(scale.at(b) - scale.at(a), 3 if kind == "whole" else 0))
        for kind, a, b in draft.bars
    )
    inside = None
    if draft.inside:
        text, at = draft.inside
        inside = Words(text, scale.at(at) + 6, y + 12)
    return Line(
        clock=draft.clock,
        title=TITLES[draft.clock],
        state=draft.state,
        words=draft.words,
        title_y=y + 12,
        bars=tuple(one for one in bars if one.width),
        beside=_beside(draft.words, bars, y, scale.at(today)),
        inside=inside,
    )


def _beside(text: str, bars: Sequence[Bar], y: int, today_x: int) -> Words:
    """After the last bar, clear of today's line; before the first where there is no room."""
    wide = sum(WIDE if ord(sign) > 0x2000 else NARROW for sign in text)
    begin, end = min(one.x for one in bars), max(one.x + one.width for one in bars)
    x = end + GAP
    if x - GAP <= today_x <= x + wide:
        x = today_x + GAP + 2
    if x + wide <= WIDTH:
        return Words(text, x, y + 12)
    if begin - GAP - wide >= LEFT:
        return Words(text, begin - GAP, y + 12, is_before=True)
    return Words(text, WIDTH, y + 12, is_before=True, is_over_bar=True)
