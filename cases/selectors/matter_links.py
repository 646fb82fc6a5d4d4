"""Cases as the floors below speak of them (settings.REGISTER_MATTERS)."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from cases import access
from grids.selectors.matters import Link
from mediation.core.models import User
from mediation.core.numbers import parse_number


class CaseLinks:
    def find(self, user: User, typed: str) -> int | None:
        """By 李矛调〔2026〕1号 or 1号; without a year the newest of that number."""
        asked = parse_number(typed)
        if asked is None or "信" in typed:
            return None
        seen = access.visible_to(user).filter(short_number=asked.number)
        if asked.year:
            seen = seen.filter(year=asked.year)
        found: int | None = seen.order_by("-year").values_list("pk", flat=True).first()
        return found

    def links(self, user: User, keys: Collection[int]) -> Mapping[int, Link]:
        seen = access.visible_to(user).filter(pk__in=keys).order_by()
        return {
            pk: Link(number, reverse("cases:detail", args=[pk]))
            for pk, number in seen.values_list("pk", "number")
        }


CASES = CaseLinks()
