"""The axis of clocks: positions and words by hand from rules.md §3, §4, §9 (pure, no database)."""

from datetime import date
from typing import Any

from petitions.selectors.axis import LEFT, RIGHT, WIDTH, Axis, Line, Span, axis_of

TODAY = date(2026, 9, 10)


def span(clock: str, start: date, due: date, **more: Any) -> Span:
    lengths = {"NOTIFY": 15, "CONCLUDE": 60, "OBJECT": 5, "Z_REVIEW": 30, "FINAL": 30}
    return Span(clock, start, due, **({"length": lengths.get(clock, 30)} | more))


NOTIFY = span("NOTIFY", date(2026, 8, 3), date(2026, 8, 18))
TOLD = span(
    "NOTIFY",
    date(2026, 8, 3),
    date(2026, 8, 18),
    stopped_on=date(2026, 8, 7),
    stopped_by="deliver",
)
CONCLUDE = span("CONCLUDE", date(2026, 8, 3), date(2026, 10, 2), is_extendable=True)


def axis(*spans: Span, today: date = TODAY, status: str = "handling") -> Axis:
    found = axis_of(spans, today, status)
    assert found is not None
    return found


def line(found: Axis, clock: str) -> Line:
    return next(one for one in found.lines if one.clock == clock)


def kinds(found: Axis, clock: str) -> list[str]:
    return [bar.kind for bar in line(found, clock).bars]


def test_without_a_clock_there_is_no_axis() -> None:
    assert axis_of([], TODAY, "registered") is None


def test_a_handled_petition_shows_what_was_what_runs_and_what_may_come() -> None:
    found = axis(TOLD, CONCLUDE)
    assert [one.clock for one in found.lines] == ["NOTIFY", "CONCLUDE", "Z_REVIEW", "REVIEW"]
    assert [one.state for one in found.lines] == ["done", "run", "maybe", "maybe"]
    assert line(found, "NOTIFY").words == "✓ 第 4 天已告知（限 15 日，到 8月18日）"
    assert line(found, "CONCLUDE").words == "限 60 日，到 10月2日；最迟 11月1日"
    assert line(found, "Z_REVIEW").words == "收到书面答复起 30 日（按 10月2日答复估算）"
    assert kinds(found, "CONCLUDE") == ["whole", "run", "maybe"]
    assert line(found, "CONCLUDE").inside is not None
    assert found.flag == "今天 9月10日"


def test_the_scale_runs_over_whole_months_and_every_day_has_its_place() -> None:
    found = axis(TOLD, CONCLUDE)
    # 2026-08-01 to 2027-01-01: the estimate of the review ends on 2026-12-01.
    assert next(name for _, name in found.months if name) == "8月"
    assert (found.months[0][0], found.months[-1][0]) == (LEFT, RIGHT)
    whole = (date(2027, 1, 1) - date(2026, 8, 1)).days
    assert found.today_x == round(LEFT + (RIGHT - LEFT) * 40 / whole)
    bar = line(found, "CONCLUDE").bars[0]
    assert bar.x == round(LEFT + (RIGHT - LEFT) * 2 / whole)
    assert bar.x + bar.width == round(LEFT + (RIGHT - LEFT) * 62 / whole)


def test_words_lie_inside_the_picture_and_beside_their_bars() -> None:
    found = axis(TOLD, CONCLUDE)
    for one in found.lines:
        assert one.beside is not None
        wide = 7 * len(one.words)
        assert one.beside.is_before or one.beside.x + wide <= WIDTH, one.words
        begin = min(bar.x for bar in one.bars)
        assert one.beside.is_before or one.beside.x > begin, one.words


def test_long_words_make_the_scale_narrower_and_never_lie_on_their_bar() -> None:
    """Extended and concluded: the longest sentence beside the longest bar."""
    done = span(
        "CONCLUDE",
        date(2026, 11, 16),
        date(2027, 2, 14),
        extended=30,
        stopped_on=date(2026, 12, 28),
        stopped_by="deliver",
    )
    found = axis(done, today=date(2026, 12, 28), status="reviewed")
    one = line(found, "CONCLUDE")
    assert one.words == "✓ 第 42 天办结（限 60 日，已延 30 日，到 2月14日）"
    assert one.beside is not None
    assert not one.beside.is_over_bar
    assert one.beside.x >= max(bar.x + bar.width for bar in one.bars)
    assert found.months[-1][0] < RIGHT


def test_a_late_answer_is_drawn_beyond_its_day_and_says_by_how_much() -> None:
    found = axis(TOLD, CONCLUDE, today=date(2026, 10, 6))
    assert line(found, "CONCLUDE").state == "over"
    assert kinds(found, "CONCLUDE") == ["whole", "run", "over"]
    assert line(found, "CONCLUDE").words == "逾期 4 天（限 60 日，到 10月2日）"
    late = span(
        "NOTIFY",
        date(2026, 8, 3),
        date(2026, 8, 18),
        stopped_on=date(2026, 8, 19),
        stopped_by="deliver",
    )
    assert line(axis(late, CONCLUDE), "NOTIFY").words == (
        "第 16 天已告知，晚了 1 天（限 15 日，到 8月18日）"
    )


