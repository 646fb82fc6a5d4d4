"""What a list as a file says of a petition: as much as the API says to the same reader, no more."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from petitions.exports import COLUMNS, lines, petitions_for
from petitions.models import Petition
from reporting import services, tasks
from reporting.models import Export
from tests.cases.factories import some_text
from tests.petitions.factories import Office

pytestmark = pytest.mark.django_db

# The name of each column in the API's petition.
NAMES = {
    "编号": "number",
    "村（社区）": "division",
    "内容分类": "content",
    "信访人": "petitioners",
    "人数": "head_count",
    "信访形式": "channel",
    "转来的机关": "sent_by",
    "来文编号": "external_number",
    "法定分类": "kind",
    "信访目的": "purpose",
    "事由": "title",
    "原话": "narrative",
    "同一事项再次提出": "repeats",
    "风险": "risk",
    "状态": "status",
    "接待员": "officer",
    "包案领导": "owner",
    "收到日期": "received_on",
    "告知日期": "notified_on",
    "受理日期": "accepted_on",
    "答复日期": "replied_on",
    "办结日期": "concluded_on",
    "到期日": "due_on",
    "时限": "due_on",
    "卡在哪": "stuck",
}


@pytest.fixture
def petition(office: Office, at: Callable[[str], Any]) -> Petition:
    """Passed on to us, accepted, stuck, owned."""
    at("2026-08-03 09:00")
    made = office.register(
        sender="upper",
        sent_by="市信访局",
        external_number="信字7号",
        petitioners=[{"name": "何永昌", "phone": "13800000867"}, {"name": "李桂兰"}],
        head_count=12,
        narrative=f"他的电话 13800000867 {some_text()}",
        keeps_numbers=True,
    )
    office.accept(made, told_now=True)
    office.move(made, "note", stuck="等鉴定", next_step="月底去看")
    Petition.objects.filter(pk=made.pk).update(owner=office.town.user("leader"))
    made.refresh_from_db()
    return made


def in_file(office: Office, account: str) -> dict[str, Any]:
    """The columns that are filled in the only line."""
    (line,) = lines(petitions_for(office.town.user(account), {}))
    return {
        label: value for label, value in zip(COLUMNS, line, strict=True) if value not in {None, ""}
    }


def test_each_reader_gets_the_columns_that_the_api_gives_him(
    office: Office, petition: Petition
) -> None:
    assert list(NAMES) == list(COLUMNS)
    for account in ("petition", "window"):
        api = APIClient()
        api.force_authenticate(office.town.user(account))
        body = api.get(f"/api/v1/petitions/{petition.pk}/").json()
        said = {label for label, name in NAMES.items() if body.get(name) not in (None, "")}
        # A first petition of its matter is a word of the file, and null in the API.
        said |= {"同一事项再次提出"} if "repeats" in body else set()
        assert in_file(office, account).keys() == said, account


def test_people_leave_the_house_without_their_names_and_numbers(
    office: Office, petition: Petition
) -> None:
    line = in_file(office, "petition")
    assert line["信访人"] == "何某、李某等12人"
    assert "13800000867" not in str(line)
    assert "何永昌" not in str(line)
    assert petition.narrative[-8:] in str(line["原话"])


def test_an_accusation_stands_in_nobodys_file(office: Office, petition: Petition) -> None:
    office.register(by="discipline", kind="accusation")
    for account, count in (("petition", 1), ("director", 1), ("discipline", 0), ("auditor", 0)):
        assert petitions_for(office.town.user(account), {}).count() == count, account


def test_a_filter_that_is_none_is_refused(office: Office, petition: Petition) -> None:
    user = office.town.user("petition")
    with pytest.raises(ValidationError):
        petitions_for(user, {"channel": "pigeon"})
    assert petitions_for(user, {"channel": "visit"}).count() == 1
    assert petitions_for(user, {"channel": "fax"}).count() == 0


def test_the_list_page_asks_for_its_rows_as_a_file(
    office: Office, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.register(channel="letter", title="另一件")
    client = Client()
    client.force_login(office.town.user("petition"))
    page = client.get("/petitions/?channel=visit&status=handling&status=registered")
    assert '<input type="hidden" name="of" value="petitions">' in page.content.decode()
    assert page.content.decode().count('<input type="hidden" name="status"') == 2
    monkeypatch.setattr(tasks.write_export, "delay", lambda key: None)
    asked = {"of": "petitions", "channel": "visit", "status": ["handling", "registered"]}
    assert client.post("/exports/", asked).status_code == 302
    assert not Export.objects.exists()  # what for?
    asked["for"] = "report"
    assert client.post("/exports/", asked).status_code == 302
    export = Export.objects.get()
    assert services.write_export(export.pk)
    export.refresh_from_db()
    sheet = openpyxl.load_workbook(io.BytesIO(export.file.read())).active
    assert sheet is not None
    assert sheet.title == "信访台账"
    numbers = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert numbers == [petition.number, "共 1 条"]
