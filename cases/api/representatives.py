"""Whom the parties of a collective dispute chose, over JSON."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, selectors, services
from cases.models import Case


class RepresentativesIn(serializers.Serializer[Any]):
    representatives = serializers.ListField(
        child=serializers.IntegerField(), label="推选的代表", allow_empty=True
    )
    version = serializers.IntegerField(label="版本", required=False)


class RepresentativesOut(serializers.Serializer[Any]):
    """Head count and common demands; of the others there is no list."""

    people_count = serializers.IntegerField()
    demand = serializers.CharField()
    representatives = serializers.ListField(child=serializers.IntegerField())


def out(case: Case) -> Response:
    chosen = case.parties.exclude(representative_seat=None).order_by("representative_seat")
    return Response(
        {
            "people_count": case.people_count,
            "demand": case.demand,
            "representatives": list(chosen.values_list("pk", flat=True)),
        }
    )


class RepresentativesView(APIView):
    def file(self, request: Request, pk: int) -> Case:
        case = selectors.get_visible(request.user, pk, *selectors.DECIDING)  # type: ignore[arg-type]
        if case.level < access.FILE:  # type: ignore[attr-defined]
            raise Http404
        return case

    @extend_schema(responses=RepresentativesOut)
    def get(self, request: Request, pk: int) -> Response:
        return out(self.file(request, pk))

    @extend_schema(request=RepresentativesIn, responses=RepresentativesOut)
    def post(self, request: Request, pk: int) -> Response:
        """At most five, chosen by the parties; an empty list takes it back."""
        case = self.file(request, pk)
        form = RepresentativesIn(data=request.data)
        form.is_valid(raise_exception=True)
        services.choose_representatives(
            case,
            request.user,  # type: ignore[arg-type]
            form.validated_data["representatives"],
            version=form.validated_data.get("version"),
        )
        return out(case)
