"""The 1+1+1+3 of a case: one choice for each of the first three seats, up to three staff."""

from typing import Any

from django import forms

from cases.models import Case, TeamMember
from cases.selectors.teams import team_candidates
from grids.enums import SEAT_LIMIT

NOBODY = "暂缺"


class TeamForm(forms.Form):
    """Fields are named by seat; three staff have a box each, so that a phone needs no long list."""

    def __init__(self, case: Case, team: dict[str, list[int]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for seat, people in team_candidates(case).items():
            limit, sitting = SEAT_LIMIT[seat], team.get(seat, [])
            pairs = [("", NOBODY), *((str(one.pk), one.name) for one in people)]
            for place in range(limit):
                name = f"{seat}{place + 1}" if limit > 1 else str(seat)
                number = f"（{place + 1}）" if limit > 1 else ""
                field = self.fields[name] = forms.ChoiceField(
                    label=f"{TeamMember.Seat(seat).label}{number}",
                    choices=pairs,
                    required=False,
                    initial=sitting[place] if place < len(sitting) else "",
                    error_messages={"invalid_choice": "请从列出的同志里选。"},
                )
                field.widget.attrs["class"] = "in"

    def seats(self) -> dict[str, list[int]]:
        """Seat → ids, as `services.name_team` takes them."""
        return {
            seat: [
                int(value)
                for name, value in self.cleaned_data.items()
                if value and name.rstrip("123") == seat
            ]
            for seat in TeamMember.Seat
        }
