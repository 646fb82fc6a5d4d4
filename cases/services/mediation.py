"""Sitting down together and what comes of it (rules.md §2 rows 7–9)."""

from cases import access, enums
from cases.enums import StageOutcome, Status
from cases.models import MediationSession
from cases.services import agreeing, booking, ladder, papers, stages
from cases.services.act import Act
from cases.services.parties import check_guardians
from mediation.core.errors import Refused

OFFICERS = frozenset({enums.Relation.OFFICER, enums.Relation.HEAD})


def record(act: Act) -> None:
    """The minutes: into the session that was arranged for that day, or a new one."""
    case = act.case
    outcome = act.one_of("outcome", enums.RecordOutcome)
    check_guardians(case, act.on)
    session = case.sessions.filter(on__lte=act.on, outcome="", is_cancelled=False).order_by(
        "on", "id"
    ).last() or MediationSession(
        centre=case.centre, case=case, stage=stages.current(case), mediator=act.actor
    )
    session.on, session.by, session.at = act.on, act.actor, act.now
    session.minutes, session.outcome = act.text("minutes"), outcome
    session.place = act.text("place") or session.place
    session.people = act.text("people") or session.people
    session.agreed = act.text("agreed")
    if outcome == enums.RecordOutcome.PARTLY and not session.agreed:
        raise Refused("needs", "请写清已经谈成的是哪些。", field="agreed")
    session.is_investigation = case.tier == enums.Tier.LEADER
    session.save()
    if OFFICERS & access.relations(act.actor, case):
        ladder.sign_for_stage(act)  # who only helps or chairs does not take the case over
    act.payload |= {"session": session.pk, "outcome": outcome}


OUTCOME_OF_FORM: dict[str, str] = {
    enums.AgreementForm.WRITTEN: enums.Outcome.WRITTEN,
    enums.AgreementForm.ORAL: enums.Outcome.ORAL,
    enums.AgreementForm.RECONCILED: enums.Outcome.RECONCILED,
    enums.AgreementForm.HANDLED: enums.Outcome.HANDLED,
}


def settle(act: Act) -> None:
    """The agreement takes effect on the day of the act (人民调解法 28–31).

    What is agreed only in part is recorded (`record`, outcome partly); the case stays mediating.
    """
    case = act.case
    form = act.one_of("form", enums.AgreementForm)
    check_guardians(case, act.on)
    ladder.sign_for_stage(act)
    stage = stages.leave(act, StageOutcome.SETTLED)
    agreeing.conclude(act, stage, form)
    act.change(status=Status.SETTLED, outcome=OUTCOME_OF_FORM[form], left_on=act.on)
    if form == enums.AgreementForm.WRITTEN:
        papers.issue(act, enums.Document.AGREEMENT, stage, number=case.dossier_number)
    booking.cancel_upcoming(act)
    act.payload["form"] = form
