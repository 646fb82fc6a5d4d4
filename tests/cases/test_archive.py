"""To the archive: who may, when, kept how long, and what stands afterwards (rules.md §4 ARCHIVE)."""

import hashlib
import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pypdf import PdfReader

from cases.enums import Clock, Document, Outcome, Retention, Status, Tier
from cases.models import Case, Dossier, RetentionRule
from cases.selectors.dossier import retention_of
from cases.services import dossier, invariants
from grids.models import Category
from mediation.core import documents
from tests.cases.dossiers import OFFICER, a_pdf, complete, names_in
from tests.cases.factories import CATEGORY, Cast, act, bring, close, some_text
from tests.cases.reminders import to, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "converter", lambda: "soffice")
    monkeypatch.setattr(documents, "to_pdfs", lambda found: [a_pdf(2) for _ in found])
    dossier.as_pdfs.cache_clear()


@pytest.fixture
def table(db: None) -> None:
    RetentionRule.objects.create(period=Retention.LONG, basis="归档范围表第1条")


def archived(browser: Any, person: Any, case: Case, **data: str) -> Any:
    return browser(person).post(f"/cases/{case.pk}/dossier/", data)


def test_a_whole_dossier_is_archived_with_its_pages_and_checksum(
    scene: Cast, browser: Any, table: None, at: Any
) -> None:
    officer = scene.members[OFFICER]
    case = complete(scene)
    assert (case.due_rule, case.due_on.isoformat()) == (Clock.ARCHIVE, "2026-04-01")
    at("2026-03-02 09:20")
    assert archived(browser, officer, case).status_code == 302
    kept = Dossier.objects.get(case=case)
    assert (kept.number, kept.made_on, kept.archived_by) == (
        case.dossier_number,
        case.closed_on,
        officer,
    )
    assert (kept.retention, kept.retention_basis) == ("长期", "归档范围表第1条")
    again = Case.objects.get(pk=case.pk)
    clock_row = again.deadlines.get(clock=Clock.ARCHIVE)
    assert clock_row.stopped_by == "archived"
    assert (again.due_on, again.due_rule) == (None, "")
    assert (again.status, again.version) == (Status.CLOSED, case.version)
    body = browser(officer).get(f"/cases/{case.pk}/dossier/pdf/").content
    assert hashlib.sha256(body).hexdigest() == kept.sha256
    # Registration form, rights, ID picture, oral agreement, then what closing left behind.
    assert [line["part"] for line in kept.contents[:4]] == [
        "application",
        "rights",
        "identity",
        "result",
    ]
    assert [(line["first"], line["pages"]) for line in kept.contents[:4]] == [
        (1, 2),
        (3, 2),
        (5, 1),
        (6, 2),
    ]
    assert kept.pages == len(PdfReader(io.BytesIO(body)).pages) - 3  # cover, contents, back
    page = browser(officer).get(f"/cases/{case.pk}/dossier/").content.decode()
    assert "归档" in page
    assert kept.sha256 in page
    assert list(invariants.faults()) == []


def test_it_is_archived_once(scene: Cast, browser: Any, table: None) -> None:
    officer = scene.members[OFFICER]
    case = complete(scene)
    assert archived(browser, officer, case).status_code == 302
    answer = archived(browser, officer, case)
    assert answer.status_code == 409
    assert "已经归档" in answer.content.decode()
    assert Dossier.objects.filter(case=case).count() == 1


