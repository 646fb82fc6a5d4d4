"""Every register of the table, through its page and the API (grids/registers.py)."""

import random
import re
import string
import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook
from rest_framework.test import APIClient

from grids.enums import Role
from grids.models import ChecklistItem, Register, RegisterRevision
from grids.registers import COLUMN_TYPES, KINDS, Column, Kind
from grids.registers.shape import Optional
from grids.services import registers
from mediation.core.errors import Refused
from mediation.core.models import Notice, User
from tests import red_lines
from tests.factories import Town

pytestmark = pytest.mark.django_db

# By hand from domain.md §7 and the issue's list: kind → who writes it, who else reads the town's.
WRITER = {
    "education": "village", "training": "justice", "drill": "police", "station": "peace",
    "fives": "village", "opinion": "window", "assessment": "department", "review": "village",
    "mending": "peace", "advice": "justice", "circular": "peace", "talk": "director",
    "fund": "petition", "clue": "discipline", "video": "village", "release": "village",
    "figures": "peace",
}  # fmt: skip
# Accounts with no business in it at all: 404, as if it did not exist.
OUTSIDER = dict.fromkeys(WRITER, "auditor") | {
    "clue": "justice", "talk": "window", "figures": "village", "mending": "grid",
    "fund": "window", "station": "sysadmin",
}  # fmt: skip
ACCOUNT_ROLES = {
    "village": Role.MEDIATOR, "justice": Role.JUSTICE_OFFICER, "police": Role.POLICE_OFFICER,
    "peace": Role.PEACE_OFFICER, "window": Role.WINDOW_CLERK, "director": Role.DIRECTOR,
    "department": Role.DEPARTMENT_OFFICER, "petition": Role.PETITION_OFFICER,
    "discipline": Role.DISCIPLINE,
}  # fmt: skip


@pytest.fixture
def scene(town: Town, at: Callable[[str], Any], settings: Any) -> Town:
    settings.DEMO = True
    at("2026-11-16 09:00")
    return town


def page(town: Town, account: str) -> Client:
    client = Client()
    client.force_login(town.user(account))
    return client


def api(town: Town, account: str) -> APIClient:
    client = APIClient()
    client.force_login(town.user(account))
    return client


def word() -> str:
    return "字" + "".join(random.choices(string.ascii_lowercase, k=10))


def typed(kind: Kind, town: Town, *, optional: bool = False) -> dict[str, Any]:
    """Something for every column that must be filled (of all, where `optional`)."""
    values: dict[str, Any] = {
        "happened_on": "2026-11-10",
        "due_on": "2026-12-01",
        "done_on": "2026-11-12",
        "sort": kind.sorts[0][0] if kind.sorts else "",
        "headcount": random.randint(1, 300),
        "amount": f"{random.randint(1, 90000)}.50",
        "to_unit": town.unit("guijian").code,
        "external_number": f"文〔2026〕{random.randint(1, 99)}号",
        "matter": "",
    }
    return {
        column.name: values.get(column.name, f"{column.label}{word()}")
        for column in kind.columns
        if (column.is_required or optional) and column.type != "matter"
    }


def as_page(values: dict[str, Any], town: Town) -> dict[str, Any]:
    """The form's select has the unit's key."""
    if "to_unit" in values:
        return values | {"to_unit": str(town.unit("guijian").pk)}
    return values


def plain_kinds() -> list[str]:
    """Those that need no case; the fund is tested where cases are (tests/cases/test_funds.py)."""
    return [code for code in KINDS if code != "fund"]


def line(town: Town, code: str, account: str = "", **more: Any) -> Register:
    return registers.enter(
        code, town.user(account or WRITER[code]), **typed(KINDS[code], town) | more
    )


# --- the table itself ------------------------------------------------------------------------


