"""管辖 over JSON: the places and disputes of a case, raising one, deciding it."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, enums, selectors
from cases.models import Case
from cases.selectors import jurisdiction as reading
from cases.services import jurisdiction


class DisputeIn(serializers.Serializer[Any]):
    ground = serializers.ChoiceField(enums.NotOurs.choices, label="为什么不归本单位")
    reason = serializers.CharField(label="说明", max_length=jurisdiction.LONGEST)
    proposed_unit = serializers.IntegerField(
        label="建议由哪个单位办", required=False, allow_null=True
    )


class PlacingIn(serializers.Serializer[Any]):
    unit = serializers.IntegerField(label="由哪个单位办")
    responsibility = serializers.ChoiceField(enums.Responsibility.choices, label="责任依据")
    decision = serializers.CharField(label="理由", max_length=jurisdiction.LONGEST)


class DisputeOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    unit = serializers.CharField(source="unit.short_name")
    ground = serializers.CharField()
    reason = serializers.CharField()
    proposed_unit = serializers.CharField(
        source="proposed_unit.short_name", default=None, allow_null=True
    )
    raised_on = serializers.DateField()
    due_on = serializers.DateField()
    decided_unit = serializers.CharField(
        source="decided_unit.short_name", default=None, allow_null=True
    )
    responsibility = serializers.CharField()
    decision = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    lapsed_on = serializers.DateField(allow_null=True)


class JurisdictionOut(serializers.Serializer[Any]):
    local = serializers.CharField(allow_null=True)
    lead = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    disputes = DisputeOut(many=True)


class JurisdictionView(APIView):
    """404 below the file."""

    def case(self, pk: int) -> Case:
        case = selectors.get_visible(self.request.user, pk, *selectors.DECIDING)
        if case.level < access.FILE:
            raise Http404
        return case

    def answer(self, pk: int, code: int = status.HTTP_200_OK) -> Response:
        case = self.case(pk)
        places = reading.places_of(case)
        body = {
            "local": places.local.short_name if places.local else None,
            "lead": places.lead.short_name if places.lead else None,
            "unit": case.unit.short_name,
            "disputes": reading.disputes_of(case),
        }
        return Response(JurisdictionOut(body).data, status=code)

    @extend_schema(responses=JurisdictionOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.answer(pk)

    @extend_schema(request=DisputeIn, responses={201: JurisdictionOut})
    def post(self, request: Request, pk: int) -> Response:
        """Say that the case is not this unit's; it keeps it until the decision."""
        case = self.case(pk)
        form = DisputeIn(data=request.data)
        form.is_valid(raise_exception=True)
        jurisdiction.raise_dispute(case, request.user, **form.validated_data)
        return self.answer(pk, status.HTTP_201_CREATED)


class PlacingView(JurisdictionView):
    http_method_names = ["post", "options"]

    @extend_schema(request=PlacingIn, responses=JurisdictionOut)
    def post(self, request: Request, pk: int) -> Response:
        """The common superior names the unit."""
        case = self.case(pk)
        form = PlacingIn(data=request.data)
        form.is_valid(raise_exception=True)
        jurisdiction.decide(case, request.user, **form.validated_data)
        return self.answer(pk)
