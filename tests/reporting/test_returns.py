"""A village's return: opened for everybody, confirmed by its head, urged, sent back, in time or late.

The ten cases of rules.md §8: V1 has 01: new 1, ended 1; 02: new 3, resolved 2. V2 has 02: reopened 1;
07: new 1, ended 1; 10: new 1, ended 1.
"""

import uuid
from datetime import date

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import services as cases
from grids.services.changes import merge
from mediation.core.errors import Refused
from mediation.core.models import Notice
from reporting.models import HalfMonth, ReturnVersion, TypedNumber, VillageReturn
from reporting.periods import half_month
from reporting.selectors.returns import counts_of, lines_of, timeliness
from reporting.services import return_review, returns, steps
from reporting.services.returns import Typed
from tests.cases.factories import registration, some_text
from tests.factories import V1, V2

NOVEMBER = date(2026, 11, 14)
PERIOD = half_month(NOVEMBER)
ADDRESS = "/reports/half-months/2026-11-14/"
NUMBERS_V1 = {"01": {"new": 1, "ended": 1}, "02": {"new": 3, "resolved": 2}}


def filed(example, village=V1, account="village", **more):
    return returns.file_return(
        example.town.place(village),
        example.town.centre,
        PERIOD,
        example.town.user(account),
        **{"form_key": uuid.uuid4(), "features": some_text()} | more,
    )


def asked_of(example, village=V1):
    return VillageReturn.objects.get(due_on=NOVEMBER, division=example.town.place(village))


def typed_over(example, **more):
    three = Typed("02", "new", 2, "少了一件", str(example.cases["C10"].short_number))
    return filed(example, typed=[three], **more)


def shown(form) -> dict[str, str]:
    """What a browser sends of a form in which nothing was touched."""
    values = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in values.items() if value is not None}


def test_every_village_in_use_gets_its_return_once(example):
    villages = example.town.centre.children.filter(is_active=True).count()
    first = returns.open_returns()
    now = VillageReturn.objects.filter(due_on=NOVEMBER)
    assert now.count() == villages
    assert first == villages  # the half-month before is locked
    assert returns.open_returns() == 0
    assert set(now.values_list("state", flat=True)) == {"waiting"}


def test_a_village_confirms_what_the_system_counts_and_its_analysis(example, client):
    client.force_login(example.town.user("village"))
    page = client.get(f"{ADDRESS}returns/{V1}/")
    form = page.context["form"]
    features, advice = some_text(), some_text()
    data = shown(form) | {"features": features, "advice": advice}
    assert client.post(f"{ADDRESS}returns/{V1}/", data).status_code == 302
    version = ReturnVersion.objects.get()
    assert version.numbers == NUMBERS_V1
    assert (version.features, version.advice, version.is_zero) == (features, advice, False)
    assert not TypedNumber.objects.exists()
    assert (asked_of(example).state, asked_of(example).is_on_time) == ("filed", True)
    assert features in client.get(f"{ADDRESS}returns/{V1}/").content.decode()
    client.force_login(example.town.user("peace"))
    text = client.get(ADDRESS).content.decode()
    assert "已报 1 个" in text
    assert features in client.get(f"{ADDRESS}returns/{V1}/").content.decode()


def test_a_village_without_anything_confirms_its_zero_without_an_analysis(example):
    place = example.town.centre.children.exclude(code__in=[V1, V2]).order_by("code")[0]
    head = example.town.hire(place.code, "mediator", is_head=True)
    key = uuid.uuid4()
    zero = returns.file_return(place, example.town.centre, PERIOD, head, form_key=key)
    again = returns.file_return(place, example.town.centre, PERIOD, head, form_key=key)
    assert zero.is_zero
    assert again == zero
    with pytest.raises(Refused) as refused:
        filed(example, features="")
    assert refused.value.code == "needs_analysis"


