"""Meetings over cases over JSON, as far as the caller's sight of each case goes."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, enums, selectors
from cases.models import AgendaItem, Case, Consultation, Decision
from cases.selectors.consultations import agenda_of
from cases.services import consultations
from mediation.core.errors import Refused
from mediation.core.models import User


class NewestMeetings(CursorPagination):
    page_size = 50
    ordering = ("-held_on", "-pk")


class ConsultationOut(serializers.ModelSerializer[Consultation]):
    organiser = serializers.CharField(source="organiser.short_name")
    chair = serializers.CharField(source="chair.name")
    is_final = serializers.SerializerMethodField()

    class Meta:
        model = Consultation
        fields = (
            "id", "number", "kind", "topic", "held_on", "place", "video_number", "organiser",
            "chair", "is_final",
        )  # fmt: skip

    def get_is_final(self, meeting: Consultation) -> bool:
        return meeting.minutes_at is not None


class MeetingPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ConsultationOut(many=True)


class ConsultationIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(enums.MeetingKind.choices, label="会议种类")
    topic = serializers.CharField(label="会议名称", max_length=80)
    held_on = serializers.DateField(label="哪天开")
    place = serializers.CharField(label="地点", max_length=100)
    video_number = serializers.CharField(
        label="视频会议号", max_length=40, required=False, allow_blank=True
    )
    chair = serializers.IntegerField(label="谁主持", required=False, allow_null=True)
    units = serializers.ListField(
        child=serializers.IntegerField(), label="请哪些单位", required=False, max_length=100
    )
    people = serializers.ListField(
        child=serializers.IntegerField(), label="请哪些同志", required=False, max_length=100
    )


class DecisionOut(serializers.ModelSerializer[Decision]):
    unit = serializers.CharField(source="unit.short_name", default=None)
    task = serializers.CharField(source="direction.kind", default=None)
    is_answered = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields = ("id", "text", "unit", "due_on", "task", "is_answered")

    def get_is_answered(self, decision: Decision) -> bool:
        return decision.direction is not None and decision.direction.answered_at is not None


class AgendaItemOut(serializers.Serializer[Any]):
    """At card level only the case and its place; reasons and words are the file's."""

    id = serializers.IntegerField()
    case = serializers.IntegerField()
    title = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField(), required=False)
    discussion = serializers.CharField(required=False)
    decisions = DecisionOut(many=True, required=False)

    def to_representation(self, one: Any) -> dict[str, Any]:
        shown = {"id": one.item.pk, "case": one.item.case_id, "title": one.row.title}
        if one.is_file:
            shown |= {
                "reasons": one.item.reasons,
                "discussion": one.item.discussion,
                "decisions": DecisionOut(one.decisions, many=True).data,
            }
        return shown


class MeetingOut(serializers.Serializer[Any]):
    """`hidden`: items outside the caller's sight; minutes only for who reads all of them."""

    meeting = ConsultationOut()
    items = AgendaItemOut(many=True)
    hidden = serializers.IntegerField()
    minutes = serializers.CharField(required=False)


def meeting_of(user: User, pk: int) -> Consultation:
    return get_object_or_404(selectors.consultations_for(user), pk=pk)


def meeting_as_json(user: User, meeting: Consultation) -> dict[str, Any]:
    agenda = agenda_of(user, meeting)
    row: dict[str, Any] = {"meeting": meeting, "items": agenda.items, "hidden": agenda.hidden}
    if meeting.minutes_at is not None and agenda.is_whole:
        row["minutes"] = meeting.minutes
    return dict(MeetingOut(row).data)


def seen_case(user: User, pk: int, field: str = "case") -> Case:
    """A case in the caller's sight by its id. Raises `Refused`: invalid_choice."""
    case = access.visible_to(user).filter(pk=pk).first()
    if case is None:
        raise Refused("invalid_choice", "没有找到这件事，或者不在您的查看范围。", field=field)
    return case


