"""The registration form (screen c): shape of input only; what may happen is the door's to say."""

import csv
import uuid
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from cases import enums
from grids.enums import Level
from grids.models import Category, Division, Subtype
from mediation.core import clock, privacy

MOST_PARTIES = 40
ENTERED_LATER = "补录：系统停用时先登在纸上的"
WORDS_FILE = Path(__file__).parent.parent / "data" / "category_words.csv"


@lru_cache(maxsize=1)
def category_words() -> list[dict[str, Any]]:
    """Rows `{category, subtype, words}` from which the page suggests at most two categories."""
    with WORDS_FILE.open(encoding="utf-8", newline="") as file:
        return [row | {"words": row["words"].split()} for row in csv.DictReader(file)]


class CodedChoice(forms.ModelChoiceField):
    """Posted by code, shown as "02 邻里纠纷", so that typing the digits finds it in the list."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="code", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return obj.name if obj.name.startswith(obj.code) else f"{obj.code} {obj.name}"


class PlaceChoice(CodedChoice):
    """A grid bears its village's name in front, unless it already begins with it."""

    def label_from_instance(self, obj: Division) -> str:
        if obj.level != Level.GRID or obj.short_name.startswith(obj.parent.short_name):
            return obj.short_name
        return f"{obj.parent.short_name} {obj.short_name}"


def text(label: str, most: int, *, needed: str = "", area: bool = False) -> forms.CharField:
    """A text field; `needed` is what to say when it is empty, and makes it required."""
    widget = forms.Textarea if area else forms.TextInput
    return forms.CharField(
        label=label,
        required=bool(needed),
        max_length=most,
        widget=widget(attrs={"class": "in", **({"rows": 3} if area else {})}),
        error_messages={"required": needed, "max_length": f"最多 {most} 个字，请精简一些"},
    )


def choice(
    label: str, choices: Any, *, initial: str = "", required: bool = False
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices if initial else [("", "请选"), *choices],
        initial=initial,
        required=required,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一项", "invalid_choice": "请从列表里选一项"},
    )


def radio(label: str, choices: Any, *, initial: str = "", needed: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        initial=initial,
        required=bool(needed),
        widget=forms.RadioSelect,
        error_messages={"required": needed, "invalid_choice": "请从中选一项"},
    )


def day(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "in"}),
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"],
        error_messages={"invalid": "日期请写成 2026-11-14 这样", "required": "请填日期"},
        **kwargs,
    )


# What seldom stands beside a party, in the folded part of his row.
BESIDE = (
    *("agent_power", "is_minor", "interpreter", "support_person", "is_address_hidden"),
    *("no_id_reason", "no_phone_reason", "no_address_reason"),
)


