"""Every address of the house, filled with every argument that could show something."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

from cases.enums import Document, Verb
from cases.models import (
    Attachment,
    BridgeLetter,
    Direction,
    Duty,
    MediationSession,
    Paper,
    PartyRequest,
    Proposal,
    SupportStep,
)
from cases.papers.table import PAPERS
from petitions.letters.table import LETTERS
from reporting.models import Export
from tests.sight import (
    asking,
    channels,
    co_handling,
    counter,
    instant,
    leads,
    looking_up,
    petitioning,
    posts_and_places,
    receiving,
    registering,
    returning,
    reviewing,
    supporting,
    sweeping,
    village,
    warned,
    writing,
)
from tests.sight.world import World, parties_of

# Sheets that a page hands out at once, to whoever says what for.
HANDED_OUT = {
    "grids:register_workbook", "grids:campaign_workbook", "grids:campaign_summary",
    "petitions:dispatch_workbook", "petitions:backlog_workbook", "cases:subsidy_workbook",
    "api-subsidy-file",
}  # fmt: skip
NO_CASE = 987_654_321  # a key that no row has
CUT_OFFS = ("2026-11-14", "2026-11-30")
COLUMNS = ("opening", "new", "resolved", "ended", "closing", "base", "success_rate", "tracking")
MONTH = "2026-11"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
Rows = Iterable[dict[str, Any]]


@dataclass(frozen=True)
class Pattern:
    """A leaf of the resolver: its route as written, its name, whether it is open to strangers."""

    route: str
    name: str
    names: tuple[str, ...]

    def fill(self, row: dict[str, Any]) -> str:
        path = PARAMETER.sub(lambda hit: str(row[hit[1] or hit[2]]), self.route)
        return "/" + re.sub(r"[\^$\\]", "", path)


def patterns(
    leaves: list[URLPattern | URLResolver] | None = None, prefix: str = "", space: str = ""
) -> Iterator[Pattern]:
    for one in get_resolver().url_patterns if leaves is None else leaves:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one.url_patterns, route, inner)
        else:
            names = tuple(hit[1] or hit[2] for hit in PARAMETER.finditer(route))
            yield Pattern(route, f"{space}{one.name or ''}", names)


def cases(world: World) -> Rows:
    return [{"pk": case.pk} for case in world.cases.values()] + [{"pk": NO_CASE}]


def verbs(world: World) -> Rows:
    """Every verb on one case, the editing ones on all."""
    for name, case in world.cases.items():
        for verb in Verb.values if name == "at_village" else ("amend", "note", "merge"):
            yield {"pk": case.pk, "verb": verb}


def proposals(world: World) -> Rows:
    return [
        {"pk": one.case_id, "proposal_pk": one.pk, "proposal": one.pk}
        for one in Proposal.objects.all()
    ]


def dossiers(world: World) -> Rows:
    for row in cases(world):
        yield from (row | {"form": form} for form in ("pdf", "zip", "print"))


def whistles(world: World) -> Rows:
    """Every word that was given, whistles among them, and one that never was."""
    given = Direction.objects.order_by("pk").values_list("case", "pk")
    rows = [{"pk": case, "direction_pk": pk} for case, pk in given]
    return [*rows, {"pk": world.cases["fresh"].pk, "direction_pk": NO_CASE}]


def ways_out(world: World) -> Rows:
    for row in cases(world):
        yield from (row | {"way": way} for way in ("litigation", "petition"))


def papers(world: World) -> Rows:
    """Every paper that was issued, and one that never was."""
    issued = Paper.objects.order_by().values("case", "kind").distinct()
    yield {"pk": world.cases["fresh"].pk, "document": Document.REFERRAL}
    yield from ({"pk": row["case"], "document": row["kind"]} for row in issued)


def paper_kinds(world: World) -> Rows:
    """Every paper that could be issued, on one case; minutes and agreement on all."""
    for name, case in world.cases.items():
        for kind in PAPERS if name == "at_village" else (Document.MINUTES, Document.AGREEMENT):
            yield {"pk": case.pk, "kind": kind}


def paper_files(world: World) -> Rows:
    """Every issued paper as Word; its first words are drawn up here."""
    for paper in Paper.objects.order_by("pk"):
        yield {"pk": paper.case_id, "paper_pk": paper.pk, "paper": paper.pk, "form": "docx"}


def safety_rows(world: World) -> Rows:
    steps = [{"pk": one.case_id, "step": one.pk} for one in SupportStep.objects.all()]
    duties = [{"pk": one.case_id, "duty": one.pk} for one in Duty.objects.all()]
    both = {"pk": world.cases["sealed"].pk, "step": NO_CASE, "duty": NO_CASE}
    return [both | row for row in (*steps, *duties)]


def asked_requests(world: World) -> Rows:
    rows = [{"pk": one.case_id, "asked": one.pk} for one in PartyRequest.objects.all()]
    return [*rows, {"pk": world.cases["fresh"].pk, "asked": NO_CASE}]


def letters(world: World) -> Rows:
    return [{"pk": one.pk} for one in BridgeLetter.objects.all()] + [{"pk": NO_CASE}]


def sittings(world: World) -> Rows:
    """Every arranged sitting, under its own case and under another one."""
    timed = MediationSession.objects.filter(starts_at__isnull=False)
    yield {"pk": NO_CASE, "session": NO_CASE}
    yield from ({"pk": one.case_id, "session": one.pk} for one in timed)


def site_links(world: World) -> Rows:
    user = world.user("window")
    kind = ContentType.objects.get_for_model(user)
    return [{"content_type_id": kind.pk, "object_id": user.pk}]


def admin_rows(route: str) -> Callable[[World], Rows]:
    app, model = route.split("/")[1:3]
    row = apps.get_model(app, model)._default_manager.order_by("pk").first()
    return lambda world: [{"object_id": "0" if row is None else row.pk}]


# What stands in the place of the parameters: the first line whose route matches.
ARGUMENTS: list[tuple[str, Callable[[World], Rows]]] = [
    (r"complaints/<int:", looking_up.complaints),
    (r"petitions/<int:pk>/requests/<int:asked>/$", looking_up.requests),
    *asking.arguments(),
    *posts_and_places.arguments(),
    *village.arguments(),
    *channels.arguments(),
    *counter.arguments(),
    *registering.arguments(),
    *sweeping.arguments(),
    *leads.arguments(),
    *instant.arguments(),
    *receiving.arguments(),
    *supporting.arguments(),
    *petitioning.arguments(),
    *warned.arguments(),
    *returning.arguments(),
    *reviewing.arguments(),
    *writing.arguments(),
    (r"^cases/files/", lambda w: [{"pk": one.pk} for one in Attachment.objects.all()]),
    (r"plan/steps/<int:step_pk>/", co_handling.steps),
    (r"consultations/<int:pk>/items/", co_handling.items),
    (r"^(api/v1/)?consultations/<int:pk>/", co_handling.meetings),
    (r"^(api/v1/)?task-forces/<int:pk>/", co_handling.forces),
    (r"^(api/v1/)?task-forces/files/", co_handling.documents),
    (r"/moves/<slug:verb>/$", verbs),
    (r"/proposals/", proposals),
    (r"/parties/", lambda w: [{"pk": c.pk, "party_pk": p.pk} for c, p in parties_of(w)]),
    (r"/whistles/<int:direction_pk>/", whistles),
    (r"/print/<slug:document>/$", papers),
    (r"/papers/<slug:kind>/new/$", paper_kinds),
    (r"/papers/(<int:paper_pk>|<int:paper>)/", paper_files),
    (r"lettertemplate/house/", lambda w: [{"kind": kind} for kind in LETTERS]),
    (r"papertemplate/house/", lambda w: [{"kind": kind} for kind in PAPERS]),
    (r"cases/<int:pk>/dossier/<slug:form>/$", dossiers),
    (r"cases/<int:pk>/ways/<slug:way>/$", ways_out),
    (r"/safety/(support|duties)/<int:\w+>/$", safety_rows),
    (r"/requests/<int:asked>/$", asked_requests),
    (r"^api/v1/cases/<int:pk>/sessions/<int:session>/", sittings),
    (r"^sessions/<int:pk>/", lambda w: [{"pk": row["session"]} for row in sittings(w)]),
    (r"(^|/)bridges/<int:pk>/", letters),
    (r"^api/v1/cases/<int:pk>/", cases),
    (r"^(api/v1/\^)?cases/(<int:pk>|\(\?P<pk>)", cases),
    (
        r"half-months/<str:cut_off>/cells/",
        lambda w: [{"cut_off": CUT_OFFS[1], "column": column} for column in COLUMNS],
    ),
    (
        r"reports/petitions/<str:month>/cells/",
        lambda w: [
            {"month": MONTH, "column": column}
            for column in ("items_in", "claims", "assigned", "timely_rate", "accusations")
        ],
    ),
    (r"reports/petitions/<str:month>/", lambda w: [{"month": MONTH}]),
    (
        r"reports/periods/<str:name>/cells/",
        lambda w: [
            {"name": "2026", "column": column}
            for column in (*COLUMNS, "to_answer", "answer_mean", "kept_rate", "found_rate")
        ],
    ),
    (r"reports/periods/<str:name>/", lambda w: [{"name": one} for one in ("2026-11", "2026-Q4")]),
    (r"reports/goals/<str:year>/", lambda w: [{"year": "2026"}]),
    (
        r"reports/forms/<str:form>/<str:code>/cells/",
        lambda w: [
            {"form": form, "code": code, "number": number}
            for form, code in (("survey", MONTH), ("mediation", "2026-Q4"))
            for number in (1, 2, 5, 38)
        ],
    ),
    (
        r"reports/forms/<str:form>/<str:code>/",
        lambda w: [
            {"form": form, "code": code}
            for form, code in (("survey", MONTH), ("survey", "2026"), ("mediation", "2026-Q4"))
        ],
    ),
    (r"half-months/<str:cut_off>", lambda w: [{"cut_off": day} for day in CUT_OFFS]),
    (r"exports/<uuid:pk>/", lambda w: [{"pk": one.pk} for one in Export.objects.all()]),
    (r"^\^drafts/", lambda w: [{"kind": kind} for kind in ("case", "move-note")]),
    (r"^admin/r/", site_links),
    (r"^admin/\^\(\?P<app_label>", lambda w: [{"app_label": name} for name in ("core", "grids")]),
    (r"^admin/\(\?P<url>", lambda w: [{"url": "nothing-here"}, {"url": "cases/case/"}]),
]  # fmt: skip


def rows_for(pattern: Pattern, world: World) -> list[dict[str, Any]] | None:
    """Arguments for a pattern; None when nothing here fills it."""
    if not pattern.names:
        return [{}]
    if re.match(r"admin/(?!r/).*<path:object_id>", pattern.route):
        return list(admin_rows(pattern.route)(world))
    for route, rows in ARGUMENTS:
        if re.search(route, pattern.route):
            found = list(rows(world))
            is_filled = found and all(set(pattern.names) <= set(row) for row in found)
            return found if is_filled else None
    return None


def filled(world: World) -> Iterator[tuple[Pattern, str]]:
    """Every pattern with every address that it is walked at."""
    for pattern in patterns():
        for row in rows_for(pattern, world) or []:
            path = pattern.fill(row)
            yield pattern, f"{path}?for=check" if pattern.name in HANDED_OUT else path


def schema_methods() -> set[tuple[str, str]]:
    """(path of the OpenAPI document, method), both as the document says them."""
    document = SchemaGenerator().get_schema(public=True)
    return {
        (path, method)
        for path, methods in document["paths"].items()
        for method in methods
        if method != "parameters"
    }
