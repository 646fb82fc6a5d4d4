"""Complaints of the look-up page, and requests about own data, over JSON."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from petitions import access, enums, selectors
from petitions.models import Petition
from petitions.selectors.data_requests import requests_of
from petitions.selectors.public_words import complaints_for
from petitions.services import data_requests
from petitions.services.words import answer_complaint

MOST_ROWS = 200


class ComplaintOut(serializers.Serializer[Any]):
    """`matter` is the short number, of a petition or of a case; never who said it."""

    id = serializers.IntegerField(source="pk")
    matter = serializers.CharField(source="aloud")
    petition = serializers.IntegerField(source="petition_id", allow_null=True)
    case = serializers.IntegerField(source="case_id", allow_null=True)
    text = serializers.CharField()
    on = serializers.DateField()
    due_on = serializers.DateField()
    answer = serializers.CharField()
    answered_on = serializers.DateField(allow_null=True)


class ComplaintAnswerIn(serializers.Serializer[Any]):
    answer = serializers.CharField(label="答复", max_length=2000)


class DataRequestIn(serializers.Serializer[Any]):
    petitioner = serializers.IntegerField(label="信访人")
    kind = serializers.ChoiceField(enums.DataRequestKind.choices, label="要求")
    text = serializers.CharField(label="具体要求", max_length=2000, required=False, default="")
    asked_on = serializers.DateField(label="提出日期", required=False, allow_null=True)


class DataRequestDecisionIn(serializers.Serializer[Any]):
    is_granted = serializers.BooleanField(label="同意")
    answer = serializers.CharField(
        label="答复或理由", max_length=2000, required=False, allow_blank=True, default=""
    )


class DataRequestOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    petitioner = serializers.IntegerField(source="petitioner_id")
    kind = serializers.CharField()
    channel = serializers.CharField()
    text = serializers.CharField()
    asked_on = serializers.DateField()
    due_on = serializers.DateField()
    is_granted = serializers.BooleanField(allow_null=True)
    answer = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)


def _read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


class ComplaintsView(APIView):
    @extend_schema(responses=ComplaintOut(many=True))
    def get(self, request: Request) -> Response:
        """Complaints to the caller as director, the newest first; empty for anybody else."""
        found = complaints_for(request.user).order_by("-pk")[:MOST_ROWS]
        return Response(ComplaintOut(found, many=True).data)


class ComplaintAnswerView(APIView):
    @extend_schema(request=ComplaintAnswerIn, responses=ComplaintOut)
    def post(self, request: Request, word: int) -> Response:
        """Answer one; he reads it on the look-up page."""
        found = get_object_or_404(complaints_for(request.user), pk=word)
        given = _read(ComplaintAnswerIn, request)
        return Response(ComplaintOut(answer_complaint(found, request.user, given["answer"])).data)


class _OfAPetition(APIView):
    def petition(self, pk: int) -> Petition:
        """In the caller's sight, and his to write requests of or to answer them."""
        petition = selectors.get_visible(self.request.user, pk, "directions")
        user = self.request.user
        if not (data_requests.may_ask(user, petition) or data_requests.may_decide(user, petition)):
            raise Http404
        return petition


class DataRequestsView(_OfAPetition):
    @extend_schema(responses=DataRequestOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """What was asked about own data; readers of the file alone."""
        petition = self.petition(pk)
        if selectors.level_of(petition) < access.FILE:
            raise Http404
        return Response(DataRequestOut(requests_of(petition), many=True).data)

    @extend_schema(request=DataRequestIn, responses={201: DataRequestOut})
    def post(self, request: Request, pk: int) -> Response:
        """Write down what a petitioner asks at the window."""
        asked = data_requests.ask(self.petition(pk), request.user, **_read(DataRequestIn, request))
        return Response(DataRequestOut(asked).data, status=status.HTTP_201_CREATED)


class DataRequestView(_OfAPetition):
    @extend_schema(request=DataRequestDecisionIn, responses=DataRequestOut)
    def post(self, request: Request, pk: int, asked: int) -> Response:
        """Grant it and say how, or refuse it with reasons."""
        found = get_object_or_404(requests_of(self.petition(pk)), pk=asked)
        given = _read(DataRequestDecisionIn, request)
        return Response(DataRequestOut(data_requests.decide(found, request.user, **given)).data)
