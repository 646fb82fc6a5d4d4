"""The demo town's reports and meetings: last week's of two villages, the half-month's, a draft."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from grids.models import Department, Division
from mediation.core import clock
from mediation.core.models import User
from reporting.models import Meeting, MeetingTask, WrittenReport
from reporting.rhythm import Every, turn_before, turn_of
from reporting.services import meetings, report_receipts, reports

WORDS = {
    "features": "邻里、婚姻家庭纠纷占一半以上，多在傍晚和周末发生；涉土地的件数少，但办得久。",
    "causes": "用水用电、停车占道等小事没有及时说开；部分合同没有写明期限和违约怎么办。",
    "trend": "临近年底，拖欠工资和买卖合同纠纷可能增多；天气转冷，取暖用电引起的邻里纠纷也可能增多。",
    "hotspots": "老旧小区、在建项目周边。",
    "split_words": "一般纠纷由村（社区）就地化解；疑难的由包案领导牵头，成立专班集中办。",
    "advice": "一是入冬前再排查一轮；二是请劳保所提前核对在建项目工资支付；三是对反复的纠纷逐件研究。",
    "did": "每月排查一轮，每半月研判一次，疑难纠纷领导包案。",
    "results": "新增纠纷绝大多数在村（社区）和街道化解。",
    "problems": "部分村（社区）报送不够及时，研判写得不够具体。",
    "next_steps": "把研判会和排查结合起来，盯住办得久的件。",
}


def load_demo_written(centre: Division) -> None:
    """Each written and signed by the people whose work that is; nothing where there are reports."""
    people = {user.username: user for user in User.objects.filter(is_demo=True)}
    if not people or WrittenReport.objects.filter(centre=centre).exists():
        return
    today = clock.today()
    week = turn_before(Every.WEEK, turn_of(Every.WEEK, today))
    half_month = turn_before(Every.HALF_MONTH, turn_of(Every.HALF_MONTH, today))
    for account in ("village", "village2"):
        writer = people[account]
        unit = _unit_of(writer)
        with clock.standing_at(_at(week.last_on)):
            report = reports.open_report(writer, "village_week", unit, day=week.first_on)
            _write(report, writer)
            reports.sign_report(report, writer)
    justice = people["justice"]
    with clock.standing_at(_at(half_month.last_on + timedelta(days=1))):
        report = reports.open_report(
            justice, "half_month", _unit_of(justice), day=half_month.last_on
        )
        _write(report, justice)
        reports.submit_report(report, justice)
        reports.sign_report(report, people["director"])
        ours = report.recipients.filter(unit=_unit_of(people["peace"])).first()
        if ours is not None:
            report_receipts.receive_report(ours, people["peace"])
    month = turn_of(Every.MONTH, today)
    draft = reports.open_report(
        people["window"], "month", _unit_of(people["window"]), day=month.first_on
    )
    reports.write_report(draft, people["window"], sections={"features": WORDS["features"]})
    _meet(people, half_month.last_on)


def _at(day: date) -> datetime:
    """Ten in the morning of a day, but never later than now."""
    moment = datetime.combine(day, time(10), get_default_timezone())
    return min(moment, clock.now())


def _unit_of(user: User) -> Department:
    return user.posts.select_related("department").order_by("pk")[0].department


def _write(report: WrittenReport, writer: User) -> None:
    reports.write_report(report, writer, sections=WORDS)


def _meet(people: dict[str, User], last: date) -> None:
    """The half-month's meeting with minutes and a task, and those of the running turns."""
    peace = people["peace"]
    with clock.standing_at(_at(last)):
        meetings.open_meetings()
        meeting = Meeting.objects.filter(kind="half_month", unit=_unit_of(peace)).first()
        if meeting is not None:
            meetings.arrange(meeting, peace, held_on=meeting.held_on, place="三楼会议室")
            for account in ("justice", "police", "village", "village2"):
                seat = meeting.seats.filter(unit=_unit_of(people[account])).first()
                if seat is not None:
                    meetings.sign_in(seat, people[account])
            task = meetings.add_task(
                meeting,
                peace,
                text="逐个核对在建项目的工资专户，没有开户的列出清单。",
                unit=_unit_of(people["d04"]),
                due_on=meeting.held_on + timedelta(days=7),
            )
            meetings.add_task(
                meeting,
                peace,
                text="把老旧小区的排水矛盾排查一遍，报平安办。",
                unit=_unit_of(people["department"]),
                due_on=meeting.held_on + timedelta(days=10),
            )
            meetings.finish_task(
                MeetingTask.objects.get(pk=task.pk), people["d04"], "核对完了，都开了户。"
            )
            meetings.finish_minutes(
                meeting,
                peace,
                minutes="各单位把研判和排查结合起来，下一期重点看拖欠工资和土地纠纷。",
            )
    meetings.open_meetings()