def test_a_typed_over_number_keeps_both_values_and_wants_its_reason(example):
    with pytest.raises(Refused) as refused:
        filed(example, typed=[Typed("02", "new", 2, " ")])
    assert (refused.value.code, refused.value.field) == ("needs_reason", "why-02")
    typed_over(example)
    number = TypedNumber.objects.get()
    assert (number.system, number.typed, number.why) == (3, 2, "少了一件")
    assert number.case == example.cases["C10"]
    version = ReturnVersion.objects.get()
    assert version.numbers == NUMBERS_V1  # the figure stays what the movements say
    filed(example, village=V2, account="village2", typed=[Typed("07", "new", 1, "")])
    assert TypedNumber.objects.count() == 1  # the same as the system's: nothing to say


def test_numbers_that_changed_under_the_writers_hands_are_not_confirmed_unread(example, client):
    client.force_login(example.town.user("village"))
    form = client.get(f"{ADDRESS}returns/{V1}/").context["form"]
    data = shown(form) | {"features": some_text(), "new-01": "5", "why-01": "另有"}
    words = registration(division=V1, category="07")
    cases.register(example.town.user("window"), **words)
    page = client.post(f"{ADDRESS}returns/{V1}/", data)
    assert page.status_code == 200
    assert "系统里的数变了" in page.content.decode()
    assert not ReturnVersion.objects.exists()
    form = page.context["form"]
    assert (form["new-01"].value(), form["new-07"].value()) == ("5", 1)
    assert form["features"].value() == data["features"]


def test_what_was_typed_is_there_again_and_untouched_numbers_follow_the_cases(example, client):
    user = example.town.user("village")
    client.force_login(user)
    page = client.get(f"{ADDRESS}returns/{V1}/")
    form, features = page.context["form"], some_text()
    kept = shown(form) | {"features": features}
    url = page.context["draft_url"]
    assert client.post(url, kept, content_type="application/json").status_code == 204
    cases.register(example.town.user("window"), **registration(division=V1, category="02"))
    form = client.get(f"{ADDRESS}returns/{V1}/").context["form"]
    assert form["features"].value() == features
    assert form["new-02"].value() == 4


def test_a_member_prepares_and_the_head_confirms(example, client):
    member = example.town.hire(V1, "mediator")
    client.force_login(member)
    form = client.get(f"{ADDRESS}returns/{V1}/").context["form"]
    features = some_text()
    data = shown(form) | {"features": features}
    client.post(f"{ADDRESS}returns/{V1}/", data)
    assert not ReturnVersion.objects.exists()
    told = Notice.objects.get(kind="return_prepared")
    assert told.user == example.town.user("village")
    with pytest.raises(Refused) as refused:
        returns.file_return(
            example.town.v1, example.town.centre, PERIOD, member, form_key=uuid.uuid4()
        )
    assert refused.value.code == "not_yours"
    client.force_login(example.town.user("village"))
    assert client.get(f"{ADDRESS}returns/{V1}/").context["form"]["features"].value() == features


def test_a_second_version_says_why_unless_it_was_sent_back(example):
    filed(example)
    with pytest.raises(Refused) as refused:
        filed(example)
    assert refused.value.field == "reason"
    assert filed(example, reason="漏写了").seq == 2
    back = return_review.send_back(asked_of(example), example.town.user("peace"), "请写写成因")
    assert back.version.seq == 2
    assert asked_of(example).state == "sent_back"
    assert Notice.objects.get(kind="return_sent_back").user == example.town.user("village")
    with pytest.raises(Refused):
        return_review.send_back(asked_of(example), example.town.user("peace"), "再请")
    assert filed(example).seq == 3
    assert asked_of(example).state == "filed"


