"""The form of a letter issued by hand: what the official form asks for and the file does not say."""

from typing import Any

from django import forms

from cases.forms.moves import form_field
from petitions.letters.table import LetterType
from petitions.models import Petition


class LetterForm(forms.Form):
    """The fields of one letter; shape only, what is missing is the service's word."""

    def __init__(
        self, letter_type: LetterType, petition: Petition, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.letter_type = letter_type
        for spec in letter_type.asks(petition):
            field = self.fields[spec.name] = form_field(spec, spec.choices)
            field.widget.attrs["class"] = "in"

    def given(self) -> dict[str, Any]:
        """What was filled in, without blanks."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
