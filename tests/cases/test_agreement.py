"""An agreement: when it takes effect, what it asks of whom, who may read it.

By hand from 人民调解法 28–31 and rules.md §2 row 9.
"""

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.enums import Status, Tier
from cases.exports import COLUMNS, cases_for, lines
from cases.models import Agreement, Case
from cases.selectors import file_of
from cases.selectors.agreements import without_concessions
from tests.cases.agreements import (
    TICKS,
    client_of,
    in_force,
    mediating,
    now,
    officer,
    owes,
    post,
    said,
    settle,
    sides,
)
from tests.cases.factories import Cast, act, register, some_person, some_text

pytestmark = pytest.mark.django_db


def running(case: Case, clock: str) -> dict[str, date]:
    rows = case.deadlines.filter(clock=clock, stopped_on=None)
    return {row.subject: row.due_on for row in rows}


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


# --- when it takes effect -----------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["signed", "mediator_signed", "sealed", "harmless"])
def test_a_written_agreement_waits_for_every_signature_and_the_seal(
    scene: Cast, missing: str
) -> None:
    case = mediating(scene)
    ticks = TICKS | {missing: False}
    answer = post(officer(scene), case, "settle", form="written", terms=some_text(), **ticks)
    assert answer.status_code == 400
    assert missing in said(answer)
    assert now(case).status == Status.MEDIATING
    assert not case.agreements.exists()
    done = post(officer(scene), case, "settle", form="written", terms=some_text(), **TICKS)
    assert done.status_code == 200
    assert in_force(case).on == date(2026, 3, 2)


def test_who_signed_as_mediator_and_who_sealed_is_kept(scene: Cast) -> None:
    agreement = in_force(settle(scene, mediating(scene)))
    assert agreement.mediator == officer(scene)
    assert agreement.sealed_by == agreement.case.committee
    assert agreement.is_harmless
    assert agreement.means == "0103"
    head = scene.heads[Tier.VILLAGE]
    other = in_force(settle(scene, mediating(scene), mediator=head.pk, means="0106"))
    assert (other.mediator, other.means) == (head, "0106")


def test_an_oral_agreement_takes_effect_without_paper(scene: Cast) -> None:
    case = act(mediating(scene), "settle", officer(scene), form="oral")
    agreement = in_force(case)
    assert case.status == Status.SETTLED
    assert (agreement.mediator, agreement.sealed_by) == (None, None)
    assert not case.papers.filter(kind="agreement").exists()


def test_the_database_holds_no_written_agreement_without_its_seal(scene: Cast) -> None:
    agreement = in_force(settle(scene, mediating(scene)))
    for column in ("mediator", "sealed_by"):
        with (
            pytest.raises(IntegrityError, match="agreement_written_is_sealed"),
            transaction.atomic(),
        ):
            Agreement.objects.filter(pk=agreement.pk).update(**{column: None})
    Agreement.objects.filter(pk=agreement.pk).update(form="oral", mediator=None)


def test_a_third_person_is_asked_before_others_agree(scene: Cast) -> None:
    parties = [some_person(role) for role in ("applicant", "respondent", "third_party")]
    case, words = mediating(scene, parties=parties), some_text()
    terms = {"form": "written", "terms": some_text(), **TICKS}
    answer = post(officer(scene), case, "settle", **terms)
    assert answer.status_code == 400
    assert "third_party_words" in said(answer)
    assert post(officer(scene), case, "settle", **terms, third_party_words=words).status_code == 200
    assert in_force(case).third_party_words == words


# --- what is owed -------------------------------------------------------------------------------


def test_every_obligation_has_a_debtor_a_day_and_a_clock_of_its_own(scene: Cast) -> None:
    case = mediating(scene)
    first, second = sides(case)
    rows = [
        owes(second, "2026-03-20", amount="3000.50"),
        owes(first, "2026-03-02", state="on_spot"),
        owes(second, "2026-06-01", amount="200"),
    ]
    answer = post(
        officer(scene), case, "settle", form="written", terms=some_text(), obligations=rows, **TICKS
    )
    assert answer.status_code == 200, answer.content
    agreement = in_force(case)
    kept = [
        (one.seq, one.debtor_id, one.what, str(one.amount), one.due_on, one.state)
        for one in agreement.obligations.all()
    ]
    assert kept == [
        (1, second, rows[0]["what"], "3000.50", date(2026, 3, 20), "waiting"),
        (2, first, rows[1]["what"], "None", date(2026, 3, 2), "on_spot"),
        (3, second, rows[2]["what"], "200.00", date(2026, 6, 1), "waiting"),
    ]
    assert str(agreement.amount) == "3200.50"
    assert running(case, "PERFORM") == {"": date(2026, 3, 20), "3": date(2026, 6, 1)}
    # 30 days after effect, and 7 days after the last obligation; 3 months for the look-back
    assert running(case, "FOLLOW_UP") == {"": date(2026, 4, 1), "obligation": date(2026, 6, 8)}
    assert running(case, "LOOK_BACK") == {"": date(2026, 6, 2)}


