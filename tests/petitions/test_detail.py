"""The page of one petition: what each reader is shown of it, and what he may press (screen g)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions import access
from petitions.models import Access, Petition
from petitions.workflow import GRAPH
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.pages import desk, first_on, page_of, post, verbs_on

pytestmark = pytest.mark.django_db
PHONE = "13912340867"
ID_NUMBER = "999901196804120025"


def with_words(office: Office) -> tuple[Petition, dict[str, str]]:
    """A handled petition with words of this run in every kind of field."""
    names = (
        *("name", "title", "narrative", "place", "demand", "record", "order", "answer"),
        *("finding", "basis", "stuck", "support"),
    )
    words = {name: some_text() for name in names}
    petition = office.register(
        title=words["title"],
        narrative=words["narrative"],
        place=words["place"],
        petitioners=[
            {"name": words["name"], "phone": PHONE, "id_number": ID_NUMBER, "address": "致远1组"}
        ],
        demands=[words["demand"]],
    )
    office.accept(petition)
    office.assign(petition, text=words["order"])
    office.move(petition, "record", text=words["record"])
    office.move(petition, "answer", "department", text=words["answer"])
    office.move(petition, "note", stuck=words["stuck"], next_step="等")
    post(
        *(office, "petition", petition, "demands/"),
        **{
            "demand_1-finding": words["finding"],
            "demand_1-opinion": "support",
            "demand_1-basis": words["basis"],
            "demand_1-answer": "",
        },
    )
    post(
        *(office, "petition", petition, "supports/"),
        kind="living",
        text=words["support"],
        has_consent="on",
    )
    petition.refresh_from_db()
    return petition, words


ON_THE_CARD = {"name"}


@pytest.mark.parametrize(
    ("who", "level"),
    [("window", 1), ("petition", 2), ("director", 2), ("peace", 2), ("department", 2)],
)
def test_a_reader_is_shown_what_his_level_goes_to(
    office: Office, at: Callable[[str], Any], who: str, level: int
) -> None:
    at("2026-08-03 09:00")
    petition, words = with_words(office)
    page = page_of(office, who, petition)
    for name, word in words.items():
        assert (word in page) == (level >= access.FILE or name in ON_THE_CARD), name
    assert PHONE not in page
    assert ID_NUMBER not in page
    assert ("打印信访卷" in page) == (level >= access.FILE)


@pytest.mark.parametrize("who", ["village2", "leader", "auditor", "discipline", "department"])
def test_nobody_else_sees_that_the_petition_exists(
    office: Office, petition: Petition, who: str
) -> None:
    """`department` sees only what was given to it."""
    stranger = desk(office, who)
    for more in ("", "print/", "demands/", "supports/", "hearing/", "moves/note/"):
        hidden = stranger.get(f"/petitions/{petition.pk}/{more}")
        missing = stranger.get(f"/petitions/987654321/{more}")
        assert (hidden.status_code, missing.status_code) == (404, 404), more
        tokens = re.compile(rb"[0-9A-Za-z]{64}")
        assert tokens.sub(b"", hidden.content) == tokens.sub(b"", missing.content), more
    assert page_of(office, "petition", petition)


@pytest.mark.parametrize("more", ["print/", "demands/", "supports/", "hearing/"])
def test_a_card_reader_has_no_page_of_the_file(
    office: Office, petition: Petition, more: str
) -> None:
    assert desk(office, "window").get(f"/petitions/{petition.pk}/{more}").status_code == 404
    assert desk(office, "petition").get(f"/petitions/{petition.pk}/{more}").status_code == 200


def test_the_buttons_are_exactly_the_graphs(office: Office, petition: Petition) -> None:
    for who in ("petition", "director", "peace", "window"):
        fresh = Petition.objects.get(pk=petition.pk)
        open_verbs = GRAPH.available(fresh, access.relations(office.town.user(who), fresh))
        assert verbs_on(page_of(office, who, petition)) == set(open_verbs), who


def test_the_page_offers_what_is_due_first_and_never_a_withdrawal(
    office: Office, petition: Petition
) -> None:
    """条例18(4): nobody may ask for it, so the page does not hold it out."""
    page = page_of(office, "petition", petition)
    assert first_on(page) == "accept"
    shown, _, folded = page.partition('<details class="seldom">')
    assert 'data-verb="withdraw"' not in shown
    assert 'data-verb="withdraw"' in folded
    office.accept(petition)
    assert first_on(page_of(office, "petition", petition)) == "deliver"  # he waits to be told
    office.deliver(petition, "acceptance")
    assert first_on(page_of(office, "petition", petition)) == "draft"
    office.answer_demands(petition)
    assert first_on(page_of(office, "petition", petition)) == "reply"


def test_the_sentence_says_how_long_is_left(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    def sentence() -> str:
        found = re.search(r'<p class="lede">(.*?)</p>', page_of(office, "petition", petition))
        assert found
        return re.sub(r"<[^>]+>| ", "", found[1])

    assert sentence() == "书面告知期限还剩15天，8月18日到期。"
    office.accept(petition, told_now=True)
    at("2026-09-04 09:00")
    assert sentence() == "办理期限还剩28天，10月2日到期。"
    at("2026-10-02 09:00")
    assert sentence() == "办理期限今天到期，10月2日。"
    at("2026-10-03 09:00")
    assert sentence() == "办理期限已经逾期1天，10月2日到期。"
    office.reply(petition)
    assert sentence() == "送出处理意见书的期限已经逾期1天，10月2日到期。"
    office.deliver(petition, "opinion")
    assert sentence() == "信访人可以在11月2日前申请复查。"


def test_after_the_opinion_a_record_is_the_follow_up(office: Office) -> None:
    petition = office.register(has_follow_up_consent=True)
    url = f"/petitions/{petition.pk}/moves/record/"
    office.accept(petition, told_now=True)
    assert "记录调查" in page_of(office, "petition", petition)
    office.reply(petition)
    office.deliver(petition, "opinion")
    page = page_of(office, "petition", petition)
    assert "记回访" in page
    assert "记录调查" not in page
    form = desk(office, "petition").get(url).content.decode()
    assert '<option value="follow_up" selected>' in form


def test_the_steps_are_ticked_as_it_goes_on(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    def steps() -> str:
        page = page_of(office, "petition", petition)
        found = re.search(r"(\d+ 步中做完 \d+ 步)", page)
        assert found
        return found[1]

    assert steps() == "3 步中做完 1 步"
    office.accept(petition)
    assert steps() == "7 步中做完 1 步"
    office.deliver(petition, "acceptance")
    assert steps() == "7 步中做完 3 步"
    office.reply(petition)
    assert steps() == "7 步中做完 5 步"
    office.deliver(petition, "opinion", "post")
    assert steps() == "7 步中做完 5 步"  # on its way
    office.deliver(petition, "opinion", "post", received_on=date(2026, 8, 3))
    assert steps() == "7 步中做完 6 步"


def test_opening_a_file_is_written_down_and_a_card_is_not(
    office: Office, petition: Petition
) -> None:
    page_of(office, "window", petition)
    assert not Access.objects.filter(petition=petition).exists()
    page_of(office, "peace", petition)
    page_of(office, "peace", petition, "print/")
    seen = Access.objects.filter(petition=petition).order_by("pk")
    assert list(seen.values_list("user__username", "what")) == [
        ("peace", "file"),
        ("peace", "print"),
    ]


def test_the_printed_volume_holds_all_of_it_and_masks_the_numbers(
    office: Office, at: Callable[[str], Any]
) -> None:
    at("2026-08-03 09:00")
    petition, words = with_words(office)
    page = page_of(office, "petition", petition, "print/")
    for name in set(words) - {"stuck", "place"}:
        assert words[name] in page, name
    assert PHONE not in page
    assert ID_NUMBER not in page
    assert f"打印：{office.town.user('petition').name} 2026年8月3日 09:00" in page


def test_an_accusation_shows_its_content_to_discipline_alone(
    office: Office, at: Callable[[str], Any]
) -> None:
    at("2026-08-03 09:00")
    words = {
        name: some_text() for name in ("name", "title", "narrative", "place", "demand", "risk")
    }
    petition = office.register(
        "discipline",
        kind="accusation",
        content="",
        division="",
        title=words["title"],
        narrative=words["narrative"],
        place=words["place"],
        risk="red",
        risk_reason=words["risk"],
        petitioners=[{"name": words["name"], "phone": PHONE}],
        demands=[words["demand"]],
    )
    words["stuck"] = some_text()
    office.move(petition, "note", "discipline", stuck=words["stuck"], next_step="等")
    page = page_of(office, "discipline", petition)
    for name, word in words.items():
        assert word in page, name
    assert PHONE not in page
    printed = page_of(office, "discipline", petition, "print/")
    assert words["narrative"] in printed
    for who in ("petition", "director", "peace", "window", "department", "leader"):
        for more in ("", "print/"):
            answer = desk(office, who).get(f"/petitions/{petition.pk}/{more}")
            assert answer.status_code == 404, (who, more)
    # Nothing is written beside the sealed content: no demands, support or files page.
    for more in ("demands/", "supports/", "hearing/"):
        assert desk(office, "discipline").get(f"/petitions/{petition.pk}/{more}").status_code == 404
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")
    post(office, "discipline", petition, "files/", file=upload)
    assert not petition.attachments.exists()


def test_a_file_is_kept_and_handed_out_within_sight_only(
    office: Office, petition: Petition, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile("鉴定报告.pdf", b"%PDF-1.4 words")
    assert post(office, "petition", petition, "files/", file=upload).status_code == 302
    kept = petition.attachments.get()
    assert kept.name in page_of(office, "director", petition)
    taken = desk(office, "director").get(f"/petitions/files/{kept.pk}/")
    assert b"".join(taken.streaming_content) == b"%PDF-1.4 words"
    for who in ("window", "department", "discipline"):
        assert desk(office, who).get(f"/petitions/files/{kept.pk}/").status_code == 404, who
        more = SimpleUploadedFile("b.pdf", b"%PDF-1.4 x")
        assert post(office, who, petition, "files/", file=more).status_code == 404, who
    assert petition.attachments.count() == 1


def test_a_mediation_is_linked_both_ways_and_the_clock_runs_on(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    office.accept(petition, told_now=True)
    _, second = petition.demands.order_by("position")
    office.move(
        petition,
        "mediate",
        consent=True,
        category="02",
        respondent="石场",
        demands=[str(second.pk)],
    )
    link = petition.mediations.get()
    assert list(link.demands.all()) == [second]
    case = link.case
    page = page_of(office, "petition", petition)
    assert page.count(f'href="/cases/{case.pk}/"') == 2  # in its block, and beside the demand
    assert case.aloud in page
    upper = desk(office, "peace").get(f"/cases/{case.pk}/").content.decode()
    assert f'href="/petitions/{petition.pk}/"' in upper
    assert "CONCLUDE" in office.running(petition)
    # A reader who has no sight of the case reads its number, without a link.
    office.assign(petition)
    unit = page_of(office, "department", petition)
    assert case.aloud in unit


def test_a_page_costs_the_same_however_much_happened(office: Office, petition: Petition) -> None:
    def cost() -> int:
        client = desk(office, "petition")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/petitions/{petition.pk}/").status_code == 200
        return len(captured)

    office.accept(petition, told_now=True)
    office.assign(petition)
    office.move(petition, "record", text=some_text())
    office.move(petition, "mediate", consent=True, category="02", respondent="石场")
    before = cost()
    for _ in range(3):
        office.assign(petition)
        office.move(petition, "record", text=some_text())
        office.move(petition, "urge", text=some_text(), to=str(office.town.unit("guijian").pk))
    assert cost() == before