def test_the_table_has_every_kind_of_the_issue() -> None:
    assert set(KINDS) == set(WRITER)
    assert {kind.label for kind in KINDS.values()} == {
        "普法宣传", "培训", "演练", "阵地检查", "五重新、五清楚", "意见箱意见簿",
        "重大事项稳定风险评估", "复盘", "整改", "源头治理建议", "通报", "约谈", "救助、化解资金",
        "线索移交", "视频会商", "信息发布审批", "外部数据",
    }  # fmt: skip
    assert all(kind.kept_years in (10, 30) for kind in KINDS.values())


def test_no_register_has_a_person_for_a_subject() -> None:
    """DESIGN §1: text, places, units and numbers; the only people are staff who wrote it."""
    people = {
        field.name
        for field in Register._meta.get_fields()
        if field.is_relation and field.related_model is User
    }
    assert people == {"by", "decided_by"}
    assert not {name for kind in KINDS.values() for name in kind.names} & people
    personal = re.compile(r"姓名|身份证|电话号|信访人|当事人|对象|重点人|名单|住址")
    assert personal.search("重点人员名单")
    labels = [column.label for kind in KINDS.values() for column in kind.columns]
    labels += [label for kind in KINDS.values() for _, label in kind.sorts]
    assert [label for label in labels if personal.search(label)] == []
    columns = [column.label for kind in KINDS.values() for column in kind.columns]
    assert [one for one in columns if red_lines.IDENTIFYING_WORDS.search(one)] == []
    assert [one for one in labels if red_lines.FORBIDDEN.search(one)] == []
    assert set(COLUMN_TYPES) == {name for kind in KINDS.values() for name in kind.names}


def test_a_clue_has_an_outside_number_and_a_day_and_nothing_else(scene: Town) -> None:
    assert KINDS["clue"].names == ("happened_on", "sort", "external_number")
    entry = line(scene, "clue")
    for name in ("title", "text", "measures", "result", "place"):
        with pytest.raises(IntegrityError, match="clue_without_content"), transaction.atomic():
            Register.objects.filter(pk=entry.pk).update(**{name: word()})
    Register.objects.filter(pk=entry.pk).update(external_number="另号")
    with pytest.raises(Refused) as refused:
        line(scene, "clue", text=word())
    assert refused.value.code == "invalid_column"
    assert page(scene, "discipline").get(f"/registers/clue/{entry.pk}/").status_code == 200
    answer = page(scene, "discipline").post(
        f"/registers/clue/{entry.pk}/act/",
        {"do": "attach", "file": SimpleUploadedFile("内容.pdf", b"%PDF-1.7 x")},
    )
    assert (answer.status_code, entry.files.count()) == (302, 0)


# --- every kind, through both doors ----------------------------------------------------------


@pytest.mark.parametrize("code", plain_kinds())
def test_a_line_is_written_on_the_page_and_found_again(scene: Town, code: str) -> None:
    kind, writer = KINDS[code], page(scene, WRITER[code])
    asked = writer.get(f"/registers/{code}/new/").content.decode()
    assert all(f">{column.label}<" in asked for column in kind.columns)
    values = as_page(typed(kind, scene), scene)
    key = str(uuid.uuid4())
    answer = writer.post(f"/registers/{code}/new/", values | {"form_key": key})
    assert answer.status_code == 302, answer.context["form"].errors
    entry = Register.objects.get(kind=code)
    assert answer["Location"] == f"/registers/{code}/{entry.pk}/"
    assert str(entry) == f"{kind.label}〔2026〕1号"
    shown = writer.get(answer["Location"]).content.decode()
    listed = writer.get(f"/registers/{code}/").content.decode()
    sheet = writer.get(f"/registers/{code}/{entry.pk}/print/").content.decode()
    assert kind.sheet in sheet
    assert str(entry) in listed
    for column in kind.columns:
        if column.is_required and column.type in ("string", "text"):
            assert values[column.name] in shown
            assert values[column.name] in sheet
    again = writer.post(f"/registers/{code}/new/", values | {"form_key": key})
    assert again["Location"] == answer["Location"]
    assert Register.objects.filter(kind=code).count() == 1


