"""监测预警 over JSON: the list, one with what was counted, answers and the end, the measure."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.models import Division
from mediation.core import clock
from reporting.models import Warning, WarningAsk, WarningStep
from reporting.selectors import warning_details as details
from reporting.selectors import warnings as reading
from reporting.services import warnings
from reporting.services.warnings import BOUNDS, LONGEST
from reporting.views.warnings import measure_of
from reporting.warning_enums import WarningEnding, WarningSeries

MATTERS_PAGE = 1_000


class WarningAskOut(serializers.Serializer[WarningAsk]):
    unit = serializers.IntegerField(source="unit_id")
    name = serializers.CharField(source="unit.short_name")
    asked_on = serializers.DateField()
    due_on = serializers.DateField()
    answered_on = serializers.DateField(allow_null=True)


class WarningOut(serializers.ModelSerializer[Warning]):
    division = serializers.CharField(source="division.code")
    category = serializers.CharField(source="category.code")
    weeks = serializers.IntegerField(source="spell.weeks", help_text="对照多少周")
    reason = serializers.CharField(help_text="为什么预警，一句话")
    asks = WarningAskOut(many=True)

    class Meta:
        model = Warning
        fields = (
            "id", "series", "division", "category", "is_of_the_rest", "raised_on", "from_on",
            "to_on", "base_from_on", "weeks", "counted", "base_counted", "reason", "last_on",
            "most", "ending", "closing_reason", "closed_on", "asks",
        )  # fmt: skip


class WarningStepOut(serializers.Serializer[WarningStep]):
    kind = serializers.CharField()
    unit = serializers.CharField(source="unit.short_name", default=None, allow_null=True)
    found = serializers.CharField()
    done = serializers.CharField()
    words = serializers.CharField()
    by = serializers.CharField(source="by.name", default=None, allow_null=True)
    on_behalf_of = serializers.CharField(source="on_behalf_of.name", default=None, allow_null=True)
    at = serializers.DateTimeField()


class WarningWeekOut(serializers.Serializer[details.Week]):
    first_on = serializers.DateField()
    last_on = serializers.DateField()
    count = serializers.IntegerField()
    is_told = serializers.BooleanField()


class WarningMatterOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()


class WarningPageOut(serializers.Serializer[Any]):
    """`matters` are those in the reader's sight, `hidden` how many more were counted."""

    warning = WarningOut()
    steps = WarningStepOut(many=True)
    weeks = WarningWeekOut(many=True)
    matters = WarningMatterOut(many=True)
    hidden = serializers.IntegerField()


class WarningAnswerIn(serializers.Serializer[Any]):
    unit = serializers.IntegerField(label="单位")
    found = serializers.CharField(label="查明的情况", max_length=LONGEST)
    done = serializers.CharField(label="采取的措施", max_length=LONGEST)


class WarningAskIn(serializers.Serializer[Any]):
    """`do`: ask one more unit · send_back an answer (with a reason) · urge."""

    do = serializers.ChoiceField(
        [("ask", "请单位回复"), ("send_back", "请再说明"), ("urge", "催办")]
    )
    unit = serializers.IntegerField(label="单位")
    words = serializers.CharField(
        label="说明", max_length=LONGEST, required=False, allow_blank=True, default=""
    )


class WarningCloseIn(serializers.Serializer[Any]):
    ending = serializers.ChoiceField(WarningEnding.choices, label="结论")
    reason = serializers.CharField(label="理由", max_length=LONGEST)


class WarningMeasureIn(serializers.Serializer[Any]):
    series = serializers.ChoiceField(WarningSeries.choices, label="看什么")
    is_on = serializers.BooleanField(label="启用", default=True)
    at_least = serializers.IntegerField(
        label="近7天至少几件", min_value=BOUNDS["at_least"][0], max_value=BOUNDS["at_least"][1]
    )
    times = serializers.DecimalField(
        label="超过平时几倍",
        max_digits=3,
        decimal_places=1,
        min_value=BOUNDS["times"][0],
        max_value=BOUNDS["times"][1],
    )
    one_in = serializers.IntegerField(
        label="平时多少周才会碰巧有一次",
        min_value=BOUNDS["one_in"][0],
        max_value=BOUNDS["one_in"][1],
    )
    answer_workdays = serializers.IntegerField(
        label="几个工作日内回复",
        min_value=BOUNDS["answer_workdays"][0],
        max_value=BOUNDS["answer_workdays"][1],
    )


