"""The counter: tickets, the queue, transfers, and no visit without an outcome (首接负责)."""

import random
import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases import notices, tasks
from cases.models import Visit, VisitStep
from cases.selectors import visits as seen
from cases.services import visit_invariants, visits
from grids.enums import Role
from mediation.core import drafts
from mediation.core import notices as core_notices
from mediation.core.errors import Refused
from mediation.core.models import Notice, User
from tests.cases.factories import Cast, register, some_text
from tests.factories import V1

pytestmark = pytest.mark.django_db

CHINESE = re.compile("[一-鿿]")
ELSEWHERE = {"outcome": "elsewhere", "where_to": "区人民法院"}


def ticket(client: Any, **more: Any) -> dict[str, Any]:
    given = {"form_key": str(uuid.uuid4()), "window": "mediation"} | more
    answer = client.post("/api/v1/visits/", given, content_type="application/json")
    assert answer.status_code == 201, answer.json()
    return dict(answer.json())


def post(client: Any, path: str, **data: Any) -> Any:
    return client.post(f"/api/v1/visits/{path}", data, content_type="application/json")


def next_at(client: Any, window: str = "mediation") -> Any:
    return post(client, "next/", window=window)


def send_elsewhere(client: Any, visit: dict[str, Any], **more: Any) -> Any:
    return post(client, f"{visit['id']}/finish/", **ELSEWHERE, words=some_text(), **more)


def refused(answer: Any) -> tuple[int, str]:
    assert CHINESE.search(answer.json()["message"]), answer.json()
    return answer.status_code, answer.json()["code"]


# --- tickets -----------------------------------------------------------------------------------


def test_a_ticket_is_taken_called_and_finished(scene: Cast, browser: Any) -> None:
    clerk, words = browser(scene.clerk), some_text()
    taken = ticket(clerk, said=words)
    assert (taken["label"], taken["on"], taken["said"]) == ("A001", "2026-03-02", words)
    called = next_at(clerk).json()
    assert (called["id"], called["served_by"]) == (taken["id"], scene.clerk.name)
    assert next_at(clerk).status_code == 204
    done = send_elsewhere(clerk, taken)
    assert (done.status_code, done.json()["where_to"]) == (200, "区人民法院")
    kinds = VisitStep.objects.filter(visit=taken["id"]).values_list("kind", flat=True)
    assert list(kinds) == ["taken", "called", "finished"]


def test_tickets_count_from_one_every_day_and_one_form_is_one_ticket(
    scene: Cast, browser: Any, at: Any
) -> None:
    clerk, form = browser(scene.clerk), str(uuid.uuid4())
    windows = ["mediation", "petition", "policy"]
    assert [ticket(clerk, window=one)["label"] for one in windows] == ["A001", "A002", "A003"]
    assert [ticket(clerk, form_key=form)["label"] for _ in range(2)] == ["A004", "A004"]
    at("2026-03-03 08:30")
    assert ticket(browser(scene.clerk))["label"] == "A001"
    assert (visits.ticket_label(999), visits.ticket_label(1000)) == ("A999", "B001")
    assert list(visit_invariants.faults()) == []


def test_a_ticket_that_fails_gives_its_number_back(scene: Cast) -> None:
    visits.take_ticket(scene.clerk, window="legal", form_key=uuid.uuid4())
    with transaction.atomic():
        visits.take_ticket(scene.clerk, window="legal", form_key=uuid.uuid4())
        transaction.set_rollback(True)
    after = visits.take_ticket(scene.clerk, window="legal", form_key=uuid.uuid4())
    assert after.label == "A002"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("window", "nowhere", "invalid"),
        ("priority", "rich", "invalid"),
        ("division", "500102012001", "invalid_division"),
        pytest.param(
            "said",
            f"打他的电话 1{random.randrange(3, 10)}812345678",
            "invalid_text",
            id="said-a-phone",  # every worker must draw the same names
        ),
    ],
)
def test_a_ticket_says_what_is_wrong_with_it(
    scene: Cast, browser: Any, field: str, value: str, code: str
) -> None:
    given = {"form_key": str(uuid.uuid4()), "window": "legal", field: value}
    answer = post(browser(scene.clerk), "", **given)
    assert refused(answer) == (400, code)
    assert field in answer.json()["fields"]
    good = {"window": "legal", "priority": "elder", "division": V1, "said": some_text()}
    assert ticket(browser(scene.clerk), **good)["division"] == V1


