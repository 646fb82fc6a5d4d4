"""帮扶救助 by consent, 三到位一处理 of the matter, and the days of a hearing (条例27, 36(2))."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from mediation.core.errors import Refused
from petitions.models import Petition
from petitions.services.hearings import hold_hearing
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.pages import desk, page_of, post, told

pytestmark = pytest.mark.django_db


def api(office: Office, who: str) -> APIClient:
    client = APIClient()
    client.force_login(office.town.user(who))
    return client


def support(**more: Any) -> dict[str, Any]:
    return {"kind": "legal_aid", "text": some_text(), "has_consent": "on"} | more


def test_help_is_written_down_with_consent_term_and_result(
    office: Office, petition: Petition
) -> None:
    words, result = some_text(), some_text()
    sent = support(text=words, ends_on="2026-09-03", amount="800.50")
    answer = post(office, "petition", petition, "supports/", **sent)
    assert told(answer) == ["帮扶措施记好了。"]
    measure = petition.supports.get()
    assert (measure.ends_on, str(measure.amount)) == (date(2026, 9, 3), "800.50")
    page = page_of(office, "peace", petition)
    assert words in page
    assert "法律援助" in page
    done = post(office, "petition", petition, f"supports/{measure.pk}/", result=result)
    assert told(done) == ["结果记好了。"]
    assert result in page_of(office, "peace", petition)
    assert told(post(office, "petition", petition, f"supports/{measure.pk}/", result="x")) == [
        "这一项的结果已经写过了。"
    ]


def test_without_consent_nothing_is_written(office: Office, petition: Petition) -> None:
    """个人信息保护法29: psychological help above all."""
    sent = support(kind="psychological")
    del sent["has_consent"]
    answer = post(office, "petition", petition, "supports/", **sent)
    assert "要先征得他本人同意" in answer.content.decode()
    assert sent["text"] in answer.content.decode()
    refused = api(office, "petition").post(
        f"/api/v1/petitions/{petition.pk}/supports/",
        {"kind": "psychological", "text": "谈一谈", "has_consent": False},
        format="json",
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "needs_consent")
    assert not petition.supports.exists()
    assert post(office, "petition", petition, "supports/", **support()).status_code == 302
    assert petition.supports.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "gift"}, "kind"),
        ({"text": " "}, "text"),
        ({"ends_on": "2026-08-02"}, "ends_on"),
        ({"amount": "-1"}, "amount"),
    ],
)
def test_each_fault_stands_beside_its_field(
    office: Office, petition: Petition, more: dict[str, str], field: str
) -> None:
    page = post(office, "petition", petition, "supports/", **support(**more)).content.decode()
    assert f'href="#id_{field}"' in page
    assert not petition.supports.exists()


def test_who_may_not_write_reads_only(office: Office, petition: Petition) -> None:
    for who in ("director", "peace"):
        assert "添加一项" not in page_of(office, who, petition, "supports/")
        answer = post(office, who, petition, "supports/", **support())
        assert "由信访接待员或承办单位来记" in answer.content.decode(), who
    assert post(office, "window", petition, "supports/", **support()).status_code == 404
    assert not petition.supports.exists()
    office.accept(petition)
    office.assign(petition)
    assert post(office, "department", petition, "supports/", **support()).status_code == 302


def test_help_may_come_after_the_end_and_moves_neither_status_nor_clocks(
    office: Office, petition: Petition
) -> None:
    """条例37(3): also where a petition is no longer accepted."""
    office.move(petition, "no_longer_accept", "director", number="渝信核〔2026〕3号")
    before = office.running(petition)
    assert post(office, "petition", petition, "supports/", **support()).status_code == 302
    petition.refresh_from_db()
    assert petition.status == "not_again"
    assert office.running(petition) == before


def test_the_history_tells_that_help_was_offered_without_its_words(
    office: Office, petition: Petition
) -> None:
    post(office, "petition", petition, "supports/", **support())
    event = petition.events.order_by("-seq")[0]
    assert (event.verb, set(event.payload)) == ("support", {"support", "kind"})
    assert "帮扶救助：法律援助" in page_of(office, "petition", petition)


def test_the_api_reads_and_writes_the_same(office: Office, petition: Petition) -> None:
    address = f"/api/v1/petitions/{petition.pk}/supports/"
    words, client = some_text(), api(office, "petition")
    sent = {"kind": "relief", "text": words, "has_consent": True, "version": petition.version}
    made = client.post(address, sent, format="json")
    assert made.status_code == 201, made.json()
    stale = client.post(address, sent, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    key = made.json()["id"]
    done = client.post(f"{address}{key}/", {"result": "到位了"}, format="json")
    assert done.json()["result"] == "到位了"
    assert [one["text"] for one in client.get(address).json()] == [words]
    for who in ("window", "department", "discipline"):
        stranger = api(office, who)
        assert stranger.get(address).status_code == 404, who
        assert stranger.post(f"{address}{key}/", {"result": "x"}, format="json").status_code == 404


def test_three_in_place_is_chosen_for_the_matter_with_the_reply(
    office: Office, petition: Petition
) -> None:
    office.accept(petition)
    office.answer_demands(petition)
    sent = {"resolutions": ["solved", "supported"]}
    assert post(office, "director", petition, "moves/reply/", **sent).status_code == 302
    petition.refresh_from_db()
    assert petition.resolutions == ["solved", "supported"]
    page = page_of(office, "petition", petition)
    assert "诉求合理的，解决问题到位" in page
    assert "生活困难的，帮扶救助到位" in page
    assert "解释疏导到位" not in page


# --- hearing days of the final review -----------------------------------------------------------


@pytest.fixture
def final(office: Office, petition: Petition, at: Callable[[str], Any]) -> Petition:
    """The final review was asked for on 1 September: FINAL runs until 1 October."""
    office.accept(petition, told_now=True)
    office.reply(petition)
    office.deliver(petition, "opinion")
    office.move(petition, "review_requested")
    office.move(
        *(petition, "review_decided"),
        result="uphold",
        number="渝信复〔2026〕7号",
        received_on=date(2026, 8, 3),
    )
    at("2026-09-01 09:00")
    office.move(petition, "final_requested")
    assert office.running(petition)["FINAL"] == date(2026, 10, 1)
    return petition


def test_days_of_a_hearing_are_not_counted(
    office: Office, final: Petition, at: Callable[[str], Any]
) -> None:
    """From the 7th to the 12th: five days, so 1 October becomes 6 October."""
    at("2026-09-14 09:00")
    sent = {"from_on": "2026-09-07", "to_on": "2026-09-12"}
    answer = post(office, "petition", final, "hearing/", **sent)
    assert told(answer) == ["听证的日子记好了，复核期限已经重新计算。"]
    assert office.running(final)["FINAL"] == date(2026, 10, 6)
    page = page_of(office, "petition", final)
    assert "听证 5 天不计" in page
    assert "复核机关听证，9月7日到9月12日不计入期限" in page
    event = final.events.order_by("-seq")[0]
    assert (event.verb, event.payload["due_on"]) == ("hearing", "2026-10-06")


def test_the_same_over_json(office: Office, final: Petition, at: Callable[[str], Any]) -> None:
    at("2026-09-14 09:00")
    address = f"/api/v1/petitions/{final.pk}/hearings/"
    sent = {"from_on": "2026-09-07", "to_on": "2026-09-12"}
    assert api(office, "petition").post(address, sent, format="json").status_code == 201
    assert office.running(final)["FINAL"] == date(2026, 10, 6)
    found = api(office, "director").get(address).json()
    assert [(one["from_on"], one["to_on"]) for one in found] == [("2026-09-07", "2026-09-12")]
    assert api(office, "director").post(address, sent, format="json").status_code == 409
    assert api(office, "window").get(address).status_code == 404


@pytest.mark.parametrize(
    ("from_on", "to_on", "code"),
    [
        ("2026-08-31", "2026-09-05", "invalid_day"),  # before it was asked for
        ("2026-09-07", "2026-09-07", "invalid_day"),  # no day
        ("2026-09-12", "2026-09-15", "invalid_day"),  # not over yet
        ("2026-09-05", "2026-09-09", "overlaps"),
        ("2026-09-05", "2026-09-08", ""),  # the day of resuming is counted: no overlap
    ],
)
def test_which_days_may_be_left_out(
    office: Office,
    final: Petition,
    at: Callable[[str], Any],
    from_on: str,
    to_on: str,
    code: str,
) -> None:
    at("2026-09-14 09:00")
    user = office.town.user("petition")
    hold_hearing(final, user, from_on=date(2026, 9, 8), to_on=date(2026, 9, 10))
    days = {"from_on": date.fromisoformat(from_on), "to_on": date.fromisoformat(to_on)}
    if not code:
        hold_hearing(final, user, **days)
        assert office.running(final)["FINAL"] == date(2026, 10, 6)  # two days and three
        return
    with pytest.raises(Refused) as refused:
        hold_hearing(final, user, **days)
    assert refused.value.code == code
    assert office.running(final)["FINAL"] == date(2026, 10, 3)


def test_only_the_final_review_knows_such_days(office: Office, petition: Petition) -> None:
    """A hearing at our own level stops nothing (rules.md §3 row 9)."""
    office.accept(petition, told_now=True)
    before = office.running(petition)
    sent = {"from_on": "2026-08-01", "to_on": "2026-08-03"}
    page = post(office, "petition", petition, "hearing/", **sent).content.decode()
    assert "只有复核时听证所需的时间不计入期限" in page
    office.move(petition, "hear", text=some_text())
    assert office.running(petition) == before
    assert not petition.pauses.exists()
    assert desk(office, "director").get(f"/petitions/{petition.pk}/hearing/").status_code == 200
