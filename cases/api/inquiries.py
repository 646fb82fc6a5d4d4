"""咨询 over JSON: answered at a window, read by the windows and the director, counted by topic."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import enums
from cases.models import Inquiry
from cases.selectors import inquiries as asked
from cases.selectors.visits import visible_visits
from cases.services import inquiries
from grids.selectors import centre_of
from mediation.core import clock


class NewestInquiries(CursorPagination):
    page_size = 50
    ordering = ("-pk",)


class InquiryOut(serializers.ModelSerializer[Inquiry]):
    """One question and its answer; nobody's name but that of who answered."""

    topic = serializers.CharField(source="topic.code", default=None, allow_null=True)
    answered_by = serializers.CharField(source="answered_by.name")

    class Meta:
        model = Inquiry
        fields = (
            "id", "number", "on", "window", "asked", "topic", "answer", "law", "where_to",
            "answered_by", "answered_at", "is_printed",
        )  # fmt: skip


class InquiryPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = InquiryOut(many=True)


class InquiryIn(serializers.Serializer[Any]):
    form_key = serializers.UUIDField(label="表单号")
    window = serializers.ChoiceField(enums.Window.choices, label="窗口")
    asked = serializers.CharField(label="问的什么", max_length=inquiries.LONGEST_ASKED)
    answer = serializers.CharField(label="怎么答的", max_length=inquiries.LONGEST_ANSWER)
    law = serializers.CharField(label="依据", max_length=inquiries.LONGEST_LAW)
    topic = serializers.CharField(
        label="类别代码", max_length=2, required=False, allow_blank=True, allow_null=True
    )
    where_to = serializers.CharField(
        label="接下来去哪里", max_length=inquiries.LONGEST_PLACE, required=False, allow_blank=True
    )
    on = serializers.DateField(label="哪天问的", required=False, allow_null=True)
    visit = serializers.IntegerField(label="来访", required=False, allow_null=True)
    version = serializers.IntegerField(label="来访的版本", required=False, allow_null=True)


class CountOut(serializers.Serializer[Any]):
    """Numbers of questions of a topic; never of persons."""

    topic = serializers.CharField()
    day = serializers.IntegerField()
    month = serializers.IntegerField()


class CountsIn(serializers.Serializer[Any]):
    on = serializers.DateField(label="哪天", required=False)


class CarriedOut(serializers.Serializer[Any]):
    """What a registration begins with; `visit` is the one that was taken up again."""

    narrative = serializers.CharField()
    category = serializers.CharField()
    visit = serializers.IntegerField(allow_null=True)


class InquiriesView(APIView):
    @extend_schema(operation_id="inquiries_list", responses=InquiryPage)
    def get(self, request: Request) -> Response:
        if not asked.may_read_inquiries(request.user):
            raise Http404
        pages = NewestInquiries()
        page = pages.paginate_queryset(asked.visible_inquiries(request.user), request)
        return pages.get_paginated_response(InquiryOut(page, many=True).data)

    @extend_schema(request=InquiryIn, responses={201: InquiryOut})
    def post(self, request: Request) -> Response:
        """Answer on the spot; with `visit` that visit is finished too. 404 for no window."""
        if not asked.may_answer(request.user):
            raise Http404
        form = InquiryIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        key = given.pop("visit", None)
        visit = get_object_or_404(visible_visits(request.user), pk=key) if key else None
        done = inquiries.answer_on_the_spot(request.user, **given, visit=visit)
        return Response(InquiryOut(done).data, status=status.HTTP_201_CREATED)


class InquiryView(APIView):
    @extend_schema(operation_id="inquiries_retrieve", responses=InquiryOut)
    def get(self, request: Request, pk: int) -> Response:
        found = get_object_or_404(asked.visible_inquiries(request.user), pk=pk)
        return Response(InquiryOut(found).data)


class InquiryCarryView(APIView):
    @extend_schema(request=None, responses=CarriedOut)
    def post(self, request: Request, pk: int) -> Response:
        """It is a dispute after all: its visit of today is taken up again."""
        found = get_object_or_404(asked.visible_inquiries(request.user), pk=pk)
        visit = inquiries.carry_over(found, request.user)
        begun = asked.said_in(request.user, str(found.pk))
        return Response(begun | {"visit": visit.pk if visit else None})


class InquiryCountsView(APIView):
    @extend_schema(parameters=[OpenApiParameter("on", type=str)], responses=CountOut(many=True))
    def get(self, request: Request) -> Response:
        """How many by topic, on a day (default today) and in its month up to it."""
        centre = centre_of(request.user)
        if centre is None or not asked.may_count_inquiries(request.user):
            raise Http404
        form = CountsIn(data=request.query_params)
        form.is_valid(raise_exception=True)
        counts = asked.inquiry_counts(centre, form.validated_data.get("on") or clock.today())
        return Response(CountOut(counts, many=True).data)
