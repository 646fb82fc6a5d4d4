"""What a case has been through besides its ladder, for the lines of `tests/workflow.csv`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import F

from cases.models import Case, MediationSession, Paper
from mediation.core import clock
from tests.cases.factories import Cast, act, instruct_department, some_text
from tests.factories import V2

History = Callable[[Cast, Case], Case]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def whistled(cast: Cast, case: Case) -> Case:
    """平安办 whistles for 规建办, the addressee of the cast."""
    return act(case, "whistle", cast.peace, units=[cast.town.unit("guijian").pk])


def reported_in(cast: Cast, case: Case) -> Case:
    return act(whistled(cast, case), "report_in", cast.addressee)


def chairs(cast: Cast, case: Case) -> Case:
    """The bystander is asked to chair the next sitting."""
    starts_at = clock.now() + timedelta(days=1)
    MediationSession.objects.create(
        centre=case.centre,
        case=case,
        stage=case.stages.latest("seq"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        place="调解室",
        mediator=cast.bystander,
        on=clock.local_day(starts_at),
        by=cast.members[case.tier],
        at=clock.now(),
    )
    return fresh(case)


def paused(cast: Cast, case: Case) -> Case:
    return act(case, "pause", cast.head(case.tier))


def recused(cast: Cast, case: Case) -> Case:
    """The officer has said that he should not handle it."""
    return act(case, "recuse", cast.members[case.tier])


def nothing_owed(cast: Cast, case: Case) -> Case:
    """The agreement names nothing that is still to be done."""
    case.obligations.all().delete()
    return fresh(case)


def oral(cast: Cast, case: Case) -> Case:
    """The agreement was not put in writing."""
    case.agreements.filter(is_undone=False).update(form="oral", mediator=None, sealed_by=None)
    return fresh(case)


def delivered(cast: Cast, case: Case) -> Case:
    today = clock.today()
    Paper.objects.filter(case=case).update(sent_on=today, received_on=today, way="hand")
    return fresh(case)


def just_instructed(cast: Cast, case: Case) -> Case:
    return instruct_department(cast.town, case)


def eleven_seconds_later(cast: Cast, case: Case) -> Case:
    case = just_instructed(cast, case)
    before = F("last_moved_at") - timedelta(seconds=11)
    Case.objects.filter(pk=case.pk).update(last_moved_at=before)
    return fresh(case)


def just_urged(cast: Cast, case: Case) -> Case:
    return act(case, "urge", cast.peace)


def just_assigned(cast: Cast, case: Case) -> Case:
    return act(case, "assign", cast.head(case.tier), officer=cast.heads[case.tier].pk)


def just_moved_unit(cast: Cast, case: Case) -> Case:
    other = V2 if case.tier == "village" else "minshe"
    return act(case, "assign", cast.peace, unit=cast.town.unit(other).pk)


HISTORIES: dict[str, History] = {
    "whistled": whistled,
    "reported_in": reported_in,
    "chairs": chairs,
    "paused": paused,
    "recused": recused,
    "back_to_recused": recused,
    "delivered": delivered,
    "nothing_owed": nothing_owed,
    "oral": oral,
    "just_instructed": just_instructed,
    "eleven_seconds_later": eleven_seconds_later,
    "just_urged": just_urged,
    "just_assigned": just_assigned,
    "just_moved_unit": just_moved_unit,
    "just_whistled": whistled,
}


def room_fields(cast: Cast, verb: str, case: Case, case_is: str) -> dict[str, Any]:
    """What the mediation room's verbs need on this case."""
    today = clock.today()
    if verb == "whistle":
        return {"units": [cast.town.unit("minshe").pk], "due_on": today, "text": some_text()}
    if verb == "deliver":
        return {"paper": case.papers.order_by("pk").first().pk, "way": "hand", "sent_on": today}
    if verb == "recuse" and case_is == "by_party":
        return {"by_party": case.parties.get(role="respondent").pk}
    return {}
