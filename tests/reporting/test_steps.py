"""核对, 提交, 批准, 锁定: what keeps a half-month from each step, and that its figures do not move.

Of rules.md §8, category 02 rose from 1 (the half-month of 10-30) to 3: it wants a sentence.
"""

import uuid
from datetime import date

import pytest
from django.db import Error, transaction

from cases import services as cases
from grids.enums import Role
from grids.models import Post
from mediation.core.errors import Refused
from mediation.core.models import Notice
from reporting import checks
from reporting.figures import LINES
from reporting.models import HalfMonth, TypedNumber
from reporting.periods import half_month
from reporting.selectors import table
from reporting.selectors.returns import lines_of
from reporting.services import lock_overdue, return_review, returns, steps
from reporting.services.returns import Typed
from tests.cases.factories import fields_for, registration, some_text
from tests.factories import V1, V2

NOVEMBER = date(2026, 11, 14)
PERIOD = half_month(NOVEMBER)
ADDRESS = "/reports/half-months/2026-11-14/"


@pytest.fixture
def over(example, at):
    at("2026-11-15 09:00")
    return example


def explain(example):
    peace = example.town.user("peace")
    return steps.explain(example.town.centre, PERIOD, peace, "02", some_text())


def submit(example, why="村里停电"):
    return steps.submit(example.town.centre, PERIOD, example.town.user("peace"), why)


def approve(example, account="director"):
    return steps.approve(example.town.centre, PERIOD, example.town.user(account))


def type_over(example):
    return returns.file_return(
        example.town.v1,
        example.town.centre,
        PERIOD,
        example.town.user("village"),
        form_key=uuid.uuid4(),
        features=some_text(),
        typed=[Typed("02", "new", 2, "少了一件", f"{example.cases['C10'].short_number}")],
    )


def state():
    return HalfMonth.objects.get(cut_off=NOVEMBER).state


def test_a_category_that_rose_wants_a_sentence_before_submission(over, client):
    with pytest.raises(Refused) as refused:
        submit(over)
    assert refused.value.code == "needs_explanation"
    client.force_login(over.town.user("peace"))
    text = client.get(ADDRESS).content.decode()
    assert "0 处必改，1 处请说明" in text
    assert "3 件，比上期多 2 件" in text
    words = some_text()
    client.post(f"{ADDRESS}explain/", {"category": "02", "text": words})
    assert words in client.get(ADDRESS).content.decode()
    assert submit(over).step == "submit"


def test_missing_villages_are_named_and_need_a_reason(over):
    explain(over)
    with pytest.raises(Refused) as refused:
        submit(over, "")
    assert (refused.value.code, refused.value.field) == ("needs_reason", "why_missing")
    assert "没有报" in refused.value.message
    assert submit(over, "村里停电").words == "村里停电"


def test_a_typed_number_must_be_settled_and_never_changes_the_figure(over, client):
    explain(over)
    type_over(over)
    before = table(over.town.centre, PERIOD).total.sums
    client.force_login(over.town.user("peace"))
    text = client.get(ADDRESS).content.decode()
    assert "致远社区" in text
    assert "填 2，系统是 3" in text
    assert f"{over.cases['C10'].short_number}号" in text
    assert "用系统的 3" in text
    assert "改好才能提交" in text
    with pytest.raises(Refused) as refused:
        submit(over)
    assert refused.value.code == "must_fix"
    number = TypedNumber.objects.get()
    return_review.decide(number, over.town.user("peace"), "register")
    assert Notice.objects.get(kind="return_register").user == over.town.user("village")
    with pytest.raises(Refused):
        submit(over)  # the case is still as it was
    assert table(over.town.centre, PERIOD).total.sums == before
    return_review.decide(number, over.town.user("peace"), "system")
    assert submit(over)
    assert table(over.town.centre, PERIOD).total.sums == before


def test_a_typed_number_that_the_cases_come_to_meet_is_settled_by_itself(over):
    explain(over)
    type_over(over)
    case = over.cases["C10"]
    cases.move(case, "amend", over.town.user("village2"), category="07", reason="记错了")
    explain(over)
    assert submit(over)


def test_the_steps_in_order_by_their_people_and_by_nobody_else(over, client):
    explain(over)
    for account in ("director", "leader", "village", "window"):
        client.force_login(over.town.user(account))
        assert client.post(f"{ADDRESS}submit/", {"why_missing": "急"}).status_code == 404
    submit(over)
    assert state() == "submitted"
    for account in ("peace", "village", "window"):
        client.force_login(over.town.user(account))
        assert client.post(f"{ADDRESS}approve/").status_code == 404
    client.force_login(over.town.user("leader"))
    assert "批准" in client.get(ADDRESS).content.decode()
    client.post(f"{ADDRESS}approve/")
    assert state() == "approved"
    client.force_login(over.town.user("peace"))
    client.post(f"{ADDRESS}lock/", {"is_checked": "yes"})
    assert state() == "locked"
    kinds = ("half_month_submitted", "half_month_approved")
    told = {one.user.username for one in Notice.objects.filter(kind__in=kinds)}
    assert {"director", "leader", "peace"} <= told