@pytest.mark.parametrize("account", ["village", "director", "leader", "window"])
def test_only_the_peace_office_sends_back_urges_and_decides(example, client, account):
    typed_over(example)
    number = TypedNumber.objects.get()
    client.force_login(example.town.user(account))
    posts = {
        f"returns/{V1}/send-back/": {"reason": "请补"},
        f"returns/{V1}/urge/": {},
        "returns/urge/": {},
        f"typed/{number.pk}/decide/": {"how": "system"},
    }
    for path, data in posts.items():
        assert client.post(f"{ADDRESS}{path}", data).status_code == 404, path
    assert asked_of(example).state == "filed"
    assert not number.decisions.exists()
    client.force_login(example.town.user("peace"))
    assert client.post(f"{ADDRESS}typed/{number.pk}/decide/", {"how": "system"}).status_code == 302
    assert number.decisions.get().how == "system"


def test_a_missing_village_is_named_and_urged_once_a_day(example, client, at):
    returns.open_returns()
    client.force_login(example.town.user("peace"))
    client.post(f"{ADDRESS}returns/{V1}/urge/")
    told = Notice.objects.filter(kind="return_urged")
    assert [(one.user.username, one.is_urgent) for one in told] == [("village", True)]
    client.post(f"{ADDRESS}returns/{V1}/urge/")
    assert asked_of(example).urges.count() == 1
    client.post(f"{ADDRESS}returns/urge/")
    many = example.town.centre.children.filter(is_active=True).count()
    assert sum(one.urges.count() for one in VillageReturn.objects.all()) == many
    filed(example)
    at("2026-11-14 09:00")
    with pytest.raises(Refused) as refused:
        return_review.urge(example.town.v1, example.town.centre, PERIOD, example.town.user("peace"))
    assert refused.value.code == "not_now"


def test_late_and_in_time_are_of_the_first_version(example, at):
    returns.open_returns()
    filed(example)
    at("2026-11-16 09:00")
    filed(example, reason="漏写了")
    filed(example, village=V2, account="village2")
    lines = {line.village.code: line for line in lines_of(example.town.centre, NOVEMBER)}
    assert (lines[V1].is_on_time, lines[V1].days_late) == (True, 0)
    assert (lines[V2].is_on_time, lines[V2].days_late) == (False, 2)
    counts = counts_of(lines[code] for code in (V1, V2))
    assert (counts.due, counts.sent, counts.on_time, counts.rate_words) == (2, 2, 1, "50.00%")
    year = timeliness(example.town.centre, date(2026, 1, 1), date(2026, 12, 31))
    assert year[lines[V1].village.pk].rate_words == "100.00%"
    assert year[lines[V2].village.pk].rate_words == "0.00%"


def test_a_village_that_merged_before_the_cut_off_owes_nothing_and_its_rows_go_along(example):
    returns.open_returns()
    due = len(lines_of(example.town.centre, NOVEMBER))
    merge(
        example.town.v2,
        example.town.v1,
        example.town.user("director"),
        on=date(2026, 11, 13),
        reason="两村合并",
    )
    assert len(lines_of(example.town.centre, NOVEMBER)) == due - 1
    assert V2 not in {line.village.code for line in lines_of(example.town.centre, NOVEMBER)}
    with pytest.raises(Refused):
        filed(example, village=V2, account="village")
    numbers = filed(example).numbers
    # V2's closed cases stay in its row, and V1 answers for them too.
    assert numbers["10"] == {"new": 1, "ended": 1}
    assert sum(lines.get("new", 0) for lines in numbers.values()) == 6


def test_a_village_sees_its_own_return_alone(example, client):
    words = some_text()
    filed(example, features=words)
    client.force_login(example.town.user("village2"))
    assert client.get(f"{ADDRESS}returns/{V1}/").status_code == 404
    assert client.get(f"{ADDRESS}returns/{V2}/").status_code == 200
    text = client.get(f"{ADDRESS}returns/").content.decode()
    assert "水磨滩" in text
    assert "致远" not in text
    assert words not in client.get(ADDRESS).content.decode()
    client.force_login(example.town.user("window"))
    assert client.get(f"{ADDRESS}returns/").status_code == 404