def test_an_incomplete_one_needs_an_explanation_which_becomes_r11(
    scene: Cast, browser: Any, table: None
) -> None:
    officer, words = scene.members[OFFICER], some_text()
    case = bring(scene, Status.CLOSED, Tier.VILLAGE)  # nobody's ID card, no notice of rights
    url = f"/api/v1/cases/{case.pk}/dossier/"
    client = browser(officer)
    answer = client.post(url, {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "incomplete")
    assert "权利义务告知书" in answer.json()["message"]
    assert "当事人身份证明" in answer.json()["message"]
    assert not Dossier.objects.filter(case=case).exists()
    answer = client.post(url, {"explanation": words}, content_type="application/json")
    assert answer.status_code == 200, answer.json()
    assert answer.json()["archived_on"] == "2026-03-02"
    assert case.papers.filter(kind=Document.DOSSIER_NOTE).count() == 1
    names = names_in(client.get(f"{url}zip/").content)
    assert any("卷宗情况说明" in name for name in names)
    note = case.papers.get(kind=Document.DOSSIER_NOTE)
    assert words in documents.text_of(bytes(note.content.docx))


def test_what_was_issued_is_locked_by_archiving(scene: Cast, browser: Any, table: None) -> None:
    case = complete(scene)
    assert case.papers.filter(kind=Document.ACCEPTANCE, sha256="").exists()
    archived(browser, scene.members[OFFICER], case)
    assert not case.papers.exclude(kind=Document.RECEIPT).filter(sha256="").exists()


def test_only_a_closed_case_goes_to_the_archive(scene: Cast, browser: Any, table: None) -> None:
    case = bring(scene, Status.SETTLED, Tier.VILLAGE)
    answer = archived(browser, scene.members[OFFICER], case, explanation=some_text())
    assert answer.status_code == 409
    assert "结案以后才能归档" in answer.content.decode()
    case = close(scene, case)
    answer = archived(browser, scene.members[OFFICER], case, explanation=some_text())
    assert answer.status_code == 302


def test_who_handled_it_and_his_head_may_and_other_readers_may_not(
    scene: Cast, browser: Any, table: None
) -> None:
    case = complete(scene)
    answer = archived(browser, scene.justice, case)  # reads the record, does not handle the case
    assert answer.status_code == 409
    assert "归档您现在不能办" in answer.content.decode()
    assert archived(browser, scene.peace, case).status_code == 404
    assert not Dossier.objects.filter(case=case).exists()
    assert archived(browser, scene.heads[OFFICER], case).status_code == 302


def test_who_comes_with_an_old_screen_is_told(scene: Cast, browser: Any, table: None) -> None:
    case = complete(scene)
    client = browser(scene.members[OFFICER])
    url = f"/api/v1/cases/{case.pk}/dossier/"
    answer = client.post(url, {"version": case.version - 1}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    answer = client.post(url, {"version": case.version}, content_type="application/json")
    assert answer.status_code == 200


def test_without_a_line_in_the_retention_table_nothing_is_archived(
    scene: Cast, browser: Any
) -> None:
    case = complete(scene)
    answer = archived(browser, scene.members[OFFICER], case)
    assert answer.status_code == 409
    assert "归档范围表" in answer.content.decode()
    RetentionRule.objects.create(period=Retention.YEARS, years=30)
    assert archived(browser, scene.members[OFFICER], case).status_code == 302
    assert Dossier.objects.get(case=case).retention == "定期 30 年"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], None),
        ([("", "", "long")], "长期"),
        ([("", "", "long"), ("oral", "", "short")], "短期"),
        ([("oral", "", "short"), ("", CATEGORY, "permanent")], "永久"),
        ([("", CATEGORY, "permanent"), ("oral", CATEGORY, "short")], "短期"),
        ([("written", "", "short"), ("", "02", "permanent")], None),
        ([("written", CATEGORY, "short"), ("", "", "long")], "长期"),
    ],
)
def test_the_most_special_line_of_the_table_counts(
    scene: Cast, rules: list[tuple[str, str, str]], expected: str | None
) -> None:
    case = bring(scene, Status.SETTLED, Tier.VILLAGE)  # category 13, settled by word of mouth
    assert case.outcome == Outcome.ORAL
    for outcome, category, period in rules:
        RetentionRule.objects.create(
            outcome=outcome,
            category=Category.objects.get(code=category) if category else None,
            period=period,
        )
    RetentionRule.objects.create(
        outcome="oral",
        category=Category.objects.get(code=CATEGORY),
        period=Retention.YEARS,
        years=99,
        is_active=False,
    )
    found = retention_of(case)
    assert (str(found) if found else None) == expected


def test_the_table_is_filled_once_and_then_the_towns_own(scene: Cast) -> None:
    first = dossier.load_retention()
    assert first >= 1
    RetentionRule.objects.filter(outcome="", category=None).update(period=Retention.PERMANENT)
    assert dossier.load_retention() == first
    assert RetentionRule.objects.get(outcome="", category=None).period == Retention.PERMANENT


def test_the_officer_is_reminded_before_the_thirty_days_are_over(cast: Cast, days: Any) -> None:
    """Closed on Mon 03-02, due Wed 04-01; three days before is Sun 03-29: Fri 03-27."""
    case = bring(cast, Status.CLOSED, Tier.VILLAGE)
    officer, head = cast.members[OFFICER], cast.heads[OFFICER]
    days("2026-03-26", "2026-04-01")
    assert told(case, Clock.ARCHIVE) == (
        to("2026-03-27", "before3", officer)
        | to("2026-03-31", "before1", officer)
        | to("2026-04-01", "day", officer, head)
    )


def test_what_was_archived_is_not_reminded_of(cast: Cast, days: Any, table: None) -> None:
    case = bring(cast, Status.CLOSED, Tier.VILLAGE)
    dossier.archive(case, cast.members[OFFICER], explanation=some_text())
    days("2026-03-27", "2026-03-27")
    assert told(case, Clock.ARCHIVE) == set()


def test_what_waits_for_the_archive_stands_in_todays_work(
    scene: Cast, browser: Any, table: None
) -> None:
    case = complete(scene)
    officer, head = scene.members[OFFICER], scene.heads[OFFICER]
    for person in (officer, head):
        page = browser(person).get("/").content.decode()
        assert "等归档" in page
        assert f"/cases/{case.pk}/" in page.split("等归档")[1]
    assert "等归档" not in browser(scene.town.user("village2")).get("/").content.decode()
    archived(browser, officer, case)
    for person in (officer, head):
        assert "等归档" not in browser(person).get("/").content.decode()


def test_a_changed_file_is_not_given_out_and_is_found_at_night(
    scene: Cast, browser: Any, table: None
) -> None:
    officer = scene.members[OFFICER]
    case = complete(scene)
    archived(browser, officer, case)
    kept = Dossier.objects.get(case=case)
    url = f"/api/v1/cases/{case.pk}/dossier/pdf/"
    assert browser(officer).get(url).status_code == 200
    name = kept.stored_name.hex
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"%PDF-1.7 another"))
    answer = browser(officer).get(url)
    assert (answer.status_code, answer.json()["code"]) == (409, "damaged")
    assert [fault for fault in invariants.faults() if "archived" in fault and case.number in fault]


def test_a_relapse_takes_it_out_and_the_next_closing_archives_anew(
    scene: Cast, browser: Any, table: None
) -> None:
    officer = scene.members[OFFICER]
    case = complete(scene)
    archived(browser, officer, case)
    case = act(case, "reopen", officer, ground="relapse")
    assert Dossier.objects.get(case=case).is_undone
    case = act(act(case, "accept", officer), "settle", officer, form="oral")
    case = close(scene, case)
    assert case.due_rule == Clock.ARCHIVE
    assert archived(browser, officer, case, explanation=some_text()).status_code == 302
    assert Dossier.objects.filter(case=case).count() == 2
    assert Dossier.objects.filter(case=case, is_undone=False).count() == 1
