"""The walk of one account: GET and POST at every address, and what came back.

It takes minutes for an account that sees much, so that the accounts are walked in groups, a file
each: several processes share them.
"""

import io
import logging
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from mediation.core import binding
from tests.sight import addresses, petitioning
from tests.sight.world import World, parties_of

HANDLING = ("window", "village", "village2", "mediator", "mediator2")
LEADING = ("leader", "leader2", "peace", "director")
IN_UNITS = ("justice", "police", "department", "grid", "petition", "discipline")
APART = ("auditor", "secadmin", "sysadmin", "guide")
GROUPS = (HANDLING, LEADING, IN_UNITS, APART)
STRANGER = "nobody"
WORD = re.compile(r"zq[a-z]{10}")
LONG_NUMBER = re.compile(r"\d{11,17}[\dX]?")
CSRF_OR_NONCE = re.compile(r'(nonce|value)="[\w+/=-]{16,}"|"X-CSRFToken": "\w+"')
CASE_NUMBER = re.compile(r"[一-鿿]+〔\d{4}〕\d+号")

# It looks at the machinery with connections of its own, and closes ours (tests/test_health.py).
NOT_WALKED = {"readyz"}


@dataclass
class Walk:
    """What one account was answered: words with the address that showed them first."""

    words: dict[str, str] = field(default_factory=dict)
    statuses: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)


class Listening(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def text_of(response: HttpResponseBase) -> str:
    """All that came back, headers too."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    return f"{dict(response.headers)}\n{unpacked(body).decode('utf-8', 'replace')}"


def unpacked(body: bytes) -> bytes:
    """A workbook or document as its parts; of a zip of documents the parts of each."""
    if body[:4] != b"PK\x03\x04":
        return body
    parts = zipfile.ZipFile(io.BytesIO(body))
    return b"\n".join(
        name.encode() + b"\n" + unpacked(parts.read(name)) for name in parts.namelist()
    )


def bound_in_clear(cover: binding.Cover, pieces: Sequence[binding.Piece]) -> binding.Bound:
    """In place of a PDF, whose streams are packed: the same pieces and cover, unpacked."""
    words = [f"{cover}", *(one.title for one in pieces)]
    body = "\n".join(words).encode() + b"\n".join(unpacked(one.body) for one in pieces)
    placed = [binding.Placed(one.title, place, 1) for place, one in enumerate(pieces, start=1)]
    return binding.Bound(body, placed, len(pieces))


def planted_in(text: str) -> set[str]:
    return {*WORD.findall(text), *LONG_NUMBER.findall(text), *CASE_NUMBER.findall(text)}


def bodies(world: World) -> dict[str, list[Any]]:
    """What is posted to an address, by the pattern's name: what would bring most to light."""
    numbers = [
        {kind: getattr(party, kind)}
        for _, party in parties_of(world)
        for kind in ("phone", "id_number")
        if getattr(party, kind)
    ]
    return {
        "cases:unmask": [{"reason": "联系当事人"}],
        "cases:new": [{"parties-TOTAL_FORMS": "2", "parties-INITIAL_FORMS": "0"}],
        "cases:move": [{"version": "0", "stuck": "等人", "next_step": "再约", "reason": "补记"}],
        "cases:similar": [page_of(world, name) for name in TYPED_AGAIN],
        "api-case-similar": [typed_again(world, name) for name in TYPED_AGAIN],
        "api-case-search": numbers,
        "cases:window_search": [{"number": one} for row in numbers for one in row.values()],
        "api-window-search": [{"number": one} for row in numbers for one in row.values()],
        "api-case-moves": [{"verb": "note", "version": 0, "stuck": "等人", "next_step": "再约"}],
        "api-case-proposals": [{"decision": "sign"}],
        "exports": [{"params": {}, "purpose": "check"}],
        **petitioning.BODIES,
    }


TYPED_AGAIN = ("at_street", "at_leader", "sealed", "minor", "fresh")


def typed_again(world: World, name: str) -> dict[str, Any]:
    """The registration of a case, as somebody would type it a second time."""
    case = world.cases[name]
    people = [{"role": p.role, "name": p.name, "phone": p.phone} for p in case.parties.all()]
    return {"parties": people, "division": case.division.code, "narrative": "为一件事起了争执"}


def page_of(world: World, name: str) -> dict[str, Any]:
    typed = typed_again(world, name)
    form = {"parties-TOTAL_FORMS": "2", "parties-INITIAL_FORMS": "0"}
    for place, person in enumerate(typed["parties"]):
        form |= {f"parties-{place}-{key}": value for key, value in person.items()}
    return form | {"division": typed["division"], "narrative": typed["narrative"]}


def walk(world: World, account: str) -> Walk:
    """GET and POST at every address; what a POST changes is undone."""
    found, ear = Walk(), Listening()
    own_client = Client()
    if account != STRANGER:
        own_client.force_login(world.user(account))
    own_client.get("/rules/")  # what a session writes once, so that no look is the first
    cookies = own_client.cookies
    logging.getLogger().addHandler(ear)
    posted = bodies(world)
    for pattern, path in addresses.filled(world):
        if pattern.name in NOT_WALKED:
            continue
        asked: list[tuple[str, Any]] = [("get", None)]
        if pattern.name in posted and "/merge/" not in path:
            asked += [("post", body) for body in posted[pattern.name]]
        elif (pattern.name, "post") not in found.statuses and "admin/" not in pattern.route:
            asked.append(("post", {}))
        for method, body in asked:
            own_client.cookies = type(cookies)(cookies.output(header="", sep=";"))
            undo = transaction.savepoint()
            if method == "get":
                response = own_client.get(path)
            elif path.startswith("/api/"):
                response = own_client.post(path, body, content_type="application/json")
            else:
                response = own_client.post(path, body)
            text = text_of(response)
            transaction.savepoint_rollback(undo)
            found.statuses.setdefault((pattern.name, method), set()).add(response.status_code)
            assert response.status_code < 500, (account, path, method)
            for word in planted_in(text) & set(world.readers):
                found.words.setdefault(word, f"{method.upper()} {path}")
    logging.getLogger().removeHandler(ear)
    found.log = ear.lines
    return found


@dataclass
class Told:
    """What an account was shown and must not see, what it must see and was not shown, and planted
    words in the log."""

    too_much: set[str]
    too_little: set[str]
    logged: list[str]


NOTHING_WRONG = Told(set(), set(), [])


def told(world: World, account: str) -> Told:
    """Walk one account and compare with the table of world.py."""
    found, expected = walk(world, account), world.expected(account)
    return Told(
        {
            f"{world.planted[word]}: {where}"
            for word, where in found.words.items()
            if word not in expected
        },
        {world.planted[word] for word in expected - found.words.keys()},
        [line for line in found.log if planted_in(line) & set(world.readers)],
    )
