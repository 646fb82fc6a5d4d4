"""暂停和恢复计时: RUNG and MEDIATION rest, nothing else (rules.md §2 rows 26–27, §4)."""

import datetime as dt
from typing import Any

import pytest

from cases import services
from cases.enums import Clock, Tier
from cases.models import Case, Pause, Proposal
from cases.workflow.conditions import is_rung_five_days_over
from mediation.core.errors import Refused
from mediation.core.models import Notice
from tests.cases import factories
from tests.cases.factories import Cast, act, bring, some_text
from tests.cases.histories import whistled
from tests.cases.reminders import Move, mediating, to, told

pytestmark = pytest.mark.django_db


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def due(case: Case) -> dict[str, dt.date]:
    """Running clock → its day."""
    running = case.deadlines.filter(stopped_on=None)
    return {one.clock: one.due_on for one in running}


def rest(case: Case, cast: Cast, ground: str, until: str) -> Case:
    head = cast.heads[Tier(case.tier)]
    return act(case, "pause", head, ground=ground, expected_on=dt.date.fromisoformat(until))


def test_an_appraisal_adds_its_days_to_rung_and_mediation_and_to_nothing_else(
    scene: Cast, at: Any
) -> None:
    """Accepted Mon 03-02 as an orange case: RUNG 10 days, MEDIATION 30, PROGRESS 10. At rest from
    the 4th (counted) to the 14th (not): ten days."""
    case = mediating(scene)
    case = act(case, "reassess", scene.members[Tier.VILLAGE], risk="orange")
    case = act(case, "note", scene.members[Tier.VILLAGE])  # an orange case reports its progress
    case = act(case, "whistle", scene.peace, units=[scene.town.unit("guijian").pk])
    before = due(case)
    assert before["RUNG"] == dt.date(2026, 3, 12)
    assert before["MEDIATION"] == dt.date(2026, 4, 1)
    at("2026-03-04 09:00")
    case = rest(case, scene, "appraisal", "2026-04-30")
    assert due(case) == before  # nothing is known yet of how long
    assert "3月4日起暂停" in case.deadlines.get(clock="RUNG").basis
    at("2026-03-14 09:00")
    case = act(case, "resume", scene.members[Tier.VILLAGE])
    assert due(case) == before | {
        "RUNG": dt.date(2026, 3, 22),
        "MEDIATION": dt.date(2026, 4, 11),
    }
    pause = Pause.objects.get(case=case)
    assert (pause.from_on, pause.to_on) == (dt.date(2026, 3, 4), dt.date(2026, 3, 14))
    assert case.due_on == min(due(case)[one] for one in ("RUNG", "MEDIATION", "PROGRESS"))


def test_a_public_notice_rests_the_rung_alone(scene: Cast, at: Any) -> None:
    """MEDIATION rests for an appraisal only (§4: T2–T5); labour mediation for nothing."""
    case = mediating(scene)
    at("2026-03-03 09:00")
    case = rest(case, scene, "public_notice", "2026-03-31")
    at("2026-03-08 09:00")
    case = act(case, "resume", scene.heads[Tier.VILLAGE])
    assert due(case)["RUNG"] == dt.date(2026, 3, 17)
    assert due(case)["MEDIATION"] == dt.date(2026, 4, 1)


def test_the_officer_prepares_and_the_head_signs_with_the_day_it_was_prepared_for(
    scene: Cast, browser: Any, at: Any
) -> None:
    case, words = mediating(scene), some_text()
    officer = browser(scene.members[Tier.VILLAGE])
    body = {
        "verb": "pause", "version": case.version, "ground": "appraisal", "reason": words,
        "expected_on": "2026-04-01",
    }  # fmt: skip
    answer = officer.post(f"/api/v1/cases/{case.pk}/moves/", body, "application/json")
    assert answer.status_code == 202
    assert not Pause.objects.filter(case=case).exists()
    proposal = Proposal.objects.get(pk=answer.json()["proposal"])
    at("2026-03-04 10:00")
    head = browser(scene.heads[Tier.VILLAGE])
    assert "暂停计时" in head.get("/").content.decode()
    page = head.get(f"/cases/{case.pk}/").content.decode()
    assert words in page
    assert "鉴定评估" in page
    assert "预计4月1日恢复" in page
    head.post(f"/cases/{case.pk}/proposals/{proposal.pk}/", {"decision": "sign"})
    pause = Pause.objects.get(case=case)
    assert (pause.from_on, pause.expected_on) == (dt.date(2026, 3, 2), dt.date(2026, 4, 1))
    told_officer = Notice.objects.get(kind="pause", user=scene.members[Tier.VILLAGE])
    assert "请告知当事人" in told_officer.text
    assert "暂停计时（鉴定评估），预计4月1日恢复" in head.get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("expected_on", "is_taken"),
    [("2026-03-02", False), ("2026-03-03", True), ("2026-05-01", True), ("2026-05-02", False)],
)
def test_a_rest_is_expected_to_last_one_to_sixty_days(
    scene: Cast, expected_on: str, is_taken: bool
) -> None:
    """Monday 03-02 and 60 days: 29 left in March, 30 in April, 1 in May."""
    case = mediating(scene)
    if is_taken:
        assert rest(case, scene, "appraisal", expected_on).pauses.count() == 1
        return
    with pytest.raises(Refused) as refused:
        rest(case, scene, "appraisal", expected_on)
    assert (refused.value.code, refused.value.field) == ("invalid_day", "expected_on")