def test_the_last_day_itself_is_in_time() -> None:
    found = axis(NOTIFY, today=date(2026, 8, 18), status="registered")
    assert line(found, "NOTIFY").state == "run"
    assert line(found, "NOTIFY").words == "今天到期（限 15 日，到 8月18日）"
    after = axis(NOTIFY, today=date(2026, 8, 19), status="registered")
    assert line(after, "NOTIFY").state == "over"


def test_an_extension_is_part_of_the_time_given_and_no_second_one_is_offered() -> None:
    extended = span("CONCLUDE", date(2026, 8, 3), date(2026, 11, 1), extended=30)
    found = axis(TOLD, extended)
    assert line(found, "CONCLUDE").words == "限 60 日，已延 30 日，到 11月1日"
    assert kinds(found, "CONCLUDE") == ["whole", "run"]


def test_five_working_days_to_object() -> None:
    objection = span("OBJECT", date(2026, 9, 28), date(2026, 10, 10), is_workdays=True)
    notify = span("NOTIFY", date(2026, 9, 28), date(2026, 10, 13))
    open_ = axis(objection, notify, today=date(2026, 10, 10), status="registered")
    assert line(open_, "OBJECT").words == "5 个工作日，到 10月10日 · 还可以提"
    over = axis(objection, notify, today=date(2026, 10, 11), status="registered")
    assert line(over, "OBJECT").words == "5 个工作日，到 10月10日 · 未提"


def test_the_petitioners_right_is_never_late() -> None:
    done = span(
        "CONCLUDE",
        date(2026, 8, 3),
        date(2026, 10, 2),
        stopped_on=date(2026, 9, 1),
        stopped_by="deliver",
    )
    right = span("Z_REVIEW", date(2026, 9, 1), date(2026, 10, 8))
    found = axis(TOLD, done, right, today=date(2026, 10, 20), status="replied")
    assert line(found, "Z_REVIEW").state == "idle"
    assert line(found, "Z_REVIEW").words == "10月8日 已过，没有收到申请"
    assert [one.clock for one in found.lines][-1] == "Z_REVIEW"  # nothing is estimated behind it
    running = axis(TOLD, done, right, today=date(2026, 10, 8), status="replied")
    assert line(running, "Z_REVIEW").words == "收到书面答复起 30 日，到 10月8日"
    assert line(running, "REVIEW").state == "maybe"


def test_the_body_above_is_followed_and_never_called_late() -> None:
    review = span("REVIEW", date(2026, 9, 1), date(2026, 10, 1))
    found = axis(TOLD, CONCLUDE, review, today=date(2026, 10, 2), status="reviewing")
    assert line(found, "REVIEW").state == "run"
    assert line(found, "REVIEW").words == "10月1日 已过，等复查机关的意见"
    on_the_day = axis(TOLD, CONCLUDE, review, today=date(2026, 10, 1), status="reviewing")
    assert line(on_the_day, "REVIEW").words == "收到请求起 30 日，到 10月1日"


def test_hearing_days_of_the_final_review_are_named() -> None:
    final = span("FINAL", date(2026, 9, 1), date(2026, 10, 6), paused=5)
    found = axis(TOLD, CONCLUDE, final, status="final_reviewing")
    assert line(found, "FINAL").words == "收到请求起 30 日，听证 5 天不计，到 10月6日"


def test_what_a_redo_leaves_behind_is_not_drawn_again() -> None:
    """The review that sent it back belongs to the round before: the new CONCLUDE came after it."""
    first = span(
        "CONCLUDE",
        date(2026, 8, 3),
        date(2026, 10, 2),
        stopped_on=date(2026, 8, 20),
        stopped_by="deliver",
    )
    review = span(
        "REVIEW",
        date(2026, 8, 25),
        date(2026, 9, 24),
        stopped_on=date(2026, 9, 5),
        stopped_by="review_decided",
    )
    again = span("CONCLUDE", date(2026, 9, 5), date(2026, 11, 4), is_extendable=True)
    found = axis(TOLD, first, review, again)
    assert line(found, "CONCLUDE").words == "限 60 日，到 11月4日；最迟 12月4日"
    assert line(found, "REVIEW").state == "maybe"


def test_a_reopened_petition_begins_with_its_notice() -> None:
    old = span(
        "CONCLUDE",
        date(2026, 8, 3),
        date(2026, 10, 2),
        stopped_on=date(2026, 8, 20),
        stopped_by="withdraw",
    )
    anew = span("NOTIFY", date(2026, 9, 8), date(2026, 9, 23))
    found = axis(TOLD, old, anew, status="registered")
    assert [one.clock for one in found.lines] == ["NOTIFY", "CONCLUDE"]
    assert line(found, "NOTIFY").words == "还剩 13 天（限 15 日，到 9月23日）"
    assert line(found, "CONCLUDE").words == "受理起 60 日（按今天受理估算）"


def test_a_long_story_shows_every_third_month() -> None:
    long = span("CONCLUDE", date(2025, 3, 3), date(2025, 5, 2))
    found = axis(long, today=date(2026, 9, 10))
    assert len(found.months) <= 9
    assert all(LEFT <= x <= RIGHT for x, _ in found.months)
