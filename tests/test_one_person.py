"""No page, answer or file depends on whether several matters are of one person (DESIGN §1).

The same day is lived twice: once everything is brought by one person, once by as many people as
there are matters. Then every address of the house is read, whatever app it belongs to, and with the
names hidden both readings say the same. A page that counted, joined or listed what one person
brought would differ; one that does is shown to the same reading, and is noticed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, path

from cases import services
from cases.models import Case, Party
from mediation.core.models import User
from mediation.urls import urlpatterns as pages_of_the_house
from petitions.models import Petition, Petitioner
from petitions.services import register as register_petition
from petitions.services.reference import load_contents
from reporting.services import request_export, write_export
from tests.cases.factories import registration
from tests.cases.test_window_red_lines import without_keys, words_of
from tests.factories import Town
from tests.petitions.factories import registration as petition_registration
from tests.sight.addresses import patterns
from tests.sight.walking import unpacked

pytestmark = pytest.mark.django_db
MORNING = "2026-08-03 09:00"
MATTERS = 3
HIDDEN = "某某某"
# What is drawn anew in each life: keys, codes, tokens.
KEYS = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
READERS = ("director", "window")
# They say nothing of any matter, and are dear or of the session alone: the API's own book, the back
# office, the machinery, the token of a phone's outbox.
NOT_READ = re.compile(
    r"^(api/v1/(schema|docs)/|admin/|readyz|healthz|logout/|second-factor/|leads/outbox/)"
)
# Keys of rows as pages and answers write them; the numbers that they tell stand otherwise.
ROWS = re.compile(r"(pk|cursor|id)=[\w%]+|/\d+/|'(petition|value)': '?\d+'?|_\d+'")
OF_A_CASE = re.compile(r"^(api/v1/\^?)?cases/(<int:pk>|\(\?P<pk>)")
OF_A_PETITION = re.compile(r"^(api/v1/\^?)?petitions/(<int:pk>|\(\?P<pk>)")


def some_names() -> list[str]:
    """Of one surname, since 王某 is what a file says of each."""
    signs = "秀英国强桂兰大勇永贵建华淑芬"
    return [f"王{signs[place]}{signs[-place - 1]}" for place in range(2 * MATTERS)]


def a_day(town: Town, names: Sequence[str]) -> tuple[list[Case], list[Petition]]:
    """Three cases and three petitions, brought by these people."""
    clerk, cases, petitions = town.user("window"), [], []
    phones = {name: f"1380000{place:04}" for place, name in enumerate(dict.fromkeys(names))}
    for name in names[:MATTERS]:
        brought = registration(
            narrative="两家争路", risk_reason="平稳",
            parties=[
                {"role": "applicant", "kind": "person", "name": name, "phone": phones[name]},
                {"role": "respondent", "kind": "person", "name": "待查"},
            ],
        )  # fmt: skip
        cases.append(services.register(clerk, **brought).case)
    for name in names[MATTERS:]:
        brought = petition_registration(
            title="低保", narrative="低保没批", demands=["批低保"],
            petitioners=[{"name": name, "phone": phones[name]}],
        )  # fmt: skip
        petitions.append(register_petition(town.user("petition"), **brought).petition)
    return cases, petitions


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def addresses(cases: Sequence[Case], petitions: Sequence[Petition]) -> Iterator[tuple[str, str]]:
    """Every address that needs no argument, or a case or petition alone; as written, and filled."""
    for one in patterns(get_resolver().url_patterns):
        if NOT_READ.search(one.route.replace("^", "")):
            continue
        if not one.names:
            yield one.route, one.fill({})
        elif set(one.names) == {"pk"} and OF_A_CASE.search(one.route):
            yield one.route, one.fill({"pk": cases[0].pk})
        elif set(one.names) == {"pk"} and OF_A_PETITION.search(one.route):
            yield one.route, one.fill({"pk": petitions[0].pk})


def reading(
    reader: User, cases: Sequence[Case], petitions: Sequence[Petition], only: str = ""
) -> dict[str, str]:
    """What each address (or those of one route) says to him, with the names and whatever is drawn
    by lot hidden."""
    client = Client()
    client.force_login(reader)
    client.get("/rules/")  # what a session writes once
    hide = hidden_words()
    said = {}
    for written, address in addresses(cases, petitions):
        if only not in written:
            continue
        undo = transaction.savepoint()
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
        transaction.savepoint_rollback(undo)
        assert answer.status_code < 500, address
        said[written] = f"{answer.status_code} {hide(text_of(answer, body))}"
    return said


def text_of(answer: Any, body: bytes) -> str:
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        return str(without_keys(answer.json()))
    text = unpacked(body).decode("utf-8", "replace")
    return words_of(text) if "html" in kind else text


def hidden_words() -> Callable[[str], str]:
    """Names, codes of the look-up, numbers of phones and rows: they differ in each life and tell nothing."""
    drawn: set[str] = set()
    for model in (Party, Petitioner):
        for row in model.objects.all():
            drawn |= {row.lookup_code} - {""}

    def hide(text: str) -> str:
        for name in some_names():
            text = text.replace(name, HIDDEN)
        for one in drawn:
            text = text.replace(one, "#").replace(f"{one[:4]}-{one[4:]}", "#")
        text = re.sub(r"138(\*{4}|0000)\d{4}|\b000[0-5]\b", "*", KEYS.sub("#", text))
        return ROWS.sub("/#/", text)

    return hide


def files_of(reader: User) -> dict[str, str]:
    """The lists that he may take home, unpacked."""
    hide, found = hidden_words(), {}
    for of in ("cases", "petitions"):
        export = request_export(reader, {"of": of}, "check")
        assert write_export(export.pk)
        export.refresh_from_db()
        with export.file.open() as content:
            found[of] = hide(unpacked(content.read()).decode("utf-8", "replace"))
    return found


def both_lives(town: Town, read: Callable[[list[Case], list[Petition]], Any]) -> tuple[Any, Any]:
    names, found = some_names(), []
    for brought_by in ([names[0]] * 2 * MATTERS, names):
        with taken_back():
            found.append(read(*a_day(town, brought_by)))
    return found[0], found[1]


def differing(one: dict[str, str], many: dict[str, str]) -> list[str]:
    assert one.keys() == many.keys()
    return [where for where, text in one.items() if text != many[where]]


@pytest.fixture
def morning(town: Town, calendar_2026: Any, at: Any, settings: Any) -> Town:
    settings.DEMO = True
    at(MORNING)
    load_contents()
    return town


@pytest.mark.parametrize("account", READERS)
def test_no_page_says_that_several_matters_are_of_one_person(morning: Town, account: str) -> None:
    reader = morning.user(account)
    one, many = both_lives(morning, lambda *matters: reading(reader, *matters))
    assert sum(text.startswith("200") for text in one.values()) > 20
    assert one["cases/"].count(HIDDEN) >= MATTERS
    assert differing(one, many) == []


def test_no_file_that_leaves_the_house_says_it(morning: Town, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    one, many = both_lives(morning, lambda *_: files_of(morning.user("director")))
    assert one["cases"].count("王某") >= MATTERS
    assert differing(one, many) == []


# --- something that crosses the line is noticed ---------------------------------------------------


def counting(request: HttpRequest) -> HttpResponse:
    """What nobody is to build: the same name, how often."""
    first = Party.objects.filter(role="applicant").earliest("pk")
    return HttpResponse(f"<p>{first.name} {Party.objects.filter(name=first.name).count()}</p>")


SCRATCH = "cases/<int:pk>/before/"
urlpatterns = [path(SCRATCH, lambda request, pk: counting(request)), *pages_of_the_house]


def test_a_page_that_counts_what_one_person_brought_is_noticed(morning: Town) -> None:
    reader = morning.user("director")
    with override_settings(ROOT_URLCONF=__name__):
        one, many = both_lives(morning, lambda *found: reading(reader, *found, only=SCRATCH))
    assert one[SCRATCH].split() == ["200", HIDDEN, f"{MATTERS}"]
    assert differing(one, many) == [SCRATCH]
