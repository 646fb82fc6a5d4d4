"""Screen b: what a clerk sees at his window, and what the ten-second refresh may change."""

import random
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from cases import services
from cases.enums import Tier
from cases.models import Case, MediationSession, Visit
from cases.services import visits
from grids.enums import Role
from mediation.core.models import User
from tests.cases.factories import Cast, act, register, registration, some_text
from tests.factories import V1

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def clerk(scene: Cast, browser: Any) -> Client:
    return browser(scene.clerk)


def ticket(cast: Cast, **more: Any) -> Visit:
    given = {"window": "mediation", "form_key": uuid.uuid4(), "said": some_text()} | more
    return visits.take_ticket(cast.clerk, **given)


def words_of(answer: Any) -> str:
    """The page as it is read: without its marks."""
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text)


def state_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'"(state|news)": "([^"]*)"', page))


def refresh(client: Client, page: str, queue: str = "mediation") -> Any:
    return client.get("/window/queue/", {"queue": queue} | state_of(page), **HTMX)


# --- the sentence, the queue, the desk -----------------------------------------------------------


def test_the_page_opens_with_how_many_wait_and_how_long(
    scene: Cast, clerk: Client, at: Any
) -> None:
    assert "现在没有群众在等您的窗口。" in words_of(clerk.get("/window/"))
    ticket(scene)
    at("2026-03-02 09:05")
    ticket(scene)
    at("2026-03-02 09:12")
    page = words_of(clerk.get("/window/"))
    assert "还有 2 位群众在等您的窗口，最久的等了 12 分钟 。" in page
    assert "叫 A001 号" in page
    assert "矛调受理 2" in page
    assert "信访接待 0" in page


def test_a_ticket_is_called_served_and_finished_on_the_page(scene: Cast, clerk: Client) -> None:
    first, second = ticket(scene, name_to_call="王阿姨", division=V1), ticket(scene)
    page = words_of(clerk.post("/window/next/", follow=True))
    assert "请 A001 号。" in page
    assert "正在接待 0 分钟" in page
    assert "王阿姨" in page
    assert first.said in page
    clerk.post(f"/window/visits/{first.pk}/finish/", {"outcome": "gone"})
    first.refresh_from_db()
    assert first.outcome == "gone"
    assert "A001 没等到就走了" in words_of(clerk.get("/window/"))
    clerk.post(f"/window/visits/{first.pk}/reopen/")
    first.refresh_from_db()
    assert (first.outcome, first.served_by) == ("", scene.clerk)
    second.refresh_from_db()
    assert second.is_waiting


def test_what_is_being_served_goes_to_another_window_with_everything(
    scene: Cast, clerk: Client, browser: Any
) -> None:
    visit = ticket(scene, name_to_call="何师傅", division=V1)
    clerk.post("/window/next/")
    page = words_of(
        clerk.post(f"/window/visits/{visit.pk}/transfer/", {"window": "petition"}, **HTMX)
    )
    assert "A001 转到信访接待窗口，号和写的都跟着过去。" in page
    office = browser(scene.town.user("petition"))
    there = words_of(office.get("/window/"))
    assert "还有 1 位群众在等您的窗口" in there  # his post's window, though he chose none
    assert "何师傅" in there
    assert visit.said in there
    called = words_of(office.post("/window/next/", follow=True))
    assert "请 A001 号。" in called
    assert f'/petitions/new/?visit={visit.pk}"' in office.get("/window/").content.decode()


def test_a_step_that_the_rules_refuse_says_why_and_changes_nothing(
    scene: Cast, clerk: Client, browser: Any
) -> None:
    visit = ticket(scene)
    clerk.post("/window/next/")
    other = browser(scene.town.hire("centre", Role.WINDOW_CLERK))
    told = words_of(other.post(f"/window/visits/{visit.pk}/call/", **HTMX))
    assert f"A001 正由{scene.clerk.name}接待" in told
    told = words_of(clerk.post(f"/window/visits/{visit.pk}/finish/", {"outcome": "case"}, **HTMX))
    assert "要写明是哪一件" in told
    visit.refresh_from_db()
    assert (visit.served_by, visit.left_at) == (scene.clerk, None)
    assert clerk.post(f"/window/visits/{visit.pk}/nonsense/").status_code == 404


