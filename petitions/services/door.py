"""The one door: `move` is the only way a petition changes (DESIGN idea 1).

lock the row → check the graph → change → clocks → the row → event → hooks → notices.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.module_loading import import_string

from mediation.core import clock, door, events, proposals
from mediation.core.models import User
from petitions import access, enums
from petitions.enums import Verb
from petitions.models import Event, Petition, Proposal, Revision
from petitions.services import clocks, search_text, telling
from petitions.services.act import Act
from petitions.services.handlers import HANDLERS
from petitions.workflow import GRAPH

# Acts that do not set the pace: their day may lie before the last act's.
BESIDE_THE_PATH = frozenset(
    {
        Verb.AMEND,
        Verb.ANSWER,
        Verb.ASSIGN,
        Verb.DELIVER,
        Verb.HAND_BACK,
        Verb.HEAR,
        Verb.INSTRUCT,
        Verb.NOTE,
        Verb.RATE,
        Verb.RECORD,
        Verb.REPORT_IN,
        Verb.SIGN_FOR,
        Verb.URGE,
        Verb.WHISTLE,
        *enums.Beside.values,
    }
)
# Verbs that leave a prepared move as true as it was.
LEAVES_PROPOSALS = frozenset(
    {
        Verb.NOTE,
        Verb.RECORD,
        Verb.ANSWER,
        Verb.REPORT_IN,
        Verb.DELIVER,
        Verb.SIGN_FOR,
        Verb.INSTRUCT,
        Verb.URGE,
        Verb.WHISTLE,
        Verb.RATE,
        *(one for one in enums.Beside.values if one != enums.Beside.ANSWER_DEMAND),
    }
)
# What the graph's conditions look at, read once.
DECIDING = ("deadlines__extensions", "letters", "demands", "directions", "ratings")


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a move: the petition, and the proposal where it now waits for a signature."""

    petition: Petition
    proposal: Proposal | None = None


@transaction.atomic
def move(
    petition: Petition,
    verb: str,
    actor: User,
    *,
    version: int | None = None,
    on: date | None = None,
    prepared_by: User | None = None,
    **data: Any,
) -> Moved:
    """Make one move of rules.md §3, or refuse it with a reason.

    `version` is what the actor's screen had loaded; `on` the local day of the act. Fields of the
    verb: `petitions.workflow.FIELDS`; rows are named by primary key, places by code.
    Raises `Refused`: stale · unknown_verb · not_now · not_yours · needs… · invalid… and the
    conditions' own codes.
    """
    petition = lock(petition)
    check_version(petition, version)
    decision = GRAPH.check(petition, verb, access.relations(actor, petition), data)
    now = clock.now()
    earliest = petition.received_on if verb in BESIDE_THE_PATH else petition.last_act_on
    act = Act(
        petition=petition,
        verb=verb,
        actor=actor,
        on=door.check_day(on, clock.local_day(now), earliest),
        now=now,
        data=data,
        status_before=petition.status,
        on_behalf_of=access.stood_for(actor, petition, decision.who),
        prepared_by=prepared_by,
    )
    if not decision.is_signed:
        labels = dict(enums.Relation.choices)
        return Moved(petition, proposals.propose(act, decision.edge, HANDLERS[verb], labels))
    if decision.edge.target:
        petition.status = decision.edge.target
    HANDLERS[verb](act)
    finish(act)
    if act.then is not None:
        finish(act.then)
    return Moved(petition)


def lock(petition: Petition) -> Petition:
    """The petition as it is now, locked until the transaction ends."""
    locked = Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
    prefetch_related_objects([locked], *DECIDING)
    return locked


def check_version(petition: Petition, version: int | None) -> None:
    door.check_version(petition, version, dict([*Verb.choices, *enums.Beside.choices]))


def finish(act: Act) -> None:
    """What every act ends with: clocks, the row, the event, the hooks, the notices."""
    petition = act.petition
    if act.verb not in LEAVES_PROPOSALS:
        proposals.lapse(act)
    clocks.apply(act)
    petition.version += 1
    petition.last_moved_at, petition.last_moved_by = act.now, act.actor
    petition.last_verb = act.verb
    if act.verb not in BESIDE_THE_PATH:
        petition.last_act_on = max(petition.last_act_on, act.on)
    if petition.status in enums.OPEN:
        petition.left_on = None
    elif act.status_before in enums.OPEN:
        petition.left_on = act.on
    search_text.refresh(petition)
    petition.save()
    act.booked_on = act.on
    act.event = events.append(
        Event,
        "petition",
        petition,
        verb=act.verb,
        actor=act.actor,
        on=act.on,
        booked_on=act.booked_on,
        payload=act.payload,
        on_behalf_of=act.on_behalf_of,
        prepared_by=act.prepared_by,
        at=act.now,
        centre=petition.centre,
        status=petition.status,
    )
    Revision.objects.bulk_create(
        Revision(
            centre=petition.centre,
            petition=petition,
            event_seq=act.event.seq,
            field=name,
            before=before,
            by=act.actor,
            at=act.now,
        )
        for name, before in act.revisions.items()
    )
    for hook in settings.AFTER_PETITION_MOVE:
        import_string(hook)(petition, act)
    telling.tell(act)
