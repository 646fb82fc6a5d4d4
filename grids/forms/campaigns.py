"""What is typed into a campaign: shape of input only."""

from typing import Any

from django import forms

from grids.enums.campaigns import GroupSeat, Measure, Verdict
from grids.forms.registers import REQUIRED, choice_field, day_field, unit_pairs
from grids.models import Campaign, CampaignAcceptance, Department, Division, Post
from grids.selectors import departments
from mediation.core import clock

IN = {"class": "in"}
NUMBER = {"class": "in", "inputmode": "decimal"}


def words(
    label: str, most: int, *, rows: int = 0, is_needed: bool = True, hint: str = ""
) -> forms.CharField:
    widget = forms.Textarea(IN | {"rows": rows}) if rows else forms.TextInput(IN)
    return forms.CharField(
        label=label,
        max_length=most,
        required=is_needed,
        help_text=hint,
        widget=widget,
        error_messages={"required": REQUIRED, "max_length": f"最多 {most} 个字，请精简一些。"},
    )


def number(label: str, *, is_needed: bool = True, hint: str = "") -> forms.CharField:
    """Digits as typed; the service reads them."""
    return forms.CharField(
        label=label,
        max_length=12,
        required=is_needed,
        help_text=hint,
        widget=forms.TextInput(NUMBER),
        error_messages={"required": REQUIRED, "max_length": "这个数太大，请再看一眼。"},
    )


def post_pairs(centre: Division) -> list[tuple[str, str]]:
    """Every post that somebody holds in the town today, by unit."""
    posts = (
        Post.objects.on(clock.today())
        .filter(department__centre=centre, department__is_active=True, user__is_active=True)
        .select_related("user", "department")
        .order_by("department__order", "department__code", "pk")
    )
    return [
        (str(one.pk), f"{one.department.short_name} {one.get_role_display()} {one.user.name}")
        for one in posts
    ]


class CampaignForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    name = words("名称", 80)
    goal = words("总体目标", 4_000, rows=3)
    starts_on = day_field("开始日期")
    ends_on = day_field("结束日期")
    filed_on = day_field("方案报备日期", is_needed=False)
    filed_as = words("方案文号", 60, is_needed=False)
    report_day = number("月推进次月几号前报", is_needed=False, hint="1–28，不填是当月最后一天")


class NewCampaignForm(CampaignForm):
    """With who leads it and who takes part."""

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        pairs = unit_pairs(departments(centre))
        self.fields["lead_unit"] = choice_field("牵头单位", pairs, is_needed=False)
        self.fields["units"] = forms.MultipleChoiceField(
            label="哪些单位参加",
            choices=pairs,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "请从列出的单位里选。"},
        )


