"""Rounds, reports and visits of sweeps: shape of input only."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from grids.enums import DepartmentKind
from grids.enums.sweeps import BY_HAND, EVERY
from grids.models import Campaign, Category, Department, Division, Post, SweepRound
from grids.selectors import departments
from grids.selectors.sweeps import unit_name
from grids.services.sweeps.reports import LONGEST_ANALYSIS, MOST_FOUND
from grids.services.sweeps.rounds import LONGEST_TITLE, LONGEST_WHAT, LONGEST_WHERE, LONGEST_WHY
from grids.services.sweeps.urging import LONGEST_WORDS
from grids.services.sweeps.visits import LONGEST_ASKED_FOR, LONGEST_PLACE
from mediation.core import clock

NEEDED = "这一格还没有填。"
GROUPS = (
    (DepartmentKind.COMMITTEE.value, "所有村（社区）"),
    (DepartmentKind.DEPARTMENT.value, "所有部门、站所"),
)


def text(
    label: str, most: int, *, rows: int = 0, is_needed: bool = True, **more: Any
) -> forms.CharField:
    """A line, or an area of `rows` lines."""
    attrs: dict[str, Any] = {"class": "in"}
    widget = forms.Textarea(attrs | {"rows": rows}) if rows else forms.TextInput(attrs)
    return forms.CharField(
        label=label,
        max_length=most,
        required=is_needed,
        widget=widget,
        error_messages={"required": NEEDED, "max_length": f"最多 {most} 个字，请精简一些。"},
        **more,
    )


def day(label: str, *, is_needed: bool = True, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=is_needed,
        widget=forms.DateInput(attrs={"type": "date", "class": "in"}, format="%Y-%m-%d"),
        error_messages={"required": "请选一个日期。", "invalid": "日期写成 2026-11-14 这样。"},
        **more,
    )


def choice(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": NEEDED, "invalid_choice": "请从列出的选项里选一个。"},
        **more,
    )


def several(
    label: str, choices: Any, *, needed: str = "", **more: Any
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=bool(needed),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": needed, "invalid_choice": "请从列出的选项里选。"},
        **more,
    )


def number(label: str, most: int, *, is_needed: bool = False, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=is_needed,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"class": "in", "inputmode": "numeric"}),
        error_messages={
            "required": NEEDED,
            "invalid": "请只写数字。",
            "min_value": "请填 0 以上的数字。",
            "max_value": "数字太大了，请再核对一遍。",
        },
        **more,
    )


def category_pairs() -> list[tuple[str, str]]:
    found = Category.objects.filter(is_active=True).order_by("order", "code")
    return [(one.code, one.name) for one in found]


class RoundForm(forms.Form):
    """A round by hand. It asks about matters, places and days, never about kinds of people."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = choice("种类", [(one.value, one.label) for one in BY_HAND])
    title = text("名称", LONGEST_TITLE, help_text="如 国庆前土地纠纷专题排查")
    asked_by = text(
        "谁要求的", LONGEST_TITLE, is_needed=False, help_text="会议、文件或领导，默认平安办"
    )
    campaign = choice("属于哪个专项行动", (), required=False, help_text="种类选专项行动时填")
    from_on = day("从哪天")
    to_on = day("到哪天")
    due_on = day("哪天前报齐", is_needed=False, help_text="默认到结束那天")
    categories = several("查哪几类纠纷", (), help_text="专题排查要选，其他不选就是都查")
    where = text("查哪些地方", LONGEST_WHERE, is_needed=False, help_text="写到村、小区、路段")
    what = text(
        "查什么",
        LONGEST_WHAT,
        rows=3,
        is_needed=False,
        help_text="按类别、地点、时段来查，不按人群，不列人名",
    )
    groups = several("要报的成片选", GROUPS, help_text="再单独加的在下面选")
    units = several("哪些单位要报", ())

    def __init__(
        self, *args: Any, centre: Division, campaigns: Iterable[Campaign] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.pk), one.name) for one in campaigns]
        if offered:
            self.fields["campaign"].choices = [("", "不属于"), *offered]  # type: ignore[attr-defined]
        else:
            del self.fields["campaign"]
        self.fields["categories"].choices = category_pairs()  # type: ignore[attr-defined]
        units = departments(centre).select_related("division")
        self.kinds = {unit.pk: unit.kind for unit in units}
        pairs = [(str(unit.pk), unit_name(unit)) for unit in units]
        self.fields["units"].choices = pairs  # type: ignore[attr-defined]
        for name in ("from_on", "to_on"):
            self.fields[name].widget.attrs["min"] = "2020-01-01"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if "units" in data and not data["units"] and not data.get("groups"):
            self.add_error("units", "请选哪些单位要报。")
        return data

    def round(self) -> dict[str, Any]:
        """As `services.sweeps.open_round` takes it."""
        data = dict(self.cleaned_data)
        groups = data.pop("groups")
        named = {int(one) for one in data["units"]}
        data["units"] = [pk for pk, kind in self.kinds.items() if pk in named or kind in groups]
        return data


