"""What the law makes a duty when danger shows: it is asked at once, and stands until it is done."""

from collections.abc import Iterable
from datetime import date, datetime

from cases import enums
from cases.models import Case, Duty, SafetySign
from grids.selectors import handling_people, heads_of
from mediation.core import notices
from mediation.core.models import User

# The article, and who has the duty.
LAWS: dict[str, str] = {
    enums.DutyKind.FAMILY_VIOLENCE: "反家庭暴力法第14条，村（居）委会",
    enums.DutyKind.MINOR_HARM: "未成年人保护法第11条，任何工作人员",
    enums.DutyKind.CRIME_FEARED: "人民调解法第25条，人民调解员",
}


def duties_of(sign: SafetySign) -> tuple[enums.DutyKind, ...]:
    """Which reports a sign demands; self-harm asks for help, not for a report."""
    asked = {
        enums.SignKind.VIOLENCE: [enums.DutyKind.CRIME_FEARED],
        enums.SignKind.MINOR: [enums.DutyKind.MINOR_HARM],
        enums.SignKind.CRIME_FEARED: [enums.DutyKind.CRIME_FEARED],
    }.get(enums.SignKind(sign.kind), [])
    if sign.kind == enums.SignKind.VIOLENCE and sign.is_incapable:
        asked.append(enums.DutyKind.FAMILY_VIOLENCE)
    return tuple(asked)


def ask(
    case: Case,
    kind: str,
    *,
    by: User,
    on: date,
    at: datetime,
    sign: SafetySign | None = None,
) -> Duty:
    """The open duty of this kind, made if there is none; officer and heads are told at once.

    A duty that only the colour of the risk had asked for becomes one that a sign asks for: it can
    no longer be answered with "no such danger". Call it under the case's lock.
    """
    duty = Duty.objects.filter(case=case, kind=kind, answered_at__isnull=True).first()
    if duty is not None:
        if sign is not None and duty.sign_id is None:
            duty.sign = sign
            duty.save(update_fields=["sign"])
        return duty
    duty = Duty.objects.create(
        centre=case.centre,
        case=case,
        kind=kind,
        sign=sign,
        law=LAWS[kind],
        on=on,
        by=by,
        at=at,
    )
    tell(duty, at)
    return duty


def tell(duty: Duty, at: datetime) -> None:
    """At once and alone; the words say that something must be done, never what is feared."""
    case = duty.case
    notices.notify_many(
        (
            notices.Row(
                user_id=person.pk,
                kind="duty",
                subject=f"duty:{duty.pk}",
                text=f"{case.aloud}：有一件依法必须办的事，请打开案件办理并记下来",
                matter_key=f"case:{case.pk}",
                url=f"/cases/{case.pk}/safety/",
                is_urgent=True,
            )
            for person in responsible(case)
        ),
        at=at,
    )


def responsible(case: Case) -> Iterable[User]:
    """The officer, or all who may take the case up, and the heads of the unit; each once."""
    officers = [case.officer] if case.officer else list(handling_people(case.unit))
    owners = [case.owner] if case.owner and case.tier == enums.Tier.LEADER else []
    return {person.pk: person for person in (*officers, *owners, *heads_of(case.unit))}.values()
