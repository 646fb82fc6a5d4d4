"""苗头（随手拍）: reported from the field, followed, answered (seed 002; domain.md §7 rows 11, 117).

The reporter always gets an answer. Turning a lead into a case lives on the floor above
(`cases.services.from_lead`), which ends it here with `end_as_case`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from grids.enums import Level
from grids.enums.leads import (
    LeadKind,
    LeadOutcome,
    LeadRisk,
    LeadStatus,
    LeadStepKind,
)
from grids.models import Category, Department, Division, Lead, LeadPhoto, LeadStep, SweepRound
from grids.selectors import leads as seen
from grids.selectors import village_of
from grids.services import lead_fields as asked
from grids.services import lead_notices
from mediation.core import clock, files, numbers, photos
from mediation.core.errors import Refused
from mediation.core.models import User

SERIES = "lead"
LONGEST_WORDS, LONGEST_PLACE, LONGEST_ANSWER = 2_000, 100, 1_000
MOST_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class Reported:
    """The lead, and whether this call made it (False: the same key was sent before)."""

    lead: Lead
    is_new: bool


def report(
    user: User,
    *,
    form_key: UUID | str,
    words: str,
    division: Division | str,
    kind: str = LeadKind.DISPUTE,
    category: Category | str | None = None,
    place: str = "",
    position: str = "",
    risk: str = LeadRisk.YELLOW,
    has_blows: bool = False,
    is_ongoing: bool = False,
    has_danger: bool = False,
    found_at: datetime | None = None,
    settled: str = "",
    sweep: SweepRound | int | str | None = None,
    pictures: "Sequence[UploadedFile[Any]]" = (),
) -> Reported:
    """Write down what was seen, with its photos; the same `form_key` gives the first lead back.

    `division` is a grid or a village, by row or code. `settled`: how it was settled on the spot,
    which answers the lead at once; `sweep` the round of a 排查 that found it, by row or key.
    `found_at` is the phone's; a clock that runs ahead is read as now. Raises `Refused`: not_yours · needs_words · needs_division · invalid_text · invalid_choice
    · invalid_file · needs_file · form_key_used.
    """
    if not seen.may_report(user):
        raise Refused("not_yours", "上报由网格员和在岗的同志来做。", instead="需要时请找安全管理员")
    if known := _known(user, form_key):
        return Reported(known, False)
    where = asked.place(user, division)
    now = clock.now()
    centre = asked.centre_of(where)
    lead = Lead(
        centre=centre,
        form_key=UUID(str(form_key)),
        kind=asked.code(kind, LeadKind, "kind"),
        category=asked.category(category),
        words=asked.words(words, "words", LONGEST_WORDS),
        division=village_of(where),
        grid=where if where.level == Level.GRID else None,
        place=asked.words(place, "place", LONGEST_PLACE, is_needed=False),
        position=asked.words(position, "position", 60, is_needed=False),
        risk=asked.code(risk, LeadRisk, "risk"),
        has_blows=has_blows,
        is_ongoing=is_ongoing,
        has_danger=has_danger,
        reported_by=user,
        reported_at=now,
        found_at=min(found_at, now) if found_at else now,
        sweep=asked.sweep(user, centre, sweep),
    )
    unit = seen.receiving_unit(centre, lead.division)
    if unit is None:
        raise Refused("no_centre", "还没有设置调处中心。", instead="请找安全管理员。")
    lead.unit = unit
    how = asked.words(settled, "settled", LONGEST_ANSWER, is_needed=False)
    bare = _bare(pictures)
    try:
        with transaction.atomic():
            _keep(lead, user, bare, how)
    except IntegrityError:  # the same key, sent twice at once
        if known := _known(user, form_key):
            return Reported(known, False)
        raise
    return Reported(lead, True)


def _bare(pictures: "Sequence[UploadedFile[Any]]") -> "list[UploadedFile[Any]]":
    """Before any lock: drawing a photo anew takes a while. Raises `Refused`: invalid_file · needs_file."""
    if len(pictures) > MOST_PHOTOS:
        raise Refused("invalid_file", f"一次最多 {MOST_PHOTOS} 张照片。", field="photos")
    return [
        photos.bare(picture, f"照片{place}", "photos")
        for place, picture in enumerate(pictures, start=1)
    ]


def _keep(lead: Lead, user: User, bare: "Sequence[UploadedFile[Any]]", settled: str) -> None:
    now = lead.reported_at
    if settled:
        lead.status, lead.outcome = LeadStatus.ANSWERED, LeadOutcome.ON_SPOT
        lead.followed_at = lead.answered_at = now
        lead.followed_by = lead.answered_by = user
        lead.answer = settled
    year = now.year
    lead.year = year
    lead.short_number = numbers.take(SERIES, lead.centre.code, year)
    lead.number = numbers.lead_number(lead.centre.serial_label, year, lead.short_number)
    lead.save(force_insert=True)
    _step(lead, LeadStepKind.REPORTED, user, form_key=lead.form_key)
    if settled:
        _step(lead, LeadStepKind.ANSWERED, user, words=settled)
    _keep_photos(lead, user, bare)
    lead_notices.tell_reported(lead)


def _keep_photos(lead: Lead, user: User, bare: "Sequence[UploadedFile[Any]]") -> None:
    for picture in bare:
        LeadPhoto.objects.create(
            centre=lead.centre,
            lead=lead,
            uploaded_by=user,
            uploaded_at=clock.now(),
            **files.store(picture, "photos")._asdict(),
        )


def follow(lead: Lead, user: User) -> Lead:
    """Take it into one's hands: 跟踪. Raises `Refused`: not_yours · not_now."""
    with transaction.atomic():
        lead, principal = _locked(lead, user, "跟踪")
        if lead.status != LeadStatus.REPORTED:
            raise Refused("not_now", "这条已经有人在跟踪。", instead="可以补一条情况")
        _begin(lead, user, principal)
        lead.save()
    return lead


