"""The dossier: what lies in it in which order, page numbers, and who may take it out."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from cases import services
from cases.enums import Document, DossierPart, Status, Tier
from cases.models import Access, Attachment, Case
from cases.services import dossier
from mediation.core import binding, documents
from tests.cases.dossiers import OFFICER, a_pdf, a_picture, add, names_in, settled
from tests.cases.factories import Cast, act, bring, climb, register, some_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice is tried by tests/core/test_documents.py; here a paper prints on two sheets."""
    monkeypatch.setattr(documents, "converter", lambda: "soffice")
    monkeypatch.setattr(documents, "to_pdfs", lambda found: [a_pdf(2) for _ in found])
    dossier.as_pdfs.cache_clear()


def page_of(client: Client, case: Case) -> str:
    answer = client.get(f"/cases/{case.pk}/dossier/")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def taken(client: Client, case: Case, form: str, query: str = "") -> bytes:
    answer = client.get(f"/cases/{case.pk}/dossier/{form}/{query}")
    assert answer.status_code == 200, (answer.status_code, answer.get("Location"))
    return answer.content


def text_of(page: Any) -> str:
    """The text of a sheet as printed, without the spaces between its letters."""
    return re.sub(r"[\s\0]", "", page.extract_text())


def test_papers_and_files_lie_in_the_order_of_the_archive(scene: Cast, browser: Any) -> None:
    officer = scene.members[OFFICER]
    case = settled(scene)
    # Brought in the opposite order of their places (domain.md §2.1: 11, 9, 6, 4, 3).
    for name, part in (
        ("法院裁定.pdf", DossierPart.CONFIRMATION),
        ("收条.jpg", DossierPart.PERFORMANCE),
        ("照片.png", DossierPart.EVIDENCE),
        ("委托书.pdf", DossierPart.AUTHORITY),
        ("身份证.jpg", DossierPart.IDENTITY),
    ):
        body = a_pdf(1) if name.endswith("pdf") else a_picture("PNG" if "png" in name else "JPEG")
        add(case, officer, name, body, part)
    names = names_in(taken(browser(officer), case, "zip"))
    stems = [re.sub(r"^\d\d-|\.\w+$", "", name) for name in names]
    wanted = [
        "封面和目录",
        "人民调解受理登记表",
        "身份证",
        "委托书",
        "照片",
        "人民调解协议书",
        "收条",
        "法院裁定",
    ]
    assert [stem for stem in stems if stem in wanted] == wanted
    assert [name[:2] for name in names] == [f"{n:02d}" for n in range(len(names))]
    assert [name for name in names if name.endswith((".jpg", ".png"))] == [
        name for name in names if "身份证" in name or "照片" in name or "收条" in name
    ]


def test_the_contents_tell_the_page_on_which_each_piece_begins(scene: Cast, browser: Any) -> None:
    officer = scene.members[OFFICER]
    case = settled(scene)
    word = some_text()
    add(case, officer, "身份证.jpg", a_picture(), DossierPart.IDENTITY)
    add(case, officer, f"合同{word}.pdf", a_pdf(3, word), DossierPart.EVIDENCE)
    add(case, officer, "收条.pdf", a_pdf(1, "receipt"), DossierPart.PERFORMANCE)
    reader = PdfReader(io.BytesIO(taken(browser(officer), case, "pdf")))
    texts = [text_of(page) for page in reader.pages]
    assert case.dossier_number in texts[0]
    assert "调解卷宗" in texts[0]
    assert "卷内目录" in texts[1]
    lines = [re.sub(r"[\s\0]", "", line) for line in reader.pages[1].extract_text().splitlines()]
    spans = {}
    for title in ("身份证", f"合同{word}", "收条"):
        line = next(line for line in lines if title in line)
        spans[title] = re.search(r"(?:jpg|pdf)(\d+(?:-\d+)?)$", line)[1]  # type: ignore[index]
    first = int(spans[f"合同{word}"].split("-")[0])
    assert spans[f"合同{word}"] == f"{first}-{first + 2}"
    body = texts[2:-1]
    # The number stands on the sheet itself, and the sheet is the one that the contents name.
    for offset in range(3):
        assert f"{word}{offset}" in body[first - 1 + offset]
        assert str(first + offset) in body[first - 1 + offset].replace(f"{word}{offset}", "")
    assert "receipt0" in body[int(spans["收条"]) - 1]
    assert "封底" in texts[-1]
    assert f"共{len(body)}页" in texts[-1]


