"""`/reports/targets/`: which line holds for which rate, and where 平安办 draws another."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from grids.models import Division
from grids.selectors.changes import villages_during
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.access import Reader, reader
from reporting.figures.aims import AIMS, spelled
from reporting.forms.targets import TargetForm
from reporting.models import Target
from reporting.selectors.targets import Line, Lines, lines_of, visible_targets
from reporting.services.targets import EARLIEST, set_target


@dataclass(frozen=True)
class PlaceLines:
    """The lines of one place; `code` is empty for the town."""

    code: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Asked:
    """What a reader sees of the lines of a town and year."""

    reader: Reader
    lines: Lines
    places: tuple[PlaceLines, ...]
    history: QuerySet[Target]

    @property
    def centre(self) -> Division:
        return self.lines.centre

    @property
    def year(self) -> int:
        return self.lines.year

    @property
    def villages(self) -> QuerySet[Division]:
        codes = [place.code for place in self.places if place.code]
        return Division.objects.filter(code__in=codes).order_by("code")


def asked_of(user: User, asked: Any) -> Asked:
    """`year` (this one by default), `town`. Raises Http404. A committee reads the town's lines and
    its own villages'.
    """
    who = reader(user)
    code, written = asked.get("town", ""), asked.get("year") or f"{clock.today().year}"
    centre = next((town for town in who.towns if code in ("", town.code)), None)
    if centre is None or not written.isdecimal() or len(written) != 4:
        raise Http404
    year = int(written)
    if not EARLIEST <= year <= clock.today().year + 1:
        raise Http404
    lines = lines_of(centre, year)
    first, last = clock.today().replace(year=year, month=1, day=1), clock.today()
    villages = [
        each
        for each in villages_during(centre, min(first, last), last)
        if who.villages is None or each.pk in who.villages
    ]
    places = [PlaceLines("", centre.name, _every(lines, ""))]
    places += [
        PlaceLines(each.code, each.short_name, _every(lines, each.code))
        for each in sorted(villages, key=lambda each: each.code)
    ]
    history = visible_targets(user).filter(centre=centre, year__lte=year)
    return Asked(
        who,
        lines,
        tuple(places),
        history.select_related("division", "by", "on_behalf_of").order_by("-id")[:50],
    )


def _every(lines: Lines, village: str) -> tuple[Line, ...]:
    return tuple(line for name in AIMS if (line := lines.of(name, village)) is not None)


@never_cache
@require_http_methods(["GET", "POST"])
def targets(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    found = asked_of(user, request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and not found.reader.may_lock:
        raise Http404
    form = TargetForm(request.POST or None, villages=found.villages)
    if request.method == "POST" and form.is_valid():
        try:
            target = set_target(user, found.centre, year=found.year, **form.cleaned_data)
        except Refused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, refused.sentence)
        else:
            messages.success(
                request, f"{AIMS[target.figure].label}的目标已定，从{target.year}年起。"
            )
            address = f"{reverse('reporting:targets')}?year={found.year}&town={found.centre.code}"
            return redirect(address)
    today = clock.today().year
    context = {
        "asked": found,
        "aims": AIMS.values(),
        "form": form if found.reader.may_lock else None,
        "years": [today - 1, today, today + 1],
        "history": [
            (AIMS[each.figure].label, spelled(each.least), each)
            for each in found.history
            if each.figure in AIMS
        ],
    }
    return render(request, "reporting/targets.html", context)
