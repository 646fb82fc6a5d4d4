"""The pages that are measured, for whom, and how: against a bare page with the same rows."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.test.utils import ContextList, setup_test_environment, teardown_test_environment

from bench import plans, urls
from cases.models import Case
from mediation.core import clock
from mediation.core.models import User
from reporting import periods, spans

ROUNDS = 7
ENOUGH = 5.0  # seconds spent on one page: what takes so long is not asked again
LIMIT = 3.0  # times the bare page (DESIGN §7)


@dataclass
class Page:
    """One page for one person. `limit`: at most so many times its bare page; 0: only shown.

    `adds_up`: it adds up the rows of a half-month, a month or a year, by an index, however many.
    """

    name: str
    role: str
    address: str
    limit: float = 0
    adds_up: bool = False
    statements: int = 0
    seconds: float = 0
    bare_seconds: float = 0
    faults: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return self.seconds / self.bare_seconds if self.bare_seconds else 0

    @property
    def is_too_slow(self) -> bool:
        return bool(self.limit) and self.ratio > self.limit


def all_pages() -> list[Page]:
    case = Case.objects.exclude(status="closed").order_by("-tier", "-pk")[0]  # of a village
    name = case.parties.all()[0].name
    last = periods.nearest(clock.today())[0]
    half_month = f"/reports/half-months/{last:%Y-%m-%d}/"
    quarter = spans.around(last)[1].code
    return [
        *(Page("list", role, "/cases/", LIMIT) for role in ("peace", "window", "mediator")),
        *(Page("list", role, "/cases/") for role in ("village", "leader", "police", "department")),
        Page("list of a village", "peace", f"/cases/?division={case.division.code}", LIMIT),
        Page("list of a category", "peace", f"/cases/?category={case.category.code}", LIMIT),
        Page("list of a status", "peace", "/cases/?status=mediating", LIMIT),
        Page("list of a risk", "peace", "/cases/?risk=red", LIMIT),
        Page("list of a tier", "peace", "/cases/?tier=leader", LIMIT),
        Page("list of a source", "peace", "/cases/?source=letter", LIMIT),
        Page("list by due day", "peace", "/cases/?ordering=due_on", LIMIT),
        Page("overdue", "peace", "/cases/?overdue=true", LIMIT),
        Page("search, name of two", "peace", f"/cases/?q={name[:2]}", LIMIT),
        Page("search, whole name", "window", f"/cases/?q={name}", LIMIT),
        Page("search, common word", "peace", "/cases/?q=双方", LIMIT),
        Page("search, phrase", "mediator", "/cases/?q=前天下大雨", LIMIT),
        Page("search, two words", "peace", "/cases/?q=院坝 照片", LIMIT),
        Page("search, nothing", "peace", "/cases/?q=鲸鱼", LIMIT),
        Page("search, number", "peace", f"/cases/?q={case.short_number}", LIMIT),
        Page("detail", "peace", f"/cases/{case.pk}/", LIMIT),
        *(Page("today", role, "/") for role in ("window", "village", "mediator", "peace")),
        *(Page("today", role, "/") for role in ("justice", "police", "director", "department")),
        Page("board", "leader", "/cases/board/", LIMIT),
        *(Page("overview", role, "/overview/") for role in ("peace", "leader", "village")),
        Page("standing still", "peace", "/ageing/"),
        Page("progress", "peace", "/progress/"),
        *(Page("half-month", role, half_month, adds_up=True) for role in ("peace", "village")),
        Page("natural month", "peace", f"/reports/periods/{last:%Y-%m}/", adds_up=True),
        Page("natural quarter", "peace", f"/reports/periods/{quarter}/", adds_up=True),
        Page("natural year", "peace", f"/reports/periods/{last:%Y}/", adds_up=True),
        Page("goals of the year", "peace", f"/reports/goals/{last:%Y}/", adds_up=True),
        Page("behind new of the month", "peace", f"/reports/periods/{last:%Y-%m}/cells/new/"),
        Page("behind answers", "peace", f"/reports/periods/{last:%Y-%m}/cells/answered/"),
        Page("catalogue", "peace", "/reports/catalogue/"),
        *(
            Page(f"behind {column}", "peace", f"{half_month}cells/{column}/")
            for column in ("opening", "new", "resolved", "closing")
        ),
        Page("api list", "peace", "/api/v1/cases/"),
        Page("api detail", "peace", f"/api/v1/cases/{case.pk}/"),
        Page("api half-month", "peace", f"/api/v1{half_month}", adds_up=True),
    ]


def measure(page: Page) -> None:
    """Its plans first, then its times; a page that the person may not see is a fault, too."""
    client = Client()
    client.force_login(User.objects.get(username=page.role))
    with watched():
        client.get(page.address)
        answer, sent = plans.statements_of(lambda: client.get(page.address))
    page.statements = len(sent)
    if answer.status_code != 200:
        page.faults.append(f"answers {answer.status_code}")
        return
    big = plans.big_tables()
    for statement in sent:
        for fault in plans.faults_of(statement, big):
            if page.adds_up and not fault.startswith("Seq Scan"):
                continue
            page.faults.append(f"{fault}: {statement[0][:160]} … {statement[0][-300:]}")
    page.seconds = quickest(lambda: client.get(page.address))
    if answer.templates:
        urls.shown.update(template=answer.templates[0].name, context=values_of(answer.context))
        page.bare_seconds = quickest(lambda: client.get("/bare/"))


@contextmanager
def watched() -> Iterator[None]:
    """Answers keep their templates and contexts; off while time is taken."""
    setup_test_environment(debug=False)
    try:
        yield
    finally:
        teardown_test_environment()


def values_of(context: ContextList) -> dict[str, Any]:
    """What the view gave to its template, without what the frame puts around it."""
    values = context[0].flatten() if isinstance(context, list) else context.flatten()
    around = {"request", "csrf_token", "messages", "user", "perms", "block", "csp_nonce", "True",
              "False", "None", "menu", "post_label", "brand_name", "town_name", "centre_name",
              "DEFAULT_MESSAGE_LEVELS"}  # fmt: skip
    return {name: value for name, value in values.items() if name not in around}


def quickest(call: Callable[[], Any]) -> float:
    """Seconds of the quickest of several rounds: what the machine's other work did not spoil."""
    times: list[float] = []
    while len(times) < ROUNDS and sum(times) < ENOUGH:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)
