"""The map of the town: its villages and grids, what became of them, and the acts that change it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from grids.access import may_change_places, may_read_places
from grids.forms import places as forms
from grids.models import Division, DivisionChange
from grids.selectors import centre_of
from grids.selectors import changes as map_of
from grids.services import changes, importing
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

SHOWN = 20  # changes on the first page
NOTHING_SHOWN: Mapping[str, Any] = {
    "found": None, "digest": "", "text": "", "gone": (), "choices": ()
}  # fmt: skip
KINDS = {"cases": "案件", "petitions": "信访件", "leads": "苗头", "directions": "待回话"}


@dataclass(frozen=True)
class Way:
    """One way to change a place: its words, its form, what carries it out."""

    label: str
    says: str
    form: type[forms.ActForm]
    act: Callable[..., DivisionChange]
    levels: frozenset[str]
    shows_open_work: bool = False


BOTH = frozenset(changes.CHANGING)
VILLAGE = frozenset(changes.CHANGING[:1])
WAYS: Mapping[str, Way] = {
    "rename": Way(
        "更名", "换一个名称，原名留在历史里，旧文书不变。", forms.RenameForm, changes.rename, BOTH
    ),
    "merge": Way(
        "并入",
        "没办完的事、在岗人员和网格一起转过去，期限照旧；办完的留在原名下，两年的表都对得上。",
        forms.MergeForm,
        lambda place, actor, *, into, **words: changes.merge(place, into, actor, **words),
        BOTH,
        shows_open_work=True,
    ),
    "split": Way(
        "拆分",
        "从这里分出一个新的村（社区）。选中的网格和网格里没办完的事转过去，其余不动。",
        forms.SplitForm,
        changes.split,
        VILLAGE,
        shows_open_work=True,
    ),
    "close": Way(
        "撤销",
        "没有去处的才撤销；还有没办完的事时，请办“并入”。",
        forms.CloseForm,
        changes.close,
        BOTH,
        shows_open_work=True,
    ),
    "grid": Way(
        "新增网格", "在这个村（社区）里加一个网格。", forms.GridForm, changes.add_grid, VILLAGE
    ),
}


def in_sight(user: User, code: str) -> Division:
    places = map_of.visible_places(user).select_related("parent")
    return get_object_or_404(places, code=code)


@never_cache
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not may_read_places(user) or centre_of(user) is None:
        raise Http404
    with_closed = request.GET.get("closed") == "1"
    branches = map_of.tree(user, with_closed=with_closed)
    return render(
        request,
        "grids/places/tree.html",
        {
            "branches": branches,
            "in_use": sum(1 for one in branches if one.village.is_active),
            "grid_count": sum(1 for one in branches for grid in one.grids if grid.is_active),
            "with_closed": with_closed,
            "changes": told(list(map_of.visible_changes(user)[:SHOWN])),
            "may_change": may_change_places(user),
            "ways": WAYS,
        },
    )


@never_cache
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """Everything that became of the town's places, newest first."""
    user = signed_in(request)
    if not may_read_places(user) or centre_of(user) is None:
        raise Http404
    found = told(list(map_of.visible_changes(user)))
    return render(request, "grids/places/history.html", {"changes": found})


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """One change of one place, see `WAYS`."""
    user = signed_in(request)
    place = in_sight(user, code)
    way = WAYS.get(act)
    if way is None or not may_change_places(user) or place.level not in way.levels:
        raise Http404
    initial = {"name": place.name, "short_name": place.short_name} if act == "rename" else {}
    form = way.form(request.POST or None, place=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = way.act(place, user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            messages.success(request, f"{sentence(done)}{carried(done.moved)}。")
            return redirect("grids:places")
    return render(
        request,
        "grids/places/change.html",
        {
            "place": place,
            "full_name": map_of.full_name(place),
            "way": way,
            "form": form,
            "open_work": counted(map_of.open_at(place)) if way.shows_open_work else "",
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest) -> HttpResponse:
    """A published list: shown as a difference first, taken over on the second click."""
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not may_change_places(user):
        raise Http404
    if request.method == "GET":
        form = forms.ListForm(initial={"on": clock.today()})
        return render(request, "grids/places/import.html", {"form": form, **NOTHING_SHOWN})
    form = forms.ListForm(request.POST, request.FILES)
    found: importing.Difference | None = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            rows = importing.rows_of(given["text"])
            found = importing.compare(rows, centre)
            if request.POST.get("do") == "take_over":
                written = importing.take_list_over(
                    rows,
                    user,
                    on=given["on"],
                    reason=given["reason"],
                    document=given["document"],
                    fates=_fates(request),
                    digest=given["digest"],
                )
                messages.success(request, f"照表改好了，共 {len(written)} 处变动。")
                return redirect("grids:place_history")
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
    return render(
        request,
        "grids/places/import.html",
        {"form": form, **NOTHING_SHOWN, "found": found, **_shown(request, found, form, centre)},
    )


def _shown(
    request: HttpRequest, found: importing.Difference | None, form: Any, centre: Division
) -> dict[str, Any]:
    """The difference in words, with what may become of each place that is gone."""
    if found is None or found.refused:
        return {}
    added = [(one.code, one.short_name) for one in found.added]
    gone_codes = {one.place.code for one in found.gone}
    staying = map_of.villages_during(centre, clock.today(), clock.today()).order_by("code")
    choices = added + [(one.code, one.short_name) for one in staying if one.code not in gone_codes]
    fates = _fates(request)
    return {
        "text": form.cleaned_data.get("text", ""),
        "digest": found.digest,
        "choices": sorted(choices),
        "gone": [
            {
                "place": one.place,
                "name": map_of.full_name(one.place),
                "open_work": counted(one.open_work),
                "fate": fates.get(
                    one.place.code,
                    one.suggested or ("" if one.is_open else importing.CLOSE),
                ),
            }
            for one in found.gone
        ],
    }


def _fates(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix("fate_"): value
        for name, value in request.POST.items()
        if name.startswith("fate_") and isinstance(value, str)
    }


def told(rows: list[DivisionChange]) -> list[dict[str, Any]]:
    return [{"row": row, "sentence": sentence(row), "moved": counted(row.moved)} for row in rows]


def sentence(row: DivisionChange) -> str:
    """One change in words: 石马村并入致远社区."""
    name = map_of.full_name(row.division)
    before = row.name_before or row.division.short_name
    into = row.into.short_name if row.into else ""
    words = {
        "added": f"新设{name}",
        "renamed": f"{before}更名为{row.name_after}",
        "merged": f"{before}并入{row.name_after or into}",
        "split": f"从{before}分出{row.name_after or into}",
        "closed": f"撤销{name}",
        "reopened": f"恢复{name}",
    }
    return words.get(row.kind, name)


def counted(counts: Mapping[str, int]) -> str:
    """案件 3 件、信访件 1 件."""
    return "、".join(f"{KINDS[kind]} {count} 件" for kind, count in counts.items() if kind in KINDS)


def carried(counts: Mapping[str, int]) -> str:
    found = counted(counts)
    return f"，{found}随之转过去" if found else ""