def test_all_typefaces_are_inside_the_file(scene: Cast, browser: Any) -> None:
    officer = scene.members[OFFICER]
    case = settled(scene)
    add(case, officer, "身份证.png", a_picture("PNG"), DossierPart.IDENTITY)
    reader = PdfReader(io.BytesIO(taken(browser(officer), case, "pdf")))
    fonts = [
        font.get_object()
        for page in (*reader.pages[:2], reader.pages[-1])
        for font in page["/Resources"]["/Font"].values()
    ]
    assert len(fonts) >= 3
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert inner.keys() & {"/FontFile", "/FontFile2", "/FontFile3"}


def test_a_broken_or_an_electronic_file_leaves_a_slip_in_its_place(
    scene: Cast, browser: Any
) -> None:
    officer = scene.members[OFFICER]
    case = settled(scene)
    word = some_text()
    add(case, officer, f"{word}.pdf", b"%PDF-1.7 this is broken", DossierPart.EVIDENCE)
    reader = PdfReader(io.BytesIO(taken(browser(officer), case, "pdf")))
    slips = [text for page in reader.pages[2:] if word in (text := text_of(page))]
    assert len(slips) == 1
    assert "原件见卷宗压缩包" in slips[0]


def test_the_page_says_what_is_missing_and_what_helps(scene: Cast, browser: Any) -> None:
    officer = scene.members[OFFICER]
    case = settled(scene)
    page = page_of(browser(officer), case)
    assert "请添加当事人身份证明的复印件" in page
    add(case, officer, "身份证.jpg", a_picture(), DossierPart.IDENTITY)
    page = page_of(browser(officer), case)
    assert "请添加当事人身份证明的复印件" not in page
    assert "请出具权利义务告知书" in page


def test_a_file_is_put_into_its_place_on_the_page(scene: Cast, browser: Any) -> None:
    officer = browser(scene.members[OFFICER])
    case = settled(scene)
    file = services.attach(case, scene.members[OFFICER], SimpleUploadedFile("证.jpg", a_picture()))
    url = f"/cases/{case.pk}/dossier/place/"
    answer = officer.post(url, {"file": file.pk, "part": DossierPart.IDENTITY}, follow=True)
    assert "放好了" in answer.content.decode()
    assert Attachment.objects.get(pk=file.pk).dossier_part == DossierPart.IDENTITY
    answer = officer.post(url, {"file": file.pk, "part": "nowhere"}, follow=True)
    assert "请从列出的选项里选一个" in answer.content.decode()
    assert Attachment.objects.get(pk=file.pk).dossier_part == DossierPart.IDENTITY


def test_only_readers_of_the_record_have_a_dossier(scene: Cast, browser: Any) -> None:
    case = settled(scene)
    for path in ("", "pdf/", "zip/", "print/"):
        url = f"/cases/{case.pk}/dossier/{path}"
        assert browser(scene.members[OFFICER]).get(url).status_code == 200, path
        for other in (scene.peace, scene.director, scene.clerk, scene.bystander, scene.stationed):
            assert browser(other).get(url).status_code == 404, (path, other)
    api = f"/api/v1/cases/{case.pk}/dossier/"
    assert browser(scene.members[OFFICER]).get(api).status_code == 200
    assert browser(scene.members[OFFICER]).get(f"{api}zip/").status_code == 200
    assert browser(scene.peace).get(api).status_code == 404
    assert browser(scene.peace).get(f"{api}zip/").status_code == 404


def test_the_record_of_another_stage_is_left_out(scene: Cast, browser: Any, at: Any) -> None:
    """The committee that passed a case up reads its own record, the street's room both."""
    below, above = f"村{some_text()}", f"街{some_text()}"
    case = act(register(scene), "accept", scene.members[Tier.VILLAGE])
    add(case, scene.members[Tier.VILLAGE], f"{below}.jpg", a_picture(), is_record=True)
    case = climb(scene, case, Tier.STREET)
    at("2026-03-02 09:20")
    add(case, scene.members[Tier.STREET], f"{above}.jpg", a_picture(), is_record=True)
    case = act(case, "settle", scene.members[Tier.STREET], form="written", terms=some_text())
    village = " ".join(names_in(taken(browser(scene.members[Tier.VILLAGE]), case, "zip")))
    street = " ".join(names_in(taken(browser(scene.members[Tier.STREET]), case, "zip")))
    assert below in village
    assert above not in village
    assert "协议书" not in village
    assert below in street
    assert above in street
    assert "协议书" in street