def test_one_day_to_perform_by_is_one_obligation(scene: Cast) -> None:
    case = mediating(scene)
    answer = post(
        officer(scene),
        case,
        "settle",
        form="oral",
        terms=some_text(),
        signed=True,
        amount="80",
        performed_by_on="2026-03-09",
    )
    assert answer.status_code == 200
    (only,) = in_force(case).obligations.all()
    assert (only.seq, str(only.amount), only.due_on) == (1, "80.00", date(2026, 3, 9))
    assert running(case, "PERFORM") == {"": date(2026, 3, 9)}


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"debtor": None}, "obligations.0.debtor"),
        ({"what": ""}, "obligations.0.what"),
        ({"what": "打13912345678联系"}, "obligations.0.what"),
        ({"amount": "-1"}, "obligations.0.amount"),
        ({"amount": "NaN"}, "obligations.0.amount"),
        ({"amount": "1.005"}, "obligations.0.amount"),
        ({"due_on": ""}, "obligations.0.due_on"),
        ({"due_on": "2026-03-01"}, "obligations.0.due_on"),
        ({"due_on": "soon"}, "obligations.0.due_on"),
        ({"state": "done"}, "obligations.0.state"),
    ],
)
def test_a_row_that_cannot_be_kept_is_refused_beside_its_field(
    scene: Cast, fault: dict[str, Any], field: str
) -> None:
    case = mediating(scene)
    row = owes(sides(case)[0], "2026-03-02")
    fields = {"form": "oral", "terms": some_text(), "signed": True}
    answer = post(officer(scene), case, "settle", **fields, obligations=[row | fault])
    assert answer.status_code == 400
    assert list(said(answer)) == [field]
    assert now(case).status == Status.MEDIATING
    assert post(officer(scene), case, "settle", **fields, obligations=[row]).status_code == 200


def test_a_debtor_is_a_party_of_this_case_and_ten_rows_are_the_most(scene: Cast) -> None:
    case, other = mediating(scene), register(scene)
    fields = {"form": "oral", "terms": some_text(), "signed": True}
    stranger = owes(sides(other)[0], "2026-03-09")
    answer = post(officer(scene), case, "settle", **fields, obligations=[stranger])
    assert "obligations.0.debtor" in said(answer)
    mine = owes(sides(case)[0], "2026-03-09")
    assert (
        post(officer(scene), case, "settle", **fields, obligations=[mine] * 11).status_code == 400
    )
    assert (
        post(officer(scene), case, "settle", **fields, obligations=[mine] * 10).status_code == 200
    )
    assert in_force(case).obligations.count() == 10


# --- the page, without script --------------------------------------------------------------------


def row(n: int, debtor: int, what: str, due_on: str, **more: str) -> dict[str, str]:
    fields = {"debtor": str(debtor), "what": what, "due_on": due_on, **more}
    return {f"ob-{n}-{name}": value for name, value in fields.items()}


def rows_on(page: str) -> int:
    return len(re.findall(r'name="ob-\d+-what"', page))


def test_a_row_is_added_and_what_was_typed_stays(scene: Cast) -> None:
    case, terms, what = mediating(scene), some_text(), some_text()
    first, second = sides(case)
    client, url = client_of(officer(scene)), f"/cases/{case.pk}/moves/settle/"
    assert rows_on(text(client.get(url))) == 1
    typed = {"form": "written", "terms": terms, "version": str(case.version), "sealed": "on"}
    begun = typed | row(0, second, what, "2026-03-09")
    page = text(client.post(url, begun | {"rows": "1", "add_row": "1"}))
    assert rows_on(page) == 2
    assert terms in page
    assert what in page
    assert "要改" not in page
    assert now(case).status == Status.MEDIATING
    ticked = dict.fromkeys(TICKS, "on")
    more = row(1, first, some_text(), "", is_on_spot="on") | {"rows": "3"}
    answer = client.post(url, begun | more | ticked)
    assert answer.status_code == 302, text(answer)
    states = [one.state for one in in_force(case).obligations.all()]
    assert states == ["waiting", "on_spot"]