class WarningMeasureOut(serializers.Serializer[Any]):
    series = serializers.CharField()
    is_on = serializers.BooleanField()
    at_least = serializers.IntegerField()
    times = serializers.DecimalField(max_digits=3, decimal_places=1)
    one_in = serializers.IntegerField()
    answer_workdays = serializers.IntegerField()


class NewestWarnings(CursorPagination):
    page_size = 50
    ordering = ("-raised_on", "-pk")


class WarningsView(APIView):
    @extend_schema(
        operation_id="warnings_list",
        parameters=[OpenApiParameter("open", bool, description="只要没有结束的")],
        responses=WarningOut(many=True),
    )
    def get(self, request: Request) -> Response:
        if not reading.may_read(request.user):
            raise Http404
        found = reading.for_lists(reading.visible_warnings(request.user))
        if request.query_params.get("open") in ("1", "true"):
            found = found.filter(closed_on__isnull=True)
        pages = NewestWarnings()
        page = pages.paginate_queryset(found, request)
        return pages.get_paginated_response(WarningOut(page, many=True).data)


class WarningView(APIView):
    def warning(self, pk: int) -> Warning:
        found = reading.for_lists(reading.visible_warnings(self.request.user))
        one: Warning = get_object_or_404(found, pk=pk)
        return one

    def page(self, pk: int, code: int = status.HTTP_200_OK) -> Response:
        one = self.warning(pk)
        under = details.counted(self.request.user, one)
        body = {
            "warning": one,
            "steps": one.steps.select_related("unit", "by", "on_behalf_of").order_by("pk"),
            "weeks": details.weeks_around(one, clock.today()),
            "matters": under.matters[:MATTERS_PAGE],
            "hidden": under.hidden,
        }
        return Response(WarningPageOut(body).data, status=code)

    @extend_schema(operation_id="warning", responses=WarningPageOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.page(pk)


class WarningAnswersView(WarningView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="warning_answer", request=WarningAnswerIn, responses={201: WarningPageOut}
    )
    def post(self, request: Request, pk: int) -> Response:
        """A unit that was asked says what it found and what it does."""
        one = self.warning(pk)
        form = WarningAnswerIn(data=request.data)
        form.is_valid(raise_exception=True)
        warnings.answer(one, request.user, **form.validated_data)
        return self.page(pk, status.HTTP_201_CREATED)


class WarningAsksView(WarningView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="warning_ask", request=WarningAskIn, responses={201: WarningPageOut}
    )
    def post(self, request: Request, pk: int) -> Response:
        """平安办 asks one more unit, sends an answer back, or urges."""
        one = self.warning(pk)
        form = WarningAskIn(data=request.data)
        form.is_valid(raise_exception=True)
        unit, text = form.validated_data["unit"], form.validated_data["words"]
        if form.validated_data["do"] == "ask":
            warnings.ask_too(one, request.user, unit=unit, words_of=text)
        elif form.validated_data["do"] == "send_back":
            warnings.send_back(one, request.user, unit=unit, reason=text)
        else:
            warnings.urge(one, request.user, unit=unit)
        return self.page(pk, status.HTTP_201_CREATED)


class WarningCloseView(WarningView):
    http_method_names = ["post", "options"]

    @extend_schema(operation_id="warning_close", request=WarningCloseIn, responses=WarningPageOut)
    def post(self, request: Request, pk: int) -> Response:
        """平安办 ends it with what it was, and why."""
        one = self.warning(pk)
        form = WarningCloseIn(data=request.data)
        form.is_valid(raise_exception=True)
        warnings.close(one, request.user, **form.validated_data)
        return self.page(pk)


class WarningMeasureView(APIView):
    """The town's measure (本镇规定): 平安办 and the director."""

    def centre(self) -> Division:
        found = reading.keeping_centre(self.request.user)
        if found is None:
            raise Http404
        return found

    def answer(self, code: int = status.HTTP_200_OK) -> Response:
        centre = self.centre()
        rows = [{"series": one} | measure_of(one, centre) for one in WarningSeries.values]
        return Response(WarningMeasureOut(rows, many=True).data, status=code)

    @extend_schema(operation_id="warning_measure", responses=WarningMeasureOut(many=True))
    def get(self, request: Request) -> Response:
        return self.answer()

    @extend_schema(
        operation_id="set_warning_measure",
        request=WarningMeasureIn,
        responses={201: WarningMeasureOut(many=True)},
    )
    def post(self, request: Request) -> Response:
        centre = self.centre()
        form = WarningMeasureIn(data=request.data)
        form.is_valid(raise_exception=True)
        warnings.set_measure(centre, request.user, **form.validated_data)
        return self.answer(status.HTTP_201_CREATED)