class OfCampaign(forms.Form):
    """A small form on the page of a campaign; `do` names it."""

    def __init__(self, *args: Any, campaign: Campaign, units: Any = (), **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        if "unit" in self.fields:
            self.fields["unit"].choices = [("", "请选择"), *unit_pairs(units)]  # type: ignore[attr-defined]


class UnitsForm(OfCampaign):
    units = forms.MultipleChoiceField(
        label="再请哪些单位",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选单位。", "invalid_choice": "请从列出的单位里选。"},
    )

    def __init__(self, *args: Any, campaign: Campaign, units: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, campaign=campaign, **kwargs)
        there = {one.pk for one in units}
        others: list[Department] = [
            one for one in departments(campaign.centre) if one.pk not in there
        ]
        self.fields["units"].choices = unit_pairs(others)  # type: ignore[attr-defined]


class SeatForm(OfCampaign):
    post = choice_field("哪个岗位", ())
    seat = choice_field("职务", GroupSeat.choices)
    duty = words("分工", 200, is_needed=False)

    def __init__(self, *args: Any, campaign: Campaign, units: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, campaign=campaign, **kwargs)
        self.fields["post"].choices = [("", "请选择"), *post_pairs(campaign.centre)]  # type: ignore[attr-defined]


class PhaseForm(OfCampaign):
    """`phase`: the one that changes; none makes another."""

    phase = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    name = words("阶段", 60)
    from_on = day_field("从")
    to_on = day_field("到")
    work = words("做什么", 4_000, rows=2, is_needed=False)


class TargetForm(OfCampaign):
    unit = choice_field("单位", ())
    measure = choice_field("指标", Measure.choices)
    name = words("指标名称", 60, is_needed=False, hint="选“其他”时写")
    value = number("目标值")


class TaskForm(OfCampaign):
    unit = choice_field("哪个单位", ())
    text = words("任务", 300)
    due_on = day_field("哪天前")
    phase = choice_field("哪个阶段", (), is_needed=False)

    def __init__(self, *args: Any, campaign: Campaign, units: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, campaign=campaign, units=units, **kwargs)
        phases = [(str(one.pk), one.name) for one in campaign.phases.all()]
        self.fields["phase"].choices = [("", "不分阶段"), *phases]  # type: ignore[attr-defined]


class DoneForm(OfCampaign):
    task = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    result = words("怎么完成的", 4_000, rows=2)
    done_on = day_field("哪天完成", is_needed=False)


class ProgressForm(OfCampaign):
    unit = choice_field("单位", ())
    month = choice_field("哪个月", ())
    text = words("推进情况", 4_000, rows=3, hint="没有新情况也报一句")
    found = number("排查出（件）", is_needed=False)
    settled = number("化解（件）", is_needed=False)
    problems = words("困难和请求", 4_000, rows=2, is_needed=False)

    def __init__(
        self, *args: Any, campaign: Campaign, units: Any = (), months: Any = (), **kwargs: Any
    ) -> None:
        """`months`: the first day of each and whether it waits for a report."""
        pairs = [
            (f"{month}", f"{month.year}年{month.month}月" + ("" if waits else "（报过，可以改）"))
            for month, waits in months
        ]
        waiting = [f"{month}" for month, waits in months if waits]
        begun = {"month": waiting[-1]} if waiting else {}
        if len(units) == 1:
            begun["unit"] = str(units[0].pk)
        super().__init__(*args, campaign=campaign, units=units, initial=begun, **kwargs)
        self.fields["month"].choices = pairs  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return cleaned | {name: cleaned.get(name) or "0" for name in ("found", "settled")}


class FileForm(OfCampaign):
    file = forms.FileField(
        label="选一个文件",
        widget=forms.FileInput(IN),
        help_text="方案、通知、会议纪要，PDF、Word、Excel 或照片",
        error_messages={"required": "请先选一个文件。", "empty": "这个文件是空的，请重新选一个。"},
    )


class DropForm(OfCampaign):
    what = forms.CharField(max_length=20)
    row = forms.IntegerField(min_value=1)


class CriterionForm(OfCampaign):
    text = words("验收条目", 200)
    points = number("分值")


class CloseForm(OfCampaign):
    achievements = words("主要做法和成效", 20_000, rows=5)
    problems = words("问题和不足", 20_000, rows=3, is_needed=False)
    advice = words("下一步建议", 20_000, rows=3, is_needed=False)


class AcceptanceForm(forms.Form):
    """The sheet of one unit: a number and a note for each line, what its targets came to."""

    verdict = choice_field("验收结论", Verdict.choices)
    opinion = words("验收意见", 4_000, rows=3)
    accepted_on = day_field("验收日期")

    def __init__(
        self,
        *args: Any,
        campaign: Campaign,
        unit: Department,
        standing: CampaignAcceptance | None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"accepted_on": clock.today()}
        if standing is not None:
            initial = {
                name: getattr(standing, name) for name in ("verdict", "opinion", "accepted_on")
            }
            for score in standing.scores.all():
                initial |= {
                    f"points_{score.criterion_id}": score.points,
                    f"note_{score.criterion_id}": score.note,
                }
        self.criteria = list(campaign.criteria.all())
        self.targets = list(campaign.targets.filter(unit=unit))
        initial |= {f"reached_{one.pk}": one.reached for one in self.targets}
        super().__init__(*args, initial=initial, **kwargs)
        for one in self.criteria:
            self.fields[f"points_{one.pk}"] = number(f"{one.text}（{one.points} 分）")
            self.fields[f"note_{one.pk}"] = words("说明", 200, is_needed=False)
        for target in self.targets:
            self.fields[f"reached_{target.pk}"] = number(
                f"{target.label}：目标 {target.value}，完成", is_needed=False
            )

    def lines(self) -> list[dict[str, Any]]:
        return [
            {"points": self[f"points_{one.pk}"], "note": self[f"note_{one.pk}"]}
            for one in self.criteria
        ]

    def target_fields(self) -> list[Any]:
        return [self[f"reached_{one.pk}"] for one in self.targets]

    def as_given(self) -> dict[str, Any]:
        """What the service takes."""
        typed = self.cleaned_data
        return {
            "verdict": typed["verdict"],
            "opinion": typed["opinion"],
            "accepted_on": typed["accepted_on"],
            "points": {one.pk: typed[f"points_{one.pk}"] for one in self.criteria},
            "notes": {one.pk: typed[f"note_{one.pk}"] for one in self.criteria},
            "reached": {one.pk: typed[f"reached_{one.pk}"] for one in self.targets},
        }
