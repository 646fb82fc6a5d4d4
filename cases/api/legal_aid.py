"""法律援助初审单 over JSON."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.enums.legal_aid import AidAnswer, AidMatter, AidMeans, AidResult
from cases.models import LegalAidCheck
from cases.selectors import legal_aid as reading
from cases.services import legal_aid
from grids.selectors import centre_of
from mediation.core import clock


class CheckIn(serializers.Serializer[Any]):
    form_key = serializers.UUIDField(label="表单标识")
    inquiry = serializers.IntegerField(label="从哪次咨询来", required=False)
    case = serializers.IntegerField(label="从哪件案件来", required=False)
    applicant = serializers.CharField(label="申请人", max_length=legal_aid.LONGEST_NAME)
    facts = serializers.CharField(label="事由", max_length=legal_aid.LONGEST_FACTS)
    matter = serializers.ChoiceField(AidMatter.choices, label="申请事项")
    means = serializers.ChoiceField(AidMeans.choices, label="经济条件")
    result = serializers.ChoiceField(AidResult.choices, label="初审意见")
    missing = serializers.CharField(
        label="还差哪些材料", max_length=legal_aid.LONGEST_MISSING, required=False, allow_blank=True
    )
    is_urgent = serializers.BooleanField(label="情形紧急", required=False)
    checked_on = serializers.DateField(label="初审日期", required=False, allow_null=True)


class CheckOut(serializers.ModelSerializer[LegalAidCheck]):
    class Meta:
        model = LegalAidCheck
        fields = (
            "id", "number", "inquiry", "case", "applicant", "facts", "matter", "means", "result",
            "missing", "is_urgent", "checked_on", "forwarded_on", "due_on", "due_basis",
            "answer", "answered_on",
        )  # fmt: skip


class StepIn(serializers.Serializer[Any]):
    """Without an answer it is sent on; with one, the answer is written down."""

    answer = serializers.ChoiceField(AidAnswer.choices, label="答复", required=False)
    on = serializers.DateField(label="日期", required=False)


class AidCountsOut(serializers.Serializer[Any]):
    """Of one year: how many, never of whom."""

    year = serializers.IntegerField()
    checked = serializers.IntegerField(help_text="初审")
    forwarded = serializers.IntegerField(help_text="转区法律援助中心")
    granted = serializers.IntegerField(help_text="给予援助")
    waiting = serializers.IntegerField(help_text="等答复")


class NewestChecks(CursorPagination):
    page_size = 50
    ordering = ("-pk",)


class ChecksView(APIView):
    def reader(self, request: Request) -> Any:
        if not reading.may_check(request.user):
            raise Http404
        return request.user

    @extend_schema(responses=CheckOut(many=True))
    def get(self, request: Request) -> Response:
        pages = NewestChecks()
        page = pages.paginate_queryset(reading.visible_checks(self.reader(request)), request)
        return pages.get_paginated_response(CheckOut(page, many=True).data)

    @extend_schema(request=CheckIn, responses={201: CheckOut})
    def post(self, request: Request) -> Response:
        user = self.reader(request)
        form = CheckIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        inquiry, case = reading.matter_of(
            user, str(given.pop("inquiry", "")), str(given.pop("case", ""))
        )
        done = legal_aid.check(user, **given, inquiry=inquiry, case=case)
        return Response(CheckOut(done).data, status=status.HTTP_201_CREATED)


class CountsView(APIView):
    @extend_schema(responses=AidCountsOut)
    def get(self, request: Request) -> Response:
        """This year's numbers, for the legal window and the director."""
        centre = centre_of(request.user)
        if centre is None or not reading.may_count(request.user):
            raise Http404
        year = clock.today().year
        return Response(AidCountsOut({"year": year, **reading.check_counts(centre, year)}).data)


class CheckView(APIView):
    def check(self, pk: int) -> LegalAidCheck:
        return get_object_or_404(reading.visible_checks(self.request.user), pk=pk)

    @extend_schema(responses=CheckOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(CheckOut(self.check(pk)).data)

    @extend_schema(request=StepIn, responses=CheckOut)
    def post(self, request: Request, pk: int) -> Response:
        """Send it on, or write down what the district's centre decided."""
        found = self.check(pk)
        form = StepIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        if "answer" in given:
            found = legal_aid.note_answer(found, request.user, **given)
        else:
            found = legal_aid.forward(found, request.user, given.get("on"))
        return Response(CheckOut(found).data)