def test_it_goes_back_only_with_a_reason_and_then_villages_may_write_again(over):
    explain(over)
    submit(over)
    leader = over.town.user("leader")
    with pytest.raises(Refused) as refused:
        type_over(over)
    assert refused.value.code == "not_now"
    with pytest.raises(Refused):
        steps.give_back(over.town.centre, PERIOD, leader, " ")
    steps.give_back(over.town.centre, PERIOD, leader, "再核对一遍")
    assert state() == "open"
    assert Notice.objects.get(kind="half_month_back").user == over.town.user("peace")
    assert type_over(over)


def test_only_the_numbers_that_were_approved_are_locked(over, at):
    explain(over)
    submit(over)
    approve(over)
    at("2026-11-16 09:00")
    late = registration(division=V1, category="13", received_on="2026-11-12")
    cases.register(over.town.user("window"), **late)
    with pytest.raises(Refused) as refused:
        steps.lock_approved(over.town.centre, NOVEMBER, over.town.user("peace"))
    assert refused.value.code == "changed_since"
    assert state() == "approved"
    steps.give_back(over.town.centre, PERIOD, over.town.user("peace"), "有补登的")
    submit(over)
    approve(over)
    steps.lock_approved(over.town.centre, NOVEMBER, over.town.user("peace"))
    assert table(over.town.centre, PERIOD).total["new"] == 7


def test_who_submitted_does_not_approve_it_himself_and_is_told_so(over, client):
    both = over.town.hire("peace", Role.PEACE_OFFICER)
    unit = over.town.unit("peace")
    Post.objects.create(user=both, department=unit, role=Role.LEADER, from_on=date(2020, 1, 1))
    explain(over)
    steps.submit(over.town.centre, PERIOD, both, "村里停电")
    with pytest.raises(Refused) as refused:
        steps.approve(over.town.centre, PERIOD, both)
    assert refused.value.code == "own_step"
    assert "另一位领导" in refused.value.sentence
    client.force_login(both)
    page = client.get(ADDRESS).content.decode()
    assert f"{ADDRESS}approve/" not in page
    assert "这一期是您提交的，由另一位领导来批准" in page
    assert "等您批准" not in client.get("/").content.decode()
    told = set(Notice.objects.filter(kind="half_month_submitted").values_list("user", flat=True))
    assert both.pk not in told
    assert over.town.user("leader").pk in told
    pressed = client.post(f"{ADDRESS}approve/", follow=True)
    assert pressed.status_code == 200
    assert "不能由您批准" in pressed.content.decode()
    assert state() == "submitted"
    client.force_login(over.town.user("leader"))
    assert f"{ADDRESS}approve/" in client.get(ADDRESS).content.decode()
    assert approve(over).step == "approve"


@pytest.mark.parametrize("reached", ["open", "submitted", "approved"])
def test_ten_days_later_it_locks_itself_from_any_step(over, at, reached):
    if reached != "open":
        explain(over)
        submit(over)
    if reached == "approved":
        approve(over)
    at("2026-11-24 06:00")
    assert lock_overdue() == 1
    locked = HalfMonth.objects.get(cut_off=NOVEMBER)
    assert (locked.state, locked.is_auto, locked.locked_by) == ("locked", True, None)


def test_a_check_that_does_not_add_up_must_be_put_right(over, monkeypatch):
    explain(over)
    wrong = checks.Check("sums", False, "各村之和不等于合计。", ({"column": "new", "row": ""},))
    monkeypatch.setattr(checks, "run", lambda *_figures: [wrong])
    with pytest.raises(Refused) as refused:
        submit(over)
    assert refused.value.code == "must_fix"
    monkeypatch.undo()
    assert submit(over)


def test_the_database_lets_nobody_jump_a_step(over):
    explain(over)
    half = HalfMonth.objects.filter(cut_off=NOVEMBER)

    def fails(value: str) -> bool:
        try:
            with transaction.atomic():
                half.update(state=value)
        except Error:
            return True
        return False

    assert fails("approved")
    assert not fails("submitted")


def test_it_is_not_submitted_before_its_cut_off(example):
    explain(example)
    with pytest.raises(Refused) as refused:
        submit(example)
    assert refused.value.code == "too_early"


def test_accepting_a_case_moves_none_of_the_approved_lines(over):
    explain(over)
    submit(over)
    case = over.cases["C10"]
    cases.move(case, "accept", over.town.user("village2"), **fields_for("accept", case))
    approve(over)
    assert state() == "approved"


