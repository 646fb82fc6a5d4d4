"""The register of mediators: what the law says of it, who reads it, what lies on whose desk."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.enums import Tier
from cases.models import Case, MediationSession
from grids.enums import MediatorKind
from grids.models import Deputy, Mediator
from grids.selectors.mediators import committee_gaps
from mediation.core.models import Notice, User
from mediation.core.notices import send_due
from tests.cases.factories import Cast, act, register, some_text
from tests.conftest import SHANGHAI
from tests.factories import V1, make_user

pytestmark = pytest.mark.django_db
PAGE, API = "/mediators/", "/api/v1/mediators/"


def appoint(cast: Cast, user: User, slug: str = V1, **more: Any) -> Mediator:
    with transaction.atomic():
        return Mediator.objects.create(
            **{
                "user": user,
                "unit": cast.town.unit(slug),
                "kind": MediatorKind.COMMITTEE_MEMBER,
                "from_on": date(2026, 1, 1),
                "to_on": date(2028, 12, 31),
                **more,
            }
        )


def rows(browser: Any, user: User, query: str = "") -> dict[str, Any]:
    found = browser(user).get(API + query).json()
    return {row["name"]: row for row in found}


# --- what the law says ----------------------------------------------------------------------------


def test_a_committees_member_is_chosen_for_three_years_at_most(scene: Cast) -> None:
    """人民调解法 9. Three years from 1 January 2026 end on 31 December 2028."""
    for to_on in (date(2029, 6, 1), None):
        with pytest.raises(IntegrityError, match="grids_committee_term_is_three_years"):
            appoint(scene, make_user(), to_on=to_on)
    assert appoint(scene, make_user()).pk
    assert appoint(scene, make_user(), "room", kind=MediatorKind.FULL_TIME, to_on=None).pk


def test_a_studio_has_a_name_and_nobody_else_has_one(scene: Cast) -> None:
    studio = {"kind": MediatorKind.STUDIO, "slug": "room"}
    with pytest.raises(IntegrityError, match="grids_studio_has_name"):
        appoint(scene, make_user(), **studio)
    with pytest.raises(IntegrityError, match="grids_studio_has_name"):
        appoint(scene, make_user(), studio_name="老何调解工作室")
    assert appoint(scene, make_user(), studio_name="老何调解工作室", **studio).pk


def test_what_a_committee_lacks_is_said_and_refuses_nothing(scene: Cast, browser: Any) -> None:
    """人民调解法 8: three to nine members, women among them."""
    unit = scene.town.unit(V1)
    Mediator.objects.filter(unit=unit).delete()

    def said() -> list[str]:
        return [gap.sentence for gap in committee_gaps(scene.town.centre, [unit.pk])]

    members = [appoint(scene, make_user()) for _ in range(2)]
    assert said() == ["致远社区调委会：登记了委员 2 人，应当有 3 至 9 人；委员里还没有妇女成员。"]
    members.append(appoint(scene, make_user()))
    assert said() == ["致远社区调委会：委员里还没有妇女成员。"]
    Mediator.objects.filter(pk=members[0].pk).update(is_woman=True)
    assert said() == []
    members += [appoint(scene, make_user()) for _ in range(7)]
    assert said() == ["致远社区调委会：登记了委员 10 人，应当有 3 至 9 人。"]
    page = browser(scene.town.user("justice")).get(PAGE).content.decode()
    assert "登记了委员 10 人" in page
    assert "登记了委员 10 人" in browser(scene.town.user("village")).get(PAGE).content.decode()
    assert "登记了委员 10 人" not in browser(scene.town.user("village2")).get(PAGE).content.decode()


# --- who reads it -------------------------------------------------------------------------------


@pytest.mark.parametrize("account", ["window", "mediator2", "village", "leader", "director"])
def test_whoever_puts_people_to_cases_reads_the_register(
    scene: Cast, browser: Any, account: str
) -> None:
    name = make_user(f"某{some_text(6)}")
    appoint(scene, name)
    client = browser(scene.town.user(account))
    assert name.name in client.get(PAGE).content.decode()
    assert name.name in client.get(API).content.decode()
    assert f'href="{PAGE}"' in client.get("/").content.decode()


@pytest.mark.parametrize("account", ["grid", "auditor", "petition", "department", "discipline"])
def test_for_all_others_there_is_no_such_page(scene: Cast, browser: Any, account: str) -> None:
    client = browser(scene.town.user(account))
    assert client.get(PAGE).status_code == 404
    assert client.get(API).status_code == 404
    assert f'href="{PAGE}"' not in client.get("/").content.decode()


def test_a_term_that_is_over_or_has_not_begun_is_not_shown(scene: Cast, browser: Any) -> None:
    shown, over, later = (make_user(f"某{some_text(6)}") for _ in range(3))
    appoint(scene, shown, to_on=date(2026, 3, 2))
    appoint(scene, over, to_on=date(2026, 3, 1))
    appoint(scene, later, from_on=date(2026, 3, 3))
    names = rows(browser, scene.town.user("justice"))
    assert shown.name in names
    assert {over.name, later.name}.isdisjoint(names)


def test_the_register_is_narrowed_by_unit_specialty_and_kind(scene: Cast, browser: Any) -> None:
    one, other = make_user(f"某{some_text(6)}"), make_user(f"某{some_text(6)}")
    appoint(scene, one).specialties.set([scene.town.category("13")])
    appoint(scene, other, "room", kind=MediatorKind.PART_TIME, to_on=None)
    justice = scene.town.user("justice")

    def names(query: str) -> set[str]:
        return set(rows(browser, justice, query)) & {one.name, other.name}

    assert names("") == {one.name, other.name}
    assert names("?specialty=13") == {one.name}
    assert names("?kind=part_time") == {other.name}
    assert names(f"?unit={scene.town.unit(V1).code}") == {one.name}
    assert names(f"?unit={scene.town.unit(V1).code}&kind=part_time") == set()
    assert browser(justice).get(API + "?kind=chief").status_code == 400
    page = browser(justice).get(PAGE + "?specialty=13").content.decode()
    assert one.name in page
    assert other.name not in page


def test_a_deputy_of_these_days_is_shown(scene: Cast, browser: Any) -> None:
    away, standing_in, earlier = (make_user(f"某{some_text(6)}") for _ in range(3))
    appoint(scene, away)
    Deputy.objects.create(
        user=away, deputy=standing_in, from_on=date(2026, 3, 1), to_on=date(2026, 3, 5)
    )
    Deputy.objects.create(
        user=away, deputy=earlier, from_on=date(2026, 2, 1), to_on=date(2026, 2, 5)
    )
    (deputy,) = rows(browser, scene.town.user("window"))[away.name]["deputies"]
    assert (deputy["name"], deputy["to_on"]) == (standing_in.name, "2026-03-05")
    assert earlier.name not in browser(scene.town.user("window")).get(PAGE).content.decode()


# --- what lies on whose desk ----------------------------------------------------------------------


def seat(case: Case, mediator: User, at: datetime, **more: Any) -> None:
    MediationSession.objects.create(
        case=case,
        centre=case.centre,
        stage=case.stages.get(left_at=None),
        mediator=mediator,
        on=at.date(),
        by=mediator,
        at=at,
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        **more,
    )


def test_the_workload_counts_open_cases_and_the_sittings_of_this_week(
    scene: Cast, browser: Any
) -> None:
    """Monday 2 March 2026: the week is 2–8 March."""
    member = scene.members[Tier.VILLAGE]
    appoint(scene, member)
    many = random.randint(2, 4)
    cases = [act(register(scene), "accept", member) for _ in range(many)]
    act(cases[0], "settle", member)
    last = cases[-1]

    def moment(day: str) -> datetime:
        return datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)

    for day in ("2026-03-02 00:00", "2026-03-08 23:30", "2026-03-01 23:59", "2026-03-09 00:00"):
        seat(last, member, moment(day))
    seat(last, member, moment("2026-03-04 09:00"), is_cancelled=True)
    row = rows(browser, scene.town.user("justice"))[member.name]
    assert row["workload"] == {"cases": many - 1, "sessions": 2}
    page = browser(scene.town.user("peace")).get(PAGE).content.decode()
    assert f"{many - 1} 件" in page


def test_a_head_sees_the_workload_of_his_own_unit_only(scene: Cast, browser: Any) -> None:
    own, other = make_user(f"某{some_text(6)}"), make_user(f"某{some_text(6)}")
    appoint(scene, own)
    appoint(scene, other, "room", kind=MediatorKind.FULL_TIME, to_on=None)

    def seen(account: str) -> tuple[bool, bool]:
        found = rows(browser, scene.town.user(account))
        return found[own.name]["workload"] is not None, found[other.name]["workload"] is not None

    assert seen("village") == (True, False)
    assert seen("mediator") == (False, True)
    assert seen("mediator2") == (False, False)
    assert seen("window") == (False, False)
    assert seen("director") == (True, True)
    assert "本周场次</th>" not in browser(scene.town.user("window")).get(PAGE).content.decode()


def test_the_number_of_statements_does_not_grow_with_the_register(
    scene: Cast, browser: Any, queries: Any
) -> None:
    client = browser(scene.town.user("justice"))
    client.get(PAGE)
    few = queries(lambda: client.get(PAGE))
    for _ in range(15):
        person = make_user()
        appoint(scene, person).specialties.set([scene.town.category("13")])
        Deputy.objects.create(user=person, deputy=make_user(), from_on=date(2026, 3, 1))
    assert queries(lambda: client.get(PAGE)) == few


# --- terms that run out ---------------------------------------------------------------------------


def told_of(term: Mediator) -> set[tuple[str, str]]:
    found = Notice.objects.filter(subject__startswith=f"mediator:{term.pk}:")
    return {(notice.day.isoformat(), notice.user.username) for notice in found}


def test_the_head_and_the_justice_office_are_told_sixty_and_ten_days_before(
    scene: Cast, days: Any
) -> None:
    """Ends on Sun 2026-05-10: sixty days before is Wed 03-11; ten days before Thu 04-30."""
    term = appoint(scene, make_user(), from_on=date(2024, 1, 1), to_on=date(2026, 5, 10))
    days("2026-03-03", "2026-05-15")
    office = {"justice", scene.justice.username, scene.members[Tier.LITIGATION].username}
    people = {scene.heads[Tier.VILLAGE].username, *office}
    assert told_of(term) == {
        (day, person) for day in ("2026-03-11", "2026-04-30") for person in people
    }
    text = Notice.objects.filter(subject=f"mediator:{term.pk}:before60")[0].text
    assert "任期还有 60 天（5月10日到期）" in text


def test_a_warning_whose_day_is_off_comes_on_the_working_day_before(scene: Cast, days: Any) -> None:
    """Ends on Sat 2026-05-16: ten days before is Wed 05-06; sixty days before, Tue 03-17.
    Ends on Wed 2026-05-13: ten days before, Sun 05-03, is off, and so are 05-01…02: Thu 04-30."""
    plain = appoint(scene, make_user(), from_on=date(2024, 1, 1), to_on=date(2026, 5, 16))
    moved = appoint(scene, make_user(), from_on=date(2024, 1, 1), to_on=date(2026, 5, 13))
    days("2026-04-01", "2026-05-20")
    assert {day for day, _ in told_of(plain)} == {"2026-05-06"}
    assert {day for day, _ in told_of(moved)} == {"2026-04-30"}


def test_who_has_been_chosen_again_is_no_longer_asked_about(
    cast: Cast, days: Any, at: Any, settings: Any
) -> None:
    settings.DEMO = True
    renewed, other = make_user(), make_user()
    old = {"from_on": date(2024, 1, 1), "to_on": date(2026, 3, 20)}
    first, second = appoint(cast, renewed, **old), appoint(cast, other, **old)
    days("2026-03-10", "2026-03-10")
    assert told_of(first)
    appoint(cast, renewed, from_on=date(2026, 3, 21), to_on=date(2029, 3, 20))
    at("2026-03-10 09:00")
    send_due()

    def sent(term: Mediator) -> set[bool]:
        found = Notice.objects.filter(subject__startswith=f"mediator:{term.pk}:")
        return {notice.sent_at is not None for notice in found}

    assert sent(second) == {True}
    assert sent(first) == {False}
    third = make_user()
    appoint(cast, third, from_on=date(2024, 4, 1), to_on=date(2026, 3, 21))
    appoint(cast, third, from_on=date(2026, 3, 22), to_on=date(2029, 3, 21))
    days("2026-03-11", "2026-03-21")
    assert not Notice.objects.filter(text__contains=third.name).exists()
