"""工作专班: four documents, staff only, cases within sight (domain.md §7 rows 75, 76)."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cases import services
from cases.models import Case, TaskForce
from cases.services import task_forces
from tests.cases.factories import Cast, register, registration, some_text
from tests.factories import V2, make_user

ALL_FOUR = ["突出问题清单", "工作专班名单", "治理方案", "安全与疏导措施"]


def at_v2(scene: Cast) -> Case:
    """A case of 水磨滩村, where the stationed leader of 致远社区 sees nothing."""
    return services.register(scene.clerk, **registration(division=V2)).case


def text(answer: Any) -> str:
    return str(answer.content.decode())


def force(scene: Cast, **more: Any) -> TaskForce:
    asked: dict[str, Any] = {
        "name": some_text(),
        "problem": some_text(),
        "lead_unit": scene.town.unit("guijian"),
    }
    return task_forces.found(scene.peace, **(asked | more))


def missing(browser: Any, user: Any, found: TaskForce) -> list[str]:
    rows = browser(user).get("/api/v1/task-forces/").json()
    return next(row["missing"] for row in rows if row["id"] == found.pk)


def test_a_task_force_has_four_documents_and_says_which_are_missing(
    scene: Cast, browser: Any
) -> None:
    peace = browser(scene.peace)
    page = {"name": some_text(), "problem": some_text(), "from_on": "2026-03-02",
            "lead_unit": str(scene.town.unit("guijian").pk)}  # fmt: skip
    assert peace.post("/task-forces/new/", page).status_code == 302
    found = TaskForce.objects.get()
    path = f"/task-forces/{found.pk}/change/"
    assert missing(browser, scene.peace, found) == ALL_FOUR
    peace.post(path, {"do": "document", "kind": "problems", "text": "一处积水"})
    assert missing(browser, scene.peace, found) == ALL_FOUR[1:]
    peace.post(path, {"do": "member", "user": str(scene.addressee.pk), "duty": "牵头"})
    assert missing(browser, scene.peace, found) == ALL_FOUR[2:]
    name = some_text()
    upload = SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.7 words")
    peace.post(path, {"do": "document", "kind": "plan", "file": upload})
    assert missing(browser, scene.peace, found) == ALL_FOUR[3:]
    assert "还没有填" in text(peace.post(path, {"do": "document", "kind": "measures"}))
    peace.post(path, {"do": "document", "kind": "measures", "text": "先讲清政策"})
    assert missing(browser, scene.peace, found) == []
    shown = text(peace.get(f"/task-forces/{found.pk}/"))
    for word in ("一处积水", name, scene.addressee.name, "四样都齐了"):
        assert word in shown


def test_a_document_written_again_keeps_the_older_words(scene: Cast, browser: Any) -> None:
    found, peace, words = force(scene), browser(scene.peace), [some_text(), some_text()]
    for one in words:
        peace.post(
            f"/task-forces/{found.pk}/change/", {"do": "document", "kind": "plan", "text": one}
        )
    shown = text(peace.get(f"/task-forces/{found.pk}/"))
    assert shown.index(words[1]) < shown.index(words[0])


def test_the_roster_takes_staff_of_the_town_only(scene: Cast, browser: Any) -> None:
    found, stranger = force(scene), make_user()
    path = f"/api/v1/task-forces/{found.pk}/"
    peace = browser(scene.peace)
    refused = peace.post(path, {"member": stranger.pk}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_choice")
    assert not found.members.exists()
    taken = peace.post(path, {"member": scene.police.pk}, content_type="application/json")
    assert [one["name"] for one in taken.json()["members"]] == [scene.police.name]


def test_numbers_of_persons_stay_out_of_it(scene: Cast, browser: Any) -> None:
    found, peace = force(scene), browser(scene.peace)
    page = {"do": "document", "kind": "problems", "text": "常来的 13912345678"}
    assert "电话或证件号" in text(peace.post(f"/task-forces/{found.pk}/change/", page))
    assert not found.documents.exists()


def test_who_founds_one_and_who_sees_it(scene: Cast, browser: Any) -> None:
    asked = {"name": "某专班", "problem": "一个问题", "lead_unit": scene.town.unit("guijian").pk}
    for person, status in (
        (scene.peace, 201), (scene.director, 201), (scene.owner, 201),
        (scene.addressee, 409), (scene.members["village"], 409), (scene.justice, 409),
    ):  # fmt: skip
        answer = browser(person).post(
            "/api/v1/task-forces/", asked, content_type="application/json"
        )
        assert answer.status_code == status, person
    found = force(scene, units=[scene.town.unit("jingfa")])
    joined = scene.town.hire("jingfa")
    for person, status in (
        (scene.addressee, 200), (joined, 200), (scene.peace, 200), (scene.owner, 200),
        (scene.bystander, 404), (scene.members["village"], 404), (scene.clerk, 404),
    ):  # fmt: skip
        client = browser(person)
        assert client.get(f"/task-forces/{found.pk}/").status_code == status
        assert client.get(f"/api/v1/task-forces/{found.pk}/").status_code == status
    browser(joined).post(f"/task-forces/{found.pk}/change/", {"do": "end"})
    found.refresh_from_db()
    assert found.to_on is None  # a joined unit reads, the lead unit leads
    browser(scene.addressee).post(f"/task-forces/{found.pk}/change/", {"do": "end"})
    found.refresh_from_db()
    assert found.to_on == date(2026, 3, 2)
    late = browser(scene.peace).post(
        f"/api/v1/task-forces/{found.pk}/", {"member": scene.police.pk},
        content_type="application/json",
    )  # fmt: skip
    assert (late.status_code, late.json()["code"]) == (409, "ended")


def test_its_cases_are_shown_as_far_as_the_readers_sight_goes(scene: Cast, browser: Any) -> None:
    here, there = register(scene), at_v2(scene)
    found = force(scene)
    path = f"/task-forces/{found.pk}/"
    peace = browser(scene.peace)
    for case in (here, there):
        peace.post(f"{path}change/", {"do": "case", "number": case.number})
    assert set(found.cases.all()) == {here, there}
    shown = text(browser(scene.stationed).get(path))  # stationed in 致远社区, not in 水磨滩
    assert f"/cases/{here.pk}/" in shown
    assert f"/cases/{there.pk}/" not in shown
    assert "另 1 件不在您的查看范围" in shown
    lead = browser(scene.addressee)
    assert "另 2 件不在您的查看范围" in text(lead.get(path))
    lead.post(f"{path}change/", {"do": "uncase", "case": here.pk})
    assert found.cases.count() == 2
    peace.post(f"{path}change/", {"do": "uncase", "case": here.pk})
    assert list(found.cases.all()) == [there]


def test_a_file_is_handed_to_those_who_see_the_task_force(scene: Cast, browser: Any) -> None:
    found, words = force(scene), some_text().encode()
    upload = SimpleUploadedFile("方案.pdf", b"%PDF-1.7 " + words)
    task_forces.write_document(found, scene.peace, kind="plan", upload=upload)
    path = f"/task-forces/files/{found.documents.get().pk}/"
    assert words in b"".join(browser(scene.addressee).get(path).streaming_content)
    assert browser(scene.bystander).get(path).status_code == 404


def test_documents_with_files_go_in_and_come_out_over_the_api(scene: Cast, browser: Any) -> None:
    found, body = force(scene), b"%PDF-1.7 " + some_text().encode()
    path = f"/api/v1/task-forces/{found.pk}/documents/"
    lead, peace = browser(scene.addressee), browser(scene.peace)
    name = f"{some_text()}.pdf"
    given = {"kind": "plan", "file": SimpleUploadedFile(name, body)}
    answer = lead.post(path, given)
    assert answer.status_code == 201, answer.content.decode()
    folder = next(one for one in answer.json()["documents"] if one["kind"] == "plan")
    assert folder["is_there"]
    assert [(one["name"], one["size"]) for one in folder["files"]] == [(name, len(body))]
    file = f"/api/v1/task-forces/files/{folder['files'][0]['id']}/"
    assert b"".join(peace.get(file).streaming_content) == body
    for stranger in (scene.bystander, scene.clerk):
        assert browser(stranger).get(file).status_code == 404
        assert browser(stranger).post(path, {"kind": "plan", "text": "x"}).status_code == 404
    words = lead.post(path, {"kind": "plan", "text": "再写一版"}).json()["documents"]
    assert [len(one["files"]) for one in words if one["kind"] == "plan"] == [1]  # the older stays


def test_a_file_over_the_api_is_known_by_what_is_in_it(scene: Cast, browser: Any) -> None:
    found = force(scene, units=[scene.town.unit("jingfa")])
    path = f"/api/v1/task-forces/{found.pk}/documents/"
    peace, joined = browser(scene.peace), browser(scene.town.hire("jingfa"))
    for body, code in ((b"MZ" + some_text().encode(), "invalid_file"), (b"", "needs_file")):
        given = {"kind": "plan", "file": SimpleUploadedFile("方案.pdf", body)}
        answer = peace.post(path, given)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    given = {"kind": "plan", "file": SimpleUploadedFile("方案.pdf", b"%PDF-1.7 x")}
    answer = joined.post(path, given)  # reads it, does not lead it
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yours")
    assert not found.documents.exists()