# --- the queue ---------------------------------------------------------------------------------


def test_who_has_priority_comes_first_then_who_came_first(
    scene: Cast, browser: Any, at: Any
) -> None:
    clerk, wanted = browser(scene.clerk), []
    for minute, priority in enumerate(["", "", "elder", "", "pregnant", "disabled"]):
        at(f"2026-03-02 09:0{minute}")
        wanted.append((not priority, ticket(clerk, priority=priority)["label"]))
    wanted.sort()
    assert [label for _, label in wanted] == ["A003", "A005", "A006", "A001", "A002", "A004"]
    listed = clerk.get("/api/v1/visits/?window=mediation").json()
    assert [row["label"] for row in listed] == [label for _, label in wanted]
    assert [next_at(clerk).json()["label"] for _ in wanted] == [label for _, label in wanted]
    assert clerk.get("/api/v1/visits/?window=mediation").json() == []


def test_a_window_calls_its_own_queue_and_knows_how_long_they_wait(
    scene: Cast, browser: Any, at: Any
) -> None:
    clerk = browser(scene.clerk)
    here, there = ticket(clerk), ticket(clerk, window="petition")
    at("2026-03-02 09:12")
    now = {one.window: one for one in seen.windows_now(scene.town.centre)}
    assert (now["mediation"].waiting, now["mediation"].longest_minutes) == (1, 12)
    assert (now["legal"].waiting, now["legal"].longest_minutes) == (0, 0)
    assert next_at(clerk, "petition").json()["id"] == there["id"]
    now = {one.window: one for one in seen.windows_now(scene.town.centre)}
    assert (now["petition"].served_by, now["petition"].waiting) == ([scene.clerk.name], 0)
    at("2026-03-02 09:20")
    row = next_at(clerk).json()
    assert (row["id"], row["waited_minutes"], row["served_minutes"]) == (here["id"], 20, 0)


def test_whom_another_window_has_called_is_not_called_again(scene: Cast, browser: Any) -> None:
    clerk, other = browser(scene.clerk), browser(scene.justice)
    one, two = ticket(clerk), ticket(clerk)
    assert post(other, f"{two['id']}/call/").status_code == 200
    taken = post(clerk, f"{two['id']}/call/")
    assert refused(taken) == (409, "other_window")
    assert scene.justice.name in taken.json()["message"]
    assert post(other, f"{two['id']}/call/").json()["version"] == 1  # his own: nothing changes
    assert next_at(clerk).json()["id"] == one["id"]
    for path in ("again/", "transfer/", "finish/"):
        answer = post(clerk, f"{two['id']}/{path}", window="legal", outcome="gone")
        assert refused(answer) == (409, "other_window"), path
    assert post(other, f"{two['id']}/again/").status_code == 200
    kinds = VisitStep.objects.filter(visit=two["id"]).values_list("kind", flat=True)
    assert list(kinds) == ["taken", "called", "called_again"]


def test_nobody_without_a_window_sees_or_calls_anybody(scene: Cast, browser: Any) -> None:
    taken = ticket(browser(scene.clerk), said=some_text())
    hidden = f"/api/v1/visits/{taken['id']}/"
    for who in (scene.peace, scene.committee, scene.stationed, scene.bystander, scene.grid):
        stranger = browser(who)
        assert stranger.get(hidden).status_code == 404
        assert stranger.get("/api/v1/visits/?window=mediation").status_code == 404
        assert next_at(stranger).status_code == 404
        assert post(stranger, "", form_key=str(uuid.uuid4()), window="legal").status_code == 404
        assert stranger.get("/window/").status_code == 404
        with pytest.raises(Refused) as refusal:
            visits.finish(Visit.objects.get(pk=taken["id"]), who, "gone")
        assert refusal.value.code == "not_yours"
    director = browser(scene.director)
    assert director.get(hidden).json()["said"] == taken["said"]
    assert next_at(director).status_code == 404
    for account in ("window", "petition", "justice"):
        assert browser(scene.town.user(account)).get(hidden).status_code == 200


# --- transfer ----------------------------------------------------------------------------------


