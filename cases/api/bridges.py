"""Letters of courts and others over JSON: receive, give them their case, answer."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView, get_object_or_404
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, enums
from cases.api.serializers import CaseIn
from cases.models import BridgeLetter
from cases.selectors.bridges import letters_for
from cases.services import bridges
from grids.access import BRIDGE_READERS
from mediation.core.models import User

# What the letter itself says of its case.
OF_THE_LETTER = ("source", "route", "route_reason", "received_on", "external_number")


class LetterIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(enums.BridgeKind.choices, label="来函种类")
    entrusting = serializers.ChoiceField(enums.Entrusting.choices, label="委派或委托")
    from_body = serializers.CharField(label="来函单位", max_length=80)
    their_number = serializers.CharField(label="来函文号", max_length=60)
    received_on = serializers.DateField(label="签收日期", required=False, allow_null=True)
    reply_due_on = serializers.DateField(label="复函期限", required=False, allow_null=True)
    papers = serializers.CharField(
        label="随函材料", max_length=1000, required=False, allow_blank=True
    )


class LetterOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    case = serializers.IntegerField(source="case_id", allow_null=True)
    kind = serializers.CharField()
    entrusting = serializers.CharField()
    from_body = serializers.CharField()
    their_number = serializers.CharField()
    received_on = serializers.DateField()
    reply_due_on = serializers.DateField()
    papers = serializers.CharField()
    reply_number = serializers.CharField(allow_null=True)
    result = serializers.CharField()
    replied_on = serializers.DateField(allow_null=True)
    sent_on = serializers.DateField(allow_null=True)


class LetterCaseIn(CaseIn):
    """A new case's fields (without those that the letter says), or the `case` it belongs to."""

    case = serializers.IntegerField(label="已有案件", required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name in OF_THE_LETTER:
            fields.pop(name, None)
        given = getattr(self, "initial_data", None)
        if isinstance(given, dict) and given.get("case"):
            return {"case": fields["case"]}
        return fields


class LetterReplyIn(serializers.Serializer[Any]):
    """`result` gives the reply its number; `sent_on` records that it left."""

    result = serializers.ChoiceField(enums.BridgeResult.choices, label="结果", required=False)
    sent_on = serializers.DateField(label="发出日期", required=False)


class NearestFirst(CursorPagination):
    page_size = 50
    ordering = ("reply_due_on", "pk")


def _reader(request: Request) -> User:
    user: User = request.user
    if access.standing(user).roles.isdisjoint(BRIDGE_READERS):
        raise Http404
    return user


def _read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


class Letters(ListAPIView[BridgeLetter]):
    """GET: the letters in the caller's sight, nearest due first. POST: one that came in."""

    queryset = BridgeLetter.objects.none()
    serializer_class = LetterOut
    pagination_class = NearestFirst

    def get_queryset(self) -> Any:
        return letters_for(_reader(self.request))

    @extend_schema(request=LetterIn, responses={201: LetterOut})
    def post(self, request: Request) -> Response:
        letter = bridges.receive_letter(_reader(request), **_read(LetterIn, request))
        return Response(LetterOut(letter).data, status=status.HTTP_201_CREATED)


class LetterView(APIView):
    def letter(self, pk: int) -> BridgeLetter:
        return get_object_or_404(letters_for(_reader(self.request)), pk=pk)

    @extend_schema(responses=LetterOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(LetterOut(self.letter(pk)).data)


class LetterCaseView(LetterView):
    http_method_names = ["post", "options"]

    @extend_schema(request=LetterCaseIn, responses=LetterOut)
    def post(self, request: Request, pk: int) -> Response:
        """Register the letter's case, or give it the case that is here already."""
        letter = self.letter(pk)
        given = _read(LetterCaseIn, request)
        if "case" in given:
            case = get_object_or_404(access.visible_to(request.user), pk=given["case"])
            bridges.attach_case(letter, request.user, case)
        else:
            bridges.register_case(letter, request.user, **given)
        letter.refresh_from_db()
        return Response(LetterOut(letter).data)


class LetterReplyView(LetterView):
    http_method_names = ["post", "options"]

    @extend_schema(request=LetterReplyIn, responses=LetterOut)
    def post(self, request: Request, pk: int) -> Response:
        """The reply: its result and number, then the day it left."""
        letter = self.letter(pk)
        given = _read(LetterReplyIn, request)
        if "sent_on" in given and "result" not in given:
            letter = bridges.send_reply(letter, request.user, sent_on=given["sent_on"])
        else:
            letter = bridges.prepare_reply(letter, request.user, result=given.get("result", ""))
        return Response(LetterOut(letter).data)
