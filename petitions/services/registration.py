"""A petition comes in: number, clocks, receipt, look-up code (rules.md §3 row 1; 条例21–23).

Every letter, call and visit is registered, the refused too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums import Risk
from cases.services.file import find_division
from grids.models import Division
from grids.selectors import centre_of, in_whose_role, village_of
from mediation.core import clock, numbers
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.privacy import find_private_numbers, mask_numbers_in
from petitions import access, enums
from petitions.models import ContentCategory, Demand, Petition, Petitioner, SealedContent
from petitions.services import letters, people
from petitions.services.act import Act
from petitions.services.door import finish

EARLIEST_YEAR = 1949
SEALED_TEXTS = ("title", "narrative", "place", "sent_by", "external_number", "risk_reason")


@dataclass(frozen=True, slots=True)
class Registered:
    """The petition, and whether this call made it (False: the form key was used before)."""

    petition: Petition
    is_new: bool


def register(
    actor: User,
    *,
    petitioners: Sequence[Mapping[str, Any]],
    demands: Sequence[Any],
    form_key: UUID | str | None = None,
    centre: Division | None = None,
    keeps_numbers: bool = False,
    **fields: Any,
) -> Registered:
    """Register a petition. The same `form_key` again returns the first one.

    Fields: channel sender sent_by external_number kind purpose content title narrative division
    place head_count repeats prior_step received_on risk risk_reason notice_waived
    has_follow_up_consent is_urgent. Raises `Refused` with `field` beside every fault.
    """
    kind = _code(fields, "kind", enums.Kind, enums.Kind.CLAIM)
    if not access.may_register(actor, kind):
        if kind == enums.Kind.ACCUSATION:
            raise Refused(
                "not_yours",
                "检举控告由纪检专岗当面登记，内容和检举人只有纪检看得到。",
                instead="请带他到纪检办；来信请不拆封转交",
                field="kind",
            )
        raise Refused("not_yours", "信访登记由信访接待员或窗口来做。", instead="请带他到窗口")
    if form_key and (known := _known(form_key)):
        return Registered(known, False)
    try:
        with transaction.atomic():
            petition = _register(
                actor, kind, petitioners, demands, form_key, centre, keeps_numbers, fields
            )
    except IntegrityError:
        if form_key and (known := _known(form_key)):
            return Registered(known, False)
        raise
    return Registered(petition, True)


def _known(form_key: UUID | str) -> Petition | None:
    return Petition.objects.filter(form_key=form_key).first()


def _register(
    actor: User,
    kind: str,
    people_rows: Sequence[Mapping[str, Any]],
    demand_rows: Sequence[Any],
    form_key: UUID | str | None,
    centre: Division | None,
    keeps_numbers: bool,
    fields: Mapping[str, Any],
) -> Petition:
    now, today = clock.now(), clock.today()
    town = centre or centre_of(actor)
    if town is None:
        raise Refused("no_centre", "您还没有岗位，不能登记。", instead="请找安全管理员。")
    petition = _new(actor, town, kind, fields, today, keeps_numbers, len(people_rows))
    petition.form_key = UUID(str(form_key)) if form_key else None
    petitioners = people.build_petitioners(petition, people_rows)
    demands = people.build_demands(petition, demand_rows)
    sealed = _seal(petition, demands) if petition.is_sealed else None
    petition.registered_at = petition.last_moved_at = now
    petition.last_act_on = petition.received_on
    # The number last: nothing that can be refused comes after it, and its row lock is short.
    petition.year = today.year
    petition.short_number = numbers.take("petition", town.code, today.year)
    petition.number = numbers.petition_number(town.serial_label, today.year, petition.short_number)
    petition.save()
    for row in (*petitioners, *demands):
        row.petition = petition
    Petitioner.objects.bulk_create(petitioners)
    Demand.objects.bulk_create(demands)
    if sealed is not None:
        SealedContent.objects.create(centre=town, petition=petition, data=sealed)
    act = Act(petition=petition, verb=enums.Verb.REGISTER, actor=actor, on=today, now=now)
    act.on_behalf_of = in_whose_role(actor, access.registrars_of(kind))
    act.payload |= {"channel": petition.channel, "kind": kind, "sender": petition.sender}
    if fields.get("entered_later"):
        act.payload["entered_later"] = True
    letters.issue(act, enums.Letter.REGISTRATION)
    act.on = petition.received_on
    finish(act)
    return petition


def _new(
    actor: User,
    town: Division,
    kind: str,
    fields: Mapping[str, Any],
    today: date,
    keeps_numbers: bool,
    named: int,
) -> Petition:
    is_sealed = kind == enums.Kind.ACCUSATION
    received_on = _day(fields, "received_on", today)
    petition = Petition(
        version=0,
        centre=town,
        kind=kind,
        channel=_code(fields, "channel", enums.Channel, None),
        sender=_code(fields, "sender", enums.Sender, ""),
        sent_by=_text(fields, "sent_by", 100),
        external_number=_text(fields, "external_number", 60),
        head_count=_count(fields, named),
        prior_step=_code(fields, "prior_step", enums.PriorStep, enums.PriorStep.NONE),
        purpose=_code(fields, "purpose", enums.Purpose, enums.Purpose.CLAIM),
        title=_text(fields, "title", 100),
        narrative=_narrative(fields, keeps_numbers or is_sealed),
        place=_text(fields, "place", 100),
        risk=_code(fields, "risk", Risk, Risk.BLUE),
        risk_reason=_text(fields, "risk_reason", 200),
        is_urgent=bool(fields.get("is_urgent")),
        notice_waived=_code(fields, "notice_waived", enums.WaivedNotice, ""),
        has_follow_up_consent=bool(fields.get("has_follow_up_consent")),
        received_on=received_on,
        first_received_on=received_on,
        registered_by=actor,
    )
    if petition.sender and not petition.sent_by:
        raise Refused("needs", "请写是哪个机关转来的。", field="sent_by")
    if petition.sender and not petition.external_number:
        raise Refused("needs", "请写来文编号，没有编号的写“无”。", field="external_number")
    if petition.risk != Risk.BLUE and not petition.risk_reason:
        raise Refused("needs", "请写一句为什么定这个等级。", field="risk_reason")
    if fields.get("repeats"):
        petition.repeats = _repeated(actor, fields["repeats"])
    if is_sealed:
        return petition
    petition.division = village_of(find_division(fields.get("division"), town))
    content = ContentCategory.objects.filter(
        code=fields.get("content") or "", is_active=True
    ).first()
    if content is None:
        raise Refused("needs_content", "请选一个内容分类。", field="content")
    petition.content = content
    if find_private_numbers(petition.title):  # it stands in lists, notices and letters
        raise Refused("invalid_private_number", "事由里请不要写电话和证件号。", field="title")
    if not petition.title:
        petition.title = mask_numbers_in(petition.narrative)[:30]
    return petition


def _seal(petition: Petition, demands: list[Demand]) -> dict[str, Any]:
    """Nothing of an accusation stands in clear (条例30(3), 46(5))."""
    data: dict[str, Any] = {name: getattr(petition, name) for name in SEALED_TEXTS}
    data["demands"] = [one.text for one in demands]
    for name in SEALED_TEXTS:
        setattr(petition, name, "")
    petition.sender = ""
    for one in demands:
        one.text = "（密）"
    return data


def _repeated(actor: User, key: Any) -> Petition:
    """With what the matter began, found by any petition of it in the clerk's sight (domain.md §3.3).

    A third is tied to the first, whichever of the two was chosen: a figure asks whether the matter
    came again, not who came after whom.
    """
    found = access.visible_to(actor).filter(pk=key).first() if str(key).isdecimal() else None
    if found is None or found.is_sealed:
        raise Refused("invalid_choice", "没有找到这件信访，请重新选。", field="repeats")
    return found.repeats or found


def _narrative(fields: Mapping[str, Any], keeps_numbers: bool) -> str:
    text = str(fields.get("narrative") or "").strip()
    if not text:
        raise Refused("needs_narrative", "信访人的原话还没有写。", field="narrative")
    if not keeps_numbers and (found := find_private_numbers(text)):
        kind = "身份证号" if found[0].kind == "id_number" else "电话"
        raise Refused(
            "invalid_private_number",
            f"这里写了一个{kind}，请移到信访人那一栏。",
            instead="确实要留在这里的，请勾选“号码要留在正文里”。",
            field="narrative",
        )
    return text


def _text(fields: Mapping[str, Any], name: str, most: int) -> str:
    return str(fields.get(name) or "").strip()[:most]


def _code(fields: Mapping[str, Any], name: str, choices: Any, default: str | None) -> str:
    value = fields.get(name) or default
    if value is None:
        raise Refused(f"needs_{name}", "这一格还没有选。", field=name)
    if value and value not in choices.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field=name)
    return str(value)


def _day(fields: Mapping[str, Any], name: str, today: date) -> date:
    value = fields.get(name) or today
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Refused("invalid_day", "日期没看懂，请重新选。", field=name) from None
    if day > today:
        raise Refused("invalid_day", "日期不能晚于今天，请再看一眼。", field=name)
    if day.year < EARLIEST_YEAR:
        raise Refused("invalid_day", f"日期早于 {EARLIEST_YEAR} 年，请再看一眼年份。", field=name)
    return day


def _count(fields: Mapping[str, Any], named: int) -> int:
    """How many came; those who are named, where nobody counted."""
    value = fields.get("head_count") or max(named, 1)
    if not str(value).isdecimal() or not 1 <= int(value) <= 99_999:
        raise Refused("invalid_number", "人数请填 1 以上的数字。", field="head_count")
    return int(value)