def test_a_transfer_keeps_everything_and_the_turn(scene: Cast, browser: Any, at: Any) -> None:
    clerk, officer = browser(scene.clerk), browser(scene.town.user("petition"))
    said, name = some_text(), some_text(4)
    first = ticket(clerk, said=said, name_to_call=name, division=V1, priority="")
    at("2026-03-02 09:05")
    later = ticket(clerk, window="petition")
    called = next_at(clerk).json()
    at("2026-03-02 09:10")
    moved = post(clerk, f"{first['id']}/transfer/", window="petition", version=called["version"])
    kept = ("label", "said", "name_to_call", "division", "taken_at", "priority")
    assert [moved.json()[field] for field in kept] == [first[field] for field in kept]
    assert (moved.json()["called_at"], moved.json()["window"]) == (None, "petition")
    # He came before the other one, so he is not made to wait from the beginning.
    assert next_at(officer, "petition").json()["id"] == first["id"]
    assert next_at(officer, "petition").json()["id"] == later["id"]
    step = VisitStep.objects.get(visit=first["id"], kind="transferred")
    assert (step.from_window, step.to_window, step.by) == ("mediation", "petition", scene.clerk)


def test_a_transfer_goes_to_another_window_and_not_over_a_change(scene: Cast, browser: Any) -> None:
    clerk = browser(scene.clerk)
    one = ticket(clerk)
    next_at(clerk)
    path = f"{one['id']}/transfer/"
    assert refused(post(clerk, path, window="mediation")) == (409, "same_window")
    stale = post(clerk, path, window="legal", version=one["version"])
    assert refused(stale) == (409, "stale")
    assert stale.json()["current"]["version"] == 1
    assert post(clerk, path, window="legal", version=1).status_code == 200
    # Waiting again, anybody may send him on.
    assert post(browser(scene.justice), path, window="policy", version=2).status_code == 200


# --- outcomes ----------------------------------------------------------------------------------


def test_an_outcome_says_what_it_must(scene: Cast, browser: Any) -> None:
    clerk, case = browser(scene.clerk), register(scene)
    one = ticket(clerk)
    next_at(clerk)
    path = f"{one['id']}/finish/"
    for outcome, key in (
        ("case", ""), ("case", "petition:1"), ("petition", f"case:{case.pk}"), ("answered", ""),
        ("added", "inquiry:1"),
    ):  # fmt: skip
        assert refused(post(clerk, path, outcome=outcome, matter_key=key)) == (400, "needs_matter")
    assert refused(post(clerk, path, outcome="elsewhere", words=some_text())) == (400, "needs")
    assert refused(post(clerk, path, **ELSEWHERE)) == (400, "needs")
    done = post(clerk, path, outcome="case", matter_key=f"case:{case.pk}")
    assert (done.status_code, done.json()["outcome"]) == (200, "case")
    again = post(clerk, path, outcome="case", matter_key=f"case:{case.pk}")
    assert (again.status_code, again.json()["version"]) == (200, done.json()["version"])
    assert refused(post(clerk, path, outcome="gone")) == (409, "finished")
    assert [visit.pk for visit in seen.of_matter(f"case:{case.pk}")] == [one["id"]]
    assert list(visit_invariants.faults()) == []


def test_who_did_not_answer_the_call_is_gone_and_needs_nobody_who_served_him(
    scene: Cast, browser: Any
) -> None:
    clerk = browser(scene.clerk)
    waiting, called = ticket(clerk), ticket(clerk)
    post(clerk, f"{called['id']}/call/")
    gone = post(clerk, f"{waiting['id']}/finish/", outcome="gone").json()
    assert (gone["outcome"], gone["served_by"]) == ("gone", None)
    gone = post(clerk, f"{called['id']}/finish/", outcome="gone").json()
    assert (gone["outcome"], gone["served_by"]) == ("gone", scene.clerk.name)
    assert next_at(clerk).status_code == 204
    # Whoever answers one that nobody called has served him.
    other = ticket(clerk)
    assert send_elsewhere(clerk, other).json()["served_by"] == scene.clerk.name