def test_the_cut_off_day_belongs_to_the_villages_until_its_end(example, at, client):
    """2026-11-14: V1 is missing at first, and all others; then all have sent."""
    at("2026-11-14 17:00")
    explain(example)
    client.force_login(example.town.user("peace"))
    with pytest.raises(Refused) as refused:
        submit(example)
    assert refused.value.code == "too_early"
    assert "11月14日24时以前" in refused.value.message
    assert f"{ADDRESS}submit/" not in client.get(ADDRESS).content.decode()
    file_all(example, {V1})
    with pytest.raises(Refused):
        submit(example)
    file_all(example, set())
    assert f"{ADDRESS}submit/" in client.get(ADDRESS).content.decode()
    assert submit(example, "").words == ""


def file_all(example, but):
    """Every village that has not sent confirms what the system counts."""
    for line in lines_of(example.town.centre, NOVEMBER):
        place = line.village
        if place.code in but or not line.is_owing:
            continue
        account = {V1: "village", V2: "village2"}.get(place.code)
        head = (
            example.town.user(account)
            if account
            else example.town.hire(place.code, "mediator", is_head=True)
        )
        file_one(example, place, head)


def file_one(example, place, head, **more):
    return returns.file_return(
        place,
        example.town.centre,
        PERIOD,
        head,
        **{"form_key": uuid.uuid4(), "features": some_text()} | more,
    )


@pytest.mark.parametrize("reached", ["submitted", "approved"])
def test_a_village_that_is_missing_may_still_file_so_that_its_late_day_is_kept(
    over, at, client, reached
):
    village = over.town.user("village")
    explain(over)
    file_one(over, over.town.v2, over.town.user("village2"))
    submit(over)
    if reached == "approved":
        approve(over)
    at("2026-11-17 09:00")
    three = [Typed("02", "new", 2, some_text())]
    with pytest.raises(Refused) as refused:
        file_one(over, over.town.v1, village, typed=three)
    assert (refused.value.code, "退回" in refused.value.sentence) == ("not_now", True)
    assert "半月报" in client_page(client, village, "/")
    address = f"{ADDRESS}returns/{V1}/"
    assert "现在仍可以照系统的数报一次" in client_page(client, village, address)
    same = [Typed("02", "new", 3, "")]  # what the system says is not typed over
    assert file_one(over, over.town.v1, village, typed=same).filed_on == date(2026, 11, 17)
    line = next(one for one in lines_of(over.town.centre, NOVEMBER) if one.village.code == V1)
    assert (line.days_late, line.is_on_time, state()) == (3, False, reached)
    for place, head in ((over.town.v1, village), (over.town.v2, over.town.user("village2"))):
        with pytest.raises(Refused) as again:  # only the first one
            file_one(over, place, head, reason=some_text())
        assert again.value.code == "not_now"
    if reached == "submitted":
        approve(over)
    steps.lock_approved(over.town.centre, NOVEMBER, over.town.user("peace"))
    assert state() == "locked"


def client_page(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


def test_what_the_rates_are_made_of_is_approved_with_the_lines(over):
    """C10 accepted of 11-13: the seven lines stay, 调处数 is 7 instead of 6."""
    explain(over)
    submit(over)
    approve(over)
    before = table(over.town.centre, PERIOD).total
    case = over.cases["C10"]
    data = fields_for("accept", case)
    cases.move(case, "accept", over.town.user("village2"), on=date(2026, 11, 13), **data)
    after = table(over.town.centre, PERIOD).total
    assert [after[line] for line in LINES] == [before[line] for line in LINES]
    assert (before["handled"], after["handled"]) == (6, 7)
    with pytest.raises(Refused) as refused:
        steps.lock_approved(over.town.centre, NOVEMBER, over.town.user("peace"))
    assert refused.value.code == "changed_since"
    steps.give_back(over.town.centre, PERIOD, over.town.user("peace"), some_text())
    submit(over)
    approve(over)
    steps.lock_approved(over.town.centre, NOVEMBER, over.town.user("peace"))
    assert state() == "locked"


def test_earlier_half_months_are_locked_by_nobody_before_the_approved_one(over, at):
    """On 12-01 the half-month of 11-14 lies ten days back and nobody has locked it."""
    last = date(2026, 11, 30)
    at("2026-12-01 09:00")
    peace, centre = over.town.user("peace"), over.town.centre
    steps.submit(centre, half_month(last), peace, some_text())
    steps.approve(centre, half_month(last), over.town.user("director"))
    steps.lock_approved(centre, last, peace)
    locked = HalfMonth.objects.filter(cut_off__in=[NOVEMBER, last]).order_by("cut_off")
    assert [(one.is_locked, one.is_auto, one.locked_by) for one in locked] == [
        (True, True, None),
        (True, False, peace),
    ]
