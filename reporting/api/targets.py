"""/reports/targets/: the lines of a year, and POST to draw another (平安办)."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mediation.core import clock
from reporting.figures.aims import AIMS
from reporting.services.targets import LONGEST, set_target
from reporting.views.targets import Asked, asked_of


class LineOut(serializers.Serializer[Any]):
    figure = serializers.CharField()
    least = serializers.CharField(allow_null=True, help_text="不低于（%）；没有定的为空")
    is_own = serializers.BooleanField(help_text="村（社区）自己的；否则按全镇（街道）的")

    def get_fields(self) -> dict[str, Any]:
        """`label` and `source` of a serializer are its own."""
        own = {"label": serializers.CharField(), "source": serializers.CharField(allow_blank=True)}
        return super().get_fields() | own


class PlaceOut(serializers.Serializer[Any]):
    division = serializers.CharField(allow_blank=True, help_text="空的是全镇（街道）")
    lines = LineOut(many=True)

    def get_fields(self) -> dict[str, Any]:
        """`label` of a serializer is its own."""
        return super().get_fields() | {"label": serializers.CharField()}


class TargetsOut(serializers.Serializer[Any]):
    centre = serializers.CharField()
    year = serializers.IntegerField()
    places = PlaceOut(many=True)


class TargetIn(serializers.Serializer[Any]):
    figure = serializers.ChoiceField([(aim.name, aim.label) for aim in AIMS.values()], label="指标")
    division = serializers.CharField(
        label="村（社区）", required=False, allow_blank=True, default="", max_length=20
    )
    year = serializers.IntegerField(label="从哪一年起", required=False)
    town = serializers.CharField(
        label="街道或镇", required=False, allow_blank=True, default="", max_length=20
    )
    least = serializers.DecimalField(
        label="不低于（%）", max_digits=5, decimal_places=2, allow_null=True
    )
    reason = serializers.CharField(label="依据", max_length=LONGEST)


class TargetsView(APIView):
    """A line and no rank; rates of work that was due only."""

    @extend_schema(
        operation_id="targets_retrieve",
        parameters=[
            OpenApiParameter("year", int, description="哪一年，默认今年"),
            OpenApiParameter("town", str, description="街道或镇的代码"),
        ],
        responses=TargetsOut,
    )
    def get(self, request: Request) -> Response:
        return Response(_shown(asked_of(request.user, request.query_params)))

    @extend_schema(operation_id="targets_create", request=TargetIn, responses={201: TargetsOut})
    def post(self, request: Request) -> Response:
        sent = TargetIn(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        year = data.get("year") or clock.today().year
        asked = {"town": data["town"], "year": f"{year}"}
        found = asked_of(request.user, asked)
        if not found.reader.may_lock:
            raise Http404
        place = found.villages.filter(code=data["division"]).first() if data["division"] else None
        if data["division"] and place is None:
            raise serializers.ValidationError({"division": ["没有找到这个村（社区），请重新选。"]})
        set_target(
            request.user,
            found.centre,
            data["figure"],
            year=year,
            least=data["least"],
            reason=data["reason"],
            division=place,
        )
        return Response(_shown(asked_of(request.user, asked)), status.HTTP_201_CREATED)


def _shown(asked: Asked) -> dict[str, Any]:
    return {
        "centre": asked.centre.code,
        "year": asked.year,
        "places": [
            {
                "division": place.code,
                "label": place.label,
                "lines": [
                    {
                        "figure": line.aim.name,
                        "label": line.aim.label,
                        "least": line.text or None,
                        "is_own": line.is_own,
                        "source": line.source,
                    }
                    for line in place.lines
                ],
            }
            for place in asked.places
        ],
    }
