"""Cases and petitions as a lower floor may speak of them: by key, shown only as far as its reader
sees them. Who knows them is named in `settings.REGISTER_MATTERS`."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from mediation.core.models import User

KEY = re.compile(r"([a-z]{1,20}):(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """A matter in the reader's sight: how it is called and where it stands."""

    label: str
    url: str


class Matters(Protocol):
    """What the ground floors ask of one kind of matter."""

    def find(self, user: User, typed: str) -> int | None:
        """The key of the one whose number was typed, if the user sees it."""

    def links(self, user: User, keys: Collection[int]) -> Mapping[int, Link]:
        """Those of them that the user sees."""


def known() -> dict[str, Matters]:
    return {kind: import_string(dotted) for kind, dotted in settings.REGISTER_MATTERS.items()}


def find(user: User, typed: str) -> str:
    """`case:12` for a number or a key typed, where the user sees that matter; else empty."""
    key = KEY.fullmatch(typed.strip())
    if key is not None:
        found = links(user, [typed.strip()])
        return typed.strip() if found else ""
    for kind, matters in known().items():
        pk = matters.find(user, typed)
        if pk is not None:
            return f"{kind}:{pk}"
    return ""


def links(user: User, keys: Iterable[str]) -> dict[str, Link]:
    """Key → link, one query a kind; a matter out of the reader's sight is not among them."""
    asked: dict[str, set[int]] = {}
    for key in keys:
        hit = KEY.fullmatch(key)
        if hit is not None:
            asked.setdefault(hit[1], set()).add(int(hit[2]))
    found: dict[str, Link] = {}
    for kind, matters in known().items():
        if kind in asked:
            shown = matters.links(user, asked[kind])
            found |= {f"{kind}:{pk}": link for pk, link in shown.items()}
    return found
