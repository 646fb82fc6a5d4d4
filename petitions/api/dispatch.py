"""月调度清单 and 积案清单 over JSON."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mediation.core.models import User
from petitions.selectors.dispatch import backlog_of, dispatch_of, may_read_dispatch


class DispatchLineOut(serializers.Serializer[Any]):
    """`days` whole days at the node; `why` says of the matter why it stands on the backlog."""

    petition = serializers.IntegerField(source="row.petition.pk")
    number = serializers.CharField(source="row.petition.number")
    title = serializers.CharField(source="row.title")
    unit = serializers.CharField()
    node = serializers.CharField()
    since = serializers.DateField()
    days = serializers.IntegerField()
    due_on = serializers.DateField(source="row.petition.due_on", allow_null=True)
    why = serializers.CharField()


def check(user: User) -> None:
    if not may_read_dispatch(user):
        raise Http404


class DispatchView(APIView):
    @extend_schema(operation_id="petitions_dispatch", responses=DispatchLineOut(many=True))
    def get(self, request: Request) -> Response:
        """What is not concluded, by unit: its node and the days there."""
        check(request.user)
        lines = [line for _, lines in dispatch_of(request.user).units for line in lines]
        return Response(DispatchLineOut(lines, many=True).data)


class BacklogView(APIView):
    @extend_schema(operation_id="petitions_backlog", responses=DispatchLineOut(many=True))
    def get(self, request: Request) -> Response:
        """Matters that are over their day, brought again, or difficult; one line each."""
        check(request.user)
        return Response(DispatchLineOut(backlog_of(request.user), many=True).data)