class ReportForm(forms.Form):
    """How many of each kind; `c01` is the count of category 01."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    is_zero = forms.BooleanField(label="这一轮没有排查出纠纷（零报告）", required=False)
    settled_count = number("其中当场化解几件", MOST_FOUND)
    analysis = text(
        "分析研判",
        LONGEST_ANALYSIS,
        rows=4,
        help_text="走了哪些地方、多发在哪些领域、下一步怎么办；写事不写人",
    )
    reason = text("为什么改", LONGEST_WHY, is_needed=False, help_text="改已经报的，写一句")

    def __init__(self, *args: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = category_pairs()
        for code, label in self.codes:
            self.fields[f"c{code}"] = number(label, MOST_FOUND)
        if is_correction:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def counts(self) -> list[forms.BoundField]:
        return [self[f"c{code}"] for code, _ in self.codes]

    def report(self) -> dict[str, Any]:
        """As `services.sweeps.report` takes it."""
        data = self.cleaned_data
        return {
            "form_key": data["form_key"],
            "is_zero": data["is_zero"],
            "settled_count": data["settled_count"] or 0,
            "analysis": data["analysis"],
            "reason": data.get("reason", ""),
            "findings": {code: data[f"c{code}"] for code, _ in self.codes if data[f"c{code}"]},
        }


class SweepVisitForm(forms.Form):
    """Where somebody went; nobody who was met (no household register)."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    division = choice("哪个村（社区）、网格", ())
    place = text("走访了哪里", LONGEST_PLACE, help_text="写到院落、路段、市场，不写门牌和户主")
    on = day("哪天")
    goers = several("谁去的", (), needed="请选去的同志。")
    others = text("同去的单位", LONGEST_PLACE, is_needed=False)
    asked_for = text(
        "提出了什么",
        LONGEST_ASKED_FOR,
        rows=3,
        help_text="群众要什么、希望怎么办；不写姓名、电话、门牌，没有就写“没有提出”",
    )

    def __init__(self, *args: Any, unit: Department, round_: SweepRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = unit.division or unit.centre
        places = Division.objects.active().under(within).filter(level__in=["village", "grid"])
        self.fields["division"].choices = [  # type: ignore[attr-defined]
            (one.code, one.short_name) for one in places.order_by("code")
        ]
        posts = (
            Post.objects.on(clock.today())
            .filter(department=unit, user__is_active=True)
            .select_related("user")
            .order_by("-is_head", "pk")
        )
        people = {str(post.user_id): post.user.name for post in posts}
        self.fields["goers"].choices = list(people.items())  # type: ignore[attr-defined]
        self.fields["on"].widget.attrs |= {
            "min": round_.from_on.isoformat(),
            "max": min(clock.today(), round_.due_on).isoformat(),
        }

    def clean_goers(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["goers"]]


class WhyForm(forms.Form):
    why = text("为什么", LONGEST_WHY)


class UrgeForm(forms.Form):
    text = text("要说的话", LONGEST_WORDS, is_needed=False)


class RuleForm(forms.Form):
    months = forms.TypedChoiceField(
        label="几个月一轮",
        coerce=int,
        choices=[(one, f"{one} 个月") for one in EVERY],
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": NEEDED, "invalid_choice": "请从列出的选项里选一个。"},
    )
    days_after = number("结束后几天内报齐", 15, is_needed=True)
    is_on = forms.BooleanField(label="按日历自动开滚动排查", required=False)