def test_what_goes_to_a_court_has_no_minutes_and_no_marked_files(scene: Cast, browser: Any) -> None:
    """特邀调解规定 22: what was conceded in talks is not used against anybody."""
    officer = scene.members[OFFICER]
    case = settled(scene)
    kept = some_text()
    add(case, officer, f"{kept}.jpg", a_picture(), DossierPart.EVIDENCE, is_record=True)
    add(case, officer, "笔录.pdf", a_pdf(1), DossierPart.MINUTES)
    add(case, officer, "合同.pdf", a_pdf(1), DossierPart.EVIDENCE)
    whole = " ".join(names_in(taken(browser(officer), case, "zip")))
    court = " ".join(names_in(taken(browser(officer), case, "zip", "?for_court=1")))
    for word in (kept, "笔录", "合同", "协议书"):
        assert word in whole
    assert "合同" in court
    assert "协议书" in court
    assert kept not in court
    assert "笔录" not in court


def test_terms_that_no_longer_hold_do_not_go_to_a_court(scene: Cast, browser: Any) -> None:
    officer = scene.members[OFFICER]
    case = settled(scene)
    assert "协议书" in " ".join(names_in(taken(browser(officer), case, "zip", "?for_court=1")))
    case = act(case, "reopen", officer, ground="relapse")
    case = act(case, "accept", officer)
    case = act(case, "terminate", officer, ground="refused")
    court = " ".join(names_in(taken(browser(officer), case, "zip", "?for_court=1")))
    assert "协议书" not in court
    assert "终止调解告知书" in court
    assert "协议书" in " ".join(names_in(taken(browser(officer), case, "zip")))


def test_a_case_that_is_being_handled_is_not_bound_yet(scene: Cast, browser: Any) -> None:
    officer = browser(scene.members[OFFICER])
    case = bring(scene, Status.MEDIATING, Tier.VILLAGE)
    answer = officer.get(f"/cases/{case.pk}/dossier/zip/", follow=True)
    assert "办结以后再立卷" in answer.content.decode()
    answer = officer.get(f"/api/v1/cases/{case.pk}/dossier/zip/")
    assert (answer.status_code, answer.json()["code"]) == (409, "still_open")
    assert officer.get(f"/api/v1/cases/{case.pk}/dossier/").status_code == 200


def test_without_libreoffice_zip_and_print_page_still_work(
    scene: Cast, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = browser(scene.members[OFFICER])
    case = settled(scene)
    monkeypatch.undo()
    monkeypatch.setattr(documents, "converter", lambda: None)
    page = page_of(officer, case)
    assert "没有装 LibreOffice" in page
    assert f"/cases/{case.pk}/dossier/pdf/" not in page
    assert len(names_in(taken(officer, case, "zip"))) > 1
    sheet = taken(officer, case, "print").decode()
    assert case.dossier_number in sheet
    assert "卷内目录" in sheet


def test_without_a_chinese_typeface_the_page_says_so(
    scene: Cast, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = browser(scene.members[OFFICER])
    case = settled(scene)
    monkeypatch.setattr(binding, "typeface", lambda: None)
    assert "没有中文字体" in page_of(officer, case)
    answer = officer.get(f"/api/v1/cases/{case.pk}/dossier/pdf/")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_typeface")


def test_taking_a_dossier_out_is_written_down(scene: Cast, browser: Any) -> None:
    officer = scene.members[OFFICER]
    case = settled(scene)
    taken(browser(officer), case, "zip")
    assert list(
        Access.objects.filter(case=case, user=officer, what__startswith="dossier").values_list(
            "what", flat=True
        )
    ) == ["dossier.zip"]


def test_the_receipt_with_its_look_up_code_is_no_part_of_it(scene: Cast, browser: Any) -> None:
    case = settled(scene)
    issued = set(case.papers.values_list("kind", flat=True))
    assert Document.AGREEMENT in issued
    names = " ".join(names_in(taken(browser(scene.members[OFFICER]), case, "zip")))
    assert "回执" not in names
