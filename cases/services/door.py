"""The one door: `move` is the only way a case changes (DESIGN idea 1).

lock the row → check the graph → change → clocks → the row → event → hooks → notices.
Pages, API, imports, robots and the admin all come through here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.module_loading import import_string

from cases import access
from cases.enums import WORK, Beside, Verb
from cases.models import Case, Event, Proposal, Revision
from cases.services import clocks, keeping, pausing, proposals, search_text, telling
from cases.services.act import Act
from cases.services.handlers import HANDLERS
from cases.workflow import GRAPH
from mediation.core import clock, door, events
from mediation.core.models import User

# Acts that do not set the pace of the case: their day may lie before the last act's.
BESIDE_THE_LADDER = frozenset(
    {
        Verb.AMEND,
        Verb.ANSWER,
        Verb.ASSIGN,
        Verb.CONFIRM,
        Verb.DELIVER,
        Verb.EXTEND,
        Verb.FOLLOW_UP,
        Verb.INSTRUCT,
        Verb.NOTE,
        Verb.PERFORM,
        Verb.REASSESS,
        Verb.RECORD,
        Verb.RECUSE,
        Verb.REPORT_IN,
        Verb.RETRACT,
        Verb.SCHEDULE,
        Verb.SIGN_FOR,
        Verb.URGE,
        Verb.WHISTLE,
        *Beside.values,
    }
)

BEHIND_ITS_KEYS = frozenset({"centre", "division", "category", "unit", "officer", "owner"})


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a move: the case, and the proposal where it now waits for a signature."""

    case: Case
    proposal: Proposal | None = None


@transaction.atomic
def move(
    case: Case,
    verb: str,
    actor: User,
    *,
    version: int | None = None,
    on: date | None = None,
    prepared_by: User | None = None,
    **data: Any,
) -> Moved:
    """Make one move of rules.md §2, or refuse it with a reason.

    `version` is what the actor's screen had loaded; `on` the local day of the act. Fields of the
    verb: `cases.workflow.FIELDS`; rows are named by primary key, places and categories by code.
    Returns the case, and a proposal when the actor may prepare but another must sign.
    Raises `Refused`: stale · unknown_verb · not_now · not_yours · needs… · invalid… and the
    conditions' own codes.
    """
    case = lock(case)
    check_version(case, version)
    decision = GRAPH.check(case, verb, access.relations(actor, case), data)
    now = clock.now()
    act = Act(
        case=case,
        verb=verb,
        actor=actor,
        on=check_day(case, verb, on, clock.local_day(now)),
        now=now,
        data=data,
        tier_before=case.tier,
        status_before=case.status,
        on_behalf_of=access.stood_for(actor, case, decision.who),
        prepared_by=prepared_by,
    )
    if not decision.is_signed:
        return Moved(case, proposals.propose(act, decision.edge, rehearsal=HANDLERS[verb]))
    HANDLERS[verb](act)
    finish(act)
    return Moved(case)


def lock(case: Case) -> Case:
    """The case as it is now, locked until the transaction ends.

    The rows behind its keys are read where a verb asks for them, or taken over from the caller's
    case: a join of all eight tables costs more to plan than the few that a move touches.
    """
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    for name in BEHIND_ITS_KEYS & case._state.fields_cache.keys():
        known = getattr(case, name)
        if known is not None and known.pk == getattr(locked, f"{name}_id"):
            setattr(locked, name, known)
    prefetch_related_objects([locked], "stages")
    return locked


def check_version(case: Case, version: int | None) -> None:
    door.check_version(case, version, dict([*Verb.choices, *Beside.choices]))


def check_day(case: Case, verb: str, on: date | None, today: date) -> date:
    earliest = case.received_on if verb in BESIDE_THE_LADDER else case.last_act_on
    return door.check_day(on, today, earliest)


def finish(act: Act) -> None:
    """What every act ends with: clocks, the row, the event, the hooks, the notices."""
    case = act.case
    proposals.lapse(act)
    pausing.end_with_mediation(act)
    keeping.lapse(act)
    clocks.apply(act)
    case.version += 1
    case.last_moved_at, case.last_moved_by = act.now, act.actor
    case.last_verb = act.verb
    if act.verb not in BESIDE_THE_LADDER:
        case.last_act_on = max(case.last_act_on, act.on)
    if act.verb in WORK:
        case.worked_on = max(case.worked_on, act.on)
    if act.changed & {"division", "place", "narrative", "demand", "parties", "safety_note"}:
        search_text.refresh(case)
    case.save()
    act.booked_on = import_string(settings.BOOKING_DAY)(case, act.on)
    act.event = events.append(
        Event,
        "case",
        case,
        verb=act.verb,
        actor=act.actor,
        on=act.on,
        booked_on=act.booked_on,
        payload=act.payload,
        on_behalf_of=act.on_behalf_of,
        prepared_by=act.prepared_by,
        at=act.now,
        centre=case.centre,
        status=case.status,
        tier=case.tier,
    )
    keep_revisions(act, act.event)
    for hook in settings.AFTER_MOVE:
        import_string(hook)(case, act)
    telling.tell(act)


def keep_revisions(act: Act, event: Event) -> None:
    """The text that stood before, sealed, beside the event that only names the field."""
    Revision.objects.bulk_create(
        Revision(
            centre=act.case.centre,
            case=act.case,
            event_seq=event.seq,
            field=name,
            before=before,
            by=act.actor,
            at=act.now,
        )
        for name, before in act.revisions.items()
    )