def test_what_was_left_open_yesterday_stands_first_and_holds_up_the_next(
    scene: Cast, browser: Any, at: Any
) -> None:
    old = ticket(scene)
    browser(scene.clerk).post("/window/next/")
    at("2026-03-03 09:00")
    clerk, new = browser(scene.clerk), ticket(scene)
    told = words_of(clerk.post("/window/next/", **HTMX))
    assert "您以前叫过的号还没有写结果：3月2日 A001" in told
    assert "3月2日没写结果" in words_of(clerk.get("/window/"))
    new.refresh_from_db()
    assert new.is_waiting
    clerk.post(f"/window/visits/{old.pk}/finish/", {"outcome": "gone"})
    assert "请 A001 号。" in words_of(clerk.post("/window/next/", **HTMX))


# --- the form at the door --------------------------------------------------------------------------


def typed(**more: Any) -> dict[str, str]:
    return {"form_key": str(uuid.uuid4()), "window": "mediation", "queue": "mediation"} | more


def test_a_ticket_needs_nothing_but_a_window(scene: Cast, clerk: Client) -> None:
    form = typed()
    told = words_of(clerk.post("/window/tickets/", form, **HTMX))
    assert "A001，矛调受理窗口。" in told
    clerk.post("/window/tickets/", form, **HTMX)  # pressed twice
    visit = Visit.objects.get()
    assert (visit.name_to_call, visit.said, visit.division, visit.priority) == ("", "", None, "")


def test_what_was_typed_at_the_door_stands_on_the_ticket(scene: Cast, clerk: Client) -> None:
    said, name = some_text(), some_text(5)
    clerk.post(
        "/window/tickets/",
        typed(said=said, name_to_call=name, division=V1, priority="elder", window="legal"),
    )
    visit = Visit.objects.get()
    assert (visit.said, visit.name_to_call, visit.division) == (said, name, scene.town.v1)
    page = words_of(clerk.get("/window/?queue=legal"))
    assert "优先 老人" in page
    assert said in page


@pytest.mark.parametrize("more", [HTMX, {}])
def test_a_ticket_with_a_slip_comes_back_with_all_that_was_typed(
    scene: Cast, clerk: Client, more: dict[str, str]
) -> None:
    said = some_text()
    answer = clerk.post("/window/tickets/", typed(said=said, division="nowhere"), **more)
    assert "请从列表里选一个" in words_of(answer)
    assert said in answer.content.decode()
    assert Visit.objects.count() == 0


# --- the refresh ---------------------------------------------------------------------------------


def test_nothing_is_sent_while_nothing_changed_and_nothing_is_read_aloud_for_a_minute_more(
    scene: Cast, clerk: Client, at: Any
) -> None:
    ticket(scene)
    page = clerk.get("/window/").content.decode()
    assert refresh(clerk, page).status_code == 204
    at("2026-03-02 09:03")
    later = refresh(clerk, page).content.decode()
    assert "3 分钟" in later
    assert "queue-says" not in later
    ticket(scene, priority="elder")
    told = refresh(clerk, later).content.decode()
    assert "queue-says" in told
    assert "2 位在等，下一位 A002" in told


def test_a_ticket_that_another_window_called_is_gone_from_the_refresh(
    scene: Cast, clerk: Client, browser: Any
) -> None:
    first, second = ticket(scene), ticket(scene)
    page = clerk.get("/window/").content.decode()
    assert first.said in page
    other = browser(scene.town.hire("centre", Role.WINDOW_CLERK))
    other.post("/window/next/")
    again = refresh(clerk, page).content.decode()
    assert first.said not in again
    assert second.said in again
    assert "叫 A002 号" in again


def test_the_refresh_brings_nothing_in_which_one_types_or_chooses(
    scene: Cast, clerk: Client
) -> None:
    ticket(scene)
    clerk.post("/window/next/")
    ticket(scene)
    page = clerk.get("/window/").content.decode()
    fields = r"<(textarea|select|input)(?! type=\"hidden\")"
    assert re.search(fields, page)
    sent = clerk.get("/window/queue/", {"queue": "mediation"}, **HTMX).content.decode()
    assert "A002" in sent
    assert not re.search(fields, sent)
    assert not {"serving", "door", "hits"} & set(re.findall(r'id="([\w-]+)"', sent))
    ours = set(re.findall(r'id="([\w-]+)"', page))
    assert {"queue", "queue-tabs", "queue-lede", "call-next", "windows-now"} <= ours


def test_a_page_that_only_asks_by_itself_does_not_stay_signed_in(
    scene: Cast, clerk: Client, at: Any
) -> None:
    clerk.get("/window/")
    for moment in ("09:10", "09:20", "09:29"):
        at(f"2026-03-02 {moment}")
        assert clerk.get("/window/queue/").status_code == 200
    at("2026-03-02 09:31")
    assert clerk.get("/window/queue/").status_code == 302


