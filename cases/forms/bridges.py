"""Letters of courts, police, petition offices and arbitration: shape of input only."""

from typing import Any

from django import forms

from cases import enums
from cases.forms.register import CodedChoice, PlaceChoice, choice, day
from cases.forms.register import text as words
from grids.enums import Level
from grids.models import Category, Division


class LetterForm(forms.Form):
    kind = choice("谁来的函", enums.BridgeKind.choices, required=True)
    entrusting = choice("委派、委托还是移交", enums.Entrusting.choices, required=True)
    from_body = words("来函单位", 80, needed="请写来函单位的名称")
    their_number = words("来函文号", 60, needed="请写来函的文号")
    received_on = day("签收日期", required=False)
    reply_due_on = day("要求哪天前复函", required=False)
    papers = words("随函材料", 1000, area=True)


class LetterCaseForm(forms.Form):
    """The least that a registration needs; the rest is amended later."""

    applicant = words("申请人（原告）", 80, needed="请写申请人的姓名或名称")
    applicant_phone = words("电话", 30)
    respondent = words("对方（被告）", 80, needed="请写对方的姓名或名称，不知道就写“待查”")
    respondent_phone = words("电话", 30)
    division = PlaceChoice(
        Division.objects.none(),
        label="在哪个村（社区）",
        empty_label="请选",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选事情在哪个村（社区）"},
    )
    category = CodedChoice(
        Category.objects.none(),
        label="纠纷类别",
        empty_label="请选",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选纠纷类别"},
    )
    narrative = words("怎么回事", 4000, needed="请写一句怎么回事", area=True)
    risk = choice("风险", enums.Risk.choices, required=True)
    risk_reason = words("为什么定这一级", 200, needed="请写一句为什么定这一级")

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["division"]
        places.queryset = (
            Division.objects.active()
            .under(centre)
            .filter(level__in=[Level.VILLAGE, Level.GRID])
            .select_related("parent")
            .order_by("code")
        )
        categories: Any = self.fields["category"]
        categories.queryset = Category.objects.filter(is_active=True)

    def fields_for_case(self) -> dict[str, Any]:
        """What `services.bridges.register_case` takes."""
        data = self.cleaned_data
        people = [
            {"role": role, "kind": "person", "name": data[role], "phone": data[f"{role}_phone"]}
            for role in ("applicant", "respondent")
        ]
        return {
            "parties": people,
            "division": data["division"].code,
            "category": data["category"].code,
            "narrative": data["narrative"],
            "risk": data["risk"],
            "risk_reason": data["risk_reason"],
        }
