"""A village's page: its team, its people and its desk; and the card that hangs outside."""

import random
import string
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from grids.enums import Role, Seat
from grids.models import Department, Division, TeamSeat, VillageStaff
from grids.services import village as services
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from tests.factories import V1, V2, Town, make_user

pytestmark = pytest.mark.django_db
PAGE, CARD, API = f"/places/{V1}/", f"/places/{V1}/card/", f"/api/v1/villages/{V1}/"


def a_name() -> str:
    return "某" + "".join(random.choices(string.ascii_lowercase, k=8))


def opened(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def text_at(user: User | None, path: str) -> str:
    answer = opened(user).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def stand_by(town: Town, **more: Any) -> VillageStaff:
    given = {"duty": "law_guide", "name": a_name(), "from_on": clock.today()} | more
    return services.add_staff(town.v1, town.user("justice"), **given)


# --- who reads it ---------------------------------------------------------------------------------


def test_the_page_names_team_vacancies_and_who_is_responsible(town: Town) -> None:
    """V2's team is full; in a village with two of six people four seats are said to be vacant."""
    full = text_at(town.user("grid"), f"/places/{V2}/")
    assert "暂缺" not in full
    assert full.count("工作人员</td>") == 3
    for name in ("傅佳蓉", "冯天佑"):  # 主要责任人 and 第一责任人 of its committee
        assert name in full
    other = Division.objects.villages().exclude(code__in=[V1, V2]).earliest("code")
    sparse = text_at(town.user("grid"), f"/places/{other.code}/")
    assert sparse.count(">暂缺<") == 4
    assert opened(town.user("grid")).get(f"/places/{town.centre.code}/").status_code == 404


def test_somebody_without_a_post_reads_no_village_and_a_stranger_only_the_card(town: Town) -> None:
    stand_by(town)
    nobody = make_user()
    for path in (PAGE, API):
        assert opened(town.user("grid")).get(path).status_code == 200
        assert opened(nobody).get(path).status_code == 404
    assert opened(None).get(PAGE).status_code == 302
    assert opened(None).get(API).status_code == 401
    assert opened(None).get(CARD).status_code == 200


def test_the_list_has_every_village_in_use_and_the_api_the_same(town: Town) -> None:
    closed = Division.objects.villages().exclude(code__in=[V1, V2]).earliest("code")
    Division.objects.filter(pk=closed.pk).update(is_active=False)
    shown = text_at(town.user("window"), "/places/villages/")
    listed = opened(town.user("window")).get("/api/v1/villages/").json()
    assert len(listed) == 18
    assert all(f"/places/{one['code']}/" in shown for one in listed)
    assert f"/places/{closed.code}/" not in shown
    assert opened(None).get(f"/places/{closed.code}/card/").status_code == 404


# --- the card -------------------------------------------------------------------------------------


def test_the_card_names_those_who_serve_today_and_agreed(town: Town) -> None:
    agreed, silent = stand_by(town, has_consented=True), stand_by(town)
    to_come = stand_by(
        town, has_consented=True, from_on=clock.today() + timedelta(days=1), organisation="以后"
    )
    card = text_at(None, CARD)
    assert agreed.name in card
    assert silent.name not in card
    assert to_come.name not in card
    page = text_at(town.user("village"), PAGE)
    assert silent.name in page
    assert "没有同意公示" in page


def test_who_takes_his_consent_back_is_off_the_card_at_once(town: Town) -> None:
    one = stand_by(town, has_consented=True)
    village = opened(town.user("village"))
    assert one.name in text_at(None, CARD)
    village.post(f"/places/staff/{one.pk}/silence/")
    assert one.name not in text_at(None, CARD)
    village.post(f"/places/staff/{one.pk}/consent/")
    assert one.name in text_at(None, CARD)


def test_who_left_the_team_or_has_no_account_any_more_is_not_on_the_card(town: Town) -> None:
    staying, leaving, closed = (make_user(a_name()) for _ in range(3))
    TeamSeat.objects.filter(division=town.v1, seat=Seat.STAFF).update(
        to_on=clock.today() - timedelta(days=1)
    )
    for user in (staying, leaving, closed):
        TeamSeat.objects.create(
            division=town.v1, user=user, seat=Seat.STAFF, from_on=date(2020, 1, 1)
        )
    assert {user.name for user in (staying, leaving, closed)} <= set(words(text_at(None, CARD)))
    TeamSeat.objects.filter(user=leaving).update(to_on=clock.today() - timedelta(days=1))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    shown = words(text_at(None, CARD))
    assert staying.name in shown
    assert not {leaving.name, closed.name} & set(shown)


def words(page: str) -> list[str]:
    return page.replace("<", " <").replace(">", "> ").split()


def test_the_card_fits_the_paper_that_was_asked_for(town: Town) -> None:
    assert "paper--a4 card" in text_at(None, CARD)
    assert "paper--a3 card" in text_at(None, f"{CARD}?size=a3")
    assert "paper--a4 card" in text_at(None, f"{CARD}?size=huge")


def test_about_has_each_villages_phone_and_its_card(town: Town) -> None:
    services.write_desk(
        town.v1, town.user("village"), duty_phone="023-72190001", hours="每天9点到17点"
    )
    about = text_at(None, "/about/")
    assert about.count("/card/") == 19
    assert f'<a href="{CARD}">' in about
    assert "tel:023-72190001" in about
    assert "每天9点到17点" in about


# --- who writes it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "may"),
    [
        ("village", True),
        ("peace", True),
        ("justice", True),
        ("director", True),
        ("village2", False),
        ("grid", False),
        ("leader", False),
        ("window", False),
        ("department", False),
    ],
)
def test_the_villages_head_and_the_three_offices_write_its_page(
    town: Town, account: str, may: bool
) -> None:
    client = opened(town.user(account))
    name = a_name()
    typed = {"duty": "law_guide", "name": name, "from_on": "2026-11-01"}
    assert client.get(f"{PAGE}staff/new/").status_code == (200 if may else 404)
    assert client.post(f"{PAGE}staff/new/", typed).status_code == (302 if may else 404)
    assert VillageStaff.objects.filter(name=name).exists() is may
    hours = f"{random.randint(8, 11)}点起"
    client.post(f"{PAGE}desk/", {"hours": hours})
    assert (hours in text_at(town.user("grid"), PAGE)) is may
    assert (f"{PAGE}staff/new/" in client.get(PAGE).content.decode()) is may
    if not may:
        with pytest.raises(Refused, match="司法所"):
            services.write_desk(town.v1, town.user(account), hours=hours)
        other = stand_by(town)
        assert client.post(f"/places/staff/{other.pk}/consent/").status_code == 404
        other.refresh_from_db()
        assert other.consented_on is None