def test_the_page_gives_ten_rows_and_no_more(scene: Cast) -> None:
    case = mediating(scene)
    client, url = client_of(officer(scene)), f"/cases/{case.pk}/moves/settle/"
    page = text(client.post(url, {"rows": "9", "add_row": "1"}))
    assert (rows_on(page), "再加一项" in page) == (10, False)
    assert rows_on(text(client.post(url, {"rows": "10", "add_row": "1"}))) == 10


def test_an_unticked_seal_and_a_half_filled_row_are_said_on_the_page(scene: Cast) -> None:
    case, terms = mediating(scene), some_text()
    client, url = client_of(officer(scene)), f"/cases/{case.pk}/moves/settle/"
    typed = {"form": "written", "terms": terms, "version": str(case.version), "rows": "1"}
    ticked = dict.fromkeys(TICKS, "on")
    half = {"ob-0-what": some_text()}
    page = text(client.post(url, typed | ticked | half))
    assert "第 1 项 谁来履行" in page
    unsealed = {name: value for name, value in ticked.items() if name != "sealed"}
    page = text(client.post(url, typed | unsealed))
    assert 'href="#id_sealed"' in page
    assert terms in page
    assert now(case).status == Status.MEDIATING
    assert client.post(url, typed | ticked).status_code == 302
    assert now(case).status == Status.SETTLED


# --- in part ---------------------------------------------------------------------------------


def test_what_is_agreed_in_part_is_recorded_and_the_case_stays_in_mediation(scene: Cast) -> None:
    case, agreed = mediating(scene), some_text()
    fields = {"minutes": some_text(), "outcome": "partly"}
    answer = post(officer(scene), case, "record", **fields)
    assert (answer.status_code, list(said(answer))) == (400, ["agreed"])
    assert post(officer(scene), case, "record", **fields, agreed=agreed).status_code == 200
    assert now(case).status == Status.MEDIATING
    assert agreed in text(client_of(officer(scene)).get(f"/cases/{case.pk}/"))
    assert agreed not in text(client_of(scene.clerk).get(f"/cases/{case.pk}/"))


# --- who reads it, what leaves the house ------------------------------------------------------


def test_terms_and_obligations_belong_to_the_record(scene: Cast) -> None:
    case, terms, what = mediating(scene), some_text(), some_text()
    rows = [owes(sides(case)[1], "2026-03-20", what=what, amount="7")]
    case = settle(scene, case, terms=terms, obligations=rows)
    url = f"/api/v1/cases/{case.pk}/agreement/"
    mine = client_of(officer(scene)).get(url).json()
    assert (mine["terms"], mine["obligations"][0]["what"]) == (terms, what)
    page = text(client_of(officer(scene)).get(f"/cases/{case.pk}/"))
    assert terms in page
    assert what in page
    for reader in (scene.clerk, scene.peace, scene.bystander):
        client = client_of(reader)
        assert client.get(url).status_code == 404
        page = text(client.get(f"/cases/{case.pk}/"))
        assert terms not in page
        assert what not in page


def test_the_clerk_who_records_performance_is_told_the_number_of_the_item_only(
    scene: Cast,
) -> None:
    case, what = mediating(scene), some_text()
    rows = [owes(sides(case)[1], "2026-03-20", what=what)]
    case = settle(scene, case, obligations=rows)
    url = f"/cases/{case.pk}/moves/perform/"
    assert what in text(client_of(officer(scene)).get(url))
    page = text(client_of(scene.clerk).get(url))
    assert "第 1 项" in page
    assert what not in page


def test_nothing_said_in_mediation_leaves_for_a_court(scene: Cast) -> None:
    case, minutes, agreed, terms = mediating(scene), some_text(), some_text(), some_text()
    case = act(case, "record", officer(scene), minutes=minutes, outcome="partly", agreed=agreed)
    case = settle(scene, case, terms=terms)
    court = without_concessions(file_of(officer(scene), case.pk))
    assert {paper.kind for paper in court.papers} == {"acceptance"}
    assert case.papers.filter(kind="agreement").exists()
    rows = [dict(zip(COLUMNS, line, strict=True)) for line in lines(cases_for(officer(scene), {}))]
    told = str([one for one in rows if one["案号"] == case.number])
    assert case.number in told
    assert not [words for words in (minutes, agreed, terms) if words in told]
