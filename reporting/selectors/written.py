"""Written reports as a person may read them.

Whoever works in the unit that writes reads and writes its reports from the first word; the
director reads what waits for his name, and everything that was sent; 平安办, 司法所 and leaders read
what was sent in their town; a unit what was sent to it; every reader of figures what is public.
"""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from grids.access import FIGURE_READERS
from grids.enums import HANDLING_ROLES, DepartmentKind, Level, Role
from grids.models import Department
from grids.selectors import standings_today
from grids.selectors.registers import Posts, posts_of
from mediation.core import clock
from mediation.core.models import User
from reporting.enums import Disclosure, ReportState
from reporting.kinds import REPORT_KINDS, ReportKind
from reporting.models import ReportRecipient, WrittenReport
from reporting.periods import Period
from reporting.rhythm import turn_before, turn_of, words_for
from reporting.selectors.facts import Span, facts_of, led_categories, petition_facts

# Whoever may put pen to paper for his unit.
WRITERS = HANDLING_ROLES | {Role.PETITION_OFFICER}
OVERSEERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR, Role.LEADER, Role.JUSTICE_OFFICER})


def own_units(user: User) -> frozenset[int]:
    """Units for which he may write, and those that they succeeded."""
    return posts_of(user).units(WRITERS)


def visible_reports(user: User) -> QuerySet[WrittenReport]:
    """Where every read begins."""
    me = posts_of(user)
    seen = Q(pk__in=())
    units = me.units(WRITERS)
    sent = Q(state=ReportState.SENT)
    if units:
        seen |= Q(unit__in=units)
        to_us = ReportRecipient.objects.filter(unit__in=units, sent_at__isnull=False)
        seen |= sent & Q(pk__in=to_us.values("report"))
    if me.roles & OVERSEERS:
        seen |= sent & _in_towns(me)
    if Role.DIRECTOR in me.roles:
        seen |= Q(state=ReportState.TO_SIGN) & _in_towns(me)
    if me.roles & FIGURE_READERS:
        seen |= sent & Q(disclosure=Disclosure.PUBLIC) & _in_towns(me)
    return (
        WrittenReport.objects.filter(seen)
        .select_related("centre", "unit", "division", "campaign", "signed_by", "by", "corrects")
        .order_by("-last_on", "-pk")
    )


def _in_towns(me: Posts) -> Q:
    found = Q(pk__in=())
    for path in me.towns:
        found |= Q(centre__path__startswith=path)
    return found


def get_report(user: User, pk: int) -> WrittenReport:
    """Raises Http404."""
    recipients = ReportRecipient.objects.select_related("unit", "recorded_by").order_by("pk")
    found = visible_reports(user).prefetch_related(Prefetch("recipients", recipients))
    report = found.filter(pk=pk).first()
    if report is None:
        raise Http404
    return report


def may_write(user: User, report: WrittenReport) -> bool:
    return report.unit_id in own_units(user)


def may_sign(user: User, report: WrittenReport) -> bool:
    """The director for the town's; for a village's or an office's own its head."""
    if REPORT_KINDS[report.kind].is_signed_by_director:
        return any(
            post.role == Role.DIRECTOR and post.department.centre_id == report.centre_id
            for standing in standings_today(user)
            for post in standing.posts
        )
    return any(report.unit_id in standing.headed_units for standing in standings_today(user))


def kind_of(report: WrittenReport) -> ReportKind:
    return REPORT_KINDS[report.kind]


def is_of_town(report: WrittenReport) -> bool:
    """Whether its figures are the town's as a whole: not a village's, nor what a department leads."""
    return (
        report.division.level == Level.TOWN
        and DepartmentKind.DEPARTMENT not in kind_of(report).writers
    )


def turn_of_report(report: WrittenReport) -> Period:
    return Period(report.first_on, report.last_on)


def title_of(report: WrittenReport) -> str:
    """李渡街道2026年10月 ⏎ 矛盾纠纷分析研判月报告: a line break where it may be broken."""
    kind = kind_of(report)
    name = kind.title.format(
        place=report.division.short_name,
        unit=report.unit.short_name,
        campaign=report.campaign.name if report.campaign else "",
    )
    if kind.is_of_campaign:
        return name
    place = report.unit.short_name if "{unit}" in kind.title else report.division.short_name
    return f"{place}{words_for(kind.every, turn_of_report(report))}\n{name.removeprefix(place)}"


def facts_now(report: WrittenReport) -> dict[str, object]:
    """The figures of the report: as they were put before the issuer, else as they stand."""
    if report.facts:
        return dict(report.facts)
    kind = kind_of(report)
    by_category = DepartmentKind.DEPARTMENT in kind.writers
    span = Span(
        centre=report.centre,
        division=report.division,
        every=kind.every,
        turn=turn_of_report(report),
        categories=led_categories(report.unit) if by_category else None,
    )
    facts = facts_of(span)
    if kind.has_petitions:
        facts["petitions"] = petition_facts(report.by, report.centre, span.turn)
    return facts


# --- what may be opened -------------------------------------------------------------------------


def kinds_for(user: User) -> list[tuple[ReportKind, Department]]:
    """What the user's units write, each with the unit."""
    units = Department.objects.filter(pk__in=own_units(user), is_active=True).select_related(
        "centre", "division"
    )
    return [
        (kind, unit)
        for kind in REPORT_KINDS.values()
        for unit in sorted(units, key=lambda one: (one.order, one.code))
        if unit.kind in kind.writers
    ]


def turns_open(kind: ReportKind, today: date | None = None) -> list[Period]:
    """The turn that is running and the two before it, the newest first."""
    turn = turn_of(kind.every, today or clock.today())
    before = turn_before(kind.every, turn)
    return [turn, before, turn_before(kind.every, before)]


def recipients_of(kind: ReportKind, unit: Department) -> list[tuple[str, Department | None]]:
    """Name and unit of everybody a report of this kind goes to; the writer does not write to
    himself."""
    county = unit.centre.parent.short_name if unit.centre.parent else "上级"
    of_kind = {
        one.kind: one
        for one in Department.objects.filter(
            centre=unit.centre,
            is_active=True,
            kind__in=[to.kind for to in kind.to if to.kind is not None],
        ).order_by("-order", "-code")
    }
    found: list[tuple[str, Department | None]] = []
    for to in kind.to:
        if to.kind is None:
            found.append((to.outside.format(county=county), None))
        elif to.kind in of_kind and of_kind[to.kind].pk != unit.pk:
            found.append((of_kind[to.kind].name, of_kind[to.kind]))
    return found
