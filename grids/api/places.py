"""The map of the town over JSON: its places, what became of them, the acts that change it.

A published list of divisions is compared first (`POST /places/import/`) and taken over with the
`digest` of what was shown.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.access import may_change_places, may_read_places
from grids.enums import Level
from grids.models import Division, DivisionChange
from grids.selectors import centre_of
from grids.selectors import changes as map_of
from grids.services import changes, importing
from mediation.core.errors import Refused
from mediation.core.models import User

LONGEST_LIST = 2 * 1024 * 1024  # characters


class NewestChanges(CursorPagination):
    page_size = 50
    ordering = ("-on", "-pk")


class PlaceOut(serializers.ModelSerializer[Division]):
    """`full_name` says the parent too: a village's own name alone is no place."""

    label = serializers.CharField(source="short_name")
    full_name = serializers.SerializerMethodField()
    parent = serializers.CharField(source="parent.code", default=None, allow_null=True)
    merged_into = serializers.CharField(source="merged_into.code", default=None, allow_null=True)

    class Meta:
        model = Division
        fields = (
            *("code", "label", "name", "full_name", "level", "kind", "parent"),
            *("is_active", "valid_from", "valid_to", "merged_into"),
        )

    def get_full_name(self, place: Division) -> str:
        return map_of.full_name(place)


class FormerNameOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField(source="short_name")
    valid_to = serializers.DateField()


class ChangeOut(serializers.ModelSerializer[DivisionChange]):
    """`moved`: how much open work went along, by kind of matter."""

    division = serializers.CharField(source="division.code")
    into = serializers.CharField(source="into.code", default=None, allow_null=True)
    by = serializers.CharField(source="by.name")
    on_behalf_of = serializers.CharField(source="on_behalf_of.name", default=None, allow_null=True)
    moved = serializers.SerializerMethodField()

    class Meta:
        model = DivisionChange
        fields = (
            *("id", "division", "kind", "into", "name_before", "name_after"),
            *("on", "reason", "document", "moved", "by", "on_behalf_of", "at"),
        )

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_moved(self, change: DivisionChange) -> dict[str, int]:
        return dict(change.moved)


class ChangePage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ChangeOut(many=True)


class OnePlaceOut(serializers.Serializer[Any]):
    place = PlaceOut()
    former_names = FormerNameOut(many=True)
    open_work = serializers.DictField(child=serializers.IntegerField())
    changes = ChangeOut(many=True)


class ActIn(serializers.Serializer[Any]):
    """What an act takes besides its day and reason: `into` of merge; `name`, `short_name` of
    rename, split and grid; `code` and `grids` of split."""

    act = serializers.ChoiceField(["rename", "merge", "split", "close", "grid"], label="做什么")
    on = serializers.DateField(label="生效日期")
    reason = serializers.CharField(label="事由", max_length=200)
    document = serializers.CharField(
        label="批准文件", max_length=100, required=False, allow_blank=True
    )
    into = serializers.CharField(label="并入哪里（代码）", max_length=14, required=False)
    code = serializers.CharField(label="新村（社区）的代码", max_length=12, required=False)
    name = serializers.CharField(label="法定名称", max_length=60, required=False)
    short_name = serializers.CharField(label="简称", max_length=40, required=False)
    grids = serializers.ListField(
        child=serializers.CharField(max_length=14), label="划过去的网格（代码）", required=False
    )


