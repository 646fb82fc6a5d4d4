"""Letters through the page and the API: issued, locked, numbered, by whom, a town's own template."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document as open_docx

from mediation.core.errors import Refused
from petitions.enums import Letter
from petitions.letters import facts, layouts
from petitions.letters.table import LETTERS
from petitions.models import Access, LetterDocument, Petition
from petitions.services import letters
from tests.cases.factories import some_text
from tests.cases.test_papers import changed
from tests.petitions.factories import Office
from tests.petitions.lettering import BY_HAND, docx, last, text_of, url
from tests.petitions.pages import desk, post, told


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


# --- words --------------------------------------------------------------------------------------


def test_a_story_with_signs_prints_as_typed(office: Office) -> None:
    said = f"墙高<三米 & 沟宽>两米，写着{{{{ 7 * 7 }}}}和{{% if %}}，{some_text()}"
    petition = office.register(narrative=said)
    assert said in docx(office, petition, "registration")
    page = desk(office, "petition").get(
        url(petition, f"{last(petition, 'registration').pk}/print/")
    )
    assert "墙高&lt;三米 &amp; 沟宽&gt;两米，写着{{ 7 * 7 }}" in page.content.decode()


def test_the_opinion_answers_each_demand_and_names_the_way_on(
    office: Office, petition: Petition
) -> None:
    office.accept(petition)
    office.answer_demands(petition)
    office.move(petition, "reply", "director", resolutions=["supported"])
    made, at = docx(office, petition, "opinion"), 0
    for demand in petition.demands.order_by("position"):
        for said in (demand.finding, demand.basis, "意见：支持"):
            at = made.find(said, at)
            assert at > 0, said
    assert "向涪陵区人民政府书面申请复查" in made
    assert "30 日内" in made
    assert "生活困难的，帮扶救助到位" in made
    assert f"签发人：{office.town.user('director').name}" in made


def test_the_review_body_is_the_one_that_was_chosen(office: Office, petition: Petition) -> None:
    office.accept(petition)
    office.answer_demands(petition)
    body = f"某区{some_text(4)}局"
    office.move(petition, "reply", "director", review_body=body)
    made = docx(office, petition, "opinion")
    assert f"向{body}书面申请复查" in made
    assert "涪陵区人民政府" not in made


def test_every_letter_is_the_street_offices_own(office: Office, petition: Petition) -> None:
    office.accept(petition)
    office.assign(petition)
    office.move(petition, "hear", "department", text="开了会")
    office.move(petition, "answer", "department", text="查过了")
    office.reply(petition)
    kinds = set(petition.letters.values_list("kind", flat=True))
    assert kinds == {"registration", "acceptance", "assignment", "report", "hearing", "opinion"}
    for letter in petition.letters.all():
        assert letters.words_of(letter)["issuer"] == "李渡街道办事处", letter.kind
    for kind, letter_type in LETTERS.items():
        # Only the assigned unit's own report to the office is the unit's.
        assert (letter_type.layout.seal in {"", layouts.SEAL}) == (kind != "report"), kind
    assert "规划建设管理环保办公室（承办单位）" in docx(office, petition, "report")


@pytest.mark.parametrize(
    ("kind", "verb", "data"),
    [
        ("decline", "decline", {"ground": "not_ours", "where_to": "区住建委"}),
        ("not_again", "no_longer_accept", {"number": "渝信核〔2026〕3号"}),
        ("extension", "extend", {"days": 20, "reason": "要鉴定"}),
        ("opinion", "reply", {}),
    ],
)
def test_the_director_signs_what_the_officer_prepared_and_his_name_stands_on_it(
    office: Office, petition: Petition, kind: str, verb: str, data: dict[str, Any]
) -> None:
    if verb in {"extend", "reply"}:
        office.accept(petition)
        office.answer_demands(petition)
    office.move(petition, verb, **data)
    assert not petition.letters.filter(kind=kind).exists()
    proposal = petition.proposals.get()
    desk(office, "director").post(
        f"/petitions/{petition.pk}/proposals/{proposal.pk}/", {"decision": "sign"}
    )
    officer, director = office.town.user("petition"), office.town.user("director")
    assert last(petition, kind).issued_by == director
    made = docx(office, petition, kind)
    assert re.search(f"(签发人：|批准人){director.name}", made)
    assert f"签发人：{officer.name}" not in made


def test_whole_numbers_stand_in_no_letter(office: Office) -> None:
    phone, address = "13912340867", "李渡街道致远路 128号"
    petition = office.register(petitioners=[{"name": "某甲", "phone": phone, "address": address}])
    docx(office, petition, "registration")
    made = zipfile.ZipFile(io.BytesIO(bytes(last(petition, "registration").content.docx)))
    whole = b"".join(made.read(name) for name in made.namelist()).decode("utf-8", "ignore")
    assert "139****0867" in whole
    assert phone not in whole
    assert "128号" not in whole


# --- numbers, versions, locks -------------------------------------------------------------------


def test_numbers_run_without_a_gap_per_kind_and_year(office: Office, at: Any) -> None:
    first, second = office.register(), office.register()
    office.accept(second)
    with pytest.raises(Refused):
        office.move(first, "accept")  # no way: nothing is issued, no number is taken
    office.accept(first)
    assert last(second, "acceptance").number == "李信受〔2026〕1号"
    assert last(first, "acceptance").number == "李信受〔2026〕2号"
    for petition in (first, second):
        office.reply(petition)
    assert [last(one, "opinion").number for one in (first, second)] == [
        "李信答〔2026〕1号",
        "李信答〔2026〕2号",
    ]
    at("2027-01-04 09:00")
    later = office.register()
    office.accept(later)
    assert last(later, "acceptance").number == "李信受〔2027〕1号"


def test_an_act_whose_letter_lacks_something_is_refused_whole(
    office: Office, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.accept(petition)
    facts_of = facts.FACTS[Letter.EXTENSION]
    with monkeypatch.context() as patch:
        patch.setitem(facts.FACTS, Letter.EXTENSION, lambda one: facts_of(one) | {"reason": ""})  # type: ignore[arg-type]
        with pytest.raises(Refused, match="“延期办理告知书”还缺：延期理由") as refused:
            office.move(petition, "extend", "director", days=10, reason="要鉴定")
    assert refused.value.code == "needs_data"
    assert str(office.running(petition)["CONCLUDE"]) == "2026-10-02"
    office.move(petition, "extend", "director", days=10, reason="要鉴定")
    assert str(office.running(petition)["CONCLUDE"]) == "2026-10-12"
    assert last(petition, "extension").number == "李信延〔2026〕1号"


def test_a_further_version_keeps_its_number_and_the_old_one_stays(
    office: Office, petition: Petition
) -> None:
    office.accept(petition)
    before, after = last(petition, "acceptance"), f"改过的事由{some_text()}"
    was = petition.title
    assert was in docx(office, petition, "acceptance")
    office.move(petition, "amend", title=after)
    answer = desk(office, "petition").post(url(petition, f"{before.pk}/again/"))
    assert told(answer) == ["按现在的卷重新出了一份，文号不变，旧的留着。"]
    now = last(petition, "acceptance")
    assert (now.version, now.number) == (before.version + 1, before.number)
    assert after in docx(office, petition, "acceptance")
    old = text_of(desk(office, "petition").get(url(petition, f"{before.pk}/docx/")))
    assert was in old
    with pytest.raises(Refused, match="已经重出"):
        office.move(petition, "deliver", letter=str(before.pk), way="hand", sent_on="2026-08-03")
    office.deliver(petition, "acceptance")
    assert "NOTIFY" not in office.running(petition)


def test_what_was_sent_is_not_issued_again(office: Office, petition: Petition) -> None:
    office.accept(petition)
    office.deliver(petition, "acceptance", "post")
    letter = last(petition, "acceptance")
    answer = desk(office, "petition").post(url(petition, f"{letter.pk}/again/"))
    assert "已经送出的文书不能重出" in told(answer)[0]
    assert last(petition, "acceptance").pk == letter.pk


def test_a_signed_letter_is_issued_again_by_its_signer_alone(
    office: Office, petition: Petition
) -> None:
    office.reply(office.accept(petition))
    letter = last(petition, "opinion")
    answer = desk(office, "petition").post(url(petition, f"{letter.pk}/again/"))
    assert "由签发人重新出具" in told(answer)[0]
    desk(office, "director").post(url(petition, f"{letter.pk}/again/"))
    assert last(petition, "opinion").version == letter.version + 1


def test_a_file_changed_behind_our_back_is_not_handed_out(
    office: Office, petition: Petition
) -> None:
    client, letter = desk(office, "petition"), last(petition, "registration")
    docx(office, petition, "registration")
    content = LetterDocument.objects.get(letter=letter)
    sheet = open_docx(io.BytesIO(bytes(content.docx)))
    sheet.add_paragraph("添了一句")
    out = io.BytesIO()
    sheet.save(out)
    LetterDocument.objects.filter(pk=content.pk).update(docx=out.getvalue())
    answer = client.get(url(petition, f"{letter.pk}/docx/"), follow=True)
    assert "校验值不一致" in answer.content.decode()
    answer = client.get(f"/api/v1/petitions/{petition.pk}/letters/{letter.pk}/docx/")
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_since")


# --- who reads ----------------------------------------------------------------------------------


def test_who_reads_the_file_reads_its_letters_and_nobody_else(
    office: Office, petition: Petition
) -> None:
    office.accept(petition)
    letter = last(petition, "acceptance")
    paths = [
        url(petition),
        url(petition, f"{letter.pk}/docx/"),
        url(petition, f"{letter.pk}/print/"),
        f"/api/v1/petitions/{petition.pk}/letters/",
    ]

    def answers(who: str) -> set[int]:
        return {desk(office, who).get(path).status_code for path in paths}

    assert answers("petition") == answers("peace") == {200}
    assert answers("window") == answers("village") == answers("department") == {404}
    office.assign(petition)
    assert answers("department") == {200}
    assert Access.objects.filter(petition=petition, what="letter", user__username="peace").exists()


def test_letters_of_an_accusation_are_the_discipline_posts_alone(office: Office) -> None:
    informer, said = f"某{some_text(6)}", some_text()
    petition = office.register(
        "discipline",
        kind="accusation",
        narrative=f"我叫{informer}，{said}",
        petitioners=[{"name": informer}],
        division="",
        content="",
    )
    office.move(petition, "forward", "discipline", to="区纪委监委", reason=some_text())
    made = docx(office, petition, "forwarding", "discipline")
    assert said in made
    assert informer not in made
    assert informer in docx(office, petition, "forward_notice", "discipline")
    assert not LetterDocument.objects.filter(petition=petition, docx__isnull=False).exists()
    letter = last(petition, "forwarding")
    sheet = SimpleUploadedFile("函.pdf", b"%PDF-1.4 signed", "application/pdf")
    desk(office, "discipline").post(
        url(petition, f"{letter.pk}/scan/"), {"file": sheet, "signed_by": informer}
    )
    assert not petition.attachments.exists()
    for who in ("petition", "director", "peace", "window"):
        for path in ("", f"{letter.pk}/docx/", f"{letter.pk}/print/", "receipt/new/"):
            assert desk(office, who).get(url(petition, path)).status_code == 404, (who, path)


# --- over JSON ----------------------------------------------------------------------------------


def test_the_api_lists_issues_and_hands_out(office: Office, petition: Petition) -> None:
    office.accept(petition)
    client, path = desk(office, "petition"), f"/api/v1/petitions/{petition.pk}/letters/"
    found = client.get(path).json()
    assert {one["kind"] for one in found["issuable"]} == {
        "receipt",
        "settlement",
        "urgent",
        "reception",
    }
    assert [(one["kind"], one["is_waiting"]) for one in found["letters"]] == [
        ("acceptance", True),
        ("registration", False),
    ]
    key = found["letters"][0]["id"]
    answer = client.get(f"{path}{key}/docx/")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_drawn")
    assert client.post(f"{path}{key}/docx/").status_code == 200
    assert client.get(f"{path}{key}/docx/").content[:2] == b"PK"
    assert client.post(path, {"kind": "settlement"}, "application/json").status_code == 400
    given = {"kind": "settlement"} | BY_HAND["settlement"]
    made = client.post(path, given, "application/json")
    assert made.status_code == 201, made.content
    assert (made.json()["number"], len(made.json()["sha256"])) == ("李信和〔2026〕1号", 64)
    refused = client.post(path, {"kind": "opinion"}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yet")
    again = client.post(f"{path}{key}/again/")
    assert (again.status_code, again.json()["version"]) == (201, 2)


def test_the_page_asks_as_much_for_many_letters_as_for_few(
    office: Office, petition: Petition
) -> None:
    def queries() -> int:
        client = desk(office, "petition")
        client.get(url(petition))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(petition)).status_code == 200
        return len(captured)

    def assigned_and_answered() -> None:
        office.assign(petition)
        office.move(petition, "answer", "department", text="查过了")

    office.accept(petition)
    assigned_and_answered()
    few = queries()
    assigned_and_answered()
    assigned_and_answered()
    assert petition.letters.count() == 8
    assert queries() == few


# --- a town's own template ----------------------------------------------------------------------


def test_a_town_replaces_a_template_in_the_back_office(
    office: Office, petition: Petition, settings: Any
) -> None:
    settings.DEMO = True
    back, own = desk(office, "sysadmin"), f"李渡街道专用{some_text()}"
    add = "/admin/petitions/lettertemplate/add/"
    house = back.get("/admin/petitions/lettertemplate/house/acceptance/").content
    for old, new, named in (
        ("{{ limit }}", "{{ kind_of_person }}", "kind_of_person"),
        ("{{ limit }}", "六十天", "办理期限（limit）"),
        ("{{ names }}", "各位", "信访人（names）"),
    ):
        page = back.post(add, {"kind": "acceptance", "upload": changed(house, old, new)})
        assert named in page.content.decode()
    office.accept(petition)
    assert own not in docx(office, petition, "acceptance")
    upload = changed(house, "经审查", f"{own}，经审查")
    assert back.post(add, {"kind": "acceptance", "upload": upload}).status_code == 302
    assert own not in docx(office, petition, "acceptance")
    other = office.accept(office.register())
    assert own in docx(office, other, "acceptance")
    assert desk(office, "secadmin").get(add).status_code == 403
    assert "本镇的.docx" in back.get("/admin/petitions/lettertemplate/").content.decode()


# --- delivery through the page ------------------------------------------------------------------


def test_what_waits_stands_on_the_page_and_is_delivered_there(
    office: Office, petition: Petition
) -> None:
    office.accept(petition)
    page = desk(office, "petition").get(url(petition)).content.decode()
    assert "等着送达" in page
    assert "等着送达" not in desk(office, "peace").get(url(petition)).content.decode()
    letter = last(petition, "acceptance")
    data = {"letter": letter.pk, "way": "left", "sent_on": "2026-08-03", "received_on": ""}
    said = {"receiver": some_text(), "place": some_text(), "witness": some_text()}
    post(office, "petition", petition, "moves/deliver/", **data, **said)
    letter.refresh_from_db()
    assert str(letter.received_on) == "2026-08-03"
    page = desk(office, "petition").get(url(petition)).content.decode()
    assert "等着送达" not in page
    assert "8月3日送达，留置" in page
    for words in said.values():  # who took it, where, and who saw it: 送达回证
        assert words in page