def test_an_outcome_is_taken_back_the_same_day(scene: Cast, browser: Any, at: Any) -> None:
    clerk, other = browser(scene.clerk), browser(scene.justice)
    away, answered = ticket(clerk), ticket(clerk)
    post(clerk, f"{away['id']}/finish/", outcome="gone")
    next_at(clerk)
    assert refused(post(clerk, f"{answered['id']}/reopen/")) == (409, "not_now")
    send_elsewhere(clerk, answered)
    back = post(other, f"{answered['id']}/reopen/").json()
    assert (back["outcome"], back["where_to"], back["outcome_words"]) == ("", "", "")
    assert (back["left_at"], back["served_by"]) == (None, scene.justice.name)
    # Who was not called waits again, at his old place.
    newer = ticket(clerk)
    assert post(clerk, f"{away['id']}/reopen/").json()["called_at"] is None
    assert [next_at(clerk).json()["id"] for _ in range(2)] == [away["id"], newer["id"]]
    done = send_elsewhere(clerk, away)
    at("2026-03-03 09:00")
    late = post(browser(scene.clerk), f"{away['id']}/reopen/")
    assert (done.status_code, refused(late)) == (200, (409, "not_today"))


# --- 首接负责 -----------------------------------------------------------------------------------


def test_what_was_typed_with_an_ended_ticket_is_forgotten_in_the_night(
    scene: Cast, browser: Any, at: Any
) -> None:
    clerk = browser(scene.clerk)
    ended, open_one = ticket(clerk), ticket(clerk)
    keys = {
        "": "",
        "ended": f"visit-{ended['id']}",
        "open": f"visit-{open_one['id']}",
        "no ticket's": "visit-abc",
        "too long": "visit-" + "9" * 30,
    }
    others = {"", "open", "no ticket's", "too long"}
    for key in keys.values():
        form = {"narrative": some_text()}
        clerk.post(f"/drafts/case/?key={key}", form, content_type="application/json")
    assert send_elsewhere(clerk, next_at(clerk).json()).status_code == 200

    def kept() -> set[str]:
        return {name for name, key in keys.items() if drafts.load(scene.clerk, "case", key)}

    tasks.forget_drafts()
    assert kept() == {"ended", *others}, "he may still be taken up again"
    at("2026-03-03 03:30")
    tasks.forget_drafts()
    assert kept() == others


def test_a_ticket_s_form_holds_what_the_windows_typed_and_nobody_else(
    scene: Cast, browser: Any
) -> None:
    visit = ticket(browser(scene.clerk))
    key, ours, foreign = f"visit-{visit['id']}", some_text(), some_text()
    colleague = scene.town.hire("centre", Role.WINDOW_CLERK)
    for user, words in ((colleague, ours), (scene.heads["village"], foreign)):
        saved = browser(user).post(
            f"/drafts/case/?key={key}", {"narrative": words}, content_type="application/json"
        )
        assert saved.status_code == 204
    page = browser(scene.clerk).get(f"/cases/new/?visit={visit['id']}").content.decode()
    assert ours in page
    assert foreign not in page


def test_what_was_left_yesterday_comes_before_the_next_call(
    scene: Cast, browser: Any, at: Any
) -> None:
    clerk, other = browser(scene.clerk), browser(scene.justice)
    left, waiting = ticket(clerk), ticket(clerk)
    next_at(clerk)
    assert next_at(clerk).json()["id"] == waiting["id"]  # of today several may be open
    at("2026-03-03 09:00")
    clerk, other = browser(scene.clerk), browser(scene.justice)
    new, second = ticket(clerk), ticket(clerk)
    unfinished = next_at(clerk)
    assert refused(unfinished) == (409, "unfinished")
    assert "3月2日 A001、3月2日 A002" in unfinished.json()["message"]
    assert refused(post(clerk, f"{new['id']}/call/")) == (409, "unfinished")
    assert next_at(other).json()["id"] == new["id"]  # it is his own duty, nobody else waits for it
    assert send_elsewhere(clerk, left).status_code == 200
    assert refused(next_at(clerk)) == (409, "unfinished")
    assert refused(post(clerk, f"{waiting['id']}/transfer/", window="legal")) == (409, "not_today")
    assert post(other, f"{waiting['id']}/finish/", outcome="gone").status_code == 200
    assert next_at(clerk).json()["id"] == second["id"]


