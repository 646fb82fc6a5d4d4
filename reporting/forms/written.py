"""Written reports: which one, its sections, who received it. Shape of input only."""

from typing import Any

from django import forms

from cases.forms.co_handling import choice, day, text
from reporting.enums import Disclosure
from reporting.kinds import ReportKind

LONGEST = 8_000


class NewReportForm(forms.Form):
    """`what`: kind and unit, 12:month, or a campaign; `day`: any day of the turn."""

    what = choice("写哪一份", ())
    on = day("哪一期（这一期里的任意一天）")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


class SectionsForm(forms.Form):
    """A field for each section of the kind; all may wait until the report is put forward.

    Below the town 公开 is not offered; whoever asks for it hears why from the service.
    """

    disclosure = choice("公开属性", Disclosure.choices)

    def __init__(self, *args: Any, kind: ReportKind, is_of_town: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_of_town:
            inside = [one for one in Disclosure.choices if one[0] != Disclosure.PUBLIC]
            self.fields["disclosure"].widget.choices = inside  # type: ignore[attr-defined]
        for section in kind.sections:
            self.fields[section.name] = text(
                section.label, LONGEST, rows=6, is_needed=False, help_text=section.hint
            )
        self.order_fields([*(section.name for section in kind.sections), "disclosure"])

    @property
    def sections(self) -> dict[str, str]:
        return {name: words for name, words in self.cleaned_data.items() if name != "disclosure"}


class ReasonForm(forms.Form):
    reason = text("理由", 200)


class ReceiptForm(forms.Form):
    received_by = text("对方谁签收的", 40)