def test_a_new_adviser_ends_the_term_of_the_one_before(town: Town) -> None:
    """一村一法律顾问: of two there is never one day with both, nor one without."""
    first = stand_by(town, duty="legal_adviser", from_on=date(2026, 1, 1))
    second = stand_by(town, duty="legal_adviser", from_on=date(2026, 7, 1))
    first.refresh_from_db()
    assert first.to_on == date(2026, 6, 30)
    with pytest.raises(Refused, match="2026-07-01"):
        stand_by(town, duty="legal_adviser", from_on=date(2026, 7, 1))
    standing = VillageStaff.objects.filter(division=town.v1, to_on=None)
    assert standing.get(duty="legal_adviser") == second
    guides = standing.filter(duty="law_guide").count()
    stand_by(town)
    stand_by(town)  # of 法律明白人 there may be several
    assert standing.filter(duty="law_guide").count() == guides + 2


def test_the_database_holds_one_adviser_and_keeps_every_row(town: Town) -> None:
    first = stand_by(town, duty="police")
    row = {
        "centre": town.centre,
        "division": town.v1,
        "duty": "police",
        "name": a_name(),
        "from_on": clock.today(),
    }
    with (
        pytest.raises(IntegrityError, match="grids_one_adviser_one_policeman"),
        transaction.atomic(),
    ):
        VillageStaff.objects.create(**row)
    assert VillageStaff.objects.create(**row | {"division": town.v2}).pk
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        VillageStaff.objects.filter(pk=first.pk).delete()
    services.end_staff(first, town.user("village"), clock.today())
    assert VillageStaff.objects.create(**row).pk


def test_a_last_day_is_written_once_and_not_before_the_first(town: Town) -> None:
    one = stand_by(town, from_on=date(2026, 11, 10))
    village = opened(town.user("village"))
    end = f"/places/staff/{one.pk}/end/"
    assert "早于" in village.post(end, {"to_on": "2026-11-09"}, follow=True).content.decode()
    assert "请填结束日期" in village.post(end, {"to_on": "某天"}, follow=True).content.decode()
    one.refresh_from_db()
    assert one.to_on is None
    village.post(end, {"to_on": "2026-11-10"})
    one.refresh_from_db()
    assert one.to_on == date(2026, 11, 10)
    assert "已经写过" in village.post(end, {"to_on": "2026-11-12"}, follow=True).content.decode()


def test_what_no_constraint_can_say_is_found_by_the_invariants(town: Town) -> None:
    assert list(services.faults()) == []
    one = stand_by(town)
    assert list(services.faults()) == []
    VillageStaff.objects.filter(pk=one.pk).update(division=town.centre)
    TeamSeat.objects.create(
        division=town.v1, user=make_user(), seat=Seat.STAFF, from_on=date(2020, 1, 1)
    )
    found = list(services.faults())
    assert len(found) == 2
    assert "没有挂在本镇的村（社区）上" in found[0]
    assert "多于 3 人" in found[1]


def test_whoever_is_responsible_is_named_by_his_post_and_not_after_he_left(town: Town) -> None:
    unit = Department.objects.get(division=town.v1)
    first, main = make_user(a_name()), make_user(a_name())
    Department.objects.filter(pk=unit.pk).update(first_responsible=first, main_responsible=main)
    read = opened(town.hire(V1, Role.MEDIATOR)).get
    assert read(API).json()["responsible"] == [
        {"post": "第一责任人", "name": first.name},
        {"post": "主要责任人", "name": main.name},
    ]
    User.objects.filter(pk=main.pk).update(is_active=False)
    assert read(API).json()["responsible"][1]["name"] == "暂缺"


def test_the_checks_of_its_desk_are_one_tap_away_for_who_reads_them(town: Town) -> None:
    link = 'href="/registers/station/"'
    assert link in text_at(town.user("justice"), PAGE)
    assert link not in text_at(town.user("discipline"), PAGE)
