"""Registers (台账) over JSON. The columns of each are in the list of registers."""

from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.enums.registers import RegisterState
from grids.models import Register
from grids.register_filters import RegisterFilter
from grids.registers import COLUMN_TYPES, KINDS, Kind
from grids.selectors import register_rights as rights
from grids.selectors import registers as found
from grids.services import registers as services
from mediation.core import files
from mediation.core.errors import Refused
from mediation.core.models import User

ACTS = ("amend", "approve", "return", "strike", "tick")


class NewestLines(CursorPagination):
    page_size = 50
    ordering = ("-happened_on", "-pk")


class ColumnOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()
    type = serializers.ChoiceField(choices=sorted(set(COLUMN_TYPES.values())))
    required = serializers.BooleanField(source="is_required")


class CodeOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()


class RegisterKindOut(serializers.Serializer[Any]):
    """One register: its columns in order, its choices, whether the caller writes in it."""

    code = serializers.CharField()
    label = serializers.CharField()
    about = serializers.CharField()
    columns = ColumnOut(many=True)
    sorts = CodeOut(many=True)
    is_approved = serializers.BooleanField(help_text="要审批")
    kept_years = serializers.IntegerField(help_text="保管年数")
    may_write = serializers.BooleanField()


class RegisterLineOut(serializers.Serializer[Any]):
    """`columns`: as the kind names them; a matter out of the caller's sight is not named."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    number = serializers.CharField(help_text="如 培训〔2026〕3号")
    unit = serializers.CharField(help_text="登记单位")
    by = serializers.CharField(help_text="登记人")
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=RegisterState.choices)
    decided_by = serializers.CharField(allow_null=True)
    decision = serializers.CharField(allow_blank=True)
    kept_until = serializers.DateField()
    version = serializers.IntegerField()
    columns = serializers.DictField(child=serializers.JSONField(allow_null=True))


class RegisterFileOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    uploaded_at = serializers.DateTimeField()


class RegisterEntryOut(RegisterLineOut):
    files = RegisterFileOut(many=True, help_text="内容在 files/{id}/")


class RegisterFileIn(serializers.Serializer[Any]):
    file = serializers.FileField()


class RegisterPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = RegisterLineOut(many=True)


class RegisterColumnsIn(serializers.Serializer[Any]):
    """Every column that a register may have; which of them one has, and needs, says its list."""

    happened_on = serializers.DateField(required=False)
    title = serializers.CharField(required=False, allow_blank=True)
    sort = serializers.CharField(required=False, allow_blank=True)
    place = serializers.CharField(required=False, allow_blank=True)
    headcount = serializers.IntegerField(required=False, allow_null=True)
    amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True
    )
    to_unit = serializers.CharField(required=False, allow_blank=True, help_text="单位代码")
    external_number = serializers.CharField(required=False, allow_blank=True)
    matter = serializers.CharField(required=False, allow_blank=True, help_text="案号")
    text = serializers.CharField(required=False, allow_blank=True)
    measures = serializers.CharField(required=False, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    done_on = serializers.DateField(required=False, allow_null=True)
    result = serializers.CharField(required=False, allow_blank=True)

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in self.validated_data.items() if name in COLUMN_TYPES}


class RegisterLineIn(RegisterColumnsIn):
    unit = serializers.CharField(required=False, help_text="为哪个单位登记，有几个时填")
    form_key = serializers.UUIDField(required=False)


class RegisterActIn(RegisterColumnsIn):
    """`words`: the opinion of an approval, the reason of a strike. `items`: lines that are met."""

    act = serializers.ChoiceField(choices=[(name, name) for name in ACTS])
    version = serializers.IntegerField(required=False, min_value=1)
    words = serializers.CharField(required=False, allow_blank=True, max_length=500)
    items = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=200)


def kind_row(user: User, kind: Kind) -> dict[str, Any]:
    return {
        "code": kind.code,
        "label": kind.label,
        "about": kind.about,
        "columns": kind.columns,
        "sorts": [{"code": code, "label": label} for code, label in kind.sorts],
        "is_approved": bool(kind.approvers),
        "kept_years": kind.kept_years,
        "may_write": rights.may_write(user, kind),
    }


def line_row(entry: Register, links: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "kind": entry.kind,
        "number": str(entry),
        "unit": entry.unit.short_name,
        "by": entry.by.name,
        "at": entry.at,
        "state": entry.state,
        "decided_by": entry.decided_by.name if entry.decided_by else None,
        "decision": entry.decision,
        "kept_until": found.kept_until(entry),
        "version": entry.version,
        "columns": {one.name: one.value for one in found.cells(entry, links)},
    }


def whole(user: User, entry: Register) -> dict[str, Any]:
    row = line_row(entry, found.links_of(user, [entry]))
    return dict(RegisterEntryOut(row | {"files": entry.files.order_by("pk")}).data)


def kind_in_sight(user: User, code: str) -> Kind:
    """Raises Http404."""
    kind = KINDS.get(code)
    if kind is None:
        raise Http404
    if not found.may_read(user, kind) and not found.entries(user, kind).exists():
        raise Http404
    return kind


class RegistersView(APIView):
    @extend_schema(operation_id="register_kinds", responses=RegisterKindOut(many=True))
    def get(self, request: Request) -> Response:
        """The registers that the caller reads or writes."""
        rows = [kind_row(request.user, kind) for kind in found.kinds_for(request.user)]
        return Response(RegisterKindOut(rows, many=True).data)


FILTERS = [
    OpenApiParameter(name, OpenApiTypes.STR)
    for name in ("q", "year", "unit", "sort", "state", "is_open", "happened_from", "happened_to")
]


class RegisterView(APIView):
    @extend_schema(operation_id="register_lines", parameters=FILTERS, responses=RegisterPage)
    def get(self, request: Request, kind: str) -> Response:
        """Lines of one register, newest first, with the filters of its page."""
        row = kind_in_sight(request.user, kind)
        lines = found.entries(request.user, row).select_related("decided_by")
        chosen = RegisterFilter(request.query_params, queryset=lines, request=request, kind=row)
        if not chosen.is_valid():
            raise serializers.ValidationError(dict(chosen.errors))
        pages = NewestLines()
        page = list(pages.paginate_queryset(chosen.qs, request) or [])
        links = found.links_of(request.user, page)
        rows = [line_row(one, links) for one in page]
        return pages.get_paginated_response(RegisterLineOut(rows, many=True).data)

    @extend_schema(request=RegisterLineIn, responses={201: RegisterEntryOut})
    def post(self, request: Request, kind: str) -> Response:
        """A new line; the same `form_key` again answers with the first one."""
        row = kind_in_sight(request.user, kind)
        form = RegisterLineIn(data=request.data)
        form.is_valid(raise_exception=True)
        extra = {
            name: form.validated_data[name]
            for name in ("unit", "form_key")
            if name in form.validated_data
        }
        made = services.enter(row.code, request.user, **extra, **form.columns())
        return Response(whole(request.user, made), status=status.HTTP_201_CREATED)


def entry_in_sight(user: User, kind: str, pk: int) -> Register:
    """Raises Http404."""
    lines = found.visible_registers(user).select_related("decided_by", "centre")
    return get_object_or_404(lines.filter(kind__in=KINDS), kind=kind, pk=pk)


class RegisterEntryView(APIView):
    @extend_schema(operation_id="register_line", responses=RegisterEntryOut)
    def get(self, request: Request, kind: str, pk: int) -> Response:
        return Response(whole(request.user, entry_in_sight(request.user, kind, pk)))

    @extend_schema(request=RegisterActIn, responses=RegisterEntryOut)
    def post(self, request: Request, kind: str, pk: int) -> Response:
        """Amend, approve, return, strike, tick."""
        entry = entry_in_sight(request.user, kind, pk)
        form = RegisterActIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        act, words = asked["act"], asked.get("words", "")
        if act == "amend":
            entry = services.amend(
                entry, request.user, version=asked.get("version"), **form.columns()
            )
        elif act in ("approve", "return"):
            entry = services.decide(
                entry, request.user, is_approved=act == "approve", decision=words
            )
        elif act == "strike":
            entry = services.strike(entry, request.user, reason=words)
        else:
            if "items" not in asked:
                raise Refused("needs", "请给做到了的条目。", field="items")
            met = set(asked["items"])
            lines = {one["item"].pk for one in found.checklist_of(entry)}
            if not met <= lines:
                raise Refused("invalid_choice", "清单里没有这一条。", field="items")
            entry = services.tick(entry, request.user, {pk: pk in met for pk in lines})
        return Response(whole(request.user, entry))


class RegisterFilesView(APIView):
    @extend_schema(
        request={"multipart/form-data": RegisterFileIn}, responses={201: RegisterEntryOut}
    )
    def post(self, request: Request, kind: str, pk: int) -> Response:
        """Keep a file with the line."""
        entry = entry_in_sight(request.user, kind, pk)
        upload = request.FILES.get("file")
        if upload is None:
            raise Refused("needs_file", "请先选一个文件。", field="file")
        services.attach(entry, request.user, upload)
        return Response(whole(request.user, entry), status=status.HTTP_201_CREATED)


class RegisterFileView(APIView):
    @extend_schema(responses={200: OpenApiTypes.BINARY})
    def get(self, request: Request, kind: str, pk: int, file: int) -> FileResponse:
        kept = found.files_for(request.user).filter(register=pk, register__kind=kind)
        return files.response_for(get_object_or_404(kept, pk=file))
