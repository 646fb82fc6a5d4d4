"""案例库: writing an entry without names, the parties' consent, publishing it, taking it back.

Nobody's case is told without his consent, and no entry names anybody (人民调解法 15(4); domain.md §7
row 93). What was published stays as it was read; it may only be taken out.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums import RESOLVED_OUTCOMES
from cases.models import Case, Party
from cases.services import writing
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.models import LibraryConsent, LibraryEntry
from reporting.review_enums import Cause, FailReason, LibraryKind, LibraryState
from reporting.selectors import library as reading
from reporting.selectors.naming import UNSEEN

LONGEST_TITLE, LONGEST = 60, 4_000
FIELDS = ("title", "story", "way", "lesson", "cause", "reason")


def write(user: User, case: Case, *, form_key: UUID | str, **told: Any) -> LibraryEntry:
    """A draft from a case whose file he reads; the same form key gives the first one back.

    Raises `Refused`: still_open · not_for_the_library · needs · invalid_choice.
    """
    if known := LibraryEntry.objects.filter(form_key=form_key, written_by=user).first():
        return known
    if case.is_open:
        raise Refused("still_open", "这件还在办，办结以后再写。")
    _may_be_told(case)
    entry = LibraryEntry(
        centre=case.centre,
        case=case,
        kind=kind_of(case),
        category=case.category,
        division=case.division,
        form_key=UUID(str(form_key)),
        written_by=user,
        written_at=clock.now(),
    )
    _put(entry, told)
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:  # the same form, pressed twice at once
        if known := LibraryEntry.objects.filter(form_key=form_key, written_by=user).first():
            return known
        raise
    return entry


def kind_of(case: Case) -> str:
    return LibraryKind.SETTLED if case.outcome in RESOLVED_OUTCOMES else LibraryKind.FAILED


def _may_be_told(case: Case) -> None:
    if case.is_masked:
        raise Refused(
            "not_for_the_library",
            "涉及未成年人或者人身安全的，不进案例库。",
            instead="经验可以写进研判报告，不写这件事。",
        )


def _put(entry: LibraryEntry, told: dict[str, Any]) -> None:
    entry.title = writing.words(told.get("title", ""), "title", LONGEST_TITLE)
    for field in ("story", "way", "lesson"):
        setattr(entry, field, writing.words(told.get(field, ""), field, LONGEST))
    entry.cause, entry.reason = told.get("cause", ""), told.get("reason", "") or ""
    if entry.cause not in Cause.values:
        raise Refused("invalid_choice", "请从列出的成因里选一个。", field="cause")
    if entry.kind == LibraryKind.SETTLED:
        entry.reason = ""
    elif entry.reason not in FailReason.values:
        raise Refused("invalid_choice", "没谈成的，请选一个原因。", field="reason")


@transaction.atomic
def amend(user: User, entry: LibraryEntry, *, version: int, **told: Any) -> LibraryEntry:
    """Change a draft. Raises `Refused`: not_yours · not_now · stale · needs · invalid_choice."""
    entry = _locked(entry)
    _is_draft(entry)
    if entry.written_by_id != user.pk and not reading.may_keep(user, entry.centre):
        raise Refused("not_yours", "草稿由写的人或者管案例库的同志来改。")
    if version != entry.version:
        raise Refused("stale", "这份草稿刚刚有人改过。", instead="您写的还在，请对照新的再存。")
    _put(entry, told)
    entry.version += 1
    entry.amended_by = user
    entry.save(update_fields=[*FIELDS, "version", "amended_by"])
    return entry


@transaction.atomic
def consent(
    user: User, entry: LibraryEntry, party: Party, *, is_written: bool, on: date | None = None
) -> LibraryConsent:
    """What a party said when he was asked; by who works on the draft and sees the case.

    Raises `Refused`: not_now · not_a_party · given · invalid_day.
    """
    entry = _locked(entry)
    _is_draft(entry)
    if party.case_id != entry.case_id:
        raise Refused("not_a_party", "他不是这件事的当事人。")
    if reading.consents_of(entry).filter(party=party).exists():
        raise Refused("given", "他的同意已经记过。")
    today = clock.today()
    return LibraryConsent.objects.create(
        centre=entry.centre,
        entry=entry,
        case=entry.case,
        party=party,
        is_written=is_written,
        on=writing.day(on or today, "on", latest=today),
        by=user,
        at=clock.now(),
    )


@transaction.atomic
def take_back(user: User, entry: LibraryEntry, party: Party) -> None:
    """A party no longer agrees: whatever was published is taken out at once.

    Raises `Refused` ("not_given").
    """
    entry = _locked(entry)
    given = reading.consents_of(entry).filter(party=party).first()
    if given is None:
        raise Refused("not_given", "没有他的同意，不用收回。")
    given.taken_back_on, given.taken_back_by = clock.today(), user
    given.save(update_fields=["taken_back_on", "taken_back_by"])
    if entry.state == LibraryState.PUBLISHED:
        _take_out(user, entry, "当事人收回同意")


@transaction.atomic
def publish(
    user: User, entry: LibraryEntry, *, version: int, is_looked_over: bool = False
) -> LibraryEntry:
    """Put a draft into the library: everybody agreed, nothing names anybody, and another one looked
    than who wrote it and who changed it last.

    `is_looked_over`: what only looks like a name was read and is none; a known name, a number or a
    place below the village is not to be waved through. Names are looked for in the whole town; of
    one that he does not see only the field is told. Raises `Refused`: not_yours · own · not_now ·
    stale · not_for_the_library · not_agreed · named.
    """
    entry = _locked(entry)
    _is_draft(entry)
    if not reading.may_keep(user, entry.centre):
        raise Refused("not_yours", "案例由司法所、平安办或者中心主任核对后放入。")
    if reading.wrote(user, entry):
        raise Refused("own", "自己写的、自己刚改过的案例，请另一位同志核对后放入。")
    if version != entry.version:
        raise Refused("stale", "这份草稿刚刚有人改过。", instead="请再看一遍。")
    _may_be_told(entry.case)
    if missing := reading.not_asked(entry):
        raise Refused("not_agreed", f"还有 {len(missing)} 位当事人没有同意，不能放入。")
    sure = [
        f"{label}：{one.sentence}"
        for label, one in reading.findings_of(user, entry)
        if one.is_sure or not is_looked_over
    ]
    sure += [f"{label}：{UNSEEN}" for label in reading.unseen_in(user, entry)]
    if sure:
        raise Refused("named", f"还有 {len(sure)} 处要改：{'；'.join(sure)}")
    entry.state = LibraryState.PUBLISHED
    entry.published_by, entry.published_at = user, clock.now()
    entry.save(update_fields=["state", "published_by", "published_at"])
    return entry


@transaction.atomic
def withdraw(user: User, entry: LibraryEntry, why: str) -> LibraryEntry:
    """Take it out, with a reason. Raises `Refused`: not_yours · not_now · needs."""
    entry = _locked(entry)
    if entry.state == LibraryState.WITHDRAWN:
        raise Refused("not_now", "这份已经撤下了。")
    is_own_draft = entry.state == LibraryState.DRAFT and entry.written_by_id == user.pk
    if not is_own_draft and not reading.may_keep(user, entry.centre):
        raise Refused("not_yours", "由管案例库的同志撤下。")
    return _take_out(user, entry, writing.words(why, "why", 200))


def _take_out(user: User, entry: LibraryEntry, why: str) -> LibraryEntry:
    entry.state = LibraryState.WITHDRAWN
    entry.withdrawn_by, entry.withdrawn_at, entry.withdrawn_why = user, clock.now(), why
    entry.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawn_why"])
    return entry


def _is_draft(entry: LibraryEntry) -> None:
    if entry.state != LibraryState.DRAFT:
        raise Refused("not_now", f"这份{entry.get_state_display()}，不能再改。")


def _locked(entry: LibraryEntry) -> LibraryEntry:
    return (
        LibraryEntry.objects.select_for_update(no_key=True, of=("self",))
        .select_related("case__centre", "centre")
        .get(pk=entry.pk)
    )
