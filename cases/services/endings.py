"""How a case leaves without an agreement, closes, and comes back (rules.md §2 rows 12–18)."""

from cases import enums
from cases.enums import Clock, Outcome, StageOutcome, Status, Tier
from cases.models import Case, Ending, FollowUp, Party, Stage
from cases.services import booking, ladder, papers, stages
from cases.services.act import Act
from grids.models import Division
from mediation.core.errors import Refused


def end(act: Act, status: str, outcome: str, stage_outcome: str, **more: object) -> Ending:
    """Leave the stage, cancel what was arranged, and say why."""
    case = act.case
    stage = stages.leave(act, stage_outcome, reason=act.text("reason"))
    booking.cancel_upcoming(act)
    act.change(status=status, outcome=outcome, left_on=act.on)
    return Ending.objects.create(
        centre=case.centre,
        case=case,
        stage=stage,
        outcome=outcome,
        reason=act.text("reason"),
        on=act.on,
        by=act.actor,
        at=act.now,
        **more,
    )


def refer(act: Act) -> None:
    """To the court or another lawful way; a party may choose it on any rung (调解法 3(3))."""
    way = act.one_of("way", enums.ReferWay)
    chosen_by = act.one_of("chosen_by", enums.ReferChooser)
    ending = end(
        act,
        Status.REFERRED,
        Outcome.REFERRED,
        StageOutcome.REFERRED,
        ground=way,
        chosen_by=chosen_by,
    )
    ladder.enter_litigation(act, ending.stage)
    act.payload |= {"way": way, "chosen_by": chosen_by}


def transfer(act: Act) -> None:
    kind = act.one_of("kind", enums.TransferKind)
    ending = end(
        act,
        Status.TRANSFERRED,
        Outcome.TRANSFERRED,
        StageOutcome.TRANSFERRED,
        ground=kind,
        where_to=act.text("to"),
    )
    papers.issue(act, enums.Document.TRANSFER, ending.stage)
    act.payload["kind"] = kind


def withdraw(act: Act) -> None:
    """All applicants together; no reason is asked. One of several: `amend` removes him."""
    applicants = list(act.case.parties.filter(role=enums.PartyRole.APPLICANT))
    key = act.data["by_party"]
    if key == "all" or len(applicants) == 1:
        by_party = applicants[0]
        if key != "all" and ladder.find(Party, key, "by_party").pk != by_party.pk:
            raise Refused("invalid_party", "撤回要由申请人提出。", field="by_party")
    else:
        raise Refused(
            "invalid_party",
            f"共有 {len(applicants)} 位申请人，要都撤回才算撤回。",
            instead="只有一位不再申请的，请用“更正”去掉这一位。",
            field="by_party",
        )
    end(act, Status.WITHDRAWN, Outcome.WITHDRAWN, StageOutcome.WITHDRAWN, by_party=by_party)


def terminate(act: Act) -> None:
    """Ends mediation, not the right to anything else (R9, domain.md §2.1)."""
    ground = act.one_of("ground", enums.TerminateGround)
    key = act.data.get("by_party")
    ending = end(
        act,
        Status.TERMINATED,
        Outcome.TERMINATED,
        StageOutcome.TERMINATED,
        ground=ground,
        by_party=ladder.find(Party, key, "by_party") if key else None,
    )
    papers.issue(act, enums.Document.TERMINATION, ending.stage)
    act.payload["ground"] = ground


def merge(act: Act) -> None:
    """Into another open case; the other's clocks run on, this one keeps its number."""
    into = ladder.find(Case, act.data["into"], "into")
    if into.pk == act.case.pk or into.centre_id != act.case.centre_id or not into.is_open:
        raise Refused("invalid_case", "要并入的必须是另一件在办的案件。", field="into")
    end(act, Status.CLOSED, Outcome.MERGED, StageOutcome.MERGED)
    act.change(merged_into=into, closed_on=act.on)
    act.payload["into"] = into.pk


def close(act: Act) -> None:
    case = act.case
    if stages.current(case).left_at is None:
        stages.leave(act, StageOutcome.CLOSED)
    act.change(status=Status.CLOSED, closed_on=act.on)


def reopen(act: Act) -> None:
    """Same number, same look-up code, a new stay on the rung it left; consent is asked again."""
    ground = act.one_of("ground", enums.ReopenGround)
    case = act.case
    last = rung_left(case)
    if stages.current(case).left_at is None:
        stages.leave(act, StageOutcome.REOPENED)
    case.agreements.filter(is_undone=False).update(is_undone=True)
    case.dossiers.filter(is_undone=False).update(is_undone=True)
    act.change(
        status=Status.REGISTERED,
        outcome=None,
        merged_into=None,
        left_on=None,
        closed_on=None,
        accepted_on=None,
    )
    come_back_where_it_is_now(act)
    stages.enter_rung(act, last.tier, unit=last.unit.succeeded_by or last.unit)
    act.payload |= {"ground": ground, "tier": last.tier}


def come_back_where_it_is_now(act: Act) -> None:
    """A village or grid that merged meanwhile: what becomes open again is open in the new one."""
    for name in ("division", "grid"):
        # Read anew: the caller's case may know the place from before the merge.
        key = getattr(act.case, f"{name}_id")
        successor = Division.objects.filter(merged_from=key).first() if key else None
        if successor is not None:
            act.change(**{name: successor})


def rung_left(case: Case) -> Stage:
    """The last stage below litigation."""
    return case.stages.exclude(tier=Tier.LITIGATION).order_by("-seq").first()


def follow_up(act: Act) -> None:
    """回访 of an agreement, or what the court did. A relapse offers reopening, does not do it."""
    case = act.case
    how = act.one_of("how", enums.FollowUpWay)
    needed = "court_result" if case.status == Status.REFERRED else "performed"
    if case.status != Status.CLOSED and not act.data.get(needed):
        raise Refused("needs", "这一格还没有填。", field=needed)
    performed = act.one_of("performed", enums.Performance) if act.data.get("performed") else ""
    result = act.one_of("court_result", enums.CourtResult) if act.data.get("court_result") else ""
    FollowUp.objects.create(
        centre=case.centre,
        case=case,
        clock=answered_clock(case),
        how=how,
        performed=performed,
        court_result=result,
        satisfied=act.one_of("satisfied", enums.Satisfaction) if act.data.get("satisfied") else "",
        is_relapse=bool(act.data.get("relapse")),
        text=act.text("text"),
        on=act.on,
        by=act.actor,
        at=act.now,
    )
    act.payload |= {"how": how, "relapse": bool(act.data.get("relapse"))}


def answered_clock(case: Case) -> str:
    """The clock that a follow-up answers; of several the one that is nearest."""
    asking = (Clock.FOLLOW_UP, Clock.LOOK_BACK, Clock.REFERRAL)
    rows = case.deadlines.filter(clock__in=asking, stopped_on__isnull=True)
    row = rows.order_by("due_on", "id").first()
    return row.clock if row else ""
