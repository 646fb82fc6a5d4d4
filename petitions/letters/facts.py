"""What is filled into each letter: rows of the petition into the words of the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mediation.core.models import User
from petitions.models import Petition

Data = dict[str, Any]


@dataclass
class Source:
    """Where a letter's words come from: the petition, the day, who issues, what was typed for it."""

    petition: Petition
    on: date
    by: User
    given: Mapping[str, Any] = field(default_factory=dict)


def facts_of(kind: str, source: Source) -> Data:
    """The words of a letter by the names of its layout."""
    return {"on": f"{source.on:%Y-%m-%d}", **source.given}
