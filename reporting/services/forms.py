"""Keeping what the forms of a month, quarter or year say once their last day is locked."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from grids.models import Division
from mediation.core import clock
from reporting.enums import FormKind
from reporting.models import KeptForm
from reporting.selectors.forms import WORDS
from reporting.selectors.mediation_form import mediation_numbers
from reporting.selectors.survey import survey_numbers
from reporting.spans import Span, ended_between

READ: dict[FormKind, Callable[[Division, Span], dict[str, Any]]] = {
    FormKind.SURVEY: survey_numbers,
    FormKind.MEDIATION: mediation_numbers,
}


def keep_forms(centre: Division, after: date, until: date) -> int:
    """Keep the forms whose last day lies after one day and not after another; their number.

    Called inside the lock of the half-month that ends on `until`, so that nothing is booked
    meanwhile; `after` is the day up to which everything was locked before.
    """
    now = clock.now()
    kept = []
    for span in ended_between(after, until):
        for form, read in READ.items():
            if span.word in WORDS[form]:
                numbers = read(centre, span)
                kept.append(
                    KeptForm(
                        centre=centre,
                        form=form,
                        first_on=span.period.first_on,
                        last_on=span.period.last_on,
                        numbers=numbers,
                        sha256=fingerprint(numbers),
                        kept_at=now,
                    )
                )
    return len(KeptForm.objects.bulk_create(kept))


def fingerprint(numbers: dict[str, Any]) -> str:
    """SHA-256 of the numbers in one fixed spelling."""
    said = json.dumps(numbers, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
