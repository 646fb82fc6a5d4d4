"""Plans, 包案 files, listings, meetings, task forces: shape of input only."""

from typing import Any

from django import forms
from django.forms import formset_factory

from cases.enums import MeetingKind, TaskForceDocumentKind
from grids.models import Division, Post
from grids.selectors import departments
from mediation.core import clock

REQUIRED = "这一格还没有填。"
SPARE_STEPS = 3
LEAST_STEPS = 5
MOST_STEPS = 30


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
        error_messages={"required": REQUIRED, "max_length": f"最多 {most} 个字，请精简一些。"},
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


def choice(label: str, choices: Any, *, is_needed: bool = True, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=is_needed,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": REQUIRED, "invalid_choice": "请从列出的选项里选一个。"},
        **more,
    )


def several(label: str, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列出的选项里选。"},
        **more,
    )


Pairs = list[tuple[str, str]]


def unit_pairs(centre: Division) -> Pairs:
    return [(str(unit.pk), unit.short_name) for unit in departments(centre)]


def staff_pairs(centre: Division) -> Pairs:
    """Everybody with a post in the town today, by unit."""
    posts = (
        Post.objects.on(clock.today())
        .filter(department__centre=centre, department__is_active=True, user__is_active=True)
        .select_related("user", "department")
        .order_by("department__order", "department__code", "pk")
    )
    named = {post.user_id: f"{post.department.short_name} {post.user.name}" for post in posts}
    return [(str(key), label) for key, label in named.items()]


def who_pairs(centre: Division) -> list[Any]:
    """Units, and under each its people: `12` a unit, `12:5` one of its staff."""
    groups: dict[int, Pairs] = {
        unit.pk: [(str(unit.pk), unit.short_name)] for unit in departments(centre)
    }
    posts = (
        Post.objects.on(clock.today())
        .filter(department__in=groups, user__is_active=True)
        .select_related("user", "department")
        .order_by("pk")
    )
    for post in posts:
        pair = (
            f"{post.department_id}:{post.user_id}",
            f"{post.department.short_name} {post.user.name}",
        )
        if pair not in groups[post.department_id]:
            groups[post.department_id].append(pair)
    return [("", "请选择"), *((rows[0][1], rows) for rows in groups.values())]


class PlanForm(forms.Form):
    goal = text("要达到什么目标", 4_000, rows=2)
    measures = text("措施办法", 4_000, rows=4, help_text="有针对性、能操作、看得到实效；写事不写人")
    ends_on = day("哪天前完成")


class StepForm(forms.Form):
    """One row; a row without words is left out. `days` serves the reckoning backwards only."""

    what = text("做什么", 200, is_needed=False)
    who = choice("谁负责", (), is_needed=False)
    days = forms.IntegerField(
        label="要几个工作日",
        required=False,
        min_value=1,
        max_value=250,
        widget=forms.NumberInput(attrs={"class": "in", "inputmode": "numeric"}),
        error_messages={"invalid": "请填数字。", "min_value": "请填 1 以上的数字。"},
    )
    due_on = day("哪天前", is_needed=False)

    def __init__(self, *args: Any, who: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = who  # type: ignore[attr-defined]

    def step(self) -> dict[str, Any] | None:
        """What `services.write_plan` takes; None for an empty row."""
        given = self.cleaned_data
        if not given.get("what"):
            return None
        unit, _, person = (given.get("who") or "").partition(":")
        return {
            "what": given["what"],
            "unit": unit,
            "person": person,
            "due_on": given.get("due_on"),
        }


StepForms = formset_factory(StepForm, extra=0, max_num=MOST_STEPS, absolute_max=MOST_STEPS)


class OwnershipForm(forms.Form):
    """四定四包 without 定领导, who is the owner; each may wait, the page says what is missing."""

    measures = text("定措施", 4_000, rows=3, is_needed=False)
    due_on = day("定时间", is_needed=False)
    responsibility = text("定责任", 4_000, rows=2, is_needed=False, help_text="责任单位、责任人")
    overall = text("包统筹", 4_000, rows=2, is_needed=False)
    coordination = text("包协调", 4_000, rows=2, is_needed=False)
    guidance = text("包疏导", 4_000, rows=2, is_needed=False)
    resolution = text("包化解", 4_000, rows=2, is_needed=False)
    soothing = text(
        "疏导措施", 4_000, rows=3, is_needed=False, help_text="五个一里的“一套疏导措施”"
    )


class ListingForm(forms.Form):
    reason = text("为什么挂牌", 300)
    due_on = day("限期")


class LiftForm(forms.Form):
    lift_reason = text("为什么摘牌", 300)


class MeetingForm(forms.Form):
    kind = choice("会议种类", MeetingKind.choices)
    topic = text("会议名称", 80, help_text="不写当事人的名字")
    held_on = day("哪天开")
    place = text("在哪里", 100)
    video_number = text("视频会议号", 40, is_needed=False)
    chair = choice("谁主持", (), is_needed=False)
    units = several("请哪些单位", ())
    people = several("请哪些同志", ())

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = staff_pairs(centre)
        self.fields["chair"].choices = [("", "我来主持"), *staff]  # type: ignore[attr-defined]
        self.fields["units"].choices = unit_pairs(centre)  # type: ignore[attr-defined]
        self.fields["people"].choices = staff  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """What was decided; a unit and a day together make it a task."""

    text = text("议定事项", 2_000, rows=2)
    unit = choice("谁来落实", (), is_needed=False)
    due_on = day("哪天前", is_needed=False)

    def __init__(self, *args: Any, units: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "不转任务"), *units]  # type: ignore[attr-defined]


class DiscussionForm(forms.Form):
    discussion = text("研究情况", 4_000, rows=3)


class MinutesForm(forms.Form):
    minutes = text("会议纪要", 20_000, rows=8)
    present = several("到会的", ())

    def __init__(self, *args: Any, attendees: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = attendees  # type: ignore[attr-defined]


class TaskForceForm(forms.Form):
    name = text("专班名称", 60)
    problem = text("突出问题", 4_000, rows=3, help_text="写事不写人")
    lead_unit = choice("牵头单位", ())
    units = several("配合单位", ())
    from_on = day("哪天组建", is_needed=False)

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = unit_pairs(centre)
        self.fields["lead_unit"].choices = [("", "请选择"), *units]  # type: ignore[attr-defined]
        self.fields["units"].choices = units  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    user = choice("谁", ())
    duty = text("分工", 100, is_needed=False)

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = [("", "请选择"), *staff_pairs(centre)]
        self.fields["user"].choices = staff  # type: ignore[attr-defined]


class DocumentForm(forms.Form):
    kind = choice("哪一份", TaskForceDocumentKind.choices)
    text = text("内容", 20_000, rows=4, is_needed=False, help_text="写事不写人")
    file = forms.FileField(label="文件", required=False)
