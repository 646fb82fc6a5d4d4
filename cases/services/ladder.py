"""Taking a case on, handing it round, up and down the ladder (rules.md §2 rows 2–6, 10–11)."""

from cases import enums
from cases.enums import StageOutcome, Status, Tier
from cases.models import Consent, Ending, Stage
from cases.services import keeping, lookup, papers, stages
from cases.services.act import Act
from cases.workflow import UNITS_OF_TIER
from cases.workflow.conditions import came_from_below
from grids.enums import DepartmentKind
from grids.models import Department
from grids.selectors import department_of, handling_people
from mediation.core import numbers
from mediation.core.errors import Refused
from mediation.core.models import User


def accept(act: Act) -> None:
    case = act.case
    act.change(status=Status.MEDIATING, accepted_on=act.on)
    if case.tier != Tier.LEADER:
        record_consents(act)
        take_dossier_number(act)
        papers.issue(act, enums.Document.ACCEPTANCE, stages.current(case))
    sign_for_stage(act)


def record_consents(act: Act) -> None:
    """Every applicant and respondent said yes (人民调解法 17); whoever is told gets his code."""
    for party in act.case.parties.exclude(role=enums.PartyRole.THIRD_PARTY):
        Consent.objects.create(
            centre=act.case.centre,
            case=act.case,
            stage=stages.current(act.case),
            party=party,
            is_given=True,
            on=act.on,
            by=act.actor,
            at=act.now,
        )
        lookup.give_code(party)


def take_dossier_number(act: Act) -> None:
    """（2026）李渡人调字第0001号 when a committee accepts; one series per committee and year."""
    case, unit = act.case, act.case.unit
    is_committee = unit.kind in {DepartmentKind.COMMITTEE, DepartmentKind.STREET_ROOM}
    if case.dossier_number or not is_committee:
        return
    year = act.on.year
    taken = numbers.take("dossier", unit.code, year)
    label = unit.serial_label or unit.short_name
    act.change(committee=unit, dossier_number=numbers.dossier_number(label, year, taken))


def sign_for_stage(act: Act) -> None:
    """Taking a step is signing for the stage; the first to do so becomes its officer."""
    stage = stages.current(act.case)
    if stage.signed_at is None:
        stage.signed_at, stage.signed_by = act.now, act.actor
    if stage.officer_id is None:
        stage.officer = act.on_behalf_of or act.actor
        act.change(officer=stage.officer)
    stage.save()


def sign_for(act: Act) -> None:
    if stages.current(act.case).signed_at is not None:
        raise Refused("signed_already", "这件事已经签收了。", instead="直接办下一步即可。")
    sign_for_stage(act)


def decline(act: Act) -> None:
    case = act.case
    ground = act.one_of("ground", enums.DeclineGround)
    stage = stages.leave(act, StageOutcome.DECLINED, reason=act.text("reason"))
    Ending.objects.create(
        centre=case.centre,
        case=case,
        stage=stage,
        outcome=enums.Outcome.DECLINED,
        ground=ground,
        reason=act.text("reason"),
        where_to=act.text("where_to"),
        on=act.on,
        by=act.actor,
        at=act.now,
    )
    act.change(status=Status.DECLINED, outcome=enums.Outcome.DECLINED, left_on=act.on)
    papers.issue(act, enums.Document.DECLINE_NOTICE, stage)
    act.payload["ground"] = ground


def hand_back(act: Act) -> None:
    """Back to the centre, same tier; ANSWER and RUNG run on (no new time by passing desks)."""
    case = act.case
    keeping.check_may_hand_back(case)
    centre_unit = department_of(DepartmentKind.CENTRE, case.centre)
    if centre_unit is None or case.unit_id == centre_unit.pk:
        raise Refused("at_centre", "这件事已经在调处中心。", instead="请平安办改派到承办单位。")
    sender = case.unit
    stages.leave(act, StageOutcome.HANDED_BACK, reason=act.text("reason"))
    stages.enter(act, case.tier, centre_unit, sent_by=sender)