# --- who, and where --------------------------------------------------------------------------------


def test_only_who_works_at_a_window_or_directs_it_has_the_page(scene: Cast, browser: Any) -> None:
    visit = ticket(scene)
    for account in ("window", "petition", "justice", "director"):
        page = browser(scene.town.user(account)).get("/window/")
        assert page.status_code == 200, account
    for account in ("mediator", "village", "peace", "leader", "police", "grid", "auditor"):
        outsider = browser(scene.town.user(account))
        assert outsider.get("/window/").status_code == 404, account
        assert outsider.get("/window/queue/").status_code == 404, account
        assert outsider.post("/window/next/").status_code == 404, account
        assert outsider.post(f"/window/visits/{visit.pk}/call/").status_code == 404, account
        assert outsider.post("/window/tickets/", typed()).status_code == 404, account
    assert Visit.objects.count() == 1


def test_the_director_reads_the_queue_and_has_no_button_to_call(scene: Cast, browser: Any) -> None:
    visit = ticket(scene)
    page = browser(scene.town.user("director")).get("/window/").content.decode()
    assert "四个窗口一共有" in page
    assert visit.said in page
    assert "call-next" not in page
    assert "call-next" in browser(scene.clerk).get("/window/").content.decode()


def test_a_clerk_sits_where_he_chose_and_calls_from_there(scene: Cast, clerk: Client) -> None:
    ticket(scene)
    legal = ticket(scene, window="legal")
    clerk.post("/window/sit/", {"window": "legal"})
    assert "您坐在法律服务窗口" in words_of(clerk.get("/window/"))
    clerk.post("/window/next/")
    legal.refresh_from_db()
    assert legal.served_by == scene.clerk
    clerk.post("/window/sit/", {"window": some_text()})
    assert "您坐在法律服务窗口" in words_of(clerk.get("/window/"))


# --- what stands beside the queue -------------------------------------------------------------------


def registered(cast: Cast, actor: User | None = None, **more: Any) -> Case:
    return services.register(actor or cast.clerk, **registration(**more)).case


def test_a_receipt_waits_among_the_loose_ends_until_it_is_printed(
    scene: Cast, clerk: Client, browser: Any
) -> None:
    case = registered(scene)
    end = f"{case.aloud} 回执没打印"
    assert end in words_of(clerk.get("/window/"))
    assert f'href="/cases/{case.pk}/print/receipt/"' in clerk.get("/window/").content.decode()
    address = f"/cases/{case.pk}/print/receipt/printed/"
    assert browser(scene.town.user("peace")).post(address).status_code == 404
    assert end in words_of(clerk.get("/window/"))
    assert address in clerk.get(f"/cases/{case.pk}/print/receipt/").content.decode()
    assert clerk.post(address).status_code == 204
    page = words_of(clerk.get("/window/"))
    assert end not in page
    assert "已打印" in page


def test_a_party_without_a_phone_is_to_be_mended_until_there_is_one_or_a_reason(
    scene: Cast, clerk: Client
) -> None:
    phone = f"138{random.randrange(10**8):08d}"
    people = [
        {"role": "applicant", "kind": "person", "name": some_text(5), "phone": phone},
        {"role": "respondent", "kind": "person", "name": some_text(5)},
    ]
    whole = registered(scene, parties=[people[0], people[1] | {"no_phone_reason": "unknown"}])
    case = registered(scene, parties=people)
    page = words_of(clerk.get("/window/"))
    assert f"{case.aloud} 对方电话缺" in page
    assert f"{whole.aloud} 对方电话缺" not in page
    assert f'href="/cases/{case.pk}/parties/"' in clerk.get("/window/").content.decode()


def test_what_a_village_handed_back_waits_for_the_window_with_its_reason(
    scene: Cast, clerk: Client
) -> None:
    case, reason = registered(scene), some_text()
    services.move(case, "hand_back", scene.committee, reason=reason)
    page = clerk.get("/window/").content.decode()
    assert f'href="/cases/{case.pk}/moves/assign/">{case.aloud} 被致远社区调委会退回' in page
    assert reason in page
    answer = clerk.get(f"/cases/{case.pk}/moves/assign/")
    assert answer.status_code == 200  # the link leads where it can be mended


def test_a_unit_that_did_not_sign_within_half_an_hour_is_named_with_the_time(
    scene: Cast, clerk: Client, at: Any
) -> None:
    case = registered(scene)
    at("2026-03-02 09:29")
    assert "没签收" not in words_of(clerk.get("/window/"))
    assert "未签收 29 分" in words_of(clerk.get("/window/"))  # in the list of today all the same
    at("2026-03-02 09:37")
    assert f"{case.aloud} 37 分没签收" in words_of(clerk.get("/window/"))
    services.move(Case.objects.get(pk=case.pk), "sign_for", scene.committee)
    page = words_of(clerk.get("/window/"))
    assert "没签收" not in page
    assert "未签收" not in page


