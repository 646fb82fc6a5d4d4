"""A correction of a locked half-month: what was entered late or moved, beside what stays locked.

On the ten cases of rules.md §8, locked on 16 November: V1 has opening 1, new 4, reopened 0,
adjusted 1, resolved 2, ended 1, closing 3; V2 has 1, 2, 1, −1, 0, 2, 1.
"""

from datetime import date
from io import BytesIO

import pytest
from django.db import Error, transaction
from django.test import Client
from openpyxl import load_workbook
from rest_framework.test import APIClient

from cases import services as cases
from cases.models import Case
from grids.services.changes import merge
from mediation.core.errors import Refused
from reporting.models import Correction, CorrectionLine, HalfMonth, Snapshot
from reporting.periods import half_month
from reporting.selectors import table
from reporting.selectors.corrections import corrected_rows, differences, kept_differences
from reporting.services import corrections, lock
from tests.cases.factories import fields_for, registration
from tests.factories import V1, V2

NOVEMBER = date(2026, 11, 14)
LINES = ("opening", "new", "reopened", "adjusted", "resolved", "ended", "closing")
ADDRESS = "/reports/half-months/2026-11-14/"


@pytest.fixture
def locked(example, at):
    at("2026-11-16 09:00")
    lock(NOVEMBER, example.town.user("peace"), example.town.centre)
    return example


def half() -> HalfMonth:
    return HalfMonth.objects.get(cut_off=NOVEMBER)


def correct(example, reason="村里漏报") -> Correction:
    return corrections.correct(half(), example.town.user("peace"), reason)


def enter_late(example, at):
    """C2 settled on the 12th and a case of the 12th, both typed on the 18th; C7 was of V1."""
    at("2026-11-18 10:00")
    case = example.cases["C2"]
    data = fields_for("settle", case)
    cases.move(case, "settle", example.town.user("mediator"), on=date(2026, 11, 12), **data)
    words = registration(division=V2, category="13", source="phone", received_on="2026-11-12")
    cases.register(example.town.user("window"), **words)
    reason = {"division": V1, "reason": "地点记错"}
    cases.move(example.cases["C7"], "amend", example.town.user("village2"), **reason)


def corrected(example) -> dict[str, tuple[int, ...]]:
    """The 更正表 by village and in total: the seven lines."""
    last = half().corrections.order_by("-seq")[0]
    places, _ = corrected_rows(half(), kept_differences(last))
    names = {example.town.v1.short_name: V1, example.town.v2.short_name: V2, "合计": "total"}
    return {
        names[row.label]: tuple(row.corrected[name] for name in LINES)
        for row in places
        if row.label in names
    }


def test_a_correction_says_what_differs_and_the_locked_table_stays(locked, at):
    centre = locked.town.centre
    before = table(centre, half_month(NOVEMBER)).total.sums
    kept = list(Snapshot.objects.order_by("pk").values())
    sha256 = half().sha256
    enter_late(locked, at)
    assert correct(locked).seq == 1
    assert corrected(locked) == {
        V1: (1, 4, 1, 1, 3, 1, 3),
        V2: (1, 3, 0, -1, 0, 2, 1),
        "total": (2, 7, 1, 0, 3, 3, 4),
    }
    assert table(centre, half_month(NOVEMBER)).total.sums == before
    assert list(Snapshot.objects.order_by("pk").values()) == kept
    assert half().sha256 == sha256


def test_the_next_correction_is_a_new_version_with_everything_known_by_then(locked, at):
    enter_late(locked, at)
    first = correct(locked)
    lines = list(first.lines.order_by("pk").values())
    with pytest.raises(Refused) as refused:
        correct(locked)
    assert refused.value.code == "nothing_changed"
    case = locked.cases["C10"]
    village = locked.town.user("village2")
    cases.move(case, "accept", village, on=date(2026, 11, 13), **fields_for("accept", case))
    case = Case.objects.get(pk=case.pk)
    data = fields_for("settle", case)
    cases.move(case, "settle", village, on=date(2026, 11, 14), **data)
    assert correct(locked).seq == 2
    assert corrected(locked)["total"] == (2, 7, 1, 0, 4, 3, 3)
    assert list(first.lines.order_by("pk").values()) == lines


def test_a_day_of_receiving_that_lies_elsewhere_is_told_of_where_nothing_differs(locked, at):
    """C10 was received on the 12th; on the 18th it turns out to have been the 16th of October."""

    def refused():
        with pytest.raises(Refused) as found:
            correct(locked)
        assert found.value.code == "nothing_changed"
        return found.value.instead

    at("2026-11-18 10:00")
    village, case = locked.town.user("village2"), locked.cases["C10"]
    why = {"reason": "收到日期记错"}
    cases.move(case, "amend", village, received_on=date(2026, 11, 11), **why)
    assert "收到日期" not in refused()  # still a day of this half-month
    case = Case.objects.get(pk=case.pk)
    cases.move(case, "amend", village, received_on=date(2026, 10, 16), **why)
    assert "有 1 件的收到日期后来更正到了别的半月" in refused()


