"""目标值: a line for a rate, for the town or a village. Shape of input only."""

from typing import Any

from django import forms

from cases.forms.register import choice
from cases.forms.register import text as words
from grids.models import Division
from reporting.figures.aims import AIMS
from reporting.services.targets import LONGEST


class TargetForm(forms.Form):
    figure = choice("指标", [(aim.name, aim.label) for aim in AIMS.values()], required=True)
    division = forms.ModelChoiceField(
        Division.objects.none(),
        label="哪里",
        required=False,
        empty_label="全镇（街道）",
        to_field_name="code",
        error_messages={"invalid_choice": "请从列出的里面选。"},
    )
    least = forms.DecimalField(
        label="不低于",
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        help_text="不填：全镇不定目标；村（社区）的，按全镇的",
        error_messages={
            "invalid": "请填百分数，如 95",
            "min_value": "请填 0 到 100",
            "max_value": "请填 0 到 100",
            "max_digits": "请填 0 到 100，最多两位小数",
            "max_decimal_places": "最多两位小数",
            "max_whole_digits": "请填 0 到 100",
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "in in--n", "size": "6"}),
    )
    reason = words("依据", LONGEST, needed="请写依据，比如哪份方案、哪次会议定的")

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["division"]
        places.queryset = villages
        places.widget.attrs["class"] = "in"
