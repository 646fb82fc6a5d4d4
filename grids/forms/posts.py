"""What is typed about posts, deputies and the roster: shape only."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from grids.enums import DeputyKind, Role, Seat
from grids.forms.places import day, words
from grids.models import Department, Division
from mediation.core.models import User


class PersonField(forms.ModelChoiceField):
    """A member of staff by name."""

    def __init__(self, label: str, needed: str) -> None:
        super().__init__(
            User.objects.none(),
            label=label,
            empty_label="请选择",
            widget=forms.Select(attrs={"class": "in"}),
            error_messages={"required": needed, "invalid_choice": "请从列出的同志里选"},
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.username}）"


def _among(field: Any, staff: QuerySet[User]) -> None:
    field.queryset = staff


class HandoverForm(forms.Form):
    successor = PersonField("接手人", "请选接手人")
    on = day("移交日期")
    reason = words("事由", 200, needed="请写一句事由", hint="例如：调岗、退休")
    gives_post = forms.BooleanField(label="接手人同时任这个岗位", required=False, initial=True)
    ends_post = forms.BooleanField(label="原任到移交日为止，不再任这个岗位", required=False)

    def __init__(self, *args: Any, staff: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self.fields["successor"], staff)


class DeputyForm(forms.Form):
    user = PersonField("谁不在", "请选被代理的同志")
    deputy = PersonField("谁代理", "请选代理的同志")
    kind = forms.ChoiceField(
        label="方式",
        choices=DeputyKind.choices,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一项", "invalid_choice": "请从列表里选一项"},
    )
    from_on = day("从哪天")
    to_on = day("到哪天（含当天）", required=False)
    reason = words("事由", 100, hint="例如：出差、休假")

    def __init__(self, *args: Any, staff: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self.fields["user"], staff)
        _among(self.fields["deputy"], staff)


class EndDeputyForm(forms.Form):
    to_on = day("到哪天为止")


class DutyForm(forms.Form):
    unit = forms.ModelChoiceField(
        Department.objects.none(),
        label="单位",
        empty_label="请选择",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选单位", "invalid_choice": "请从列出的单位里选"},
    )
    person = PersonField("谁来", "请选值班的同志")
    from_on = day("从哪天")
    to_on = day("到哪天（含当天）", required=False)

    def __init__(
        self, *args: Any, units: QuerySet[Department], staff: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        _among(self.fields["person"], staff)


class PostForm(forms.Form):
    """A post from a day on; a grid only for a grid worker."""

    unit = forms.ModelChoiceField(
        Department.objects.none(),
        label="单位",
        empty_label="请选择",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选单位", "invalid_choice": "请从列出的单位里选"},
    )
    person = PersonField("谁来任", "请选任职的同志")
    role = forms.ChoiceField(
        label="岗位",
        choices=Role.choices,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一项", "invalid_choice": "请从列表里选一项"},
    )
    division = forms.ModelChoiceField(
        Division.objects.none(),
        label="网格",
        help_text="网格员才选",
        required=False,
        empty_label="不选",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列出的网格里选"},
    )
    from_on = day("从哪天")
    to_on = day("到哪天（含当天）", required=False)
    is_head = forms.BooleanField(label="单位负责人", required=False)
    is_duty = forms.BooleanField(label="没排班时由他值班", required=False)

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Department],
        staff: QuerySet[User],
        grids: QuerySet[Division],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["division"].queryset = grids  # type: ignore[attr-defined]
        _among(self.fields["person"], staff)


class EndPostForm(forms.Form):
    to_on = day("最后一天")


class ResponsibleForm(forms.Form):
    """第一责任人 and 主要责任人 of a unit; either may be left open."""

    first = PersonField("第一责任人（主要负责人）", "")
    main = PersonField("主要责任人（分管领导）", "")

    def __init__(self, *args: Any, staff: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "main"):
            self.fields[name].required = False
            self.fields[name].empty_label = "暂缺"  # type: ignore[attr-defined]
            _among(self.fields[name], staff)


class SeatForm(forms.Form):
    seat = forms.ChoiceField(
        label="席位",
        choices=Seat.choices,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一项", "invalid_choice": "请从列表里选一项"},
    )
    person = PersonField("谁", "请选一位同志")
    from_on = day("从哪天")

    def __init__(self, *args: Any, staff: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self.fields["person"], staff)


class StationForm(forms.Form):
    person = PersonField("驻村领导", "请选一位领导")
    from_on = day("从哪天")

    def __init__(self, *args: Any, leaders: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self.fields["person"], leaders)
