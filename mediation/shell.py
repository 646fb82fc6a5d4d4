"""The frame of every page: menu, names of the centre and of the user's post.

Read only when a template asks, once per request; answers that are not pages cost nothing.
"""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from grids.access import MORE, OFTEN_FOR, PAGES, SELDOM_PAGES
from grids.enums import Role
from grids.models import Post
from grids.selectors import Standing, standings_today

# Whose day is petitions alone: the search in the bar finds those.
OF_PETITIONS = frozenset({Role.PETITION_OFFICER, Role.DISCIPLINE})
ON_A_PHONE = 4
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

    @cached_property
    def roles(self) -> set[str]:
        return {role for person in self.standings for role in person.roles}

    def search_page(self) -> dict[str, str]:
        """Where the search in the bar leads."""
        if self.roles and self.roles <= OF_PETITIONS:
            words = {"label": "搜信访", "hint": "搜编号、姓名、事由"}
            return words | {"url": reverse("petitions:list")}
        words = {"label": "搜案件", "hint": "搜姓名、案号、地点、事由"}
        return words | {"url": reverse("cases:list")}

    @cached_property
    def menu(self) -> list[dict[str, Any]]:
        """The user's pages; one whose address does not exist in this build is left out."""
        roles = self.roles
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
                        "name": name,
                        "url": url,
                        "is_current": name == here,
                        "is_seldom": name in SELDOM_PAGES - self.often,
                        "keys": "" if name == here else KEYS.get(name, ""),
                    }
                )
        return items

    @property
    def often(self) -> set[str]:
        return {name for name, whose in OFTEN_FOR.items() if self.roles & whose}

    def menu_more(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """What stands behind 更多, under its headings."""
        seldom = {item["name"]: item for item in self.menu if item["is_seldom"]}
        found = [(words, [seldom[one] for one in names if one in seldom]) for words, names in MORE]
        return [(words, items) for words, items in found if items]

    def menu_tabs(self) -> dict[str, list[dict[str, Any]]]:
        """A phone's bottom bar: the first four, and the other pages of every day behind 全部."""
        often = [item for item in self.menu if not item["is_seldom"]]
        return {"first": often[:ON_A_PHONE], "rest": often[ON_A_PHONE:]}

    def post_label(self) -> str:
        return (
            f"{self.post.department.short_name} {self.post.get_role_display()}" if self.post else ""
        )

    def town(self) -> str:
        return self.post.department.centre.name if self.post else ""

    def brand(self) -> str:
        return f"{self.post.department.centre.short_name}矛调中心" if self.post else "矛调中心"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu`, `menu_more`, `menu_tabs`, `search_page`, `post_label`, `brand_name`, `town_name`, `centre_name`."""
    around = Frame(request)
    return {
        "menu": SimpleLazyObject(lambda: around.menu),
        "menu_more": SimpleLazyObject(around.menu_more),
        "menu_tabs": SimpleLazyObject(around.menu_tabs),
        "search_page": SimpleLazyObject(around.search_page),
        "post_label": SimpleLazyObject(around.post_label),
        "brand_name": SimpleLazyObject(around.brand),
        "town_name": SimpleLazyObject(around.town),
        "centre_name": SimpleLazyObject(around.brand),
    }
