"""Who hears of a lead: number, place and kind, never a word of what was seen."""

from grids.enums import Role
from grids.enums.leads import LeadOutcome, LeadRisk
from grids.models import Lead, LeadStep
from grids.selectors import handling_people, heads_of, people_with_role
from mediation.core import notices
from mediation.core.models import User

KIND = "lead"


def tell_reported(lead: Lead) -> None:
    """The unit that is to follow it; danger or red also 平安办, at once."""
    if lead.outcome == LeadOutcome.ON_SPOT:
        _tell(
            lead,
            "on_spot",
            [(heads_of(lead.unit), "当场调好，已经记下", False)],
            but=lead.reported_by,
        )
        return
    is_urgent = lead.has_danger or lead.risk == LeadRisk.RED
    text = "有人身危险，请马上看" if lead.has_danger else "新上报，请跟踪"
    told = [([*heads_of(lead.unit), *handling_people(lead.unit)], text, is_urgent)]
    if is_urgent:
        told.append(([*people_with_role(Role.PEACE_OFFICER, lead.centre)], text, True))
    _tell(lead, "reported", told, but=lead.reported_by)


def tell_noted(lead: Lead, step: LeadStep) -> None:
    people = {person.pk: person for person in (lead.reported_by, lead.followed_by) if person}
    _tell(lead, f"step:{step.pk}", [(people.values(), "补了一条情况", False)], but=step.by)


def tell_passed(lead: Lead, step: LeadStep) -> None:
    people = [*heads_of(lead.unit), *handling_people(lead.unit)]
    _tell(lead, f"step:{step.pk}", [(people, "转给您单位跟踪", lead.has_danger)], but=step.by)


def tell_answered(lead: Lead, step: LeadStep) -> None:
    """The reporter gets his answer; its words stand on the page."""
    text = f"您上报的有了反馈：{lead.get_outcome_display()}"
    _tell(lead, f"step:{step.pk}", [([lead.reported_by], text, False)], but=step.by)


def _tell(lead: Lead, subject: str, told: notices.Told, *, but: User) -> None:
    notices.notify_many(
        notices.rows_of_act(
            told,
            kind=KIND,
            subject=f"{lead.matter_key}:{subject}",
            head=f"{lead.aloud}（{lead.where.short_name}，{lead.get_kind_display()}）",
            matter_key=lead.matter_key,
            url=f"/leads/{lead.pk}/",
            but=but,
        )
    )
