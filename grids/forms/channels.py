"""Setting a channel up in the back office: its kind first, then what that kind needs."""

from collections.abc import Mapping
from typing import Any

from django import forms

from mediation.core.models import Channel
from mediation.core.notices.channels.needs import NEEDS, Need, fault_of

KEPT = "已保存，不改就留空"


def channel_form(kind: str) -> type["ChannelForm"]:
    """The form of one kind; of a channel that has no kind yet only kind and name."""
    needs = {f"need_{need.name}": _field(need) for need in NEEDS.get(kind, ())}
    return type("ChannelForm", (ChannelForm,), needs)


def _field(need: Need) -> forms.Field:
    more: dict[str, Any] = {
        "label": need.label,
        "help_text": need.help,
        "required": need.is_required and not need.is_secret,
        "initial": need.initial,
    }
    if need.type == "switch":
        return forms.BooleanField(**more)
    if need.type == "number":
        return forms.IntegerField(min_value=0, max_value=168, **more)
    if need.type == "long":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), max_length=4000, **more)
    if need.is_secret:
        more["widget"] = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(max_length=500, **more)


class ChannelForm(forms.ModelForm):
    class Meta:
        model = Channel
        fields = ("kind", "name", "is_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = NEEDS.get(self.instance.kind, ()) if self.instance.pk else ()
        kept: Mapping[str, Any] = self.instance.details or {}
        for need in self.needs:
            field = self.fields[f"need_{need.name}"]
            if need.is_secret:
                field.help_text = KEPT if kept.get(need.name) else need.help
            elif need.name in kept:
                self.initial[f"need_{need.name}"] = kept[need.name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kept: Mapping[str, Any] = self.instance.details or {}
        details: dict[str, Any] = {}
        for need in self.needs:
            name = f"need_{need.name}"
            value = cleaned.get(name)
            if need.is_secret and not value:
                value = kept.get(need.name, "")
            if value in (None, ""):
                if need.is_required and cleaned.get("is_on"):
                    self.add_error(name, "启用前要填")
                value = 0 if need.type == "number" else ""
            elif fault := fault_of(self.instance.kind, need.name, value):
                self.add_error(name, fault)
            details[need.name] = value
        if cleaned.get("is_on") and not self.needs:
            self.add_error("is_on", "先保存，再填接口设置，然后启用")
        self.instance.details = details
        return cleaned