@pytest.mark.parametrize("code", plain_kinds())
def test_a_line_is_written_and_read_over_the_api(scene: Town, code: str) -> None:
    kind, writer = KINDS[code], api(scene, WRITER[code])
    rows = {row["code"]: row for row in writer.get("/api/v1/registers/").json()}
    assert [one["name"] for one in rows[code]["columns"]] == list(kind.names)
    assert rows[code]["may_write"] is True
    values = typed(kind, scene)
    made = writer.post(f"/api/v1/registers/{code}/", values, format="json")
    assert made.status_code == 201, made.json()
    body = made.json()
    assert body["state"] == ("asked" if kind.approvers else "entered")
    assert body["kept_until"] == f"{2026 + kind.kept_years}-12-31"
    columns = body["columns"]
    assert list(columns) == list(kind.names)
    for column in kind.columns:
        if column.type in ("string", "text", "date") and column.name in values:
            assert columns[column.name] == values[column.name]
    assert writer.get(f"/api/v1/registers/{code}/{body['id']}/").json() == body
    listed = writer.get(f"/api/v1/registers/{code}/").json()["results"]
    assert [one["id"] for one in listed] == [body["id"]]


@pytest.mark.parametrize("code", plain_kinds())
def test_what_its_row_calls_needed_is_asked_for(scene: Town, code: str) -> None:
    kind, writer = KINDS[code], api(scene, WRITER[code])
    for column in (one for one in kind.columns if one.is_required):
        values = typed(kind, scene)
        values.pop(column.name)
        answer = writer.post(f"/api/v1/registers/{code}/", values, format="json")
        assert (answer.status_code, list(answer.json()["fields"])) == (400, [column.name])
    assert not Register.objects.exists()
    answer = writer.post(f"/api/v1/registers/{code}/", typed(kind, scene), format="json")
    assert answer.status_code == 201


@pytest.mark.parametrize("code", plain_kinds())
def test_who_has_no_business_in_it_finds_nothing(scene: Town, code: str) -> None:
    entry = line(scene, code)
    base, outsider = f"/registers/{code}/", OUTSIDER[code]
    for path in (
        "",
        "new/",
        "workbook/",
        f"{entry.pk}/",
        f"{entry.pk}/edit/",
        f"{entry.pk}/print/",
    ):
        assert page(scene, outsider).get(f"{base}{path}").status_code == 404, path
    for path in ("", f"{entry.pk}/"):
        assert api(scene, outsider).get(f"/api/v1{base}{path}").status_code == 404
    answer = api(scene, outsider).post(f"/api/v1{base}", typed(KINDS[code], scene), format="json")
    assert answer.status_code == 404
    assert Register.objects.count() == 1
    assert page(scene, "peace").get(f"{base}{entry.pk}/").status_code == 200


@pytest.mark.parametrize("code", plain_kinds())
def test_the_workbook_has_the_columns_of_its_row(scene: Town, code: str) -> None:
    kind, entry = KINDS[code], line(scene, code)
    answer = page(scene, WRITER[code]).get(f"/registers/{code}/workbook/?for=check")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    labels = [column.label for column in kind.columns]
    assert rows[0][0] == kind.label
    assert rows[1] == ["编号", "登记单位", *labels, "登记人", "状态"]
    assert rows[2][0] == str(entry)
    assert rows[2][2].date() == date(2026, 11, 10)