def note(
    lead: Lead,
    user: User,
    *,
    words: str,
    form_key: UUID | str | None = None,
    pictures: "Sequence[UploadedFile[Any]]" = (),
) -> LeadStep:
    """Add what was seen later, with its photos; whoever reported it may, and whoever follows it.

    The same `form_key` adds it once. Raises `Refused`: not_yours · needs_words · invalid_text ·
    invalid_file · needs_file · form_key_used.
    """
    if not seen.may_note(user, lead):
        raise _not_yours("补充")
    text = asked.words(words, "words", LONGEST_WORDS)
    bare = _bare(pictures)
    with transaction.atomic():
        locked = Lead.objects.select_for_update().get(pk=lead.pk)
        if form_key and (known := LeadStep.objects.filter(form_key=form_key).first()):
            if (known.lead_id, known.by_id) != (lead.pk, user.pk):
                raise Refused("form_key_used", "这张表已经交过了，请重新打开上报页。")
            return known
        step = _step(
            locked, LeadStepKind.NOTED, user, seen.actor_of(user, lead), words=text,
            form_key=form_key,
        )  # fmt: skip
        _keep_photos(locked, user, bare)
        lead_notices.tell_noted(locked, step)
    return step


def settle(lead: Lead, user: User, *, words: str) -> Lead:
    """当场调好: settled where it arose, which is what the reporter then reads.

    Raises `Refused`: not_yours · not_now · needs_words · invalid_text.
    """
    return _answer(lead, user, LeadOutcome.ON_SPOT, words)


def answer(lead: Lead, user: User, *, words: str, outcome: str = LeadOutcome.HANDLED) -> Lead:
    """Tell the reporter what became of it: done, or looked at and nothing to be done.

    Raises `Refused`: not_yours · not_now · needs_words · invalid_text · invalid_choice.
    """
    if outcome not in (LeadOutcome.HANDLED, LeadOutcome.UNFOUNDED):
        raise Refused("invalid_choice", "请从列出的结果里选一个。", field="outcome")
    return _answer(lead, user, outcome, words)


def check_may_become_case(lead: Lead, user: User) -> None:
    """Raises `Refused`: not_yours · not_now · not_a_dispute."""
    if seen.actor_of(user, lead) is None:
        raise _not_yours("转为案件")
    if not lead.is_waiting:
        raise _answered(lead)
    if lead.kind != LeadKind.DISPUTE:
        raise Refused(
            "not_a_dispute",
            f"“{lead.get_kind_display()}”不转案件，直接答复就好。",
            instead="确实是纠纷的，先把种类改成“矛盾纠纷”",
        )


