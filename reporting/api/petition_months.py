"""GET /reports/petitions/{month}/ and the petitions behind each number."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from grids.models import Division
from petitions.enums import Channel, Status
from petitions.models import Petition
from reporting import periods
from reporting.access import petition_town
from reporting.api.serializers import ProblemSerializer
from reporting.exports import petition_json
from reporting.periods import Period
from reporting.selectors.petition_months import (
    behind,
    figure_of,
    month_table,
    stretches,
)

PAGE = 1_000
MONTH = OpenApiParameter("month", str, OpenApiParameter.PATH, description="月份，如 2026-02")


class PetitionColumnSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField()
    group = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        """`label` of a serializer is its own label."""
        return super().get_fields() | {"label": serializers.CharField()}


class PetitionChangeSerializer(serializers.Serializer[Any]):
    row = serializers.CharField()
    values = serializers.DictField(child=serializers.CharField(allow_null=True))

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"label": serializers.CharField()}


class PetitionLineSerializer(PetitionChangeSerializer):
    to = serializers.DateField()

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language and cannot be an attribute."""
        return {"from": serializers.DateField()} | super().get_fields()


class PetitionMonthSerializer(serializers.Serializer[Any]):
    month = serializers.CharField()
    to = serializers.DateField()
    centre = serializers.CharField()
    columns = PetitionColumnSerializer(many=True)
    rows = PetitionLineSerializer(many=True)
    changes = PetitionChangeSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.DateField()} | super().get_fields()


class BehindPetitionSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    received_on = serializers.DateField()
    channel = serializers.ChoiceField(Channel.choices)
    status = serializers.ChoiceField(Status.choices)


class PetitionCellSerializer(serializers.Serializer[Any]):
    column = serializers.CharField()
    definition = serializers.CharField()
    row = serializers.CharField()
    count = serializers.IntegerField()
    petitions = BehindPetitionSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    of_count = serializers.IntegerField(allow_null=True)
    of = BehindPetitionSerializer(many=True, allow_null=True)
    of_next = serializers.URLField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"label": serializers.CharField()}


class PetitionMonthView(APIView):
    """The monthly petition table, with what each column means."""

    @extend_schema(
        operation_id="petition_month",
        parameters=[MONTH],
        responses={200: PetitionMonthSerializer, 404: ProblemSerializer},
    )
    def get(self, request: Request, month: str) -> Response:
        town, period = asked(request, month)
        return Response(petition_json.month(month_table(request.user, town, period)))


class PetitionCellView(APIView):
    """The petitions behind one number; of a rate those above the line, and `of` those below it."""

    @extend_schema(
        operation_id="petition_month_cell",
        parameters=[
            MONTH,
            OpenApiParameter("row", str, description="this、before、year_ago 或 year，默认 this"),
            OpenApiParameter("page", int, description=f"petitions 的第几页，每页 {PAGE} 件"),
            OpenApiParameter("of_page", int, description=f"of 的第几页，每页 {PAGE} 件"),
        ],
        responses={200: PetitionCellSerializer, 404: ProblemSerializer},
    )
    def get(self, request: Request, month: str, column: str) -> Response:
        town, period = asked(request, month)
        key = request.query_params.get("row", "this")
        figure, stretch = figure_of(column), stretches(period).get(key)
        if figure is None or stretch is None:
            raise Http404
        part, whole = behind(request.user, town, figure, stretch[1])
        found, next_url = paged(request, part, "page")
        of, of_next = paged(request, whole, "of_page") if whole is not None else (None, None)
        return Response(
            {
                "column": figure.name,
                "label": figure.label,
                "definition": figure.definition,
                "row": key,
                "count": found.paginator.count,
                "petitions": petition_json.listed(found),
                "next": next_url,
                "of_count": of.paginator.count if of else None,
                "of": petition_json.listed(of) if of else None,
                "of_next": of_next,
            }
        )


def asked(request: Request, month: str) -> tuple[Division, Period]:
    """Whose table of which month; 404 for who may not read it, and for no month."""
    town, period = petition_town(request.user), periods.begun_month(month)
    if town is None or period is None:
        raise Http404
    return town, period


def paged(
    request: Request, found: QuerySet[Petition], parameter: str
) -> tuple[Page[Petition], str | None]:
    page = Paginator(found, PAGE).get_page(request.query_params.get(parameter))
    if not page.has_next():
        return page, None
    number = str(page.next_page_number())
    return page, replace_query_param(request.build_absolute_uri(), parameter, number)