def test_waiting_for_papers_or_a_hearing_is_no_ground(scene: Cast, browser: Any) -> None:
    case, head = mediating(scene), browser(scene.heads[Tier.VILLAGE])
    url = f"/cases/{case.pk}/moves/pause/"
    assert "听证" not in head.get(url).content.decode()
    sent = {"reason": "等", "expected_on": "2026-03-20", "version": case.version}
    assert head.post(url, sent | {"ground": "hearing"}).status_code == 200
    assert head.post(url, sent | {"ground": "public_notice"}).status_code == 302


def test_a_case_at_rest_is_not_reminded_of_its_rung_but_of_the_expected_day(
    cast: Cast, days: Any, at: Move
) -> None:
    """Expected back on Sun 03-15: said on Fri 03-13, the last working day before."""
    case = mediating(cast)
    at("2026-03-04 09:00")
    rest(case, cast, "public_notice", "2026-03-15")
    days("2026-03-05", "2026-03-20")
    assert told(case, Clock.RUNG) == set()
    rows = Notice.objects.filter(kind="pause_expected")
    officer, head = cast.members[Tier.VILLAGE], cast.heads[Tier.VILLAGE]
    assert {(str(one.day), one.kind, one.user.username) for one in rows} == to(
        "2026-03-13", "pause_expected", officer, head
    )
    assert now(case).pauses.get().to_on is None  # nothing resumes by itself


def test_a_rest_that_has_ended_asks_nobody(cast: Cast, days: Any, at: Move) -> None:
    case = mediating(cast)
    at("2026-03-04 09:00")
    case = rest(case, cast, "public_notice", "2026-03-13")
    at("2026-03-06 09:00")
    act(case, "resume", cast.heads[Tier.VILLAGE])
    days("2026-03-09", "2026-03-16")
    assert not Notice.objects.filter(kind="pause_expected").exists()
    assert told(case, Clock.RUNG)  # re-dated to 03-14, it reminds again


def test_lateness_stands_still_so_that_nobody_pushes_up_what_is_at_rest(
    scene: Cast, at: Any
) -> None:
    """RUNG due 03-12; five days over on the 17th, unless it rests."""
    case, other = mediating(scene), mediating(scene)
    at("2026-03-11 09:00")
    rest(case, scene, "appraisal", "2026-04-30")
    at("2026-03-25 09:00")
    assert is_rung_five_days_over(now(other))
    assert not is_rung_five_days_over(now(case))
    with pytest.raises(Refused) as refused:
        act(case, "escalate", scene.peace)
    assert refused.value.code == "not_yet"
    assert act(other, "escalate", scene.peace).tier == Tier.STREET


def test_a_rest_goes_up_with_the_case_and_ends_when_mediation_ends(scene: Cast, at: Any) -> None:
    case = mediating(scene)
    at("2026-03-04 09:00")
    case = rest(case, scene, "appraisal", "2026-04-30")
    at("2026-03-06 09:00")
    case = act(case, "escalate", scene.members[Tier.VILLAGE])
    assert case.pauses.get().to_on is None
    at("2026-03-10 09:00")
    case = act(case, "terminate", scene.heads[Tier.STREET])
    assert case.pauses.get().to_on == dt.date(2026, 3, 10)
    assert case.deadlines.filter(clock__in=["RUNG", "MEDIATION"], stopped_on=None).count() == 0
    case = act(case, "reopen", scene.heads[Tier.STREET])
    case = act(case, "accept", scene.heads[Tier.STREET])
    assert rest(case, scene, "appraisal", "2026-04-01").pauses.count() == 2