def test_a_kind_is_one_row(scene: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page, filter, form, sheet, workbook and API of a register that nobody has heard of yet."""
    label, column = f"本{word()}", f"栏{word()}"
    added = Kind(
        "patrol", label, "夜里走了一圈",
        (Column("happened_on", "哪天"), Column("title", column), Optional("headcount", "几人")),
        frozenset({Role.POLICE_OFFICER}), frozenset({Role.JUSTICE_OFFICER}), f"{label}表",
    )  # fmt: skip
    police, values = page(scene, "police"), {"happened_on": "2026-11-10", "title": word()}
    assert police.get("/registers/patrol/").status_code == 404
    monkeypatch.setitem(KINDS, added.code, added)
    assert f">{column}<" in police.get("/registers/patrol/new/").content.decode()
    entry_page = police.post("/registers/patrol/new/", values)["Location"]
    sheet = police.get(f"{entry_page}print/").content.decode()
    assert f"{label}表" in sheet
    assert values["title"] in sheet
    book = load_workbook(
        BytesIO(police.get("/registers/patrol/workbook/?for=check").content)
    ).active
    assert column in [cell.value for cell in book[2]]
    reader = api(scene, "justice")
    rows = reader.get("/api/v1/registers/patrol/", {"q": values["title"]}).json()["results"]
    assert [one["columns"]["title"] for one in rows] == [values["title"]]
    assert reader.get("/api/v1/registers/patrol/", {"q": word()}).json()["results"] == []
    assert reader.post("/api/v1/registers/patrol/", values).status_code == 409
    assert label in page(scene, "justice").get("/registers/").content.decode()
    assert page(scene, "village").get(entry_page).status_code == 404


# --- whose lines are whose --------------------------------------------------------------------


def test_a_village_reads_its_own_lines_and_the_overseers_all(scene: Town) -> None:
    mine, theirs = line(scene, "education", "village"), line(scene, "education", "village2")
    for account, expected in {
        "village": {mine.pk},
        "village2": {theirs.pk},
        "peace": {mine.pk, theirs.pk},
        "director": {mine.pk, theirs.pk},
        "justice": {mine.pk, theirs.pk},
    }.items():
        results = api(scene, account).get("/api/v1/registers/education/").json()["results"]
        assert {one["id"] for one in results} == expected, account
    assert page(scene, "village").get(f"/registers/education/{theirs.pk}/").status_code == 404
    book = page(scene, "village").get("/registers/education/workbook/?for=check").content
    cells = {str(cell.value) for row in load_workbook(BytesIO(book)).active for cell in row}
    assert mine.title in cells
    assert theirs.title not in cells


def test_the_unit_it_is_addressed_to_reads_it_and_says_what_became_of_it(scene: Town) -> None:
    entry = line(scene, "mending")
    assert (
        Notice.objects.filter(user=scene.user("department"), kind="register_addressed").count() == 1
    )
    theirs = page(scene, "department")
    assert theirs.get(f"/registers/mending/{entry.pk}/").status_code == 200
    form = theirs.get(f"/registers/mending/{entry.pk}/edit/").context["form"]
    assert set(form.fields) == {"version", "done_on", "result"}
    done = {"version": entry.version, "done_on": "2026-11-15", "result": word()}
    assert theirs.post(f"/registers/mending/{entry.pk}/edit/", done).status_code == 302
    entry.refresh_from_db()
    assert (entry.done_on, entry.result) == (date(2026, 11, 15), done["result"])
    answer = api(scene, "department").post(
        f"/api/v1/registers/mending/{entry.pk}/",
        {"act": "amend", "text": word()},
        format="json",
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yours")
    assert page(scene, "village").get(f"/registers/mending/{entry.pk}/").status_code == 404


def test_numbers_run_on_in_each_register_of_its_own(scene: Town) -> None:
    found = [str(line(scene, code)) for code in ("drill", "review", "drill")]
    assert found == ["演练〔2026〕1号", "复盘〔2026〕1号", "演练〔2026〕2号"]
    older = line(scene, "drill", happened_on="2025-12-31")
    assert str(older) == "演练〔2025〕1号"


# --- what was typed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"happened_on": "2026-11-17"}, "happened_on"),
        ({"headcount": 0}, "headcount"),
        ({"text": "找王某 13812345678"}, "text"),
        ({"sort": "nothing"}, "sort"),
        ({"title": "字" * 101}, "title"),
    ],
)
def test_a_wrong_column_is_refused_by_its_name(
    scene: Town, given: dict[str, Any], field: str
) -> None:
    answer = api(scene, "village").post(
        "/api/v1/registers/education/", typed(KINDS["education"], scene) | given, format="json"
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert not Register.objects.exists()


def test_a_correction_keeps_the_words_before(scene: Town) -> None:
    entry = line(scene, "drill")
    before, after = entry.text, word()
    stale = registers.amend(entry, scene.user("police"), version=1, text=after)
    assert (stale.text, stale.version) == (after, 2)
    kept = RegisterRevision.objects.get(register=entry)
    assert (kept.field, kept.before) == ("text", before)
    with pytest.raises(Refused) as refused:
        registers.amend(entry, scene.user("police"), version=1, text=word())
    assert refused.value.code == "stale"
    events = list(entry.events.values_list("verb", "payload"))
    assert [verb for verb, _ in events] == ["enter", "amend"]
    assert after not in str(events)


def test_a_wrong_line_is_struck_and_stays_readable(scene: Town) -> None:
    entry, why = line(scene, "mending"), word()
    client = page(scene, "peace")
    client.post(f"/registers/mending/{entry.pk}/act/", {"do": "strike", "words": ""})
    entry.refresh_from_db()
    assert entry.state == "entered"
    client.post(f"/registers/mending/{entry.pk}/act/", {"do": "strike", "words": why})
    shown = client.get(f"/registers/mending/{entry.pk}/").content.decode()
    assert why in shown
    assert entry.text in shown
    assert page(scene, "department").get(f"/registers/mending/{entry.pk}/").status_code == 404
    with pytest.raises(Refused):
        registers.amend(entry, scene.user("peace"), text=word())


def test_a_file_is_kept_and_read_over_the_api(scene: Town) -> None:
    entry, body = line(scene, "drill"), f"%PDF-1.7 {word()}".encode()
    files = f"/api/v1/registers/drill/{entry.pk}/files/"
    given = {"file": SimpleUploadedFile("签到.pdf", body)}
    made = api(scene, "police").post(files, given, format="multipart")
    assert made.status_code == 201, made.json()
    kept = made.json()["files"]
    assert [one["name"] for one in kept] == ["签到.pdf"]
    answer = api(scene, "peace").get(f"{files}{kept[0]['id']}/")
    assert b"".join(answer.streaming_content) == body
    assert api(scene, "village").get(f"{files}{kept[0]['id']}/").status_code == 404
    empty = api(scene, "police").post(files, {}, format="multipart")
    assert (empty.status_code, list(empty.json()["fields"])) == (400, ["file"])
    given = {"file": SimpleUploadedFile("签到.pdf", body)}
    assert api(scene, "peace").post(files, given, format="multipart").status_code == 409
    assert entry.files.count() == 1


# --- approval ----------------------------------------------------------------------------------


def test_nothing_goes_out_before_another_has_approved_it(scene: Town) -> None:
    entry = line(scene, "release")
    assert entry.state == "asked"
    asked = Notice.objects.filter(user=scene.user("director"), kind="register_asked")
    assert [entry.text in one.text for one in asked] == [False]
    for account in ("village", "peace"):
        answer = api(scene, account).post(
            f"/api/v1/registers/release/{entry.pk}/", {"act": "approve"}, format="json"
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "not_yours"), account
    director = page(scene, "director")
    assert "1 条</b>等您审批" in director.get("/registers/release/").content.decode()
    director.post(f"/registers/release/{entry.pk}/act/", {"do": "return", "words": "请去掉名字"})
    entry.refresh_from_db()
    assert (entry.state, entry.decision) == ("returned", "请去掉名字")
    registers.amend(entry, scene.user("village"), text=word())
    entry.refresh_from_db()
    assert (entry.state, entry.decided_by) == ("asked", None)
    director.post(f"/registers/release/{entry.pk}/act/", {"do": "approve", "words": ""})
    entry.refresh_from_db()
    assert (entry.state, entry.decided_by) == ("approved", scene.user("director"))
    with pytest.raises(Refused):
        registers.amend(entry, scene.user("village"), text=word())
    registers.amend(entry, scene.user("village"), done_on="2026-11-16")


def test_nobody_approves_what_he_wrote_himself(scene: Town) -> None:
    """A clerk who is the director's deputy today, and the database beneath."""
    entry = line(scene, "release")
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Register.objects.filter(pk=entry.pk).update(
            state="approved", decided_by=entry.by, decided_at=entry.at
        )
    scene.user("director").deputies.create(
        deputy=scene.user("village"), from_on=date(2026, 11, 1), to_on=date(2026, 11, 30)
    )
    with pytest.raises(Refused) as refused:
        registers.decide(entry, scene.user("village"), is_approved=True)
    assert refused.value.code == "not_yours"
    scene.user("director").deputies.create(
        deputy=scene.user("mediator"), from_on=date(2026, 11, 1), to_on=date(2026, 11, 30)
    )
    registers.decide(entry, scene.user("mediator"), is_approved=True)
    event = entry.events.get(verb="approve")
    assert event.on_behalf_of == scene.user("director")


# --- checklists, shelves -------------------------------------------------------------------------


def test_the_seven_haves_are_the_towns_own_and_empty_until_it_writes_them(scene: Town) -> None:
    entry = line(scene, "station")
    peace = page(scene, "peace")
    assert "清单还是空的" in peace.get(f"/registers/station/{entry.pk}/").content.decode()
    own, other = (
        ChecklistItem.objects.create(centre=scene.centre, checklist=name, text=word())
        for name in ("seven", "renewed")
    )
    shown = peace.get(f"/registers/station/{entry.pk}/").content.decode()
    assert own.text in shown
    assert other.text not in shown
    peace.post(f"/registers/station/{entry.pk}/act/", {"do": "tick", "items": [own.pk]})
    assert list(entry.ticks.values_list("item", "is_met")) == [(own.pk, True)]


def test_the_shelf_shows_each_his_own_registers(scene: Town) -> None:
    line(scene, "education", "village")
    assert page(scene, "auditor").get("/registers/").status_code == 404
    village = page(scene, "village").get("/registers/").content.decode()
    assert "普法宣传" in village
    assert "约谈" not in village
    assert "服务投诉" not in village
    director = page(scene, "director").get("/registers/").content.decode()
    assert "约谈" in director
    assert '<a href="/complaints/">服务投诉</a>' in director


def test_a_filter_finds_by_words_day_and_type(scene: Town) -> None:
    first = line(scene, "education", sort="talk", happened_on="2026-03-01")
    second = line(scene, "education", sort="fair", happened_on="2026-11-01")

    def asked(**params: str) -> set[int]:
        rows = api(scene, "peace").get("/api/v1/registers/education/", params).json()["results"]
        return {row["id"] for row in rows}

    assert asked(q=first.title) == {first.pk}
    assert asked(sort="fair") == {second.pk}
    assert asked(happened_from="2026-11-01", happened_to="2026-11-01") == {second.pk}
    assert asked(unit=first.unit.code) == {first.pk, second.pk}
    wrong = api(scene, "peace").get("/api/v1/registers/education/", {"sort": "xx"})
    assert wrong.status_code == 400


def test_the_pages_cost_the_same_whatever_is_in_them(
    scene: Town, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        line(scene, "education")
    assert Decimal(Register.objects.count()) == 12
    client = page(scene, "peace")
    with django_assert_max_num_queries(14):
        assert client.get("/registers/education/").status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get("/registers/").status_code == 200
