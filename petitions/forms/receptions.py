"""The forms of a reception day: shape of input only."""

from typing import Any

from django import forms

from cases.forms.co_handling import choice, day, several, text, unit_pairs
from cases.forms.register import PlaceChoice
from grids.enums import Level, Role
from grids.models import Division
from grids.selectors import people_with_role
from mediation.core import clock, privacy
from petitions import enums
from petitions.selectors.contents import grouped_contents
from petitions.services.people import LONGEST_DEMAND

MOST_DEMANDS = 10


def leader_pairs(centre: Division) -> list[tuple[str, str]]:
    """Who may receive: the leaders of the town and the director."""
    people = {
        one.pk: one.name
        for role in (Role.DIRECTOR, Role.LEADER)
        for one in people_with_role(role, centre)
    }
    return [(str(key), name) for key, name in people.items()]


class DayForm(forms.Form):
    kind = choice("种类", enums.ReceptionKind.choices)
    on = day("哪天")
    hours = text("几点到几点", 40, help_text="如 9:00–12:00")
    place = text("地点", 100)
    leaders = several("哪几位领导接访", ())
    note = text("说明", 500, rows=2, is_needed=False, help_text="如接哪一类事")

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders: Any = self.fields["leaders"]
        leaders.choices = leader_pairs(centre)
        leaders.required = True
        leaders.error_messages["required"] = "请选接访的领导，可以选几位。"


class VisitorsForm(forms.Form):
    visitors = forms.IntegerField(
        label="接待人次",
        min_value=0,
        widget=forms.TextInput(attrs={"class": "in", "inputmode": "numeric"}),
        error_messages={
            "required": "这一格还没有填。",
            "invalid": "请只写数字。",
            "min_value": "请填 0 以上的数字。",
        },
    )
    note = text("说明", 500, rows=2, is_needed=False)


class VisitForm(forms.Form):
    """Who came and what he asks, as short as a table in the open allows."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    name = text("姓名", 80, is_needed=False, help_text="几个人一起来的，写一位代表")
    phone = text("手机", 30, is_needed=False)
    head_count = forms.IntegerField(
        label="一共几人",
        min_value=1,
        max_value=99_999,
        initial=1,
        widget=forms.TextInput(attrs={"class": "in", "inputmode": "numeric"}),
        error_messages={
            "required": "这一格还没有填。",
            "invalid": "请只写数字。",
            "min_value": "至少 1 人。",
            "max_value": "人数太多了，请再核对一遍。",
        },
    )
    notice_waived = choice(
        "无法告知的原因", [("", "能告知"), *enums.WaivedNotice.choices], is_needed=False
    )
    kind = choice(
        "法定分类",
        [pair for pair in enums.Kind.choices if pair[0] != enums.Kind.ACCUSATION],
        initial=enums.Kind.CLAIM,
    )
    content = choice("内容分类", ())
    division: Any = PlaceChoice(
        Division.objects.none(),
        label="问题在哪个村（社区）",
        empty_label="请选",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选问题在哪个村（社区）。"},
    )
    place = text("具体地点", 100, is_needed=False)
    narrative = text("他的原话", 4_000, rows=4)
    keeps_numbers = forms.BooleanField(label="号码要留在正文里", required=False)
    demands = text("诉求", 5_000, rows=3, help_text="一行写一项")

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contents = [("", "请选"), *grouped_contents()]
        self.fields["content"].choices = contents  # type: ignore[attr-defined]
        self.fields["division"].queryset = (  # type: ignore[attr-defined]
            Division.objects.active().under(centre).filter(level=Level.VILLAGE).order_by("code")
        )

    def clean_phone(self) -> str:
        value: str = self.cleaned_data["phone"]
        if value and (fault := privacy.phone_fault(value)):
            raise forms.ValidationError(fault)
        return privacy.normalise(value) if value else ""

    def clean_demands(self) -> list[str]:
        lines = [one.strip() for one in self.cleaned_data["demands"].splitlines()]
        found = [one for one in lines if one]
        if len(found) > MOST_DEMANDS:
            raise forms.ValidationError(f"最多 {MOST_DEMANDS} 项，同一件事的请合在一起。")
        if any(len(one) > LONGEST_DEMAND for one in found):
            raise forms.ValidationError(f"每项最多 {LONGEST_DEMAND} 个字。")
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if not data.get("name") and not data.get("notice_waived"):
            self.add_error("name", "请填姓名；不肯说的，请选无法告知的原因。")
        return data

    def registration(self) -> dict[str, Any]:
        """As `services.register` takes it."""
        data = dict(self.cleaned_data)
        name, phone = data.pop("name"), data.pop("phone")
        data["petitioners"] = [{"name": name, "phone": phone}] if name else []
        data["division"] = data["division"].code
        return data


class AnswerForm(forms.Form):
    """What is answered to one demand there and then."""

    finding = text("查明", 4_000, rows=2)
    opinion = choice("意见", [("", "请选"), *enums.Opinion.choices])
    basis = text("依据", 2_000, rows=2)
    answer = text("答复", 4_000, rows=2, is_needed=False)


class AssignForm(forms.Form):
    unit = choice("交办到哪个单位", ())
    text = text("交办要求", 4_000, rows=2)
    due_on = day("什么时候前反馈")

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "请选"), *unit_pairs(centre)]  # type: ignore[attr-defined]
        self.fields["due_on"].widget.attrs["min"] = clock.today().isoformat()
