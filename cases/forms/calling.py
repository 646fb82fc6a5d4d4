"""The form of a whistle: the units that are near to the case, the far villages behind one line."""

from typing import Any

from django import forms

from cases.forms.moves import REQUIRED, MoveForm
from cases.models import Case
from grids.enums import DepartmentKind
from grids.selectors import departments

FAR = "other_village"


class WhistleForm(MoveForm):
    """Departments first, then the committees of the case's own village and of those that the case
    names; every other village is one choice below. Over the API `units` takes any of them."""

    def __init__(self, verb: str, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(verb, case, *args, **kwargs)
        units: Any = self.fields["units"]
        pairs = [(str(key), label) for key, label in units.choices]
        near, far = committees(case)
        units.choices = [
            *(pair for pair in pairs if pair[0] not in near | far),
            *(pair for pair in pairs if pair[0] in near),
        ]
        self.fields[FAR] = forms.ChoiceField(
            label="其他村（社区）",
            required=False,
            choices=[("", "不请"), *(pair for pair in pairs if pair[0] in far)],
            widget=forms.Select(attrs={"class": "in"}),
        )
        self.order_fields(["units", FAR])

    def full_clean(self) -> None:
        """One of the two will do; on the page the first is still the one that is asked for."""
        self.fields["units"].required = False
        super().full_clean()
        self.fields["units"].required = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        village = data.pop(FAR, "")
        data["units"] = list(
            dict.fromkeys([*data.get("units", []), *([village] if village else [])])
        )
        if not data["units"] and not self.errors:
            self.add_error("units", REQUIRED)
        return data


def committees(case: Case) -> tuple[set[str], set[str]]:
    """Keys of the village committees that are near to the case, and of the others."""
    been = {stage.unit_id for stage in case.stages.all()}
    words = f"{case.place}{case.narrative}"
    near, far = set(), set()
    found = departments(case.centre).filter(kind=DepartmentKind.COMMITTEE)
    for unit in found.select_related("division"):
        village = unit.division
        is_own = unit.division_id == case.division_id or unit.pk in been
        is_named = village is not None and village.short_name in words
        (near if is_own or is_named else far).add(str(unit.pk))
    return near, far
