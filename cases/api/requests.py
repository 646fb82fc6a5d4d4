"""Requests of parties about their own data, over JSON."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, enums, selectors
from cases.models import Case, PartyRequest
from cases.selectors.copies import Copy
from cases.selectors.requests import request_counts, requests_of
from cases.services import copies, requests
from grids.access import REQUEST_READERS
from grids.selectors import centre_of
from mediation.core import clock


class RequestIn(serializers.Serializer[Any]):
    party = serializers.IntegerField(label="当事人")
    kind = serializers.ChoiceField(enums.PartyRequestKind.choices, label="要求")
    text = serializers.CharField(
        label="具体要求", max_length=1000, required=False, allow_blank=True
    )
    asked_on = serializers.DateField(label="提出日期", required=False, allow_null=True)


class RequestDecisionIn(serializers.Serializer[Any]):
    is_granted = serializers.BooleanField(label="同意")
    reasons = serializers.CharField(
        label="不同意的理由", max_length=1000, required=False, allow_blank=True
    )


class RequestOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    party = serializers.IntegerField(source="party_id")
    kind = serializers.CharField()
    channel = serializers.CharField()
    text = serializers.CharField()
    asked_on = serializers.DateField()
    due_on = serializers.DateField()
    is_granted = serializers.BooleanField(allow_null=True)
    reasons = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)


class CountsOut(serializers.Serializer[Any]):
    """Numbers of requests of the caller's centre in one year; never of persons."""

    year = serializers.IntegerField()
    asked = serializers.IntegerField()
    granted = serializers.IntegerField()
    refused = serializers.IntegerField()
    waiting = serializers.IntegerField()
    late = serializers.IntegerField()


class CaseRequestsView(APIView):
    """Of one case: 404 below the file, and for whoever neither takes nor answers requests."""

    def case(self, pk: int) -> Case:
        case = selectors.get_visible(self.request.user, pk, *selectors.DECIDING)
        mine = access.relations(self.request.user, case)
        if case.level < access.FILE or mine.isdisjoint(requests.MAY_ASK | requests.MAY_DECIDE):
            raise Http404
        return case

    @extend_schema(responses=RequestOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        return Response(RequestOut(requests_of(self.case(pk)), many=True).data)

    @extend_schema(request=RequestIn, responses={201: RequestOut})
    def post(self, request: Request, pk: int) -> Response:
        case = self.case(pk)
        form = RequestIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = requests.ask(case, request.user, **form.validated_data)
        return Response(RequestOut(asked).data, status=status.HTTP_201_CREATED)


class SaidOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    what = serializers.CharField()
    text = serializers.CharField()


class CopyPaperOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    number = serializers.CharField()
    version = serializers.IntegerField()


class CopyOut(serializers.Serializer[Any]):
    """What the party may take: his own words and the papers meant for him."""

    party = serializers.IntegerField(source="party.pk")
    person = serializers.SerializerMethodField()
    said = SaidOut(many=True)
    papers = CopyPaperOut(many=True)

    def get_person(self, copy: Copy) -> dict[str, str]:
        return dict(copy.person)


class AnsweredOut(RequestOut):
    copy = serializers.SerializerMethodField()  # type: ignore[assignment]

    @extend_schema_field(CopyOut(allow_null=True))
    def get_copy(self, request: PartyRequest) -> Any:
        copy = self.context["copy"]
        return None if copy is None else CopyOut(copy).data


class RequestDecisionView(CaseRequestsView):
    @extend_schema(responses=AnsweredOut)
    def get(self, request: Request, pk: int, asked: int) -> Response:  # type: ignore[override]
        """One request; of a granted copy also what he may take. The look is written down."""
        case = self.case(pk)
        found = get_object_or_404(case.party_requests.select_related("party"), pk=asked)
        is_copy = found.is_granted and found.kind == enums.PartyRequestKind.COPY
        copy = copies.hand_out(found, case, request.user) if is_copy else None
        return Response(AnsweredOut(found, context={"copy": copy}).data)

    @extend_schema(request=RequestDecisionIn, responses=RequestOut)
    def post(self, request: Request, pk: int, asked: int) -> Response:  # type: ignore[override]
        """Grant it, or refuse it with reasons."""
        found = get_object_or_404(self.case(pk).party_requests, pk=asked)
        form = RequestDecisionIn(data=request.data)
        form.is_valid(raise_exception=True)
        done = requests.decide(found, request.user, **form.validated_data)
        return Response(RequestOut(done).data)


class RequestCountsView(APIView):
    @extend_schema(responses=CountsOut)
    def get(self, request: Request) -> Response:
        """How many requests the caller's centre had this year."""
        centre, today = centre_of(request.user), clock.today()
        if centre is None or access.standing(request.user).roles.isdisjoint(REQUEST_READERS):
            raise Http404
        counts = request_counts(centre, today.year, today)
        return Response(CountsOut(counts | {"year": today.year}).data)
