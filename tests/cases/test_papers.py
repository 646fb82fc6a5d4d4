"""Papers R1–R12 (domain.md §2.1): fields in the official order, issued, locked, numbered, read."""

import io
import random
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as open_docx

from cases import services
from cases.enums import Document, Tier
from cases.models import Case, Paper, PaperDocument
from cases.papers.drawing import draw
from cases.papers.layouts import Grid, People
from cases.papers.table import PAPERS
from cases.services.invariants import faults
from mediation.core import documents
from mediation.core.errors import Refused
from tests.cases.factories import Cast, act, register, some_text

pytestmark = pytest.mark.django_db

# domain.md §2.1 read by hand: the fields of each form, in its order.
ORDER: dict[str, str] = {
    "application": "applicants respondents narrative requests",
    "acceptance": "day basis names dossier category source narrative remark applicants respondents",
    "rights": "names category limitation",
    "investigation": "time place people person text",
    "evidence": "names category items",
    "minutes": "time place names people text result",
    "agreement": "applicants respondents narrative terms performance harmless third_party copies",
    "oral": "applicants respondents narrative terms performance harmless third_party",
    "follow_up": "names agreement_number why time performed satisfied court relapse measures text",
    "termination": "applicants respondents category reason day detail ways",
    "confirmation": "applicants respondents request agreement_name agreement_number effective_on"
    " mediator papers court",
    "dossier_note": "dossier names text",
    "closing_report": "dossier day unit officer received_on left_on names category source outcome"
    " narrative text",
    "decline": "applicants respondents category received_on reason detail where_to ways",
    "escalation": "applicants respondents category place narrative handled reason summary risk",
    "referral": "applicants respondents category unit reason detail ways",
    "transfer": "where_to kind applicants respondents category received_on place narrative reason"
    " ways",
}
AROUND = ("issuer", "number", "on", "case_number")
OF_THE_RECORD = {"investigation", "minutes", "agreement", "oral"}
# Labels of what no paper may go without, as the form calls it.
NEEDED = [
    ("application", "requests", "当事人申请事项"),
    ("acceptance", "narrative", "纠纷简要情况"),
    ("rights", "names", "当事人"),
    ("investigation", "person", "被调查人（身份）"),
    ("evidence", "items", "证据材料"),
    ("minutes", "place", "地点"),
    ("agreement", "terms", "经调解，自愿达成如下协议"),
    ("agreement", "applicants", "申请人"),
    ("oral", "performance", "履行方式、时限"),
    ("follow_up", "time", "回访时间"),
    ("termination", "ways", "您还可以走的途径"),
    ("confirmation", "agreement_number", "协议编号"),
    ("dossier_note", "text", "需说明的问题"),
    ("closing_report", "outcome", "处理结果"),
    ("decline", "where_to", "可以到哪里办"),
    ("escalation", "summary", "办理经过"),
    ("referral", "reason", "引导的途径"),
    ("transfer", "where_to", "主送单位"),
]
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"


def words(size: int = 6) -> str:
    return "".join(random.choices(COMMON, k=size))