class PartyForm(forms.Form):
    """One party. `id_number` and `phone` are never required; an unknown other side is 待查."""

    role = forms.ChoiceField(
        label="身份",
        choices=enums.PartyRole.choices,
        initial=enums.PartyRole.RESPONDENT,
        widget=forms.Select(attrs={"class": "in"}),
    )
    kind = radio("个人或单位", enums.PartyKind.choices, initial=enums.PartyKind.PERSON)
    name = text("姓名", 80)
    id_number = text("身份证号", 30)
    phone = text("手机", 30)
    address = text("住址", 120)
    agent_name = text("代理人", 40)
    agent_phone = text("代理人电话", 30)
    agent_relation = text("和本人的关系", 20)
    has_authority = forms.BooleanField(label="有书面委托", required=False)
    agent_power = choice("代理权限", enums.AgentPower.choices)
    guardian = text("监护人", 40)
    is_minor = forms.BooleanField(label="未成年", required=False)
    interpreter = text("翻译或手语翻译", 40)
    support_person = text("陪同的人", 40)
    is_address_hidden = forms.BooleanField(label="住址不让对方知道", required=False)
    no_id_reason = choice("无证件原因", enums.MissingReason.choices)
    no_phone_reason = choice("无电话原因", enums.MissingReason.choices)
    no_address_reason = choice("无住址原因", enums.MissingReason.choices)
    needs = forms.MultipleChoiceField(
        label="需要的照顾",
        choices=enums.Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.prefix == "parties-0":
            # A card reader that types like a keyboard then writes where the cursor stands.
            self.fields["id_number"].widget.attrs |= {
                "data-keys": "f2",
                "data-key-label": "身份证号",
            }

    def clean_id_number(self) -> str:
        value = self.cleaned_data["id_number"]
        if not value:
            return ""
        is_person = self.data.get(self.add_prefix("kind")) != enums.PartyKind.ORGANISATION
        check = privacy.id_number_fault if is_person else privacy.credit_code_fault
        if fault := check(value):
            raise forms.ValidationError(fault)
        return privacy.normalise(value)

    def clean_phone(self) -> str:
        return self._checked_phone("phone")

    def clean_agent_phone(self) -> str:
        return self._checked_phone("agent_phone")

    def _checked_phone(self, name: str) -> str:
        value = self.cleaned_data[name]
        if value and (fault := privacy.phone_fault(value)):
            raise forms.ValidationError(fault)
        return privacy.normalise(value)

    def clean(self) -> dict[str, Any]:
        if self.is_said and not self.cleaned_data.get("name"):
            role = self.cleaned_data.get("role")
            words = (
                "请填来访人的姓名"
                if role == enums.PartyRole.APPLICANT
                else "请填对方姓名，不知道就写“待查”"
            )
            if "name" not in self.errors:
                self.add_error("name", words)
        return self.cleaned_data

    @property
    def is_said(self) -> bool:
        """Whether anything was typed: an untouched extra row is no party."""
        if (
            int(self.prefix.rpartition("-")[2]) < 2
        ):  # the first applicant and respondent always count
            return True
        names = ("name", "id_number", "phone", "address", "agent_name", "guardian")
        return any(self.data.get(self.add_prefix(name)) for name in names)

    @property
    def has_more(self) -> bool:
        """Whether the folded part of the row holds something to look at."""
        names = ("agent_name", "agent_phone", "agent_relation", "guardian", "needs", *BESIDE)
        if self.prefix != "parties-0":
            names += ("id_number",)
        return any(self[name].value() or self[name].errors for name in names)

    def party(self) -> dict[str, Any]:
        """The party as `services.register` takes it."""
        data = self.cleaned_data
        party = {name: data[name] for name in ("role", "name", "id_number", "phone", "address")}
        party |= {"kind": data["kind"] or enums.PartyKind.PERSON, "needs": data["needs"]}
        party |= {name: data[name] for name in BESIDE if data[name]}
        if data["guardian"]:
            party["guardian"] = data["guardian"]
        if data["agent_name"]:
            party["agent"] = {
                "name": data["agent_name"],
                "phone": data["agent_phone"],
                "relation": data["agent_relation"],
                "has_authority": data["has_authority"],
            }
        return party


class BasePartyFormSet(BaseFormSet):
    def parties(self) -> list[dict[str, Any]]:
        return [form.party() for form in self.forms if form.is_said]

    def clean(self) -> None:
        if any(self.errors):
            return
        roles = {party["role"] for party in self.parties()}
        if enums.PartyRole.APPLICANT not in roles:
            self.forms[0].add_error("role", "至少要有一位申请人")
        if enums.PartyRole.RESPONDENT not in roles:
            self.forms[1].add_error("role", "至少要有一位对方，不知道是谁就写“待查”")


PartyFormSet = formset_factory(
    PartyForm,
    formset=BasePartyFormSet,
    extra=0,
    min_num=2,
    max_num=MOST_PARTIES,
    absolute_max=MOST_PARTIES,
)


class RegisterForm(forms.Form):
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    sweep = forms.IntegerField(widget=forms.HiddenInput, required=False)
    window = choice("窗口", enums.Window.choices, initial=enums.Window.MEDIATION)
    source = choice("怎么来的", enums.Source.choices, initial=enums.Source.VISIT)
    received_on = day("收到日期", initial=clock.today, required=False)
    entered_later = forms.BooleanField(label=ENTERED_LATER, required=False)
    narrative = text("怎么回事", 4000, needed="请写一句怎么回事，照原话记就行", area=True)
    keeps_numbers = forms.BooleanField(label="号码就留在描述里", required=False)
    demand = text("想要什么结果", 500, area=True)
    amount = forms.DecimalField(
        label="涉及金额",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "in", "inputmode": "decimal"}),
        error_messages={
            "invalid": "请只写数字，如 3000",
            "min_value": "金额不能小于 0",
            "max_decimal_places": "最多写到分",
            "max_digits": "数字太长了，请再核对一遍",
            "max_whole_digits": "数字太长了，请再核对一遍",
        },
    )
    people_count = forms.IntegerField(
        label="涉及人数",
        required=False,
        min_value=1,
        max_value=100_000,
        initial=2,
        widget=forms.TextInput(attrs={"class": "in", "inputmode": "numeric"}),
        error_messages={
            "invalid": "请只写数字",
            "min_value": "至少 1 人",
            "max_value": "人数太多了，请再核对一遍",
        },
    )
    occurred_on = day("哪天发生的", required=False)
    limitation_on = day("时效到哪天", required=False)
    division = PlaceChoice(
        Division.objects.none(),
        label="在哪个村（社区）",
        empty_label="请选",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={
            "required": "请选事情在哪个村（社区）",
            "invalid_choice": "请从列表里选一个",
        },
    )
    place = text("具体地点", 100)
    category = CodedChoice(
        Category.objects.none(),
        label="纠纷类别",
        empty_label="请选",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选纠纷类别", "invalid_choice": "请从列表里选一个"},
    )
    subtype = CodedChoice(
        Subtype.objects.none(),
        label="细类",
        required=False,
        empty_label="不分",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列表里选一个"},
    )
    risk = radio("风险", enums.Risk.choices, needed="请定一个风险等级")
    risk_reason = text("为什么定这一级", 200, needed="请写一句为什么定这一级")
    safety_note = text("有人身危险吗（动手、扬言伤害自己或他人）", 500)
    has_minor = forms.BooleanField(label="涉及未成年人", required=False)
    route = radio("怎么办", enums.Route.choices, initial=enums.Route.VILLAGE)
    route_reason = choice("为什么不先转村（社区）", enums.RouteReason.choices)
    scale = choice("事件规模", enums.Scale.choices, initial=enums.Scale.INDIVIDUAL)
    difficulty = choice("难易", enums.Difficulty.choices, initial=enums.Difficulty.GENERAL)
    trend = choice("趋势", enums.Trend.choices, initial=enums.Trend.STEADY)
    external_number = text("来件编号", 60)

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["division"].queryset = (
            Division.objects.active()
            .under(centre)
            .filter(level__in=[Level.VILLAGE, Level.GRID])
            .select_related("parent")
            .order_by("code")
        )
        self.fields["category"].queryset = Category.objects.filter(is_active=True)
        self.fields["subtype"].queryset = Subtype.objects.filter(is_active=True)
        self.fields["safety_note"].widget.attrs["placeholder"] = (
            "有就照实写一句，只有承办的人看得到"
        )
        for name in ("received_on", "occurred_on"):
            self.fields[name].widget.attrs["max"] = today.isoformat()

    def clean_received_on(self) -> date:
        return self._not_later("received_on") or clock.today()

    def clean_occurred_on(self) -> date | None:
        return self._not_later("occurred_on")

    def _not_later(self, name: str) -> date | None:
        value = self.cleaned_data[name]
        if value and value > clock.today():
            raise forms.ValidationError("这一天还没到，请再看一眼日期")
        return value

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("route") == enums.Route.STREET and not data.get("route_reason"):
            self.add_error("route_reason", "直接由街道办，请选一个理由")
        if data.get("narrative") and not data.get("keeps_numbers"):
            self._ask_to_move_numbers(data["narrative"])
        occurred, received = data.get("occurred_on"), data.get("received_on")
        if occurred and received and occurred > received:
            self.add_error("occurred_on", "发生日期在收到日期之后，请再看一眼")
        return data

    def _ask_to_move_numbers(self, narrative: str) -> None:
        kinds = {found.kind for found in privacy.find_private_numbers(narrative)}
        if kinds:
            what = "和".join(
                word
                for kind, word in (("id_number", "身份证号"), ("phone", "手机号"))
                if kind in kinds
            )
            self.add_error(
                "narrative",
                f"描述里有{what}，请挪到当事人的格子里；一定要留着，就勾“号码就留在描述里”",
            )

    def has_numbers_in_narrative(self) -> bool:
        return bool(privacy.find_private_numbers(self.data.get("narrative", "")))

    def fields_for_case(self) -> dict[str, Any]:
        """The fields of DESIGN §5.4 as `services.register` takes them, without the parties."""
        data = dict(self.cleaned_data)
        for name in ("division", "category", "subtype"):
            data[name] = data[name].code if data[name] else ""
        if data["route"] != enums.Route.STREET:
            data["route_reason"] = ""
        return data


def initial_from(
    form: type[forms.Form], data: Mapping[str, Any], prefix: str = ""
) -> dict[str, Any]:
    """What a saved draft (posted names and texts) says for the fields of `form`."""
    lead = f"{prefix}-" if prefix else ""
    found: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        if f"{lead}{name}" not in data:
            continue
        value = data[f"{lead}{name}"]
        if isinstance(field, forms.MultipleChoiceField):
            value = value if isinstance(value, list) else [value]
        elif isinstance(field, forms.BooleanField):
            value = bool(value)
        found[name] = value
    return found
