"""Correcting who is party to a case: one row each, a blank cell leaves what stands."""

from typing import Any

from django import forms

from cases.enums import PartyRole
from cases.models import Party

KEPT = "不改就空着"


class PartyCorrection(forms.Form):
    """A row that stands (with `party`), or a new one."""

    role = forms.ChoiceField(label="身份", choices=PartyRole.choices)
    name = forms.CharField(label="姓名或名称", max_length=80, required=False)
    phone = forms.CharField(label="电话", max_length=30, required=False)
    id_number = forms.CharField(label="证件号码", max_length=40, required=False)
    address = forms.CharField(label="住址", max_length=200, required=False)
    remove = forms.BooleanField(label="去掉这一位", required=False)

    def __init__(self, *args: Any, party: Party | None = None, **kwargs: Any) -> None:
        self.party = party
        if party is not None:
            kwargs["initial"] = {"role": party.role, "name": party.name}
        kwargs["prefix"] = f"party{party.pk}" if party is not None else "new"
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name != "remove":
                field.widget.attrs["class"] = "in"
            if party is not None and name in ("phone", "id_number", "address"):
                field.widget.attrs["placeholder"] = KEPT
        if party is None:
            del self.fields["remove"]
            self.fields["name"].widget.attrs["placeholder"] = "要添一位就填"

    def row(self) -> dict[str, Any] | None:
        """What `services.move(…, "amend", parties=[…])` takes, or None when nothing is changed."""
        typed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in self.changed_data and value not in ("", None)
        }
        if self.party is None:
            return typed | {"role": self.cleaned_data["role"]} if typed.get("name") else None
        return typed | {"id": self.party.pk} if typed else None
