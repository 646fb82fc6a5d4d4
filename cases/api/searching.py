"""先查后登 over JSON: search before registering, and a visit added to a matter that is here."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.visits import VisitOut, out
from cases.selectors.visits import may_read_window, may_serve, visible_visits
from cases.selectors.window_search import LONGEST_QUERY
from cases.services import visits, window_matters
from mediation.core.models import User


class NumberIn(serializers.Serializer[Any]):
    number = serializers.CharField(label="电话或证件号", max_length=30)


class HitOut(serializers.Serializer[Any]):
    """A matter, at the reader's level; nothing here is about a person on his own."""

    key = serializers.CharField(label="哪一件")
    kind = serializers.CharField(label="种类")
    aloud = serializers.CharField(label="编号")
    url = serializers.CharField(label="地址")
    title = serializers.CharField(label="什么事")
    people = serializers.CharField(label="双方")
    line = serializers.CharField(label="到哪一步")
    risk = serializers.CharField(label="风险")
    status = serializers.CharField(label="状态")
    is_open = serializers.BooleanField(label="在办")


class AddIn(serializers.Serializer[Any]):
    matter = serializers.CharField(label="哪一件（如 case:12）", max_length=40)
    said = serializers.CharField(label="这次新说了什么", max_length=visits.LONGEST_SAID)
    version = serializers.IntegerField(label="版本", required=False)


class WindowSearchView(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("q", str, description="编号、姓名、地点、事由或首字母")],
        responses=HitOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """By number, words or first letters; telephone and ID numbers are refused here."""
        user = _reader(request)
        q = request.query_params.get("q", "")[:LONGEST_QUERY]
        return Response(HitOut(window_matters.search(user, q), many=True).data)

    @extend_schema(request=NumberIn, responses=HitOut(many=True))
    def post(self, request: Request) -> Response:
        """By a whole telephone or ID number, or its last four: each look is written down."""
        user = _reader(request)
        form = NumberIn(data=request.data)
        form.is_valid(raise_exception=True)
        found = window_matters.search_by_number(user, form.validated_data["number"])
        return Response(HitOut(found, many=True).data)


class VisitAddView(APIView):
    @extend_schema(request=AddIn, responses=VisitOut)
    def post(self, request: Request, pk: int) -> Response:
        """This visit belongs to an open matter: no new number, its clocks as they were."""
        user = _reader(request)
        if not may_serve(user):
            raise Http404
        visit = get_object_or_404(visible_visits(user), pk=pk)
        form = AddIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        window_matters.find(user, asked["matter"])
        done = window_matters.add_visit(
            user, visit, asked["matter"], asked["said"], version=asked.get("version")
        )
        return Response(out(done, user))


def _reader(request: Request) -> User:
    """Raises Http404 for who has no window."""
    user: User = request.user  # type: ignore[assignment]
    if not may_read_window(user):
        raise Http404
    return user