def test_loose_ends_are_ones_own(scene: Cast, clerk: Client, browser: Any) -> None:
    case = registered(scene)
    other = browser(scene.town.hire("centre", Role.WINDOW_CLERK))
    assert case.aloud not in words_of(other.get("/window/"))
    assert case.aloud in words_of(clerk.get("/window/"))


def booked_here(cast: Cast, browser: Any, **more: Any) -> MediationSession:
    """A sitting of today at half past nine, two parties asked."""
    officer = cast.members[Tier.VILLAGE]
    case = act(register(cast), "accept", officer)
    data = {"verb": "schedule", "version": case.version, "place": "第一调解室"}
    data |= {"starts_at": "2026-03-02T09:30", "ends_at": "2026-03-02T11:00"} | more
    url = f"/api/v1/cases/{case.pk}/moves/"
    answer = browser(officer).post(url, data, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    return case.sessions.get()


def test_who_was_asked_for_today_is_marked_with_one_tap_and_taken_back_with_another(
    scene: Cast, clerk: Client, browser: Any, at: Any
) -> None:
    session = booked_here(scene, browser)
    guest = session.guests.get(party__role="applicant")
    page = words_of(clerk.get("/window/"))
    assert "09:30 第一调解室" in page
    assert f"{session.case.aloud} 致远社区" in page
    assert "请了 2 人，已到 0 人" in page
    at("2026-03-02 09:20")
    address, mark = f"/sessions/{session.pk}/arrival/", {"guest": guest.pk, "has_come": "yes"}
    told = words_of(clerk.post(address, mark, **HTMX))
    assert "请了 2 人，已到 1 人" in told
    assert "09:20 到" in told
    at("2026-03-02 09:25")
    clerk.post(address, mark)  # a second tap keeps the first time
    guest.refresh_from_db()
    assert (guest.arrived_at.minute, guest.arrived_by) == (20, scene.clerk)
    clerk.post(address, {"guest": guest.pk, "has_come": "no"})
    guest.refresh_from_db()
    assert (guest.arrived_at, guest.arrived_by) == (None, None)


def test_nobody_else_marks_an_arrival_and_nobody_on_another_day(
    scene: Cast, clerk: Client, browser: Any
) -> None:
    session = booked_here(scene, browser)
    later = booked_here(scene, browser, starts_at="2026-03-03T09:30", ends_at="2026-03-03T11:00")
    guest, other_day = session.guests.first(), later.guests.first()
    assert guest
    assert other_day
    mark = {"guest": guest.pk, "has_come": True}
    page, api = f"/sessions/{session.pk}/arrival/", arrival_over_json(session)
    for account in ("peace", "d09", "grid"):
        outsider = browser(scene.town.user(account))
        assert outsider.post(page, mark | {"has_come": "yes"}).status_code == 404, account
        assert outsider.post(api, mark, content_type="application/json").status_code in (404, 409)
    late = {"guest": other_day.pk, "has_come": True}
    assert clerk.post(f"/sessions/{later.pk}/arrival/", late).status_code == 404
    refused = clerk.post(arrival_over_json(later), late, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_now")
    guest.refresh_from_db()
    assert guest.arrived_at is None
    done = clerk.post(api, mark, content_type="application/json")
    assert done.status_code == 200
    assert [one["arrived_at"] is not None for one in done.json()["guests"]].count(True) == 1


def arrival_over_json(session: MediationSession) -> str:
    return f"/api/v1/cases/{session.case_id}/sessions/{session.pk}/arrival/"


def test_the_page_costs_the_same_with_many_waiting_many_registered_and_many_booked(
    scene: Cast, clerk: Client, browser: Any, queries: Any
) -> None:
    def fill() -> None:
        ticket(scene, division=V1)
        visits.call(scene.clerk, ticket(scene))
        services.move(registered(scene), "hand_back", scene.committee, reason=some_text())
        registered(scene)

    def cost() -> int:
        clerk.get("/window/")
        return queries(lambda: clerk.get("/window/"))

    fill()
    booked_here(scene, browser)
    before = cost()
    for _ in range(3):
        fill()
    booked_here(scene, browser, starts_at="2026-03-02T15:00", ends_at="2026-03-02T16:00")
    assert cost() == before
