"""案件补贴: the town's table, a month's sheet, its approval (domain.md §7 rows 138, 169).

Paid is what an agreement in force brought its mediator: difficulty × form, and more once the
court has confirmed it. What was booked late comes into the next sheet; nothing is paid twice.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from cases import access, enums
from cases.enums.subsidies import SheetState, SubsidyKind
from cases.models import Agreement, SubsidyItem, SubsidyRate, SubsidySheet
from cases.models.subsidies import FORMS
from cases.selectors.subsidies import APPROVERS, MAKERS
from cases.services import writing
from grids.enums import MediatorKind, Role
from grids.models import Division, Mediator
from grids.selectors import centre_of
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

# Who is paid by the case; who mediates as a part of his public office is not.
PAID = frozenset({MediatorKind.FULL_TIME, MediatorKind.PART_TIME, MediatorKind.STUDIO,
                  MediatorKind.COMMITTEE_MEMBER})  # fmt: skip
DAY = timedelta(days=1)


def first_of(month: date) -> date:
    return month.replace(day=1)


def last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


@transaction.atomic
def set_rate(
    user: User,
    *,
    difficulty: str,
    form: str,
    amount: Decimal,
    from_on: date,
    basis: str,
    confirmed_amount: Decimal = Decimal(0),
) -> SubsidyRate:
    """A new row of the town's table; the one before it ends the day before.

    Raises `Refused`: not_yours · invalid_choice · invalid_amount · invalid_day · needs….
    """
    centre = _office(user, APPROVERS, "定补贴标准", "由中心主任来定")
    if difficulty not in enums.Difficulty.values or form not in FORMS:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="form")
    if amount < 0 or confirmed_amount < 0:
        raise Refused("invalid_amount", "金额不能小于零。", field="amount")
    from_on = writing.day(from_on, "from_on")
    before = SubsidyRate.objects.filter(
        centre=centre, difficulty=difficulty, form=form, to_on__isnull=True
    ).first()
    if before is not None:
        if before.from_on >= from_on:
            raise Refused(
                "invalid_day",
                f"现在的标准从 {before.from_on:%Y-%m-%d} 起，新标准要晚于这一天。",
                field="from_on",
            )
        before.to_on = from_on - DAY
        before.save(update_fields=["to_on"])
    return SubsidyRate.objects.create(
        centre=centre,
        difficulty=difficulty,
        form=form,
        amount=amount,
        confirmed_amount=confirmed_amount,
        from_on=from_on,
        basis=writing.words(basis, "basis", 100),
        by=user,
        at=clock.now(),
    )


@transaction.atomic
def make_sheet(user: User, month: date) -> SubsidySheet:
    """Draw up the month's sheet, or draw it up anew while nobody has approved it.

    Raises `Refused`: not_yours · invalid_month (it is not over) · approved.
    """
    centre = _office(user, MAKERS, "造补贴月表", "由司法所或平安办来造")
    month = first_of(month)
    if last_of(month) >= clock.today():
        raise Refused("invalid_month", "这个月还没有过完，请下个月再造表。", field="month")
    sheet = (
        SubsidySheet.objects.select_for_update(no_key=True)
        .filter(centre=centre, month=month)
        .first()
    )
    if sheet is not None and sheet.state == SheetState.APPROVED:
        raise Refused(
            "approved", "这个月的表已经批准，不再改。", instead="漏了的，会列进下一个月的表"
        )
    if sheet is None:
        sheet = SubsidySheet(centre=centre, month=month)
    sheet.made_by, sheet.made_at = user, clock.now()
    sheet.save()
    sheet.items.all().delete()
    SubsidyItem.objects.bulk_create(_items(sheet))
    return sheet


@transaction.atomic
def approve(sheet: SubsidySheet, user: User) -> SubsidySheet:
    """Raises `Refused`: not_yours · own_sheet · approved · empty."""
    centre = _office(user, APPROVERS, "批准补贴月表", "由中心主任来批准")
    sheet = SubsidySheet.objects.select_for_update(no_key=True).get(pk=sheet.pk, centre=centre)
    if sheet.state == SheetState.APPROVED:
        raise Refused("approved", "这个月的表已经批准了。")
    if sheet.made_by_id == user.pk:
        raise Refused("own_sheet", "造表和批准不能是同一个人。", who="请另一位来批准")
    if not sheet.items.exists():
        raise Refused("empty", "表里还没有一件，不用批准。")
    sheet.state, sheet.approved_by, sheet.approved_at = SheetState.APPROVED, user, clock.now()
    sheet.save()
    return sheet


def _items(sheet: SubsidySheet) -> Iterator[SubsidyItem]:
    """Whatever was earned up to the month's end and stands in no other sheet."""
    end, centre = last_of(sheet.month), sheet.centre
    rates = list(SubsidyRate.objects.filter(centre=centre, from_on__lte=end).order_by("pk"))
    if not rates:
        return
    terms: dict[int, list[Mediator]] = {}
    for term in Mediator.objects.filter(unit__centre=centre, kind__in=PAID).order_by("pk"):
        terms.setdefault(term.user_id, []).append(term)
    paid = set(SubsidyItem.objects.filter(centre=centre).values_list("agreement", "kind"))
    agreements = (
        Agreement.objects.filter(
            centre=centre,
            is_undone=False,
            form__in=FORMS,
            on__gte=min(rate.from_on for rate in rates),
            on__lte=end,
        )
        .filter(Q(case__status__in=[enums.Status.SETTLED, enums.Status.CLOSED]))
        .select_related("case", "stage", "confirmation")
        .order_by("on", "pk")
    )
    for one in agreements:
        mediator = one.mediator_id or one.stage.officer_id
        earned = [(SubsidyKind.SETTLED, one.on)]
        court = getattr(one, "confirmation", None)
        if court is not None and court.step == enums.ConfirmStep.RULED and court.decided_on <= end:
            earned.append((SubsidyKind.CONFIRMED, court.decided_on))
        is_paid_by_case = any(_holds(term, one.on) for term in terms.get(mediator or 0, ()))
        rate = _rate(rates, one.case.difficulty, one.form, one.on)
        if mediator is None or not is_paid_by_case or rate is None:
            continue
        for kind, on in earned:
            amount = rate.amount if kind == SubsidyKind.SETTLED else rate.confirmed_amount
            if amount > 0 and (one.pk, kind) not in paid:
                yield SubsidyItem(
                    centre=centre,
                    sheet=sheet,
                    case=one.case,
                    agreement=one,
                    mediator_id=mediator,
                    kind=kind,
                    on=on,
                    difficulty=one.case.difficulty,
                    form=one.form,
                    amount=amount,
                    rate=rate,
                )


def _rate(rates: list[SubsidyRate], difficulty: str, form: str, on: date) -> SubsidyRate | None:
    return next(
        (
            rate
            for rate in rates
            if (rate.difficulty, rate.form) == (difficulty, form) and _holds(rate, on)
        ),
        None,
    )


def _holds(term: Mediator | SubsidyRate, on: date) -> bool:
    return bool(term.from_on <= on and (term.to_on is None or on <= term.to_on))


def _office(user: User, roles: frozenset[Role], what: str, who: str) -> Division:
    centre = centre_of(user)
    if centre is None or access.standing(user).roles.isdisjoint(roles):
        raise Refused("not_yours", f"这一步您现在不能办：{what}。", who=who)
    return centre
