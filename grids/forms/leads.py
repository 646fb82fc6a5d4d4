"""The phone page and what is done on a lead's page: shape of input only."""

from typing import Any

from django import forms

from grids.enums.leads import LeadKind, LeadOutcome, LeadRisk
from grids.models import Category, Department, Division, Lead
from grids.selectors import leads as seen
from grids.services import leads
from mediation.core.models import User

POSITION = r"^-?\d{1,2}\.\d{1,8},-?\d{1,3}\.\d{1,8}$"
TOO_LONG = "最多 {most} 个字，请精简一些"


def _text(label: str, most: int, *, needed: str = "", rows: int = 0) -> forms.CharField:
    attrs = {"class": "in"} | ({"rows": str(rows)} if rows else {})
    return forms.CharField(
        label=label,
        required=bool(needed),
        max_length=most,
        widget=forms.Textarea(attrs) if rows else forms.TextInput(attrs),
        error_messages={"required": needed, "max_length": TOO_LONG.format(most=most)},
    )


class PlaceChoice(forms.ModelChoiceField):
    """By code; a grid bears its village's name in front, so that no name stands alone."""

    def label_from_instance(self, obj: Division) -> str:
        parent = obj.parent
        if obj.level != "grid" or parent is None or obj.short_name.startswith(parent.short_name):
            return obj.short_name
        return f"{parent.short_name} {obj.short_name}"


class LeadForm(forms.Form):
    """Screen i. Works as a plain multipart form; the script sends the same fields."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="哪一种",
        choices=LeadKind.choices,
        initial=LeadKind.DISPUTE,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种", "invalid_choice": "请从中选一种"},
    )
    words = _text(
        "谁和谁，为啥事", leads.LONGEST_WORDS, needed="写一句就行：谁和谁，为啥事", rows=3
    )
    division = PlaceChoice(
        label="在哪里",
        queryset=Division.objects.none(),
        to_field_name="code",
        empty_label="请选网格或村（社区）",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一下在哪里", "invalid_choice": "请从列表里选一处"},
    )
    place = _text("具体地点", leads.LONGEST_PLACE)
    position = forms.RegexField(POSITION, required=False, widget=forms.HiddenInput)
    category = forms.ModelChoiceField(
        label="类别",
        queryset=Category.objects.filter(is_active=True),
        to_field_name="code",
        required=False,
        empty_label="不好说，让村里定",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列表里选一类"},
    )
    has_blows = forms.BooleanField(label="动过手", required=False)
    is_ongoing = forms.BooleanField(label="现在还僵着", required=False)
    has_danger = forms.BooleanField(label="有人身危险", required=False)
    risk = forms.ChoiceField(
        label="看样子是",
        choices=LeadRisk.choices,
        initial=LeadRisk.YELLOW,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一级", "invalid_choice": "请从列表里选一级"},
    )
    sweep = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    found_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    settled = _text("怎么调好的", leads.LONGEST_ANSWER, rows=2)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = seen.places_for(user)  # type: ignore[attr-defined]
        own = seen.own_place(user)
        if own is not None:
            self.fields["division"].initial = own.code


class WordsForm(forms.Form):
    """One text: a note, how it was settled, the answer."""

    words = _text("说明", leads.LONGEST_ANSWER, needed="写一句就行", rows=2)


class AnswerForm(WordsForm):
    outcome = forms.ChoiceField(
        label="结果",
        choices=[(one.value, one.label) for one in (LeadOutcome.HANDLED, LeadOutcome.UNFOUNDED)],
        widget=forms.RadioSelect,
        initial=LeadOutcome.HANDLED,
        error_messages={"required": "请选一个结果", "invalid_choice": "请从中选一个"},
    )


class PassForm(WordsForm):
    unit = forms.ModelChoiceField(
        label="转给",
        queryset=Department.objects.none(),
        to_field_name="code",
        empty_label="请选单位",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一个单位", "invalid_choice": "请从列表里选一个"},
    )

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = seen.units_to_pass_to(lead)  # type: ignore[attr-defined]


class SortForm(forms.Form):
    kind = forms.ChoiceField(
        label="种类", choices=LeadKind.choices, widget=forms.Select(attrs={"class": "in"})
    )
    category = forms.ModelChoiceField(
        label="类别",
        queryset=Category.objects.filter(is_active=True),
        to_field_name="code",
        required=False,
        empty_label="没有归类",
        widget=forms.Select(attrs={"class": "in"}),
    )