def end_as_case(lead: Lead, user: User, words: str) -> Lead:
    """It has become a case: what the floor above calls in the transaction that registers it.

    Raises `Refused`: as `check_may_become_case`.
    """
    check_may_become_case(lead, user)
    return _answer(lead, user, LeadOutcome.CASE, words)


def pass_on(lead: Lead, user: User, *, unit: Department | str, words: str) -> Lead:
    """Give it to the unit whose matter it is; the village goes on reading it.

    Raises `Refused`: not_yours · not_now · needs_unit · invalid_choice · needs_words · invalid_text.
    """
    why = asked.words(words, "words", LONGEST_ANSWER)
    with transaction.atomic():
        lead, principal = _locked(lead, user, "转出")
        to = asked.unit(lead, unit)
        _begin(lead, user, principal)
        lead.unit = to
        lead.save()
        step = _step(lead, LeadStepKind.PASSED, user, principal, words=why, to_unit=to)
        lead_notices.tell_passed(lead, step)
    return lead


def sort(lead: Lead, user: User, *, kind: str, category: Category | str | None = None) -> Lead:
    """Put it where it belongs: what looked like a wish may be a dispute.

    Raises `Refused`: not_yours · not_now · invalid_choice.
    """
    with transaction.atomic():
        lead, principal = _locked(lead, user, "改类别")
        lead.kind = asked.code(kind, LeadKind, "kind")
        lead.category = asked.category(category)
        lead.save()
        _step(lead, LeadStepKind.SORTED, user, principal, words=lead.get_kind_display())
    return lead


ACTS: Mapping[str, Any] = {
    "follow": follow,
    "note": note,
    "settle": settle,
    "answer": answer,
    "pass": pass_on,
    "sort": sort,
}


def _answer(lead: Lead, user: User, outcome: str, words: str) -> Lead:
    text = asked.words(words, "words", LONGEST_ANSWER)
    with transaction.atomic():
        lead, principal = _locked(lead, user, "反馈")
        now = clock.now()
        _begin(lead, user, principal)
        lead.status, lead.outcome, lead.answer = LeadStatus.ANSWERED, outcome, text
        lead.answered_at, lead.answered_by = now, user
        lead.save()
        step = _step(lead, LeadStepKind.ANSWERED, user, principal, words=text)
        lead_notices.tell_answered(lead, step)
    return lead


def _begin(lead: Lead, user: User, principal: User) -> None:
    """The first hand on it follows it."""
    if lead.status == LeadStatus.REPORTED:
        lead.status = LeadStatus.FOLLOWING
        lead.followed_at, lead.followed_by = clock.now(), user
        _step(lead, LeadStepKind.FOLLOWED, user, principal)


def _locked(lead: Lead, user: User, what: str) -> tuple[Lead, User]:
    """The row, and in whose place the user acts. Raises `Refused`: not_yours · not_now."""
    locked = (
        Lead.objects.select_for_update(of=("self",))
        .select_related("centre", "division", "grid", "unit", "reported_by")
        .get(pk=lead.pk)
    )
    principal = seen.actor_of(user, locked)
    if principal is None:
        raise _not_yours(what)
    if not locked.is_waiting:
        raise _answered(locked)
    return locked, principal


def _not_yours(what: str) -> Refused:
    return Refused(
        "not_yours",
        f"这一步您现在不能办：{what}。",
        who="由本网格、本村（社区）或接手单位来办",
        instead="可以补一条情况，让他们看到",
    )


def _answered(lead: Lead) -> Refused:
    return Refused(
        "not_now",
        f"这条已经反馈：{lead.get_outcome_display()}。",
        instead="有新情况可以补一条，或另报一件",
    )


def _step(
    lead: Lead,
    kind: str,
    user: User,
    principal: User | None = None,
    *,
    words: str = "",
    to_unit: Department | None = None,
    form_key: UUID | str | None = None,
) -> LeadStep:
    return LeadStep.objects.create(
        centre=lead.centre,
        lead=lead,
        kind=kind,
        at=clock.now(),
        by=user,
        on_behalf_of=principal if principal is not None and principal != user else None,
        words=words,
        to_unit=to_unit,
        form_key=form_key,
    )


def _known(user: User, form_key: UUID | str) -> Lead | None:
    found = Lead.objects.filter(form_key=form_key).first()
    if found is not None and found.reported_by_id != user.pk:
        raise Refused("form_key_used", "这张表已经交过了，请重新打开上报页。")
    return found
