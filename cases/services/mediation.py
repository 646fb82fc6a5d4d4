"""Sitting down together and what comes of it (rules.md §2 rows 7–9)."""

from datetime import datetime
from decimal import Decimal

from cases import enums
from cases.enums import StageOutcome, Status
from cases.models import Agreement, MediationSession
from cases.services import ladder, papers, stages
from cases.services.act import Act
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User


def schedule(act: Act) -> None:
    starts_at, ends_at = act.data["starts_at"], act.data["ends_at"]
    if not isinstance(starts_at, datetime) or not isinstance(ends_at, datetime):
        raise Refused("invalid_time", "时间没看懂，请重新选。", field="starts_at")
    if ends_at <= starts_at:
        raise Refused("invalid_time", "结束时间要晚于开始时间。", field="ends_at")
    if starts_at < act.now:
        raise Refused("invalid_time", "开始时间已经过了，请另约。", field="starts_at")
    key = act.data.get("mediator")
    mediator = ladder.find(User, key, "mediator") if key else act.case.officer
    MediationSession.objects.create(
        centre=act.case.centre,
        case=act.case,
        stage=stages.current(act.case),
        starts_at=starts_at,
        ends_at=ends_at,
        place=act.text("place"),
        mediator=mediator,
        people=act.text("people"),
        on=clock.local_day(starts_at),
        by=act.actor,
        at=act.now,
    )
    act.payload["starts_at"] = starts_at.isoformat()


def record(act: Act) -> None:
    """The minutes: into the session that was arranged for that day, or a new one."""
    case = act.case
    outcome = act.one_of("outcome", enums.RecordOutcome)
    session = case.sessions.filter(on__lte=act.on, outcome="", is_cancelled=False).order_by(
        "on", "id"
    ).last() or MediationSession(
        centre=case.centre, case=case, stage=stages.current(case), mediator=act.actor
    )
    session.on, session.by, session.at = act.on, act.actor, act.now
    session.minutes, session.outcome = act.text("minutes"), outcome
    session.place = act.text("place") or session.place
    session.people = act.text("people") or session.people
    session.is_investigation = case.tier == enums.Tier.LEADER
    session.save()
    ladder.sign_for_stage(act)
    act.payload |= {"session": session.pk, "outcome": outcome}


OUTCOME_OF_FORM: dict[str, str] = {
    enums.AgreementForm.WRITTEN: enums.Outcome.WRITTEN,
    enums.AgreementForm.ORAL: enums.Outcome.ORAL,
    enums.AgreementForm.RECONCILED: enums.Outcome.RECONCILED,
    enums.AgreementForm.HANDLED: enums.Outcome.HANDLED,
}


def settle(act: Act) -> None:
    """The agreement takes effect on the day of the act (人民调解法 28–31)."""
    case = act.case
    form = act.one_of("form", enums.AgreementForm)
    amount = act.data.get("amount")
    performed_by_on = act.data.get("performed_by_on")
    if performed_by_on and performed_by_on < act.on:
        raise Refused("invalid_day", "履行日不能早于达成协议的日子。", field="performed_by_on")
    ladder.sign_for_stage(act)
    stage = stages.leave(act, StageOutcome.SETTLED)
    Agreement.objects.create(
        centre=case.centre,
        case=case,
        stage=stage,
        form=form,
        terms=act.text("terms"),
        amount=Decimal(str(amount)) if amount not in (None, "") else None,
        performed_by_on=performed_by_on or None,
        on=act.on,
        by=act.actor,
        at=act.now,
    )
    act.change(status=Status.SETTLED, outcome=OUTCOME_OF_FORM[form], left_on=act.on)
    if form == enums.AgreementForm.WRITTEN:
        papers.issue(act, enums.Document.AGREEMENT, number=case.dossier_number)
    if performed_by_on:
        act.obligations_on = (performed_by_on,)
    act.payload["form"] = form
