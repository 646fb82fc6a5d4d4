"""The forms of 包案: shape of input only."""

from typing import Any

from django import forms

from cases.forms.co_handling import OwnershipForm, choice, text
from petitions.models import Petition
from petitions.services.ownership import leaders_of_town


class OwnerForm(forms.Form):
    owner = choice("包案领导", ())

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), one.name) for one in leaders_of_town(petition)]
        self.fields["owner"].choices = [("", "请选"), *people]  # type: ignore[attr-defined]


class PetitionOwnershipForm(OwnershipForm):
    """四定四包 of `cases`, and what the 五个一 want in words."""

    team = text("工作专班", 4_000, rows=2, is_needed=False, help_text="哪些单位、谁牵头")
    plan = text("化解方案", 4_000, rows=3, is_needed=False)
    field_order = (
        "measures",
        "due_on",
        "responsibility",
        "overall",
        "coordination",
        "guidance",
        "resolution",
        "team",
        "plan",
        "soothing",
    )