def assign(act: Act) -> None:
    """To an officer in the unit, or (P, D) to another unit of the same tier."""
    case = act.case
    if act.data.get("unit"):
        unit = find(Department, act.data["unit"], "unit")
        if unit.centre_id != case.centre_id or unit.kind not in UNITS_OF_TIER[case.tier]:
            raise Refused("invalid_unit", "这个单位不承办这一级的案件，请换一个。", field="unit")
        if unit.pk == case.unit_id:
            raise Refused("invalid_unit", "已经在这个单位了。", field="unit")
        keeping.check_not_in_dispute(case)
        sender = case.unit
        responsibility = act.text("responsibility")
        if responsibility:
            act.payload["responsibility"] = act.one_of("responsibility", enums.Responsibility)
        stages.leave(act, StageOutcome.REASSIGNED, reason=act.text("reason"))
        stages.enter(act, case.tier, unit, sent_by=sender, responsibility=responsibility)
        act.payload["unit"] = unit.pk
        return
    officer = find(User, act.data["officer"], "officer")
    if not handling_people(case.unit, act.on).filter(pk=officer.pk).exists():
        raise Refused("invalid_officer", "这位同志不在承办单位，请换一位。", field="officer")
    recused = set(case.recusals.values_list("user", flat=True))
    if officer.pk in recused:
        raise Refused("recused", "这位同志已经回避，请换一位。", field="officer")
    stage = stages.current(case)
    stage.officer_before, stage.owner_before = case.officer, case.owner
    stage.officer = officer
    stage.save()
    act.change(officer=officer, is_recused=False)
    if case.tier == Tier.LEADER and (case.owner_id is None or case.owner_id in recused):
        act.change(owner=officer)
    act.payload["officer"] = officer.pk


def escalate(act: Act) -> None:
    """One rung up with a written record; from the leader's rung to the court."""
    case = act.case
    ground = act.one_of("ground", enums.EscalateGround, default=default_ground(act))
    if case.status == Status.REGISTERED and ground in {
        enums.EscalateGround.FAILED,
        enums.EscalateGround.REFUSED_HERE,
    }:
        raise Refused("invalid_ground", "还没有受理，不能说谈过。请选别的理由。", field="ground")
    sender, from_tier = case.unit, case.tier
    stage = stages.leave(
        act,
        StageOutcome.ESCALATED if from_tier != Tier.LEADER else StageOutcome.REFERRED,
        ground=ground,
        reason=act.text("reason"),
        summary=act.text("summary"),
    )
    act.payload |= {"ground": ground, "from_tier": from_tier, "from_unit": sender.pk}
    papers.issue(act, enums.Document.ESCALATION, stage)
    if from_tier == Tier.LEADER:
        Ending.objects.create(
            centre=case.centre,
            case=case,
            stage=stage,
            outcome=enums.Outcome.REFERRED,
            ground=enums.ReferWay.LITIGATION,
            chosen_by=enums.ReferChooser.UNIT,
            reason=act.text("reason"),
            on=act.on,
            by=act.actor,
            at=act.now,
        )
        enter_litigation(act, stage)
        return
    if from_tier == Tier.STREET and case.status == Status.MEDIATING:
        papers.issue(act, enums.Document.TERMINATION, stage)
    stages.enter_rung(act, enums.tier_above(from_tier))


def default_ground(act: Act) -> str:
    if act.case.status == Status.MEDIATING:
        return enums.EscalateGround.FAILED
    return enums.EscalateGround.BEYOND_POWER


def enter_litigation(act: Act, left: Stage) -> None:
    """The last rung: everything stops, the justice office follows it up (rules.md §2 row 12).

    The notice is a paper of the stage that was left.
    """
    act.change(status=Status.REFERRED, outcome=enums.Outcome.REFERRED, left_on=act.on)
    stages.enter_rung(act, Tier.LITIGATION)
    papers.issue(act, enums.Document.REFERRAL, left)


def send_back(act: Act) -> None:
    """Down to the unit that passed it up; its rung starts in full, mediation runs on."""
    case = act.case
    below = came_from_below(case)
    if below is None:
        raise Refused("nobody_below", "这件事是直接到本级的，没有下级可退。")
    from_tier = case.tier
    if from_tier == Tier.LEADER and not act.data.get("consent"):
        raise Refused(
            "needs",
            "退回去要重新调解，请先问各方当事人是否都同意。",
            instead="当事人不同意的，请在本级办理。",
            field="consent",
        )
    stages.leave(act, StageOutcome.SENT_BACK, reason=act.text("reason"))
    # A committee that was merged away since: who took its work over.
    unit = below.unit.succeeded_by or below.unit
    stages.enter_rung(act, below.tier, unit=unit)
    if from_tier == Tier.LEADER:
        record_consents(act)
    act.payload |= {"from_tier": from_tier, "unit": unit.pk}


def find(model: type, key: object, field: str):  # type: ignore[no-untyped-def]
    """An instance as it is, or the row of that primary key."""
    if isinstance(key, model):
        return key
    found = model.objects.filter(pk=key).first() if str(key).isdecimal() else None  # type: ignore[attr-defined]
    if found is None:
        raise Refused("invalid_choice", "没有找到这一项，请重新选。", field=field)
    return found
