"""The form of a paper issued by hand: what the official form asks for and the file does not say."""

from typing import Any

from django import forms

from cases.forms.moves import form_field
from cases.models import Case
from cases.papers.table import PaperType
from mediation.core.models import User


class PaperForm(forms.Form):
    """The fields of one paper; shape only, what is missing is the service's word."""

    def __init__(
        self, paper_type: PaperType, case: Case, user: User, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.paper_type = paper_type
        for spec in paper_type.asks(case):
            field = self.fields[spec.name] = form_field(spec, case, user)
            field.widget.attrs["class"] = "in"

    def given(self) -> dict[str, Any]:
        """What was filled in, without blanks."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
