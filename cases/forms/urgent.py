"""The report sheet of a 重大突发情况 and a line of its time line: shape of input only."""

from django import forms

from cases.enums import ReportMeans
from cases.forms.co_handling import choice, text

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


def moment(label: str, *, is_needed: bool = True) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=is_needed,
        input_formats=FORMATS,
        widget=forms.DateTimeInput(
            format=FORMATS[0], attrs={"type": "datetime-local", "class": "in"}
        ),
        error_messages={
            "required": "请填日期和时间。",
            "invalid": "写成 2026-11-14 09:30 这样。",
        },
    )


class UrgentForm(forms.Form):
    """F15 in its official order, without the reporter, who is the writer."""

    happened_at = moment("时间")
    place = text("地点", 100)
    head_count = forms.IntegerField(
        label="人数",
        min_value=1,
        max_value=99_999,
        widget=forms.TextInput(attrs={"class": "in", "inputmode": "numeric"}),
        error_messages={
            "required": "这一格还没有填。",
            "invalid": "请只写数字。",
            "min_value": "至少 1 人。",
            "max_value": "人数太多了，请再核对一遍。",
        },
    )
    demands = text("诉求", 2_000, rows=2)
    cause = text("起因", 2_000, rows=2)
    state = text("现状", 2_000, rows=2)
    measures = text("已采取的措施", 2_000, rows=2)
    advice = text("建议", 2_000, rows=2)
    is_crime_feared = forms.BooleanField(
        label="可能有人受伤或者违法，同时告诉派出所", required=False
    )


class StepForm(forms.Form):
    to = text("报给谁", 100, help_text="写机关或者岗位")
    means = choice(
        "怎么报的", [pair for pair in ReportMeans.choices if pair[0] != ReportMeans.SYSTEM]
    )
    reported_at = moment("什么时候", is_needed=False)
    text = text("报了什么，怎么答复的", 2_000, rows=2, is_needed=False)