class ConsultationsView(APIView):
    """会商, 例会, 研判会."""

    @extend_schema(operation_id="consultations_list", responses=MeetingPage)
    def get(self, request: Request) -> Response:
        pages = NewestMeetings()
        page = pages.paginate_queryset(selectors.consultations_for(request.user), request)
        return pages.get_paginated_response(ConsultationOut(page, many=True).data)

    @extend_schema(request=ConsultationIn, responses={201: MeetingOut})
    def post(self, request: Request) -> Response:
        """Call a meeting; major and cross-unit cases stand on its agenda at once."""
        form = ConsultationIn(data=request.data)
        form.is_valid(raise_exception=True)
        made = consultations.convene(request.user, **form.validated_data)
        return Response(meeting_as_json(request.user, made), status=status.HTTP_201_CREATED)


class ConsultationView(APIView):
    @extend_schema(operation_id="consultations_retrieve", responses=MeetingOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(meeting_as_json(request.user, meeting_of(request.user, pk)))


class AgendaIn(serializers.Serializer[Any]):
    case = serializers.IntegerField(label="案件", required=False)


class AgendaView(APIView):
    @extend_schema(request=AgendaIn, responses=MeetingOut)
    def post(self, request: Request, pk: int) -> Response:
        """Add one case; without one, take up what is major or cross-unit and not there yet."""
        meeting = meeting_of(request.user, pk)
        form = AgendaIn(data=request.data)
        form.is_valid(raise_exception=True)
        if "case" in form.validated_data:
            case = seen_case(request.user, form.validated_data["case"])
            consultations.add_item(meeting, request.user, case)
        else:
            consultations.fill_agenda(meeting, request.user)
        return Response(meeting_as_json(request.user, meeting))


class ItemIn(serializers.Serializer[Any]):
    """`discussion` writes what was said; `text`, with `unit` and `due_on`, what was decided;
    `is_dropped` takes the item off."""

    discussion = serializers.CharField(label="研究情况", max_length=4_000, required=False)
    text = serializers.CharField(label="议定事项", max_length=2_000, required=False)
    unit = serializers.IntegerField(label="落实单位", required=False, allow_null=True)
    due_on = serializers.DateField(label="完成期限", required=False, allow_null=True)
    is_dropped = serializers.BooleanField(label="拿掉", default=False)


class AgendaItemView(APIView):
    @extend_schema(request=ItemIn, responses=MeetingOut)
    def post(self, request: Request, pk: int, item_pk: int) -> Response:
        meeting = meeting_of(request.user, pk)
        item = self.item(request.user, meeting, item_pk)
        form = ItemIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        if given["is_dropped"]:
            consultations.drop_item(item, request.user)
        elif not given.get("discussion") and not given.get("text"):
            raise Refused("needs", "写研究情况，或写议定事项。", field="text")
        if given.get("discussion"):
            consultations.discuss(item, request.user, given["discussion"])
        if given.get("text"):
            consultations.decide(
                item,
                request.user,
                text=given["text"],
                unit=given.get("unit"),
                due_on=given.get("due_on"),
            )
        return Response(meeting_as_json(request.user, meeting))

    def item(self, user: User, meeting: Consultation, pk: int) -> AgendaItem:
        item = meeting.items.select_related("case", "consultation").filter(pk=pk).first()
        if item is None or not access.visible_to(user).filter(pk=item.case_id).exists():
            raise Http404
        return item


class MinutesIn(serializers.Serializer[Any]):
    minutes = serializers.CharField(label="会议纪要", max_length=20_000)
    present = serializers.ListField(
        child=serializers.IntegerField(), label="到会的", required=False, max_length=200
    )


class MinutesView(APIView):
    @extend_schema(request=MinutesIn, responses=MeetingOut)
    def post(self, request: Request, pk: int) -> Response:
        """The minutes, final."""
        meeting = meeting_of(request.user, pk)
        form = MinutesIn(data=request.data)
        form.is_valid(raise_exception=True)
        done = consultations.finish_minutes(meeting, request.user, **form.validated_data)
        return Response(meeting_as_json(request.user, done))