def test_what_was_confirmed_refuses_every_raw_change(example):
    typed_over(example)

    def fails(act) -> bool:
        try:
            with transaction.atomic():
                act()
        except Error:
            return True
        return False

    returned = VillageReturn.objects.filter(pk=asked_of(example).pk)
    assert fails(lambda: ReturnVersion.objects.update(features=""))
    assert fails(lambda: ReturnVersion.objects.all().delete())
    assert fails(lambda: TypedNumber.objects.update(typed=3))
    assert fails(lambda: returned.update(first_filed_on=date(2026, 11, 1)))
    assert fails(lambda: HalfMonth.objects.filter(cut_off=NOVEMBER).update(state="approved"))
    assert not fails(lambda: returned.update(state="sent_back"))


def test_the_page_of_a_return_asks_as_often_for_many_cases_as_for_few(
    example, client, django_assert_num_queries
):
    client.force_login(example.town.user("village"))
    client.get(f"{ADDRESS}returns/{V1}/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{ADDRESS}returns/{V1}/")
    for code in ("02", "07", "10", "13"):
        cases.register(example.town.user("window"), **registration(division=V1, category=code))
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(f"{ADDRESS}returns/{V1}/")


def line_of(example, village=V1):
    return next(
        one for one in lines_of(example.town.centre, NOVEMBER) if one.village.code == village
    )


def changed(example, village=V1):
    return [
        (one.category, one.line, one.then, one.now) for one in line_of(example, village).changes
    ]


def register(example, **more):
    return cases.register(example.town.user("window"), **registration(**more)).case


def test_a_return_whose_numbers_changed_asks_for_another_look(example, client, at):
    """V1 confirms 新增 of 02: 3; a fourth one follows, so that the system says 4."""
    filed(example, features=some_text())
    filed(example, village=V2, account="village2")
    assert (changed(example), changed(example, V2)) == ([], [])
    register(example, division=V1, category="02")
    assert changed(example) == [("02", "new", 3, 4)]
    assert changed(example, V2) == []
    at("2026-11-15 09:00")
    peace = example.town.user("peace")
    client.force_login(peace)
    text = client.get(ADDRESS).content.decode()
    assert "致远社区报后数字变了，请村里再核对确认" in text
    assert "邻里 新增 3 → 4" in text
    assert "1 个村（社区）请再确认" in text
    assert "水磨滩村报后数字变了" not in text
    assert "数字变了，请再核对确认" in client.get(f"{ADDRESS}returns/").content.decode()
    client.force_login(example.town.user("village"))
    assert "报后系统里的数变了，请再核对确认" in client.get(ADDRESS).content.decode()
    page = client.get(f"{ADDRESS}returns/{V1}/")
    assert "邻里 新增：报的时候是 3，现在是 4" in page.content.decode()
    # It is confirmed again as it stands: the reason is there already.
    assert client.post(f"{ADDRESS}returns/{V1}/", shown(page.context["form"])).status_code == 302
    assert ReturnVersion.objects.get(seq=2).numbers["02"]["new"] == 4
    assert changed(example) == []
    assert "请再核对确认" not in client.get(f"{ADDRESS}returns/{V1}/").content.decode()


def test_a_changed_return_keeps_nothing_from_being_submitted_and_locked(example, at):
    zero = example.town.centre.children.exclude(code__in=[V1, V2]).order_by("code")[0]
    head = example.town.hire(zero.code, "mediator", is_head=True)
    returns.file_return(zero, example.town.centre, PERIOD, head, form_key=uuid.uuid4())
    register(example, division=zero.code, category="13")
    assert changed(example, zero.code) == [("13", "new", 0, 1)]
    at("2026-11-15 09:00")
    peace, centre = example.town.user("peace"), example.town.centre
    steps.explain(centre, PERIOD, peace, "02", some_text())
    steps.submit(centre, PERIOD, peace, some_text())
    steps.approve(centre, PERIOD, example.town.user("director"))
    assert changed(example, zero.code)
    steps.lock_approved(centre, NOVEMBER, peace)
    assert changed(example, zero.code) == []  # a locked one is as it is


