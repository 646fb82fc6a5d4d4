"""Correcting who is party to a case: one row each, a blank cell leaves what stands."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cases.enums import AgentPower, MissingReason, PartyRole
from cases.models import Attachment, Party

KEPT = "不改就空着"
REASONS = [("", "不用填"), *MissingReason.choices]
SEALED = ("phone", "id_number", "address", "guardian", "agent", "interpreter", "support_person")
STANDING = (
    *("role", "name", "is_minor", "agent_power", "is_address_hidden"),
    *("no_id_reason", "no_phone_reason", "no_address_reason"),
)
TICKS = ("remove", "is_minor", "is_address_hidden")


class PartyCorrection(forms.Form):
    """A row that stands (with `party`), or a new one."""

    role = forms.ChoiceField(label="身份", choices=PartyRole.choices)
    name = forms.CharField(label="姓名或名称", max_length=80, required=False)
    phone = forms.CharField(label="电话", max_length=30, required=False)
    id_number = forms.CharField(label="证件号码", max_length=40, required=False)
    address = forms.CharField(label="住址", max_length=200, required=False)
    guardian = forms.CharField(label="监护人", max_length=80, required=False)
    is_minor = forms.BooleanField(label="未成年", required=False)
    agent = forms.CharField(label="代理人", max_length=80, required=False)
    agent_power = forms.ChoiceField(
        label="代理权限", choices=[("", "没有"), *AgentPower.choices], required=False
    )
    authority = forms.ChoiceField(label="授权委托书", required=False)
    interpreter = forms.CharField(label="翻译或手语翻译", max_length=80, required=False)
    support_person = forms.CharField(label="陪同的人", max_length=80, required=False)
    is_address_hidden = forms.BooleanField(label="住址不让对方知道", required=False)
    no_id_reason = forms.ChoiceField(label="无证件原因", choices=REASONS, required=False)
    no_phone_reason = forms.ChoiceField(label="无电话原因", choices=REASONS, required=False)
    no_address_reason = forms.ChoiceField(label="无住址原因", choices=REASONS, required=False)
    remove = forms.BooleanField(label="去掉这一位", required=False)

    def __init__(
        self,
        *args: Any,
        party: Party | None = None,
        files: Iterable[Attachment] = (),
        **kwargs: Any,
    ) -> None:
        self.party = party
        if party is not None:
            kwargs["initial"] = {name: getattr(party, name) for name in STANDING}
            kwargs["initial"]["authority"] = str(party.authority_id or "")
        kwargs["prefix"] = f"party{party.pk}" if party is not None else "new"
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name not in TICKS:
                field.widget.attrs["class"] = "in"
            if party is not None and name in SEALED:
                field.widget.attrs["placeholder"] = KEPT
        authority: Any = self.fields["authority"]
        authority.choices = [("", "没有"), *((str(one.pk), one.name) for one in files)]
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
