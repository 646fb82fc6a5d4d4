"""A published list of divisions: shown as a difference, taken over as acts. The lists of 2013 and
2022 are the real ones of 李渡街道 and two towns of 紫阳县 (tests/data/divisions_*.csv)."""

import csv
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases import services as case_services
from cases.models import Case
from grids.enums import Role
from grids.models import Department, Division, DivisionChange, Post
from grids.selectors import committee_of, villages
from grids.selectors.changes import find_by_name
from grids.services import load_divisions, load_reference
from mediation.core.deadlines import load_rules
from mediation.core.models import User
from tests.cases.factories import registration
from tests.factories import make_user

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent.parent / "data"
ZHIYUAN_2013, ZHIYUAN = "500102011007", "500102011011"
MINGJIAWAN_2013, MINGJIAWAN = "500102011211", "500102011014"
SHIMA = "500102011201"  # 石马村: gone without a namesake


def text(year: int) -> str:
    return (DATA / f"divisions_{year}.csv").read_text(encoding="utf-8")


@pytest.fixture
def keeper(settings: Any) -> User:
    """李渡街道 as it was in 2013, with its system administrator."""
    settings.DEMO = True
    load_divisions(csv.DictReader(text(2013).splitlines()), date(2013, 1, 1))
    load_reference()
    load_rules()
    unit = Department.objects.get(code="500102011-centre")
    user = make_user()
    User.objects.filter(pk=user.pk).update(is_demo=True)
    Post.objects.create(
        user=user, department=unit, role=Role.SYSTEM_ADMIN, from_on=date(2020, 1, 1)
    )
    return User.objects.get(pk=user.pk)


def a_case(village: str) -> Case:
    clerk = make_user()
    unit = Department.objects.get(code="500102011-centre")
    Post.objects.create(
        user=clerk, department=unit, role=Role.WINDOW_CLERK, from_on=date(2020, 1, 1)
    )
    words = registration(form_key=uuid.uuid4(), division=village)
    return case_services.register(clerk, **words).case


def compare(client: Client) -> Any:
    file = SimpleUploadedFile("divisions.csv", text(2022).encode())
    words = {"on": "2026-11-16", "reason": "2022 年区划代码", "document": "", "do": "compare"}
    return client.post("/places/import/", words | {"file": file})


def take_over(client: Client, shown: Any, **fates: str) -> Any:
    chosen = {f"fate_{one['place'].code}": one["fate"] or "close" for one in shown.context["gone"]}
    words = {
        "on": "2026-11-16",
        "reason": "2022 年区划代码",
        "document": "",
        "do": "take_over",
        "text": shown.context["text"],
        "digest": shown.context["digest"],
    }
    return client.post("/places/import/", words | chosen | fates)


def test_the_difference_is_shown_before_anything_is_written(
    keeper: User, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    a_case(SHIMA)
    client.force_login(keeper)
    answer = compare(client)
    assert answer.status_code == 200
    found = answer.context["found"]
    # By hand from the two lists: 37 villages then, 19 now, 13 codes in both.
    assert (len(found.added), len(found.gone), len(found.reopened)) == (6, 24, 0)
    assert len(found.renamed) + found.unchanged == 13
    assert found.elsewhere == 25
    suggested = {one.place.code: one.suggested for one in found.gone if one.suggested}
    assert suggested == {
        ZHIYUAN_2013: ZHIYUAN,
        MINGJIAWAN_2013: MINGJIAWAN,
        "500102011219": "500102011020",
        "500102011220": "500102011024",
        "500102011223": "500102011022",
        "500102011224": "500102011023",
    }
    open_work = {one.place.code: dict(one.open_work) for one in found.gone if one.open_work}
    assert open_work == {SHIMA: {"cases": 1}}
    page = answer.content.decode()
    assert "李渡街道·石马村" in page
    assert "案件 1 件" in page
    assert not DivisionChange.objects.exists()
    assert not Division.objects.filter(code=ZHIYUAN).exists()


def test_taking_it_over_merges_what_was_chosen_and_closes_the_rest(
    keeper: User, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    case = a_case(SHIMA)
    client.force_login(keeper)
    shown = compare(client)
    refused = take_over(client, shown)  # 石马村 has open work and is not simply closed
    assert "不能直接撤销" in refused.content.decode()
    assert not DivisionChange.objects.exists()
    answer = take_over(client, shown, **{f"fate_{SHIMA}": MINGJIAWAN})
    assert answer.status_code == 302, answer.context["form"].errors

    town = Division.objects.get(code="500102011000")
    with (DATA / "divisions_2022.csv").open(encoding="utf-8") as file:
        now = {row["village_code"] for row in csv.DictReader(file) if row["town"] == "李渡街道"}
    assert {one.code for one in villages(town)} == now
    old, new = Division.objects.get(code=SHIMA), Division.objects.get(code=MINGJIAWAN)
    case.refresh_from_db()
    assert (old.merged_into, case.division, case.unit) == (
        new,
        new,
        Department.objects.get(code="500102011-centre"),
    )
    assert committee_of(new) is not None  # nobody works there yet: the centre keeps the case
    kinds = list(DivisionChange.objects.order_by("kind").values_list("kind", flat=True))
    assert (kinds.count("added"), kinds.count("merged"), kinds.count("closed")) == (6, 7, 17)
    # The other towns of the list were left as they were.
    haoping = Division.objects.get(code="610924101000")
    assert find_by_name(haoping, "蒿坪街道社区") is not None


def test_what_was_shown_is_what_is_taken_over(
    keeper: User, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    client.force_login(keeper)
    shown = compare(client)
    a_case(SHIMA)  # meanwhile
    answer = take_over(client, shown)
    assert "有了变动" in answer.content.decode()
    assert not DivisionChange.objects.exists()


def test_a_list_of_another_town_or_of_no_columns_changes_nothing(
    keeper: User, client: Client
) -> None:
    client.force_login(keeper)
    words = {"on": "2026-11-16", "reason": "试一试", "do": "compare"}
    for content, says in (
        ("a,b\n1,2\n", "缺少列"),
        (text(2022).split("\n")[0] + "\n紫阳县,610924000000,蒿坪镇,610924101000,"
         "街道社区居民委员会,街道社区,610924101001\n", "这份表里没有李渡街道"),
    ):  # fmt: skip
        file = SimpleUploadedFile("divisions.csv", content.encode())
        page = client.post("/places/import/", words | {"file": file}).content.decode()
        assert says in page
    assert not DivisionChange.objects.exists()
