"""Petitions as the floors below speak of them (settings.REGISTER_MATTERS); no accusation is."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from grids.selectors.matters import Link
from mediation.core.models import User
from petitions import access
from petitions.selectors.searching import asked_number


class PetitionLinks:
    def find(self, user: User, typed: str) -> int | None:
        """By 李信〔2026〕1号 or 信1号; a bare number is a case's."""
        asked = asked_number(typed)
        if asked is None or "信" not in typed:
            return None
        seen = access.visible_to(user).exclude(access.SEALED).filter(short_number=asked.number)
        if asked.year:
            seen = seen.filter(year=asked.year)
        found: int | None = seen.order_by("-year").values_list("pk", flat=True).first()
        return found

    def links(self, user: User, keys: Collection[int]) -> Mapping[int, Link]:
        seen = access.visible_to(user).exclude(access.SEALED).filter(pk__in=keys).order_by()
        return {
            pk: Link(number, reverse("petitions:detail", args=[pk]))
            for pk, number in seen.values_list("pk", "number")
        }


PETITIONS = PetitionLinks()