def test_a_number_that_came_to_meet_what_the_village_typed_is_no_change(example):
    four = Typed("02", "new", 4, some_text())
    filed(example, typed=[four])
    register(example, division=V1, category="02")
    assert changed(example) == []
    register(example, division=V1, category="02")
    assert changed(example) == [("02", "new", 3, 5)]


@pytest.mark.parametrize(
    ("cut_off", "words"),
    # Today is 11-13; the first half-month that was locked is that of 10-14.
    [(date(2026, 11, 30), "还没有到"), (date(2026, 9, 30), "更早的不从这里报")],
)
def test_of_what_has_not_begun_or_lies_before_the_books_no_return_is_asked(
    example, client, cut_off, words
):
    peace, centre = example.town.user("peace"), example.town.centre
    period = half_month(cut_off)

    def acts():
        yield lambda: return_review.urge(example.town.v1, centre, period, peace)
        yield lambda: return_review.urge_all(centre, period, peace)
        yield lambda: returns.file_return(
            example.town.v1,
            centre,
            period,
            example.town.user("village"),
            form_key=uuid.uuid4(),
            features=some_text(),
        )

    for act in acts():
        with pytest.raises(Refused) as refused:
            act()
        assert (refused.value.code, words in refused.value.message) == ("not_now", True)
    assert not VillageReturn.objects.filter(due_on=cut_off).exists()
    client.force_login(peace)
    page = client.get(f"/reports/half-months/{cut_off}/returns/")
    assert "都催一下" not in page.content.decode()
    assert "都催一下" in client.get(f"{ADDRESS}returns/").content.decode()
    assert return_review.urge(example.town.v1, centre, PERIOD, peace)


def test_timeliness_of_the_year_has_the_base_of_its_half_months(example, at):
    """V1 alone files: no row is there for the others, who owe the half-month all the same."""
    filed(example)
    at("2026-11-16 09:00")
    counts = counts_of(lines_of(example.town.centre, NOVEMBER))
    year = timeliness(example.town.centre, date(2026, 1, 1), date(2026, 12, 31))
    assert VillageReturn.objects.count() == 1
    assert sum(one.due for one in year.values()) == counts.due > 2
    assert sum(one.on_time for one in year.values()) == counts.on_time == 1
    v1, v2 = example.town.v1.pk, example.town.v2.pk
    assert (year[v1].rate_words, year[v2].rate_words) == ("100.00%", "0.00%")
    assert (year[v2].due, year[v2].owing) == (1, 1)


def test_a_second_return_of_the_same_day_is_told_too(example):
    peace = example.town.user("peace")
    member = example.town.hire(V1, "mediator")
    for seq in (1, 2):
        data = {"features": some_text()}
        for _ in range(2):  # laid before the head twice: told once
            returns.prepare_return(example.town.v1, example.town.centre, PERIOD, member, data)
        three = Typed("02", "new", 2, some_text())
        number = filed(example, typed=[three]).typed.get()
        return_review.decide(number, peace, "register")
        return_review.send_back(asked_of(example), peace, some_text())
        village = example.town.user("village")
        for kind in ("return_prepared", "return_register", "return_sent_back"):
            assert Notice.objects.filter(kind=kind, user=village).count() == seq, kind


def test_one_place_has_one_number_and_one_form_one_return(example):
    two = [Typed("02", "new", 2, some_text()), Typed("02", "new", 5, some_text())]
    with pytest.raises(Refused) as refused:
        filed(example, typed=two)
    assert (refused.value.code, refused.value.field) == ("invalid_choice", "typed")
    key = uuid.uuid4()
    filed(example, form_key=key)
    with pytest.raises(Refused) as refused:
        filed(example, village=V2, account="village2", form_key=key)
    assert refused.value.code == "invalid_form_key"
    assert filed(example, village=V2, account="village2", form_key=uuid.uuid4()).seq == 1