class ListIn(serializers.Serializer[Any]):
    do = serializers.ChoiceField(["compare", "take_over"], label="做什么", default="compare")
    text = serializers.CharField(
        label="区划表（CSV）", max_length=LONGEST_LIST, trim_whitespace=False
    )
    on = serializers.DateField(label="生效日期", required=False)
    reason = serializers.CharField(label="事由", max_length=200, required=False)
    document = serializers.CharField(
        label="批准文件", max_length=100, required=False, allow_blank=True
    )
    digest = serializers.CharField(label="核对过的摘要", max_length=64, required=False)
    fates = serializers.DictField(
        child=serializers.CharField(max_length=14),
        label="不在表里的去向：代码 → 并入的代码，或 close",
        required=False,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = ("on", "reason", "digest") if attrs["do"] == "take_over" else ()
        missing = {name: "这一格还没有填。" for name in needed if not attrs.get(name)}
        if missing:
            raise serializers.ValidationError(missing)
        return attrs


class ListedOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField(source="short_name")
    name = serializers.CharField()


class RenamedOut(serializers.Serializer[Any]):
    code = serializers.CharField(source="place.code")
    before = serializers.CharField(source="place.name")
    name = serializers.CharField()
    label = serializers.CharField(source="short_name")


class GoneOut(serializers.Serializer[Any]):
    """`suggested` is a code that might have taken it in; never taken by itself."""

    code = serializers.CharField(source="place.code")
    full_name = serializers.SerializerMethodField()
    open_work = serializers.DictField(child=serializers.IntegerField())
    suggested = serializers.CharField()

    def get_full_name(self, gone: importing.Gone) -> str:
        return map_of.full_name(gone.place)


class DifferenceOut(serializers.Serializer[Any]):
    added = ListedOut(many=True)
    renamed = RenamedOut(many=True)
    gone = GoneOut(many=True)
    reopened = ListedOut(many=True)
    unchanged = serializers.IntegerField()
    elsewhere = serializers.IntegerField()
    digest = serializers.CharField()


class _Places(APIView):
    def places(self) -> Any:
        """Every place of the reader's town. Raises Http404 for who does not keep the map."""
        user: User = self.request.user  # type: ignore[assignment]
        if not may_read_places(user) or centre_of(user) is None:
            raise Http404
        return map_of.visible_places(user).select_related("parent", "merged_into")

    def keeper(self) -> User:
        user: User = self.request.user  # type: ignore[assignment]
        if not may_change_places(user) or centre_of(user) is None:
            raise Http404
        return user


class PlacesView(_Places):
    @extend_schema(
        operation_id="places_list",
        parameters=[OpenApiParameter("closed", type=bool)],
        responses=PlaceOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Villages and grids in use, by code; `closed=1` adds those that are no more."""
        found = self.places()
        if request.query_params.get("closed") not in ("1", "true"):
            found = found.filter(is_active=True)
        return Response(PlaceOut(found, many=True).data)


class PlaceView(_Places):
    @extend_schema(operation_id="places_retrieve", responses=OnePlaceOut)
    def get(self, request: Request, code: str) -> Response:
        """One place: its names, what is open in it, what became of it."""
        place = get_object_or_404(self.places(), code=code)
        user: User = request.user  # type: ignore[assignment]
        told = map_of.visible_changes(user)
        whole = {
            "place": place,
            "former_names": place.former_names.order_by("-valid_to", "-pk"),
            "open_work": map_of.open_at(place),
            "changes": (told.filter(division=place) | told.filter(into=place)),
        }
        return Response(OnePlaceOut(whole).data)


class PlaceActView(_Places):
    @extend_schema(request=ActIn, responses={201: ChangeOut})
    def post(self, request: Request, code: str) -> Response:
        """rename · merge · split · close · grid, each with its day and reason."""
        user = self.keeper()
        place = get_object_or_404(self.places(), code=code)
        form = ActIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        done = ACTS[given.pop("act")](user, place, given)
        return Response(ChangeOut(done).data, status=status.HTTP_201_CREATED)


class PlaceChangesView(_Places):
    @extend_schema(operation_id="place_changes_list", responses=ChangePage)
    def get(self, request: Request) -> Response:
        """Everything that became of the town's places, newest first."""
        self.places()
        pages = NewestChanges()
        user: User = request.user  # type: ignore[assignment]
        page = pages.paginate_queryset(map_of.visible_changes(user), request)
        return pages.get_paginated_response(ChangeOut(page, many=True).data)


class PlaceListView(_Places):
    @extend_schema(request=ListIn, responses={200: DifferenceOut, 201: ChangeOut(many=True)})
    def post(self, request: Request) -> Response:
        """compare: what the list says otherwise, nothing is written. take_over: make it true."""
        user = self.keeper()
        form = ListIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        rows = importing.rows_of(given["text"].removeprefix("\ufeff"))
        if given["do"] == "take_over":
            written = importing.take_list_over(
                rows,
                user,
                on=given["on"],
                reason=given["reason"],
                document=given.get("document", ""),
                fates=given.get("fates", {}),
                digest=given["digest"],
            )
            out = ChangeOut(written, many=True)
            return Response(out.data, status=status.HTTP_201_CREATED)
        found = importing.compare(rows, _centre(user))
        if found.refused:
            raise Refused("invalid_file", found.refused[0], field="text")
        return Response(DifferenceOut(found).data)


def _centre(user: User) -> Division:
    centre = centre_of(user)
    if centre is None:
        raise Http404
    return centre


def _words(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Day, reason and paper, and what else the act takes; an empty word where none was sent."""
    found = {name: given[name] for name in ("on", "reason", "document") if name in given}
    return found | {name: given.get(name, "") for name in names}


def _merge(user: User, place: Division, given: Mapping[str, Any]) -> DivisionChange:
    into = map_of.visible_places(user).filter(code=given.get("into", "")).first()
    if into is None:
        raise Refused("invalid_target", "没有找到要并入的地方，请再看一眼代码。", field="into")
    return changes.merge(place, into, user, **_words(given))


def _split(user: User, place: Division, given: Mapping[str, Any]) -> DivisionChange:
    codes = list(dict.fromkeys(given.get("grids", ())))
    within = place.children.filter(level=Level.GRID, is_active=True)
    grids = list(within.filter(code__in=codes))
    if len(grids) != len(codes):
        raise Refused("invalid_grid", "请从本村（社区）在用的网格里选。", field="grids")
    words = _words(given, "code", "name", "short_name")
    return changes.split(place, user, grids=grids, **words)


def _grid(user: User, place: Division, given: Mapping[str, Any]) -> DivisionChange:
    words = _words(given, "name", "short_name")
    words.pop("document", None)
    return changes.add_grid(place, user, **words)


ACTS: Mapping[str, Callable[[User, Division, Mapping[str, Any]], DivisionChange]] = {
    "rename": lambda user, place, given: changes.rename(
        place, user, **_words(given, "name", "short_name")
    ),
    "merge": _merge,
    "split": _split,
    "close": lambda user, place, given: changes.close(place, user, **_words(given)),
    "grid": _grid,
}