def section(page: Any) -> str:
    assert page.status_code == 200
    return str(page.content.decode()).partition('id="left_open"')[2].partition("</section>")[0]


def test_what_has_no_outcome_stands_in_the_day_of_who_called_it_and_of_the_director(
    scene: Cast, browser: Any, at: Any
) -> None:
    clerk, other, director = map(browser, (scene.clerk, scene.justice, scene.director))
    name = some_text(4)
    mine, never = ticket(clerk, name_to_call=name), ticket(clerk, window="policy")
    next_at(clerk)
    assert [section(one.get("/")) for one in (clerk, director)] == ["", ""]
    at("2026-03-02 17:30")
    clerk, other, director = map(browser, (scene.clerk, scene.justice, scene.director))
    assert "3月2日 A001" in section(clerk.get("/"))
    assert never["label"] not in section(clerk.get("/"))
    shown = section(director.get("/"))
    assert (mine["label"] in shown, never["label"] in shown, name in shown) == (True, True, False)
    assert section(other.get("/")) == section(browser(scene.peace).get("/")) == ""
    at("2026-03-03 08:30")
    clerk, director = browser(scene.clerk), browser(scene.director)
    assert section(clerk.get("/"))
    send_elsewhere(clerk, mine)
    # The director closes what nobody called; he has no queue of his own.
    assert post(director, f"{never['id']}/finish/", outcome="gone").status_code == 200
    assert [section(one.get("/")) for one in (clerk, director)] == ["", ""]


def told(user: User) -> list[str]:
    rows = Notice.objects.filter(user=user, kind="visits_left_open").order_by("day", "pk")
    return list(rows.values_list("text", flat=True))


def test_the_director_is_told_on_the_next_working_day_and_once(
    scene: Cast, browser: Any, at: Any
) -> None:
    at("2026-03-06 09:00")  # a Friday
    core_notices.finish_day(date(2026, 3, 6))
    clerk = browser(scene.clerk)
    done = ticket(clerk)
    ticket(clerk, name_to_call=some_text(4))
    send_elsewhere(clerk, done)
    for moment in ("2026-03-07 08:30", "2026-03-08 08:30"):
        at(moment)
        notices.write_due()
        assert told(scene.director) == []
    at("2026-03-09 08:30")
    notices.write_due()
    assert told(scene.director) == ["3月6日有 1 个来访还没有写结果，请看一看是谁的、怎么了"]
    assert told(scene.clerk) == []
    at("2026-03-10 08:30")
    notices.write_due()
    assert len(told(scene.director)) == 1


# --- what the database holds -------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "gone"},
        {"left_at": "2026-03-02 10:00+08:00"},
        {"outcome": "appointment", "left_at": "2026-03-02 10:00+08:00"},
        {"called_at": "2026-03-02 10:00+08:00"},
        {"matter_key": "case:1"},
        {"matter_key": "第1号", "outcome": "gone", "left_at": "2026-03-02 10:00+08:00"},
    ],
)
def test_half_an_outcome_is_refused_by_the_database(scene: Cast, wrong: dict[str, Any]) -> None:
    visit = visits.take_ticket(scene.clerk, window="legal", form_key=uuid.uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**wrong)
    fine = {"outcome": "gone", "left_at": "2026-03-02 10:00+08:00"}
    assert Visit.objects.filter(pk=visit.pk).update(**fine) == 1


