"""The registration form of petitions: shape of input only; what may happen is the door's to say."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from cases.enums import Risk
from cases.forms.register import ENTERED_LATER, PlaceChoice, choice, day, radio, text
from grids.enums import Level
from grids.models import Division
from mediation.core import clock, privacy
from petitions import enums
from petitions.models import MOST_REPRESENTATIVES
from petitions.selectors.contents import grouped_contents
from petitions.services.people import LONGEST_DEMAND

MOST_DEMANDS = 30
NO_ONE_SENT_IT = "信访人自己提出"


class Row(forms.Form):
    """One row; an untouched one counts for nothing."""

    @property
    def is_said(self) -> bool:
        return any(
            str(self.data.get(self.add_prefix(name)) or "").strip() for name in self.base_fields
        )


class PetitionerForm(Row):
    """One petitioner, or one of the representatives. Number and phone are never required."""

    name = text("姓名", 80)
    id_number = text("身份证号", 30)
    phone = text("手机", 30)
    address = text("住址", 120)

    def clean_id_number(self) -> str:
        value = self.cleaned_data["id_number"]
        if value and (fault := privacy.id_number_fault(value)):
            raise forms.ValidationError(fault)
        return privacy.normalise(value) if value else ""

    def clean_phone(self) -> str:
        value = self.cleaned_data["phone"]
        if value and (fault := privacy.phone_fault(value)):
            raise forms.ValidationError(fault)
        return privacy.normalise(value) if value else ""

    def clean(self) -> dict[str, Any]:
        if self.is_said and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", "请填姓名")
        return self.cleaned_data


class DemandForm(Row):
    """诉求: one of them; an empty row is none."""

    text = text("诉求", LONGEST_DEMAND)


class Rows(BaseFormSet):
    """Rows of which only those with words in them count."""

    @property
    def is_said(self) -> bool:
        return any(form.is_said for form in self.forms)

    def said(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if any(form.cleaned_data.values())]


# A row too many is refused by the rule (条例20(3)), beside its field, and not by the form set.
PetitionerFormSet = formset_factory(
    PetitionerForm, formset=Rows, extra=0, min_num=1, max_num=MOST_REPRESENTATIVES, absolute_max=20
)
DemandFormSet = formset_factory(
    DemandForm, formset=Rows, extra=0, min_num=1, max_num=MOST_DEMANDS, absolute_max=MOST_DEMANDS
)


class RegisterForm(forms.Form):
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    # How it came
    channel = radio(
        "信访形式", enums.Channel.choices, initial=enums.Channel.VISIT, needed="请选信访形式"
    )
    received_on = day("收到日期", initial=clock.today, required=False)
    entered_later = forms.BooleanField(label=ENTERED_LATER, required=False)
    sender = choice("谁转来的", enums.Sender.choices)
    sent_by = text("转来的机关", 100)
    external_number = text("来文编号", 60)
    # Who
    head_count = forms.IntegerField(
        label="一共几人",
        required=False,
        min_value=1,
        max_value=99_999,
        widget=forms.TextInput(attrs={"class": "in", "inputmode": "numeric"}),
        error_messages={
            "invalid": "请只写数字",
            "min_value": "至少 1 人",
            "max_value": "人数太多了，请再核对一遍",
        },
    )
    notice_waived = choice("无法告知的原因", enums.WaivedNotice.choices)
    # What
    kind = radio("法定分类", enums.Kind.choices, initial=enums.Kind.CLAIM, needed="请选法定分类")
    purpose = choice("信访目的", enums.Purpose.choices, initial=enums.Purpose.CLAIM)
    content = forms.ChoiceField(
        label="内容分类",
        required=False,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列表里选一个"},
    )
    title = text("事由", 100)
    narrative = text("信访人的原话", 4000, needed="请照他的原话写，一两句也可以", area=True)
    keeps_numbers = forms.BooleanField(label="号码就留在原话里", required=False)
    division = PlaceChoice(
        Division.objects.none(),
        label="问题在哪个村（社区）",
        required=False,
        empty_label="请选",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列表里选一个"},
    )
    place = text("具体地点", 100)
    # What was before
    prior_step = choice(
        "已走程序", enums.PriorStep.choices, initial=enums.PriorStep.NONE, required=False
    )
    repeats_q = text("同一事项以前来过", 40)
    repeats = forms.CharField(required=False, max_length=18)
    # How grave
    risk = radio("风险", Risk.choices, initial=Risk.BLUE)
    risk_reason = text("为什么定这一级", 200)
    is_urgent = forms.BooleanField(label="重大紧急", required=False)
    has_follow_up_consent = forms.BooleanField(label="信访人同意办完后回访", required=False)

    def __init__(self, *args: Any, centre: Division, is_discipline: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_discipline = is_discipline
        self.fields["sender"].choices = [("", NO_ONE_SENT_IT), *enums.Sender.choices]
        self.fields["notice_waived"].choices = [("", "能告知"), *enums.WaivedNotice.choices]
        self.fields["content"].choices = [("", "请选"), *grouped_contents()]
        self.fields["division"].queryset = (
            Division.objects.active()
            .under(centre)
            .filter(level__in=[Level.VILLAGE, Level.GRID])
            .select_related("parent")
            .order_by("code")
        )
        self.fields["received_on"].widget.attrs["max"] = clock.today().isoformat()
        self.fields["title"].widget.attrs["placeholder"] = "一句话，不写就取原话的开头"
        if is_discipline:
            self.fields["kind"].initial = enums.Kind.ACCUSATION

    def clean_received_on(self) -> date:
        value: date | None = self.cleaned_data["received_on"]
        if value and value > clock.today():
            raise forms.ValidationError("这一天还没到，请再看一眼日期")
        return value or clock.today()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("sender") and not data.get("sent_by"):
            self.add_error("sent_by", "请写是哪个机关转来的")
        if data.get("sender") and not data.get("external_number"):
            self.add_error("external_number", "请写来文编号，没有编号的写“无”")
        if data.get("risk") not in ("", None, Risk.BLUE) and not data.get("risk_reason"):
            self.add_error("risk_reason", "请写一句为什么定这一级")
        if data.get("kind") != enums.Kind.ACCUSATION:
            self._ask_for_the_matter(data)
        return data

    def _ask_for_the_matter(self, data: Mapping[str, Any]) -> None:
        """What an accusation need not say, because all of it is sealed."""
        for name, words in (
            ("content", "请选一个内容分类"),
            ("division", "请选问题在哪个村（社区）"),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        if data.get("narrative") and not data.get("keeps_numbers"):
            kinds = {found.kind for found in privacy.find_private_numbers(data["narrative"])}
            if kinds:
                words = {"id_number": "身份证号", "phone": "手机号"}
                what = "和".join(word for kind, word in words.items() if kind in kinds)
                self.add_error(
                    "narrative",
                    f"原话里有{what}，请挪到信访人的格子里；一定要留着，就勾“号码就留在原话里”",
                )

    def has_numbers_in_narrative(self) -> bool:
        return bool(privacy.find_private_numbers(self.data.get("narrative", "")))

    def fields_for_petition(self) -> dict[str, Any]:
        """The fields as `services.register` takes them, without petitioners and demands."""
        data = dict(self.cleaned_data)
        data.pop("repeats_q")
        data["division"] = data["division"].code if data["division"] else ""
        return data
