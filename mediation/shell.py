"""The frame of every page: menu, names of the centre and of the user's post.

Read only when a template asks, once per request; answers that are not pages cost nothing.
"""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from grids.access import PAGES, SELDOM_PAGES
from grids.models import Post
from grids.selectors import Standing, standings_today

KEYS = {"cases:new": "alt+n", "cases:sessions": "alt+y"}


class Frame:
    """What the user's posts, and those he stands in for, put around a page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def standings(self) -> list[Standing]:
        user = getattr(self.request, "user", None)
        return standings_today(user) if user is not None and user.is_authenticated else []

    @cached_property
    def post(self) -> Post | None:
        return next((post for person in self.standings[:1] for post in person.posts), None)

    def menu(self) -> list[dict[str, Any]]:
        """The user's pages; one whose address does not exist in this build is left out."""
        roles = {role for person in self.standings for role in person.roles}
        match = self.request.resolver_match
        here = match.view_name if match else ""
        items = []
        for label, name, who in PAGES:
            try:
                url = reverse(name)
            except NoReverseMatch:
                continue
            if roles & who:
                items.append(
                    {
                        "label": label,
                        "url": url,
                        "is_current": name == here,
                        "is_seldom": name in SELDOM_PAGES,
                        "keys": "" if name == here else KEYS.get(name, ""),
                    }
                )
        return items

    def post_label(self) -> str:
        return (
            f"{self.post.department.short_name} {self.post.get_role_display()}" if self.post else ""
        )

    def town(self) -> str:
        return self.post.department.centre.name if self.post else ""

    def brand(self) -> str:
        return f"{self.post.department.centre.short_name}矛调中心" if self.post else "矛调中心"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu`, `post_label`, `brand_name`, `town_name`, `centre_name`."""
    around = Frame(request)
    return {
        "menu": SimpleLazyObject(around.menu),
        "post_label": SimpleLazyObject(around.post_label),
        "brand_name": SimpleLazyObject(around.brand),
        "town_name": SimpleLazyObject(around.town),
        "centre_name": SimpleLazyObject(around.brand),
    }
