"""The form of an agreement: its signatures one by one, and one to ten obligations.

Rows are added by a submit that keeps what was typed, so the page needs no script.
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from cases.enums import AgreementForm, ObligationState, PartyRole
from cases.forms.moves import MoveForm, parties
from cases.models import Case
from mediation.core.errors import Refused
from mediation.core.models import User

MOST_ROWS = 10
TICKS = ("mediator_signed", "sealed", "harmless")
SIGNED = {
    "signed": "各方当事人都签了名或按了指印；口头、和解的，各方都说了同意",
    "mediator_signed": "调解员签了名",
    "sealed": "盖了调解委员会的印章",
}
# On the page the obligations have days of their own.
NOT_ON_THE_PAGE = ("performed_by_on",)


class ObligationRow(forms.Form):
    """谁、做什么、多少钱、哪天前; a row in which nothing was typed counts as none."""

    debtor = forms.ChoiceField(label="谁来履行", required=False)
    what = forms.CharField(label="做什么", max_length=200, required=False)
    amount = forms.DecimalField(
        label="金额（元）",
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
        error_messages={"min_value": "金额不能小于 0"},
    )
    due_on = forms.DateField(
        label="哪天以前",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    is_on_spot = forms.BooleanField(label="当场已经履行", required=False)

    def __init__(self, case: Case, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        debtor: Any = self.fields["debtor"]
        debtor.choices = [("", "请选择"), *parties(case, user)]
        debtor.error_messages["invalid_choice"] = "请从列出的当事人里选。"
        for name, field in self.fields.items():
            if name != "is_on_spot":
                field.widget.attrs["class"] = "in"

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """A row that was begun needs who, what and until when."""
        data: dict[str, Any] = self.cleaned_data
        if self.is_blank:
            return data
        wanted = ("debtor", "what") if data.get("is_on_spot") else ("debtor", "what", "due_on")
        for name in wanted:
            if name not in self.errors and not data.get(name):
                self.add_error(name, "这一格还没有填。")
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "debtor": data["debtor"],
            "what": data["what"],
            "amount": data.get("amount"),
            "due_on": data.get("due_on"),
            "state": ObligationState.ON_SPOT if data.get("is_on_spot") else "",
        }


class Pages(forms.FileInput):
    """Several photos of one agreement. The form looks at one of them; the view hands all on, and
    the service looks at each."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name)


class SettleForm(MoveForm):
    """`settle` on a page: each signature is a tick of its own and is told to the door, also where
    it is still missing."""

    def __init__(self, verb: str, case: Case, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(verb, case, user, *args, **kwargs)
        for name in NOT_ON_THE_PAGE:
            del self.fields[name]
        self.fields["photo"] = forms.FileField(
            label="拍下签好的协议",
            required=False,
            help_text="手机上点开就能拍；几页的一次选上，也可以选已有的照片或扫描件",
            widget=Pages(attrs={"class": "in", "accept": "image/jpeg,image/png,application/pdf"}),
        )
        for name, label in SIGNED.items():
            self.fields[name].label, self.fields[name].help_text = label, ""
        if not any(party.role == PartyRole.THIRD_PARTY for party in case.parties.all()):
            del self.fields["third_party_words"]
        source = self.data if self.is_bound else self.initial
        self.row_count = row_count(source)
        self.rows = [ObligationRow(case, user, **self.row_data(n)) for n in range(self.row_count)]

    def row_data(self, n: int) -> dict[str, Any]:
        prefix = f"ob-{n}"
        if self.is_bound:
            return {"data": self.data, "prefix": prefix}
        begun = {
            name: self.initial[f"{prefix}-{name}"]
            for name in ObligationRow.base_fields
            if f"{prefix}-{name}" in self.initial
        }
        return {"initial": begun, "prefix": prefix}

    @property
    def may_add_row(self) -> bool:
        return self.row_count < MOST_ROWS

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        """The fields in the order in which they are talked about."""
        names = {
            "what": ("form", "terms"),
            "signatures": ("signed", "mediator_signed", "mediator", "sealed", "harmless", "photo"),
            "others": ("third_party_words",),
            "more": ("amount", "means", "cause", "unconfirmable", "on"),
        }
        return {
            group: [self[name] for name in of if name in self.fields] for group, of in names.items()
        }

    def is_valid(self) -> bool:
        """The form and every row that was begun."""
        rows = [row.is_valid() for row in self.rows]
        return super().is_valid() and all(rows)

    def given(self) -> dict[str, Any]:
        told = super().given()
        told.pop("photo", None)  # a file is no field of the verb: the view hands it on
        told |= {"harmless": bool(self.cleaned_data.get("harmless"))}
        if told.get("form") == AgreementForm.WRITTEN:
            told |= {name: bool(self.cleaned_data.get(name)) for name in TICKS}
        rows = [row.given() for row in self.rows if not row.is_blank]
        return told | ({"obligations": rows} if rows else {})

    def add_row_error(self, refused: Refused) -> bool:
        """Put what the door refused about an obligation into its row; False for anything else."""
        head, _, rest = refused.field.partition(".")
        place, _, name = rest.partition(".")
        begun = [row for row in self.rows if not row.is_blank]
        if head != "obligations" or not place.isdecimal() or int(place) >= len(begun):
            return False
        begun[int(place)].add_error(
            name if name in ObligationRow.base_fields else None, str(refused)
        )
        return True

    def error_lines(self) -> list[dict[str, str]]:
        """Lines for the error summary about the rows."""
        return [
            {
                "id": f"id_{row.prefix}-{name}" if name in row.fields else "",
                "text": f"第 {n} 项：{text}"
                if name not in row.fields
                else f"第 {n} 项 {row.fields[name].label}：{text}",
            }
            for n, row in enumerate(self.rows, start=1)
            if row.is_bound
            for name, texts in row.errors.items()
            for text in texts
        ]


def row_count(source: Mapping[str, Any]) -> int:
    """How many rows the page had, plus the one that was asked for; at least one."""
    written = str(source.get("rows", "1"))
    count = int(written) if written.isdecimal() else 1
    return max(1, min(MOST_ROWS, count + ("add_row" in source)))