def test_what_happened_to_a_ticket_cannot_be_changed_or_deleted(scene: Cast) -> None:
    visit = visits.take_ticket(scene.clerk, window="legal", form_key=uuid.uuid4())
    for change in (
        lambda: VisitStep.objects.filter(visit=visit).update(kind="gone"),
        lambda: VisitStep.objects.filter(visit=visit).delete(),
        lambda: Visit.objects.filter(pk=visit.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert visit.steps.count() == 1


def test_what_is_said_at_the_door_is_sealed(scene: Cast) -> None:
    said, name = some_text(), some_text(4)
    visit = visits.take_ticket(
        scene.clerk, window="legal", form_key=uuid.uuid4(), said=said, name_to_call=name
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT v::text FROM cases_visit v WHERE id = %s", [visit.pk])
        (row,) = cursor.fetchone()
    assert said not in row
    assert name not in row
    again = Visit.objects.get(pk=visit.pk)
    assert (again.said, again.name_to_call) == (said, name)


def test_the_nightly_check_finds_a_lost_matter_and_a_lost_ticket(scene: Cast) -> None:
    case = register(scene)
    for _ in range(2):
        visit = visits.take_ticket(scene.clerk, window="legal", form_key=uuid.uuid4())
        visits.finish(visit, scene.clerk, "added", matter_key=f"case:{case.pk}")
    assert list(visit_invariants.faults()) == []
    Visit.objects.filter(pk=visit.pk).update(matter_key="case:987654321", ticket=7)
    assert list(visit_invariants.faults()) == [
        "visit 2026-03-02 7 names a case that does not exist",
        "tickets 500102011000 2026-03-02: 2 given, the highest is 7, counter at 2",
    ]


def test_a_colleague_who_stands_in_works_at_the_window(scene: Cast) -> None:
    other = scene.town.hire("centre", Role.WINDOW_CLERK)
    visit = visits.take_ticket(other, window="legal", form_key=uuid.uuid4())
    assert visits.call_next(other, "legal") == visit
    assert list(seen.serving(other)) == [visit]
    assert list(seen.serving(scene.clerk)) == []


# --- on the matter's own page ------------------------------------------------------------------


def lines(page: Any) -> list[str]:
    body = str(page.content.decode()).partition('id="visits"')[2].partition("</section>")[0]
    return re.findall(r"<li>(.*?)</li>", body)


def test_a_case_shows_its_visits_without_a_name_a_word_or_a_count(
    scene: Cast, browser: Any, at: Any
) -> None:
    case, other = register(scene), register(scene)
    said, name = some_text(), some_text(4)
    for moment, window, outcome in (
        ("2026-03-02 09:10", "mediation", "case"), ("2026-03-03 10:00", "legal", "added"),
    ):  # fmt: skip
        at(moment)
        visit = visits.take_ticket(
            scene.clerk, window=window, form_key=uuid.uuid4(), said=said, name_to_call=name
        )
        visits.finish(visit, scene.clerk, outcome, matter_key=f"case:{case.pk}", words=said)
    page = browser(scene.peace).get(f"/cases/{case.pk}/")  # the file, not the record
    wanted = ["3月2日 矛调受理窗口：登记为矛盾纠纷", "3月3日 法律服务窗口：并入已有的件"]
    assert lines(page) == wanted
    assert not {said, name} & set(re.findall(r"[a-z]{4,12}", page.content.decode()))
    assert not re.search(r"来访?\s*\d+\s*次|第\s*\d+\s*次来", page.content.decode())
    recorded = lines(browser(scene.committee).get(f"/cases/{case.pk}/"))
    assert recorded[0] == wanted[0]
    assert recorded[1].startswith(wanted[1])
    assert said in recorded[1]  # what a visit added to the case
    assert lines(browser(scene.peace).get(f"/cases/{other.pk}/")) == []


def test_which_matter_it_became_is_told_to_who_served_it(scene: Cast, browser: Any) -> None:
    clerk, case = browser(scene.clerk), register(scene)
    one = ticket(clerk)
    post(clerk, f"{one['id']}/finish/", outcome="case", matter_key=f"case:{case.pk}")
    path = f"/api/v1/visits/{one['id']}/"
    assert clerk.get(path).json()["matter_key"] == f"case:{case.pk}"
    assert browser(scene.town.user("petition")).get(path).json()["matter_key"] == ""


def test_what_became_an_accusation_leaves_no_word_on_its_ticket(scene: Cast) -> None:
    given = {"window": "petition", "division": V1}
    kept, forgotten = (
        visits.take_ticket(
            scene.clerk, form_key=uuid.uuid4(), said=some_text(), name_to_call="李", **given
        )
        for _ in range(2)
    )
    visits.finish(kept, scene.clerk, "petition", matter_key="petition:1")
    visits.finish(forgotten, scene.clerk, "petition", matter_key="petition:2", forgets=True)
    told, bare = Visit.objects.get(pk=kept.pk), Visit.objects.get(pk=forgotten.pk)
    assert (told.said, told.name_to_call, told.division) == (kept.said, "李", scene.town.v1)
    assert (bare.said, bare.name_to_call, bare.outcome_words, bare.division) == ("", "", "", None)
