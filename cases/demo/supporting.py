"""Who helps at the demo centre, what is paid for, and a dispute over whose a case is. By services."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from cases.enums import AgreementForm, Difficulty, Status, Tier
from cases.models import Case, Inquiry, SubsidyRate
from cases.services import jurisdiction, legal_aid, subsidies
from grids.enums import DepartmentKind, Role
from grids.models import Category, Department, Division, ResidentUnit
from grids.selectors import people_with_role
from grids.services import resources
from mediation.core import clock
from mediation.core.models import User

BASIS = "李渡府发〔2025〕12号（演示）"
# Difficulty → yuan for a written, an oral and a reconciled one, and what confirmation adds.
RATES: dict[str, tuple[int, int, int, int]] = {
    Difficulty.SMALL: (80, 40, 30, 20),
    Difficulty.GENERAL: (150, 80, 60, 50),
    Difficulty.HARD: (400, 200, 150, 100),
}
# Unit (slug or a name from outside), how it is present, days, place, what it does (seed 002).
RESIDENTS = (
    ("justice", "resident", "", "3号窗口", "人民调解、法律咨询、法律援助初审"),
    ("petition", "resident", "", "2号窗口", "信访接待"),
    ("centre", "resident", "", "1号窗口", "矛盾纠纷受理、分流、督办"),
    ("police", "rotating", "每周二、周四", "公调对接室", "治安调解、安全保障"),
    ("jiaojing", "rotating", "每周三", "公调对接室", "道路交通事故调解"),
    ("李渡人民法庭", "rotating", "每月第一、第三个周五", "诉调对接室", "委派调解、司法确认指导"),
    ("guijian", "on_call", "", "", "征地拆迁、物业、建房纠纷"),
    ("laobao", "on_call", "", "", "拖欠工资、劳动争议"),
)
# Kind, name, field, categories, when.
HELPERS = (
    ("expert", "吴工（建筑）", "房屋质量、相邻采光和漏水", ("02", "03", "17"), "工作日下午"),
    ("expert", "郑老师（心理）", "婚姻家庭、情绪疏导", ("01",), "每周六上午"),
    ("volunteer", "老冯（退休教师）", "邻里、赡养", ("01", "02"), "随时"),
    ("organisation", "李渡商会调解室", "合同、货款", ("04", "05"), "工作日"),
)


def load_demo_supporting(centre: Division) -> None:
    """Once for a town; what is there already is left alone."""
    director = people_with_role(Role.DIRECTOR, centre).first()
    justice = people_with_role(Role.JUSTICE_OFFICER, centre).first()
    if director is None or justice is None or ResidentUnit.objects.filter(centre=centre).exists():
        return
    _residents(centre, director)
    _subsidies(centre, director, justice)
    _legal_aid(centre, justice)
    _dispute(centre)


def _residents(centre: Division, director: User) -> None:
    units = {one.code: one for one in Department.objects.filter(centre=centre)}
    for name, mode, days, place, services in RESIDENTS:
        unit = units.get(f"{centre.path}-{name}")
        resources.add_resident(
            director,
            department=unit,
            outside_name="" if unit else name,
            mode=mode,
            days=days,
            place=place,
            services=services,
        )
    for kind, name, field, codes, available in HELPERS:
        resources.add_helper(
            director,
            kind=kind,
            name=name,
            field=field,
            has_consent=True,
            specialties=Category.objects.filter(code__in=codes),
            available=available,
        )


def _subsidies(centre: Division, director: User, justice: User) -> None:
    """The table of this year, the month before the last approved, the last one waiting."""
    if SubsidyRate.objects.filter(centre=centre).exists():
        return
    today = clock.today()
    last = today.replace(day=1) - timedelta(days=1)
    before = last.replace(day=1) - timedelta(days=1)
    for difficulty, (written, oral, reconciled, more) in RATES.items():
        for form, amount in (
            (AgreementForm.WRITTEN, written),
            (AgreementForm.ORAL, oral),
            (AgreementForm.RECONCILED, reconciled),
        ):
            subsidies.set_rate(
                director,
                difficulty=difficulty,
                form=form,
                amount=Decimal(amount),
                confirmed_amount=Decimal(more if form == AgreementForm.WRITTEN else 0),
                from_on=date(before.year, before.month, 1),
                basis=BASIS,
            )
    sheet = subsidies.make_sheet(justice, before)
    if sheet.items.exists():
        subsidies.approve(sheet, director)
    subsidies.make_sheet(justice, last)


def _legal_aid(centre: Division, justice: User) -> None:
    inquiry = Inquiry.objects.filter(centre=centre).order_by("-pk").first()
    case = Case.objects.filter(centre=centre, category__code="10").order_by("-pk").first()
    if inquiry is not None:
        legal_aid.check(
            justice,
            form_key=uuid.uuid4(),
            applicant="秦某",
            facts="母亲年老，请求子女给付赡养费",
            matter="support",
            means="group",
            result="papers",
            missing="户口簿复印件",
            inquiry=inquiry,
        )
    if case is not None:
        found = legal_aid.check(
            justice,
            form_key=uuid.uuid4(),
            applicant="务工人员代表",
            facts="工地欠工资，请求支付劳动报酬",
            matter="labour",
            means="migrant",
            result="forward",
            case=case,
        )
        legal_aid.forward(found, justice)


def _dispute(centre: Division) -> None:
    """One village says that a case is another one's; it waits for the director."""
    case = (
        Case.objects.filter(
            centre=centre,
            status__in=[Status.REGISTERED, Status.MEDIATING],
            tier=Tier.VILLAGE,
            officer__isnull=False,
            officer__is_active=True,
            is_recused=False,
            unit__kind=DepartmentKind.COMMITTEE,
        )
        .select_related("officer")
        .order_by("-pk")
        .first()
    )
    if case is not None and case.officer is not None:
        jurisdiction.raise_dispute(
            case,
            case.officer,
            ground="place",
            reason="争的那块地在村界另一边，地界图上属邻村，请指定由哪个村办。",
        )
