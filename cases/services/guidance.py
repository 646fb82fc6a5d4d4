"""Naming a guidance mediator for a case, and ending it (rules.md §6: as assigned)."""

from django.db import transaction

from cases.models import Case, Guidance
from cases.selectors.guidance import guidance_offered, may_name_guidance
from cases.services.door import lock
from mediation.core import clock, notices
from mediation.core.errors import Refused
from mediation.core.models import User


@transaction.atomic
def name_guidance(case: Case, actor: User, user: User) -> Guidance:
    """Let `user` read the file and record of an open case and advise on it.

    Raises `Refused`: not_yours (only 司法所 and the head of the street's room name one) · not_now
    (the case is no longer open) · invalid_user (no guidance mediator here, or named already).
    """
    case = lock(case)
    _check(case, actor)
    if not case.is_open:
        raise Refused(
            "not_now", "这件事已经办结，不再需要指导。", instead="反弹重开以后可以再指派。"
        )
    if not guidance_offered(case).filter(pk=user.pk).exists():
        raise Refused("invalid_user", "请从名单里选一位还没有指派的调解指导员。", field="user")
    guidance = Guidance.objects.create(
        centre_id=case.centre_id,
        case=case,
        user=user,
        from_on=clock.today(),
        by=actor,
        at=clock.now(),
    )
    notices.notify(
        user,
        "guidance",
        f"{case.aloud} {case.division.short_name}：请您指导这件事的调解，可以查阅全卷，写下建议",
        subject=f"guidance:{guidance.pk}",
        matter_key=f"case:{case.pk}",
        url=f"/cases/{case.pk}/",
    )
    return guidance


@transaction.atomic
def end_guidance(guidance: Guidance, actor: User) -> Guidance:
    """End it: from now on the case is out of his sight. Ending it twice changes nothing.

    Raises `Refused`: not_yours.
    """
    _check(lock(guidance.case), actor)
    guidance = Guidance.objects.select_for_update(of=("self",)).get(pk=guidance.pk)
    if guidance.ended_at is None:
        guidance.ended_at, guidance.ended_by = clock.now(), actor
        guidance.save(update_fields=["ended_at", "ended_by"])
    return guidance


def _check(case: Case, actor: User) -> None:
    if not may_name_guidance(actor, case):
        raise Refused(
            "not_yours",
            "指派调解指导员由司法所或街道人民调解室负责人来办。",
            who="司法所、街道人民调解室负责人",
        )
