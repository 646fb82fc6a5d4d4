"""对办理有意见: what waits for the director, what was answered; and the notes of a file."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from cases.access import standing
from grids.enums import Role
from mediation.core.models import User
from petitions.enums import WordKind
from petitions.models import PublicWord

SHOWN = 50


def complaints_for(user: User) -> QuerySet[PublicWord]:
    """Of the town whose director he is, or for whom he stands in today; of nobody else."""
    me = standing(user)
    if Role.DIRECTOR not in me.roles:
        return PublicWord.objects.none()
    return PublicWord.objects.filter(kind=WordKind.COMPLAINT, centre__in=me.centres).select_related(
        "petition__division", "case__division", "answered_by"
    )


def complaint_rows(found: QuerySet[PublicWord], today: date) -> list[dict[str, Any]]:
    return [
        {
            "word": one,
            "address": f"/petitions/{one.petition_id}/"
            if one.petition_id
            else f"/cases/{one.case_id}/",
            "place": (one.petition or one.case).division,  # type: ignore[union-attr]
            "days": (one.due_on - today).days if one.due_on else None,
        }
        for one in found
    ]


def waiting(user: User, today: date) -> list[dict[str, Any]]:
    """Not answered yet, the nearest day first."""
    found = complaints_for(user).filter(answered_on__isnull=True).order_by("due_on", "pk")
    return complaint_rows(found[:SHOWN], today)


def answered(user: User, today: date) -> list[dict[str, Any]]:
    found = complaints_for(user).filter(answered_on__isnull=False).order_by("-answered_at", "-pk")
    return complaint_rows(found[:SHOWN], today)
