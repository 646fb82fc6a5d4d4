"""一键转案件 over JSON: a lead becomes a case with everything carried over."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.services.from_lead import LONGEST_NAME, turn_into_case
from grids.selectors.leads import visible_leads


class SidesIn(serializers.Serializer[Any]):
    """Who is known; a side that nobody named is 待查."""

    applicant = serializers.CharField(
        label="申请人", max_length=LONGEST_NAME, required=False, allow_blank=True, default=""
    )
    respondent = serializers.CharField(
        label="被申请人", max_length=LONGEST_NAME, required=False, allow_blank=True, default=""
    )


class LeadCaseOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()


class LeadCaseView(APIView):
    @extend_schema(request=SidesIn, responses=LeadCaseOut)
    def post(self, request: Request, pk: int) -> Response:
        """One tap; a second one answers with the first case."""
        lead = get_object_or_404(visible_leads(request.user), pk=pk)
        sides = SidesIn(data=request.data)
        sides.is_valid(raise_exception=True)
        case = turn_into_case(lead, request.user, **sides.validated_data)
        return Response(LeadCaseOut(case).data)
