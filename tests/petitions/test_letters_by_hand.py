"""Letters issued by hand: 送达回证 F11, 和解协议书 F14, 报告单 F15, 接访登记表 F16; scans of signed ones."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mediation.core.errors import Refused
from petitions.models import Petition
from petitions.services import issuing, letters
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.lettering import BY_HAND, docx, last, text_of, url
from tests.petitions.pages import desk


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_a_letter_by_hand_says_what_is_missing_and_then_what_was_typed(
    office: Office, petition: Petition, kind: str
) -> None:
    office.accept(petition)
    client = desk(office, "petition")
    said = {name: f"{text}{some_text()}" for name, text in BY_HAND[kind].items()}
    for name in said:
        page = client.post(url(petition, f"{kind}/new/"), said | {name: ""})
        assert "这一格还没有填" in page.content.decode(), name
    assert not petition.letters.filter(kind=kind).exists()
    client.post(url(petition, f"{kind}/new/"), said)
    letter = last(petition, kind)
    assert letter.version == 1
    assert len(letter.sha256) == 64
    made = text_of(client.get(url(petition, f"{letter.pk}/docx/")))
    for text in said.values():
        assert text in made


def test_an_urgent_report_names_nobody_who_was_there(office: Office) -> None:
    name = f"某{some_text(6)}"
    petition = office.register(petitioners=[{"name": name}])
    desk(office, "petition").post(url(petition, "urgent/new/"), BY_HAND["urgent"])
    assert name not in docx(office, petition, "urgent")
    desk(office, "petition").post(url(petition, "reception/new/"), BY_HAND["reception"])
    assert name in docx(office, petition, "reception")


def test_who_may_issue_by_hand_and_when(office: Office, petition: Petition) -> None:
    by = {name: office.town.user(name) for name in ("petition", "peace", "director")}
    with pytest.raises(Refused) as refused:
        issuing.issue_letter(petition, "urgent", by["peace"], **BY_HAND["urgent"])
    assert refused.value.code == "not_yours"
    assert (
        issuing.issue_letter(petition, "urgent", by["director"], **BY_HAND["urgent"]).version == 1
    )
    with pytest.raises(Refused) as refused:
        issuing.issue_letter(petition, "settlement", by["petition"], **BY_HAND["settlement"])
    assert refused.value.code == "not_now"
    with pytest.raises(Refused, match="在办到那一步时自动出具"):
        issuing.issue_letter(petition, "opinion", by["director"])
    with pytest.raises(Refused, match="还没有对外的文书"):
        issuing.issue_letter(petition, "receipt", by["petition"], letter="1")


def test_every_outward_letter_has_a_slip_for_its_delivery(
    office: Office, petition: Petition
) -> None:
    office.move(petition, "forward", to=f"区{some_text(4)}局", reason="不归我们管")
    client = desk(office, "petition")
    for kind, to in (
        ("forwarding", letters.words_of(last(petition, "forwarding"))["to"]),
        ("forward_notice", petition.petitioners.get().name),
    ):
        letter = last(petition, kind)
        client.post(url(petition, "receipt/new/"), {"letter": letter.pk})
        slip = petition.letters.get(kind="receipt", subject=f"letter:{letter.pk}")
        made = text_of(client.get(url(petition, f"{slip.pk}/docx/")))
        assert letter.number in made
        assert str(to) in made
    inward = last(petition, "registration").pk
    page = client.post(url(petition, "receipt/new/"), {"letter": inward})
    assert "请从列出的选项里选一个" in page.content.decode()


def test_a_slip_printed_again_after_delivery_says_what_was_recorded(
    office: Office, petition: Petition
) -> None:
    office.accept(petition)
    client, letter, witness = desk(office, "petition"), last(petition, "acceptance"), some_text(5)
    client.post(url(petition, "receipt/new/"), {"letter": letter.pk})
    office.deliver(petition, "acceptance", "refused", witness=witness, place="家门口")
    client.post(url(petition, "receipt/new/"), {"letter": letter.pk})
    first, second = petition.letters.filter(kind="receipt").order_by("version")
    assert first.number == second.number
    made = docx(office, petition, "receipt")
    for said in ("拒收", witness, "家门口", "2026年8月3日"):
        assert said in made


def test_a_scan_says_who_signed(office: Office, petition: Petition) -> None:
    office.accept(petition)
    who, letter = f"某{some_text(4)}", last(petition, "acceptance")
    sheet = SimpleUploadedFile("回证.pdf", b"%PDF-1.4 signed", "application/pdf")
    path = url(petition, f"{letter.pk}/scan/")
    desk(office, "petition").post(path, {"file": sheet, "signed_by": "  "})
    assert not letter.scans.exists()
    sheet.seek(0)
    desk(office, "peace").post(path, {"file": sheet, "signed_by": who})
    assert not letter.scans.exists()
    sheet.seek(0)
    desk(office, "petition").post(path, {"file": sheet, "signed_by": f"{who}，某乙"})
    assert letter.scans.get().signed_by == f"{who}、某乙"
    assert who in desk(office, "petition").get(url(petition)).content.decode()
