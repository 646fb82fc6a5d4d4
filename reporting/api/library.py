"""案例库 over JSON: the published examples, one of them, a draft and its steps."""

import uuid
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reporting.models import LibraryEntry
from reporting.review_enums import Cause, FailReason, LibraryState
from reporting.selectors import library as reading
from reporting.services import library
from reporting.services.library import FIELDS, LONGEST, LONGEST_TITLE
from reporting.views.library import act, forms_for


class LibraryEntryOut(serializers.ModelSerializer[LibraryEntry]):
    """Which case it was is not said."""

    category = serializers.CharField(source="category.code")
    division = serializers.CharField(source="division.code", default=None, allow_null=True)

    class Meta:
        model = LibraryEntry
        fields = (
            "id", "state", "kind", "category", "division", "title", "story", "way", "lesson",
            "cause", "reason", "version", "published_at",
        )  # fmt: skip


class LibraryTellIn(serializers.Serializer[Any]):
    case = serializers.IntegerField(label="出自哪件")
    form_key = serializers.UUIDField(label="表单标识", required=False)
    title = serializers.CharField(label="题目", max_length=LONGEST_TITLE)
    story = serializers.CharField(label="怎么回事", max_length=LONGEST)
    way = serializers.CharField(label="怎么做的", max_length=LONGEST)
    lesson = serializers.CharField(label="经验或教训", max_length=LONGEST)
    cause = serializers.ChoiceField(Cause.choices, label="成因")
    reason = serializers.ChoiceField(
        FailReason.choices, label="没谈成的原因", required=False, allow_blank=True, default=""
    )


class LibraryStepIn(serializers.Serializer[Any]):
    """`do`: amend (the words, `version`) · consent (`party`, `is_written`, `on`) · take_back
    (`party`) · publish (`version`, `is_looked_over`) · withdraw (`why`)."""

    do = serializers.ChoiceField(
        [
            ("amend", "改草稿"),
            ("consent", "记同意"),
            ("take_back", "收回同意"),
            ("publish", "放入"),
            ("withdraw", "撤下"),
        ]
    )
    version = serializers.IntegerField(required=False)
    party = serializers.IntegerField(required=False)
    is_written = serializers.BooleanField(required=False, default=False)
    on = serializers.DateField(required=False, allow_null=True)
    is_looked_over = serializers.BooleanField(required=False, default=False)
    why = serializers.CharField(required=False, allow_blank=True, max_length=200)
    title = serializers.CharField(required=False, max_length=LONGEST_TITLE)
    story = serializers.CharField(required=False, max_length=LONGEST)
    way = serializers.CharField(required=False, max_length=LONGEST)
    lesson = serializers.CharField(required=False, max_length=LONGEST)
    cause = serializers.ChoiceField(Cause.choices, required=False)
    reason = serializers.ChoiceField(FailReason.choices, required=False, allow_blank=True)


class NewestEntries(CursorPagination):
    page_size = 50
    ordering = ("-pk",)


class LibraryView(APIView):
    @extend_schema(
        operation_id="library_list",
        parameters=[OpenApiParameter("category", str, description="类别的两位代码")],
        responses=LibraryEntryOut(many=True),
    )
    def get(self, request: Request) -> Response:
        if not reading.may_read(request.user):
            raise Http404
        found = reading.visible_entries(request.user).filter(state=LibraryState.PUBLISHED)
        if code := request.query_params.get("category", ""):
            found = found.filter(category__code=code)
        pages = NewestEntries()
        page = pages.paginate_queryset(found, request)
        return pages.get_paginated_response(LibraryEntryOut(page, many=True).data)

    @extend_schema(
        operation_id="library_create", request=LibraryTellIn, responses={201: LibraryEntryOut}
    )
    def post(self, request: Request) -> Response:
        if not reading.may_read(request.user):
            raise Http404
        form = LibraryTellIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        case = reading.case_of(request.user, given["case"])
        entry = library.write(
            request.user,
            case,
            form_key=given.get("form_key") or uuid.uuid4(),
            **{name: given[name] for name in FIELDS},
        )
        return Response(LibraryEntryOut(entry).data, status=status.HTTP_201_CREATED)


class LibraryEntryView(APIView):
    @extend_schema(operation_id="library_retrieve", responses=LibraryEntryOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(LibraryEntryOut(reading.entry_of(request.user, pk)).data)

    @extend_schema(
        operation_id="library_step", request=LibraryStepIn, responses={200: LibraryEntryOut}
    )
    def post(self, request: Request, pk: int) -> Response:
        entry = reading.entry_of(request.user, pk)
        form = LibraryStepIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        if given["do"] in ("consent", "take_back") and "party" not in given:
            raise serializers.ValidationError({"party": ["请写明是哪一位当事人"]})
        act_on(request, entry, given)
        entry.refresh_from_db()
        return Response(LibraryEntryOut(entry).data)


def act_on(request: Request, entry: LibraryEntry, given: dict[str, Any]) -> None:
    """Only what the page would offer him, except to publish, whose refusals say why."""
    offered = forms_for(request.user, entry, request._request)
    if given["do"] not in offered and given["do"] != "publish":
        raise Http404
    act(request.user, entry, given["do"], given)