def filled(kind: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Every field of a paper with words of its own."""
    data: dict[str, Any] = {}
    said: dict[str, str] = {}
    blocks = {
        block.field.name: block
        for block in PAPERS[kind].layout.blocks
        if isinstance(block, People | Grid)
    }
    for name in (*ORDER[kind].split(), *AROUND):
        said[name] = words()
        block = blocks.get(name)
        if block is None:
            data[name] = said[name]
        elif isinstance(block, Grid):
            data[name] = [{cell: said[name] for cell, _ in block.columns}]
        else:
            data[name] = [{"label": "甲方", "name": said[name], "text": said[name]}]
    return data, said


def plain(pdf: Path) -> str:
    """The text of a PDF in the order of the page, without breaks."""
    done = subprocess.run(
        ["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True
    )
    return re.sub(r"\s", "", done.stdout)


def test_every_field_is_on_the_pdf_in_the_official_order_and_every_typeface_inside(
    tmp_path: Path,
) -> None:
    assert set(ORDER) == set(PAPERS)
    asked = {kind: filled(kind) for kind in ORDER}
    made = [
        documents.render(PAPERS[kind].template.read_bytes(), data)
        for kind, (data, _) in asked.items()
    ]
    for (kind, (_, said)), pdf in zip(asked.items(), documents.to_pdfs(made), strict=True):
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(pdf)
        text, at = plain(path), 0
        for name in ("issuer", "number", *ORDER[kind].split(), "on"):
            found = text.find(said[name], at)
            assert found >= 0, f"{kind}: {name} is missing or stands too early"
            at = found
        assert said["case_number"] in text, kind
        fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
        rows = fonts.stdout.splitlines()[2:]
        assert rows, kind
        assert [row for row in rows if row.split()[-5] != "yes"] == [], kind


def test_the_templates_are_those_of_the_layouts() -> None:
    for kind, paper in PAPERS.items():
        drawn = draw(paper.label, paper.layout)
        assert documents.text_of(drawn) == documents.text_of(paper.template.read_bytes()), kind
        assert documents.fields_of(drawn) <= {one.name for one in paper.layout.fields}, kind
        assert paper.is_record == (kind in OF_THE_RECORD), kind


@pytest.mark.parametrize(("kind", "name", "label"), NEEDED)
def test_one_field_missing_is_named(kind: str, name: str, label: str) -> None:
    data, _ = filled(kind)
    assert PAPERS[kind].missing(data) == []
    data[name] = [] if isinstance(data[name], list) else ""
    assert PAPERS[kind].missing(data) == [label]


# --- through the page ----------------------------------------------------------------------------


def accepted(scene: Cast, **more: Any) -> Case:
    return act(register(scene, **more), "accept", scene.members[Tier.VILLAGE])


def last_paper(case: Case, kind: str) -> Paper:
    return case.papers.filter(kind=kind).order_by("-version")[0]


def text_of(answer: Any) -> str:
    """All that a downloaded Word file prints, without breaks."""
    assert answer.status_code == 200
    return documents.text_of(answer.content)


def issue(client: Any, case: Case, kind: str, **given: Any) -> Any:
    return client.post(f"/cases/{case.pk}/papers/{kind}/new/", given, follow=True)


def test_a_story_with_signs_prints_as_typed(scene: Cast, browser: Any) -> None:
    told = f"墙高<三米 & 沟宽>两米，写着{{{{ 7 * 7 }}}}和{{% if %}}，{some_text()}"
    case = accepted(scene, narrative=told)
    officer = browser(scene.members[Tier.VILLAGE])
    paper = last_paper(case, "acceptance")
    officer.post(f"/cases/{case.pk}/papers/{paper.pk}/draw/")
    assert told in text_of(officer.get(f"/cases/{case.pk}/papers/{paper.pk}/docx/"))
    issue(officer, case, "application", requests=f"恢复{told}")
    paper = last_paper(case, "application")
    made = text_of(officer.get(f"/cases/{case.pk}/papers/{paper.pk}/docx/"))
    assert f"恢复{told}" in made
    assert "49" not in made.replace(paper.number, "").replace(case.number, "")
    page = officer.get(f"/cases/{case.pk}/print/application/").content.decode()
    assert "墙高&lt;三米 &amp; 沟宽&gt;两米，写着{{ 7 * 7 }}" in page


def test_what_is_missing_is_said_on_the_page_and_nothing_is_issued(
    scene: Cast, browser: Any
) -> None:
    case = accepted(scene)
    officer, said = scene.members[Tier.VILLAGE], some_text()
    case = act(case, "record", officer, minutes=said)
    key = case.sessions.get().pk
    client = browser(officer)
    answer = issue(client, case, "minutes", session=key)
    assert "“人民调解记录”还缺：地点" in answer.content.decode()
    assert not case.papers.filter(kind="minutes").exists()
    place = f"村委会{some_text()}"
    issue(client, case, "minutes", session=key, place=place)
    paper = last_paper(case, "minutes")
    made = text_of(client.get(f"/cases/{case.pk}/papers/{paper.pk}/docx/"))
    assert place in made
    assert said in made


def test_an_issue_that_fails_takes_no_number(scene: Cast, browser: Any) -> None:
    first, second = accepted(scene), accepted(scene)
    client = browser(scene.members[Tier.VILLAGE])
    asked = {"time": "上午", "people": "村干部", "person": "邻居", "text": "看见了"}
    issue(client, first, "investigation", **asked)  # no place
    issue(client, first, "investigation", place="院坝", **asked)
    issue(client, second, "investigation", **asked)
    issue(client, second, "investigation", place="院坝", **asked)
    serials = Paper.objects.filter(kind="investigation").order_by("pk")
    assert list(serials.values_list("serial", flat=True)) == [1, 2]
    assert [row for row in faults() if "paper" in row] == []
    numbers = list(serials.values_list("number", flat=True))
    assert all(re.fullmatch(r".+矛查〔2026〕[12]号", number) for number in numbers)


def test_a_change_is_a_new_version_under_the_same_number_and_the_old_one_stays(
    scene: Cast, browser: Any
) -> None:
    before, after = f"先前说的{some_text()}", f"后来说的{some_text()}"
    officer = scene.members[Tier.VILLAGE]
    case = act(accepted(scene), "settle", officer, form="written", terms="各让一步")
    case = act(case, "amend", scene.heads[Tier.VILLAGE], narrative=before)
    client = browser(officer)
    first = last_paper(case, "agreement")
    assert issue(client, case, "agreement").status_code == 200
    second = last_paper(case, "agreement")
    assert (second.version, second.number) == (first.version + 1, case.dossier_number)
    locked = client.get(f"/cases/{case.pk}/papers/{second.pk}/docx/").content
    case = act(case, "amend", scene.heads[Tier.VILLAGE], narrative=after)
    issue(client, case, "agreement")
    third = last_paper(case, "agreement")
    assert (third.version, third.number) == (second.version + 1, first.number)
    assert client.get(f"/cases/{case.pk}/papers/{second.pk}/docx/").content == locked
    assert before in documents.text_of(locked)
    assert after in text_of(client.get(f"/cases/{case.pk}/papers/{third.pk}/docx/"))
    page = f"/cases/{case.pk}/print/agreement/"
    assert after in client.get(page).content.decode()
    assert before in client.get(f"{page}?version={second.version}").content.decode()


def test_a_paper_of_an_act_keeps_the_words_of_that_day(scene: Cast, browser: Any) -> None:
    first, later = f"当时的话{some_text()}", f"以后的话{some_text()}"
    case = accepted(scene, narrative=first)
    case = act(case, "amend", scene.heads[Tier.VILLAGE], narrative=later)
    client, paper = browser(scene.members[Tier.VILLAGE]), last_paper(case, "acceptance")
    assert paper.sha256 == ""
    client.post(f"/cases/{case.pk}/papers/{paper.pk}/draw/")
    paper.refresh_from_db()
    assert len(paper.sha256) == 64
    made = text_of(client.get(f"/cases/{case.pk}/papers/{paper.pk}/docx/"))
    assert first in made
    assert later not in made
    locked = bytes(paper.content.docx)
    client.post(f"/cases/{case.pk}/papers/{paper.pk}/draw/")
    assert bytes(PaperDocument.objects.get(paper=paper).docx) == locked


def test_a_file_changed_behind_our_back_is_not_handed_out(scene: Cast, browser: Any) -> None:
    case = accepted(scene)
    client = browser(scene.members[Tier.VILLAGE])
    issue(client, case, "rights")
    paper = last_paper(case, "rights")
    url = f"/cases/{case.pk}/papers/{paper.pk}/docx/"
    whole = client.get(url).content
    assert [row for row in faults() if "locked" in row] == []
    sheet = open_docx(io.BytesIO(whole))
    sheet.add_paragraph("添了一句")
    out = io.BytesIO()
    sheet.save(out)
    PaperDocument.objects.filter(paper=paper).update(docx=out.getvalue())
    answer = client.get(url, follow=True)
    assert "校验值不一致" in answer.content.decode()
    answer = client.get(f"/api/v1/cases/{case.pk}/papers/{paper.pk}/file/?format=docx")
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_since")
    assert [row for row in faults() if "locked" in row] == [
        f"case {case.number} has a paper whose file is not the one that was locked"
    ]


def test_who_may_not_read_the_record_finds_no_paper_of_it(scene: Cast, browser: Any) -> None:
    officer = scene.members[Tier.VILLAGE]
    case = act(accepted(scene), "settle", officer, form="oral", terms=some_text())
    issue(browser(officer), case, "oral", copies="2")
    issue(browser(officer), case, "closing_report", text="都办好了")
    oral, report = last_paper(case, "oral"), last_paper(case, "closing_report")
    for reader, sees in ((scene.peace, (404, 200)), (scene.bystander, (404, 404))):
        client = browser(reader)
        for paper, status in zip((oral, report), sees, strict=True):
            for url in (
                f"/cases/{case.pk}/papers/{paper.pk}/docx/",
                f"/cases/{case.pk}/print/{paper.kind}/",
                f"/api/v1/cases/{case.pk}/papers/{paper.pk}/file/",
            ):
                assert client.get(url).status_code == status, (reader, url)
    page = browser(scene.peace).get(f"/cases/{case.pk}/papers/").content.decode()
    assert "结案报告表" in page
    assert "口头协议登记表" not in page


def test_only_those_who_handle_it_issue_papers_and_only_when_it_is_time(scene: Cast) -> None:
    case = accepted(scene)
    with pytest.raises(Refused) as refused:
        services.issue_paper(case, "rights", scene.peace)
    assert refused.value.code == "not_yours"
    with pytest.raises(Refused) as refused:
        services.issue_paper(case, "closing_report", scene.members[Tier.VILLAGE], text="完")
    assert refused.value.code == "not_now"
    with pytest.raises(Refused, match="先记一次调解"):
        services.issue_paper(case, "minutes", scene.members[Tier.VILLAGE])
    with pytest.raises(Refused, match="办到那一步时自动出具"):
        services.issue_paper(case, "termination", scene.members[Tier.VILLAGE])
    assert services.issue_paper(case, "rights", scene.members[Tier.VILLAGE]).version == 1


def test_phones_are_masked_and_no_whole_number_stands_in_the_file(
    scene: Cast, browser: Any
) -> None:
    people = [
        {"role": "applicant", "name": "某甲", "phone": "13912340867", "address": "李渡街道 12号"},
        {"role": "respondent", "name": "某乙"},
    ]
    case = accepted(scene, parties=people)
    client = browser(scene.members[Tier.VILLAGE])
    issue(client, case, "application", requests="请求调解")
    paper = last_paper(case, "application")
    made = client.get(f"/cases/{case.pk}/papers/{paper.pk}/docx/").content
    parts = zipfile.ZipFile(io.BytesIO(made))
    whole = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "ignore")
    assert "139****0867" in whole
    assert "13912340867" not in whole
    assert "12号" not in whole


@pytest.mark.parametrize("kind", ["termination", "decline", "referral", "transfer"])
def test_every_paper_that_ends_or_refuses_offers_legal_aid(scene: Cast, kind: str) -> None:
    officer, head = scene.members[Tier.VILLAGE], scene.heads[Tier.VILLAGE]
    if kind == "decline":
        case = act(register(scene), "decline", head)
    else:
        verb = {"termination": "terminate", "referral": "refer", "transfer": "transfer"}[kind]
        case = act(accepted(scene), verb, head if kind == "transfer" else officer)
    made = documents.text_of(services.document_of(last_paper(case, kind)))
    assert "法律援助" in made
    assert "12348" in made


def test_a_scan_says_who_signed_and_keeps_the_sight_of_its_paper(scene: Cast, browser: Any) -> None:
    officer = scene.members[Tier.VILLAGE]
    case = act(accepted(scene), "settle", officer, form="oral", terms=some_text())
    client, who = browser(officer), f"某{some_text(4)}"
    issue(client, case, "oral")
    paper = last_paper(case, "oral")
    url = f"/cases/{case.pk}/papers/{paper.pk}/scan/"
    sheet = SimpleUploadedFile("签好的.pdf", b"%PDF-1.4 signed", "application/pdf")
    client.post(url, {"file": sheet, "signed_by": "  "})
    assert not paper.scans.exists()
    sheet.seek(0)
    client.post(url, {"file": sheet, "signed_by": f"{who}，某乙"})
    scan = paper.scans.get()
    assert scan.signed_by == f"{who}、某乙"
    assert scan.is_record
    assert who in client.get(f"/cases/{case.pk}/papers/").content.decode()
    assert client.get(f"/cases/files/{scan.pk}/").status_code == 200
    assert browser(scene.peace).get(f"/cases/files/{scan.pk}/").status_code == 404


# --- over JSON -----------------------------------------------------------------------------------


def test_the_api_lists_issues_and_hands_out(scene: Cast, browser: Any) -> None:
    case = accepted(scene)
    client = browser(scene.members[Tier.VILLAGE])
    url = f"/api/v1/cases/{case.pk}/papers/"
    found = client.get(url).json()
    kinds = {one["kind"] for one in found["issuable"]}
    assert kinds == {"application", "acceptance", "rights", "investigation", "evidence"}
    assert [one["kind"] for one in found["papers"]] == ["receipt", "acceptance"]
    drawn_later = found["papers"][1]["id"]
    answer = client.get(f"{url}{drawn_later}/file/?format=docx")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_drawn")
    assert client.post(f"{url}{drawn_later}/file/").status_code == 200
    assert client.get(f"{url}{drawn_later}/file/?format=docx").content[:2] == b"PK"
    missing = client.post(url, {"kind": "evidence"}, "application/json")
    assert missing.status_code == 400
    given = {"kind": "evidence", "items": "照片，某甲，3，复印件，2026年3月2日\n收条，某乙"}
    made = client.post(url, given, "application/json")
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["kind"], body["version"], len(body["sha256"])) == ("evidence", 1, 64)
    docx = client.get(f"{url}{body['id']}/file/").content
    cells = [cell.text for cell in open_docx(io.BytesIO(docx)).tables[0]._cells]
    assert cells[5:] == ["照片", "某甲", "3", "复印件", "2026年3月2日", "收条", "某乙", "", "", ""]
    assert client.post(url, {"kind": "nothing"}, "application/json").status_code == 400
    refused = client.post(url, {"kind": "closing_report", "text": "完"}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_now")


# --- a town's own template -----------------------------------------------------------------------


def changed(docx: bytes, old: str, new: str) -> SimpleUploadedFile:
    """The same template with other words in one place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            if name == "word/document.xml":
                assert old.encode() in body
                body = body.replace(old.encode(), new.encode())
            after.writestr(name, body)
    return SimpleUploadedFile("本镇的.docx", out.getvalue())


def test_a_town_replaces_a_template_in_the_back_office(
    scene: Cast, browser: Any, settings: Any
) -> None:
    settings.DEMO = True
    office = browser(scene.town.user("sysadmin"))
    add, own = "/admin/cases/papertemplate/add/", f"李渡街道专用{some_text()}"
    house = office.get("/admin/cases/papertemplate/house/rights/").content
    case, client = accepted(scene), browser(scene.members[Tier.VILLAGE])
    issue(client, case, "rights")
    first = last_paper(case, "rights")
    for old, new, named in (
        ("{{ category }}", "{{ kind_of_person }}", "kind_of_person"),
        ("{{ category }}", "这类纠纷", "纠纷类型（category）"),
        ("{{ names }}", "各位", "当事人（names）"),
    ):
        page = office.post(add, {"kind": "rights", "upload": changed(house, old, new)})
        assert named in page.content.decode()
    assert services.document_of(first)
    issue(client, case, "rights")
    assert own not in documents.text_of(services.document_of(last_paper(case, "rights")))
    upload = changed(house, "现将有关规定告知如下", f"{own}，现将有关规定告知如下")
    assert office.post(add, {"kind": "rights", "upload": upload}).status_code == 302
    issue(client, case, "rights")
    assert own in documents.text_of(services.document_of(last_paper(case, "rights")))
    assert own not in documents.text_of(services.document_of(first))
    other = browser(scene.town.user("secadmin"))
    assert other.get(add).status_code == 403
    assert other.get("/admin/cases/papertemplate/house/rights/").status_code == 404
    row = office.get("/admin/cases/papertemplate/")
    assert "本镇的.docx" in row.content.decode()


def test_every_kind_of_paper_has_its_row() -> None:
    assert set(PAPERS) == set(Document.values) - {Document.RECEIPT}


def test_obligations_and_the_rights_of_others_stand_in_the_agreement(
    scene: Cast, browser: Any
) -> None:
    officer, case = scene.members[Tier.VILLAGE], accepted(scene)
    debtor = case.parties.get(role="respondent")
    first, second = f"恢复水沟{some_text()}", f"付清材料费{some_text()}"
    due = [
        {"debtor": debtor.pk, "what": first, "due_on": "2026-03-20"},
        {"debtor": debtor.pk, "what": second, "amount": "600.00", "due_on": "2026-04-05"},
    ]
    case = act(case, "settle", officer, form="written", terms="各让一步", obligations=due)
    made = documents.text_of(services.document_of(last_paper(case, "agreement")))
    assert f"1．{debtor.name}：{first}，2026年3月20日前履行。" in made
    assert f"2．{debtor.name}：{second}，金额 600.00 元，2026年4月5日前履行。" in made
    assert ("不损害" in made) == case.agreements.get().is_harmless