def test_what_happened_after_the_half_month_is_no_correction_of_it(locked, at):
    at("2026-11-18 10:00")
    case = locked.cases["C2"]
    data = fields_for("settle", case)
    cases.move(case, "settle", locked.town.user("mediator"), on=date(2026, 11, 17), **data)
    cases.register(locked.town.user("window"), **registration(division=V1, category="02"))
    assert differences(half()) == []
    enter = registration(division=V1, category="02", received_on="2026-11-13")
    cases.register(locked.town.user("window"), **enter)
    assert [(each.kind, each.amount) for each in differences(half())] == [("new", 1)]


def test_a_village_that_merges_later_corrects_nothing(locked, at):
    at("2026-11-20 10:00")
    merge(
        locked.town.v2,
        locked.town.v1,
        locked.town.user("director"),
        on=date(2026, 11, 20),
        reason="两村合并",
    )
    assert locked.cases["C7"].movements.filter(kind="adjusted").count() == 2
    assert differences(half()) == []


def test_only_a_locked_half_month_is_corrected_with_a_reason_by_the_peace_office(
    example, client, at
):
    at("2026-11-16 09:00")
    client.force_login(example.town.user("peace"))
    assert client.get(f"{ADDRESS}corrections/").status_code == 404
    HalfMonth.objects.create(centre=example.town.centre, cut_off=NOVEMBER)
    with pytest.raises(Refused) as refused:
        correct(example)
    assert refused.value.code == "not_now"
    lock(NOVEMBER, example.town.user("peace"), example.town.centre)
    enter_late(example, at)
    for account in ("director", "village", "window"):
        client.force_login(example.town.user(account))
        assert client.post(f"{ADDRESS}corrections/", {"reason": "补录"}).status_code == 404
    client.force_login(example.town.user("peace"))
    assert client.post(f"{ADDRESS}corrections/", {"reason": " "}).status_code == 200
    assert not Correction.objects.exists()
    answer = client.post(f"{ADDRESS}corrections/", {"reason": "补录两件"})
    assert answer.url == f"{ADDRESS}corrections/1/"
    sheet = client.get(answer.url).content.decode()
    assert "补录两件" in sheet
    assert "6 ＋1 → <b>7</b>" in sheet
    text = client.get(ADDRESS).content.decode()
    assert "第 1 次更正" in text


def test_a_village_reads_its_own_rows_of_a_correction(locked, at, client):
    enter_late(locked, at)
    correct(locked)
    client.force_login(locked.town.user("village"))
    sheet = client.get(f"{ADDRESS}corrections/1/").content.decode()
    assert "致远" in sheet
    assert "水磨滩" not in sheet
    assert "合计" not in sheet


def test_a_correction_refuses_every_raw_change(locked, at):
    enter_late(locked, at)
    made = correct(locked)

    def fails(act) -> bool:
        try:
            with transaction.atomic():
                act()
        except Error:
            return True
        return False

    assert fails(lambda: Correction.objects.update(reason="别的"))
    assert fails(lambda: CorrectionLine.objects.all().delete())
    still_open = HalfMonth.objects.create(centre=made.centre, cut_off=date(2026, 11, 30))
    another = Correction(
        centre=made.centre, half_month=still_open, seq=1, reason="补录", by=made.by, at=made.at
    )
    assert fails(another.save)
    another.half_month, another.seq = half(), 2
    assert not fails(another.save)


def test_the_sheet_as_a_workbook_says_what_was_locked_what_differs_and_what_it_is_now(locked, at):
    enter_late(locked, at)
    reason = "=HYPERLINK(1) 村里漏报"
    correct(locked, reason)
    client = Client()
    client.force_login(locked.town.user("peace"))
    page = client.get(f"{ADDRESS}corrections/1/").content.decode()
    assert f'href="{ADDRESS}corrections/1/xlsx/"' in page
    api = APIClient()
    api.force_authenticate(locked.town.user("peace"))
    for answer in (
        client.get(f"{ADDRESS}corrections/1/xlsx/"),
        api.get(f"/api/v1{ADDRESS}corrections/1/xlsx/"),
    ):
        book = load_workbook(BytesIO(answer.content))
        sheet = book["按村（社区）"]
        rows = {
            row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=5)
        }
        # 解决 of V1: C1 and C3 locked, C2 settled on the 12th came late.
        new, resolved = rows[locked.town.v1.short_name][3:6], rows[locked.town.v1.short_name][12:15]
        assert resolved == [2, 1, 3]
        assert new[1] == 0
        assert rows[locked.town.v2.short_name][3:6] == [2, 1, 3]
        assert reason in sheet["A2"].value
        assert sheet["A2"].data_type == "s"
        assert book["按类别"].max_row > 5
    outsider = Client()
    outsider.force_login(locked.town.user("grid"))
    assert outsider.get(f"{ADDRESS}corrections/1/xlsx/").status_code == 404
