"""Written reports: opened, written, put before the issuer, signed and sent, received, corrected.

Every act leaves an event; what was sent never changes (a trigger holds it).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from grids.models import Campaign, Department
from grids.selectors import heads_of, people_with_role
from grids.services import typed
from mediation.core import clock, events, notices, numbers
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.enums import Disclosure, ReportAct, ReportState
from reporting.kinds import REPORT_KINDS, ReportKind
from reporting.models import ReportEvent, ReportRecipient, WrittenReport
from reporting.periods import OutOfRange, Period
from reporting.rhythm import turn_of
from reporting.selectors.facts import public_facts
from reporting.selectors.written import (
    facts_now,
    kind_of,
    may_sign,
    may_write,
    own_units,
    recipients_of,
    title_of,
    turns_open,
)
from reporting.services.report_checks import check_public, check_town, found_in

LONGEST = 8_000
# What is due on the last day of its turn is written before that day.
AHEAD = timedelta(days=30)
NOTICE = "report"


def open_report(
    actor: User, kind: str, unit: Department | int, *, day: date | None = None
) -> WrittenReport:
    """The report of a turn, begun if there is none yet; the newest edition where there is one.

    `day` lies in the turn (default today).
    Raises Refused: not_yours · invalid_choice · invalid_day · too_early · too_late.
    """
    row = REPORT_KINDS.get(kind)
    if row is None or row.is_of_campaign:
        raise Refused("invalid_choice", "请从列出的报告里选一种。", field="kind")
    place = _unit(actor, unit)
    if place.kind not in row.writers:
        raise Refused("invalid_choice", "这种报告不由这个单位编报。", field="unit")
    try:
        turn = turn_of(row.every, day or clock.today())
    except OutOfRange as fault:
        raise Refused("invalid_day", str(fault), field="day") from fault
    if turn.first_on > clock.today():
        raise Refused("too_early", "这一期还没有开始。", instead="请选已经开始的一期", field="day")
    # Older ones are not begun any more; one that was begun in time is opened as before.
    begun = WrittenReport.objects.filter(unit=place, kind=row.code, first_on=turn.first_on)
    if turn not in turns_open(row) and not begun.exists():
        raise Refused("too_late", "这一期过去太久了。", instead="请选本期或者前两期", field="day")
    return _open(actor, row, place, turn, None)


def open_campaign_report(actor: User, campaign: Campaign) -> WrittenReport:
    """The closing report of a campaign, by its lead unit. Raises Refused: not_yours."""
    unit = _unit(actor, campaign.lead_unit)
    turn = Period(campaign.starts_on, campaign.ends_on)
    return _open(actor, REPORT_KINDS["campaign"], unit, turn, campaign)


def _unit(actor: User, unit: Department | int) -> Department:
    key = getattr(unit, "pk", unit)
    if key not in own_units(actor):
        raise Refused("not_yours", "这份报告不由您所在的单位编报。", who="请告诉编报单位的同志")
    return Department.objects.select_related("centre__parent", "division").get(pk=key)


@transaction.atomic
def _open(
    actor: User, row: ReportKind, unit: Department, turn: Period, campaign: Campaign | None
) -> WrittenReport:
    Department.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two who open it at once
    found = WrittenReport.objects.filter(
        unit=unit, kind=row.code, first_on=turn.first_on, campaign=campaign
    )
    there = found.order_by("-edition").first()
    if there is not None:
        return there
    report = WrittenReport.objects.create(
        centre=unit.centre,
        unit=unit,
        division=unit.division or unit.centre,
        kind=row.code,
        campaign=campaign,
        first_on=turn.first_on,
        last_on=turn.last_on,
        due_on=row.due(turn),
        by=actor,
        at=clock.now(),
    )
    ReportRecipient.objects.bulk_create(
        ReportRecipient(centre=unit.centre, report=report, unit=to, name=name)
        for name, to in recipients_of(row, unit)
    )
    note(report, actor, ReportAct.OPENED)
    return report


def note(report: WrittenReport, actor: User, act: ReportAct, **payload: Any) -> None:
    events.append(
        ReportEvent,
        "report",
        report,
        verb=act.value,
        actor=actor,
        payload=payload,
        centre=report.centre,
    )


def _locked(report: WrittenReport, version: int | None = None) -> WrittenReport:
    """The report, locked; `version` as the screen loaded it. Raises Refused: stale."""
    found = (
        WrittenReport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("centre__parent", "unit", "division", "campaign")
        .get(pk=report.pk)
    )
    if version is not None and found.version != version:
        raise Refused(
            "stale",
            "这份报告刚才有人改过。",
            instead="请刷新页面，对照着再改；您写的还在草稿里",
            current={"version": found.version, "state": found.state},
        )
    return found


def _check_state(report: WrittenReport, state: ReportState, what: str) -> None:
    if report.state != state:
        raise Refused(
            "not_now",
            f"这份报告现在是“{report.get_state_display()}”，不能{what}。",
            instead="请刷新页面，看看现在能办哪一步",
        )


def check_writer(report: WrittenReport, actor: User, what: str) -> None:
    if not may_write(actor, report):
        raise Refused(
            "not_yours", f"这一步您现在不能办：{what}。", who=f"要由{report.unit.short_name}来办"
        )


def _check_signer(report: WrittenReport, actor: User, what: str) -> None:
    if not may_sign(actor, report):
        is_director = kind_of(report).is_signed_by_director
        who = "中心主任" if is_director else f"{report.unit.short_name}负责人"
        raise Refused("not_yours", f"这一步您现在不能办：{what}。", who=f"要由{who}来办")


@transaction.atomic
def write_report(
    report: WrittenReport,
    actor: User,
    *,
    version: int | None = None,
    sections: Mapping[str, Any],
    disclosure: str = "",
) -> WrittenReport:
    """A person's words, section by section; what is not named stays.

    Raises Refused: not_yours · not_now · stale · invalid_text · not_public.
    """
    report = _locked(report, version)
    check_writer(report, actor, "写报告")
    _check_state(report, ReportState.DRAFT, "再改")
    names = [section.name for section in kind_of(report).sections]
    changed = []
    for name in names:
        if name not in sections:
            continue
        text = typed.words(sections[name], name, LONGEST, is_needed=False)
        if text != report.sections.get(name, ""):
            report.sections[name] = text
            changed.append(name)
    if disclosure:
        report.disclosure = typed.choice(disclosure, "disclosure", Disclosure.values)
        if report.disclosure == Disclosure.PUBLIC:
            check_town(report)
    report.version += 1
    report.save(update_fields=["sections", "disclosure", "version"])
    note(report, actor, ReportAct.WRITTEN, fields=changed)
    return report


def _check_whole(report: WrittenReport) -> None:
    empty = {
        section.name: ["这一段还没有写。"]
        for section in kind_of(report).sections
        if section.is_required and not report.sections.get(section.name)
    }
    if empty:
        raise Refused("needs_sections", f"还有 {len(empty)} 段没有写。", fields=empty)


def _check_day(report: WrittenReport) -> None:
    earliest = report.last_on - (AHEAD if report.due_on <= report.last_on else timedelta())
    if clock.today() < earliest:
        raise Refused(
            "too_early",
            f"这一期到{report.last_on.month}月{report.last_on.day}日才完，现在送签数字不全。",
            instead="可以先写着，草稿会留着",
        )


@transaction.atomic
def submit_report(
    report: WrittenReport, actor: User, *, version: int | None = None
) -> WrittenReport:
    """Put the report before its issuer; from here on the figures stand as they are now.

    Raises Refused: not_yours · not_now · stale · needs_sections · not_public · names_found ·
    too_early.
    """
    report = _locked(report, version)
    check_writer(report, actor, "送签发")
    _check_state(report, ReportState.DRAFT, "送签发")
    _check_day(report)
    _check_whole(report)
    if report.disclosure == Disclosure.PUBLIC:
        check_public(report, actor)
    report.facts = facts_now(report)
    if report.disclosure == Disclosure.PUBLIC:
        report.facts = public_facts(report.facts)
    report.state = ReportState.TO_SIGN
    report.submitted_by, report.submitted_at = actor, clock.now()
    report.returned_why = ""
    report.version += 1
    report.save()
    note(report, actor, ReportAct.SUBMITTED)
    if not may_sign(actor, report):
        _tell_signer(report)
    return report


@transaction.atomic
def return_report(report: WrittenReport, actor: User, why: str) -> WrittenReport:
    """Back to the writer, with a reason. Raises Refused: not_yours · not_now · needs."""
    report = _locked(report)
    _check_signer(report, actor, "退回")
    _check_state(report, ReportState.TO_SIGN, "退回")
    report.returned_why = typed.words(why, "why", 200)
    writer = report.submitted_by
    report.state = ReportState.DRAFT
    report.facts = {}
    report.submitted_by = report.submitted_at = None
    report.version += 1
    report.save()
    note(report, actor, ReportAct.RETURNED)
    if writer is not None and writer.pk != actor.pk:
        _tell(report, [writer.pk], "returned", "退回修改，理由在页面上")
    return report


@transaction.atomic
def sign_report(report: WrittenReport, actor: User, *, version: int | None = None) -> WrittenReport:
    """The issuer's name: the report gets its number and is sent, and never changes again.

    Who writes and signs himself need not submit first. Raises Refused: not_yours · not_now ·
    stale · needs_sections · names_found · too_early.
    """
    report = _locked(report, version)
    _check_signer(report, actor, "签发")
    if report.state == ReportState.DRAFT and may_write(actor, report):
        report = _locked(submit_report(report, actor))
    _check_state(report, ReportState.TO_SIGN, "签发")
    if report.disclosure == Disclosure.PUBLIC:
        check_public(report, actor, is_last=True)
    now = clock.now()
    report.recipients.update(sent_at=now)
    report.number = _number(report, now.year)
    report.state = ReportState.SENT
    report.signed_by, report.sent_at = actor, now
    report.version += 1
    report.save()
    note(report, actor, ReportAct.SIGNED)
    units = [one.unit for one in report.recipients.select_related("unit") if one.unit is not None]
    people = sorted({person.pk for unit in units for person in heads_of(unit)} - {actor.pk})
    _tell(report, people, "sent", "报来了，请看过以后签收")
    return report


def _number(report: WrittenReport, year: int) -> str:
    """李矛月〔2026〕1号: one series per kind, unit and year."""
    kind = kind_of(report)
    if kind.is_signed_by_director:
        label, code = report.centre.serial_label, report.centre.code
    else:
        label, code = report.unit.serial_label or report.unit.short_name, report.unit.code
    number = numbers.take(f"report_{kind.code}", code, year)
    return numbers.paper_number(label, kind.sign, year, number)


# --- correction ---------------------------------------------------------------------------------


@transaction.atomic
def correct_report(report: WrittenReport, actor: User, reason: str) -> WrittenReport:
    """A further edition of what was sent: its words as a draft, its figures counted anew.

    The reason is printed and cannot be changed any more: of a public report it names nobody.
    Raises Refused: not_yours · not_now · needs · invalid_text · names_found.
    """
    report = _locked(report)
    check_writer(report, actor, "更正")
    _check_state(report, ReportState.SENT, "更正")
    if WrittenReport.objects.filter(corrects=report).exists():
        raise Refused("not_now", "这份报告已经有更正稿了。", instead="请在更正稿上改")
    reason = typed.words(reason, "reason", 200)
    if report.disclosure == Disclosure.PUBLIC and (
        lines := found_in(report, actor, reason, is_last=True)
    ):
        raise Refused(
            "names_found",
            f"更正理由会印在公开的更正稿上，有 {len(lines)} 处要改：{'，'.join(lines)}",
            field="reason",
        )
    edition = WrittenReport.objects.create(
        centre=report.centre,
        unit=report.unit,
        division=report.division,
        kind=report.kind,
        campaign=report.campaign,
        first_on=report.first_on,
        last_on=report.last_on,
        due_on=report.due_on,
        edition=report.edition + 1,
        corrects=report,
        reason=reason,
        disclosure=report.disclosure,
        sections=dict(report.sections),
        by=actor,
        at=clock.now(),
    )
    ReportRecipient.objects.bulk_create(
        ReportRecipient(centre=report.centre, report=edition, unit=one.unit, name=one.name)
        for one in report.recipients.select_related("unit").order_by("pk")
    )
    note(edition, actor, ReportAct.OPENED)
    note(report, actor, ReportAct.CORRECTED, edition=edition.pk)
    return edition


# --- telling ------------------------------------------------------------------------------------


def _tell_signer(report: WrittenReport) -> None:
    if kind_of(report).is_signed_by_director:
        people = list(people_with_role("director", report.centre))
    else:
        people = list(heads_of(report.unit))
    _tell(report, sorted(person.pk for person in people), "to_sign", "等您签发")


def _tell(report: WrittenReport, people: list[int], step: str, words: str) -> None:
    """The title and a step; no word of what stands in it."""
    title = title_of(report).replace("\n", "")
    notices.notify_many(
        notices.Row(
            user_id=key,
            kind=f"{NOTICE}_{step}",
            subject=f"{NOTICE}:{report.pk}:{step}:{report.version}",
            matter_key=f"{NOTICE}:{report.pk}",
            url=f"/reports/written/{report.pk}/",
            text=f"{title}{words}",
        )
        for key in people
    )