def test_the_leaders_rung_rests_by_the_leaders_own_word(scene: Cast) -> None:
    case = bring(scene, "mediating", Tier.LEADER)
    services.move(
        case, "pause", scene.owner,
        ground="appraisal", reason="等鉴定", expected_on=dt.date(2026, 3, 20),
    )  # fmt: skip
    assert now(case).pauses.count() == 1
    words = Notice.objects.get(kind="pause", user=scene.members[Tier.LEADER]).text
    assert "请告知当事人" in words


def test_a_department_that_comes_does_not_undo_what_waits_for_the_head(scene: Cast) -> None:
    case = whistled(scene, mediating(scene))
    officer, fields = scene.members[Tier.VILLAGE], factories.fields_for("pause", case)
    waiting = services.move(case, "pause", officer, **fields).proposal
    act(now(case), "report_in", scene.addressee)
    services.sign(waiting, scene.heads[Tier.VILLAGE])
    assert now(case).pauses.count() == 1
    act(now(case), "resume", officer)
    waiting = services.move(now(case), "pause", officer, **fields).proposal
    act(now(case), "reassess", officer)  # the matter has moved on
    with pytest.raises(Refused) as refused:
        services.sign(waiting, scene.heads[Tier.VILLAGE])
    assert refused.value.code == "decided"


def seen(client: Any, case: Case, other: Case) -> dict[str, tuple[bool, ...]]:
    """Whether each of the two reads as late: in the list, over the API, in the filter."""
    ids = (case.pk, other.pk)
    listed = client.get("/cases/").content.decode()
    api = {one["id"]: one for one in client.get("/api/v1/cases/").json()["results"]}
    late = {one["id"] for one in client.get("/api/v1/cases/?overdue=true").json()["results"]}

    def is_late_in(page: str, pk: int) -> bool:
        line = page.partition(f'href="/cases/{pk}/"')[2].partition("</tr>")[0]
        assert ("逾期" in line) != ("已暂停" in line), line
        return "逾期" in line

    return {
        "list": tuple(is_late_in(listed, pk) for pk in ids),
        "api": tuple(api[pk]["overdue"] for pk in ids),
        "filter": tuple(pk in late for pk in ids),
    }


def test_a_case_at_rest_reads_as_at_rest_and_not_as_late_until_it_is_resumed(
    scene: Cast, browser: Any, at: Any
) -> None:
    """RUNG due 03-12, looked at on the 25th: eight days after the 4th are left on resuming."""
    case, other = mediating(scene), mediating(scene)
    at("2026-03-04 09:00")
    case = rest(case, scene, "appraisal", "2026-04-30")
    assert (case.is_resting, other.is_resting) == (True, False)
    at("2026-03-25 09:00")
    peace = browser(scene.town.user("peace"))
    assert seen(peace, case, other) == dict.fromkeys(("list", "api", "filter"), (False, True))
    assert "1 件已逾期" in peace.get("/").content.decode()
    board = browser(scene.stationed).get("/").content.decode()
    assert "1 件已逾期" in board.partition("</h1>")[0]
    assert "已暂停" in board
    page = browser(scene.members[Tier.VILLAGE]).get(f"/cases/{case.pk}/").content.decode()
    assert "逾期" not in page.partition("<h2>经过")[0]
    case = act(now(case), "resume", scene.members[Tier.VILLAGE])
    assert (case.is_resting, case.due_on) == (False, dt.date(2026, 4, 2))
    at("2026-04-07 09:00")
    peace = browser(scene.town.user("peace"))
    late = peace.get("/api/v1/cases/?overdue=true").json()["results"]
    assert {one["id"] for one in late} == {case.pk, other.pk}


def test_a_clock_that_runs_on_beside_the_pause_stands_on_the_face(scene: Cast, at: Any) -> None:
    """A public notice rests the rung (03-12) and not the mediation (04-01), which may be late."""
    case = mediating(scene)
    at("2026-03-04 09:00")
    case = rest(case, scene, "public_notice", "2026-04-30")
    assert (case.is_resting, case.due_on, case.due_rule) == (
        False,
        dt.date(2026, 4, 1),
        Clock.MEDIATION,
    )
