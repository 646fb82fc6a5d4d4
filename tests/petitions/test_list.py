"""The list, its search, and what stands in a person's day of petitions."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from mediation.core import clock
from petitions.models import Petition
from tests.cases.factories import some_text
from tests.petitions.factories import Office

pytestmark = pytest.mark.django_db

LIST = "/petitions/"


@pytest.fixture
def of(office: Office, at: Callable[[str], Any]) -> Callable[[str], Client]:
    at("2026-08-03 09:00")

    def client(account: str) -> Client:
        browser = Client()
        browser.force_login(office.town.user(account))
        return browser

    return client


def read(client: Client, address: str = LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def listed(page: str) -> list[int]:
    """The short numbers of the rows, in their order."""
    return [int(number) for number in re.findall(r'/petitions/\d+/">信(\d+)号</a>', page)]


def test_each_reader_sees_his_own_rows_at_his_own_level(
    of: Callable[[str], Client], office: Office
) -> None:
    word = some_text(8)
    open_one = office.register(title=f"采石场{word}", petitioners=[{"name": "何永昌"}])
    given = office.assign(office.accept(office.register()))
    for account in ("petition", "director", "peace"):
        page = read(of(account))
        assert listed(page) == [2, 1]
        assert word in page
    card = read(of("window"))
    assert listed(card) == [2, 1]
    assert "何永昌" in card
    assert word not in card
    assert listed(read(of("department"))) == [given.short_number]
    for account in ("leader", "mediator", "village", "police", "auditor", "discipline"):
        assert listed(read(of(account))) == [], account
    Petition.objects.filter(pk=open_one.pk).update(owner=office.town.user("leader"))
    assert listed(read(of("leader"))) == [open_one.short_number]


def test_two_characters_find_it_and_a_card_reader_finds_what_the_card_shows(
    of: Callable[[str], Client], office: Office
) -> None:
    petition = office.register(
        title="采石场夜里放炮", petitioners=[{"name": "何永昌", "phone": "13800000867"}]
    )
    office.register(title="另一件", petitioners=[{"name": "李桂兰"}])
    for word in ("放炮", "何永", "永昌", "信1号", "1", petition.number, "何永昌 放炮"):
        assert listed(read(of("petition"), f"{LIST}?q={word}")) == [1], word
    for word in ("何永", "信1号"):
        assert listed(read(of("window"), f"{LIST}?q={word}")) == [1], word
    for word in ("放炮", "13800000867", "0867"):
        assert listed(read(of("window"), f"{LIST}?q={word}")) == [], word
    assert listed(read(of("petition"), f"{LIST}?q=13800000867")) == []


def test_an_accusation_has_a_heading_of_its_own_for_discipline_and_is_nowhere_else(
    of: Callable[[str], Client], office: Office
) -> None:
    word = some_text(10)
    sealed = office.register(
        by="discipline", kind="accusation", title=word, narrative=word,
        petitioners=[{"name": "何永昌"}], demands=[word],
    )  # fmt: skip
    page = read(of("discipline"))
    assert listed(page) == [sealed.short_number]
    assert "<h2>检举控告</h2>" in page
    assert word not in page
    assert "何永昌" not in page
    for account in ("petition", "director", "peace", "window", "leader", "department"):
        for address in (LIST, f"{LIST}?q={sealed.number}", f"{LIST}?q={word}", f"{LIST}?of=sealed"):
            page = read(of(account), address)
            assert listed(page) == [], (account, address)
            assert "<b>0 件</b>" in page
    assert listed(read(of("discipline"), f"{LIST}?q={sealed.number}")) == [sealed.short_number]


def test_the_list_costs_the_same_however_long_it_is(
    of: Callable[[str], Client], office: Office
) -> None:
    def counted() -> int:
        client = of("petition")
        client.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(LIST)
        return len(queries)

    office.register()
    few = counted()
    for n in range(6):
        office.register(petitioners=[{"name": f"某{n}"}, {"name": f"另{n}"}], head_count=3)
    assert counted() == few


def test_the_petition_officers_day_holds_what_waits_for_him(
    of: Callable[[str], Client], office: Office, at: Callable[[str], Any]
) -> None:
    fresh = office.register()
    given = office.assign(office.accept(office.register()))
    at("2026-09-30 09:00")
    page = read(of("petition"), "/")
    assert "登记了，还没有定怎么办" in page
    assert f'/petitions/{fresh.pk}/"' in page
    assert "交办了还没签收" in page
    assert "文书还没有送到" in page
    assert f"/petitions/{given.pk}/moves/deliver/" in page
    assert "1 件已逾期" in page  # NOTIFY of the fresh one ended on 18 August
    # The unit has it to sign and to answer; the window what it registered today, for its receipt.
    assert "等本单位办的" in read(of("department"), "/")
    assert "信访：" not in read(of("window"), "/")
    own = office.register(by="window")
    assert f"/petitions/{own.pk}/print/receipt/" in read(of("window"), "/")
    office.move(given, "sign_for", "department")
    assert "交办了还没签收" not in read(of("petition"), "/")


def test_the_director_signs_from_his_first_page_and_what_he_gives_back_returns(
    of: Callable[[str], Client], office: Office
) -> None:
    petition = office.accept(office.register())
    office.move(petition, "extend", days=30, reason="要鉴定")
    waiting = petition.proposals.get()
    page = read(of("director"), "/")
    address = f"/petitions/{petition.pk}/proposals/{waiting.pk}/"
    assert address in page
    assert "延 30 天" in page
    back = {"decision": "return", "reason": "先去现场", "next": "today"}
    assert of("director").post(address, back)["Location"] == "/"
    assert "先去现场" in read(of("petition"), "/")
    assert address not in read(of("director"), "/")


def test_a_day_without_petitions_has_no_block_of_them(of: Callable[[str], Client]) -> None:
    assert Case.objects.count() == 0
    for account in ("petition", "director", "peace", "leader", "department", "discipline"):
        assert "信访：" not in read(of(account), "/"), account


def test_whole_numbers_are_shown_once_for_a_reason_that_is_kept(
    of: Callable[[str], Client], office: Office
) -> None:
    petition = office.register(petitioners=[{"name": "何永昌", "phone": "13800000867"}])
    one = petition.petitioners.get()
    address = f"/petitions/{petition.pk}/petitioners/{one.pk}/unmask/"
    officer = of("petition")
    assert "13800000867" not in officer.post(address, {"reason": " "}).content.decode()
    assert petition.accesses.filter(what="petitioner.whole").count() == 0
    answer = officer.post(address, {"reason": "约他来看现场"})
    assert "13800000867" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    look = petition.accesses.get(what="petitioner.whole")
    assert (look.reason, look.user.username, look.at) == ("约他来看现场", "petition", clock.now())
    assert officer.get(address).status_code == 405
    for account in ("window", "department", "discipline", "mediator"):
        assert of(account).post(address, {"reason": "看一看"}).status_code == 404, account


def test_the_search_in_the_bar_finds_what_ones_post_is_about(of: Callable[[str], Client]) -> None:
    for account in ("petition", "discipline"):
        assert 'role="search" action="/petitions/"' in read(of(account), "/"), account
    for account in ("window", "director", "mediator"):
        assert 'role="search" action="/cases/"' in read(of(account), "/"), account
