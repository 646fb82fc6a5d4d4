"""联席会议 over JSON, as far as the caller's sight of each petition goes."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.consultations import ItemIn, MinutesIn, NewestMeetings
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access
from petitions.api.receptions import read
from petitions.models import JointDecision, JointMeeting, Petition
from petitions.selectors import joint_meetings as found
from petitions.services import joint_meetings


class JointMeetingOut(serializers.ModelSerializer[JointMeeting]):
    chair = serializers.CharField(source="chair.name")
    is_final = serializers.SerializerMethodField()

    class Meta:
        model = JointMeeting
        fields = ("id", "number", "topic", "held_on", "place", "chair", "is_final")

    def get_is_final(self, meeting: JointMeeting) -> bool:
        return meeting.minutes_at is not None


class JointMeetingPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = JointMeetingOut(many=True)


class JointMeetingIn(serializers.Serializer[Any]):
    topic = serializers.CharField(label="会议名称", max_length=80)
    held_on = serializers.DateField(label="哪天开")
    place = serializers.CharField(label="地点", max_length=100)
    chair = serializers.IntegerField(label="召集人", required=False, allow_null=True)
    units = serializers.ListField(
        child=serializers.IntegerField(), label="成员单位", required=False, max_length=100
    )


class JointDecisionOut(serializers.ModelSerializer[JointDecision]):
    unit = serializers.CharField(source="unit.short_name", default=None)
    task = serializers.CharField(source="direction.kind", default=None)
    is_answered = serializers.SerializerMethodField()

    class Meta:
        model = JointDecision
        fields = ("id", "text", "unit", "due_on", "task", "is_answered")

    def get_is_answered(self, decision: JointDecision) -> bool:
        return decision.direction is not None and decision.direction.answered_at is not None


class JointItemOut(serializers.Serializer[Any]):
    """At card level only the petition and its title; reasons and words are the file's."""

    id = serializers.IntegerField()
    petition = serializers.IntegerField()
    title = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField(), required=False)
    discussion = serializers.CharField(required=False)
    decisions = JointDecisionOut(many=True, required=False)

    def to_representation(self, one: Any) -> dict[str, Any]:
        shown = {"id": one.item.pk, "petition": one.item.petition_id, "title": one.row.title}
        if one.is_file:
            shown |= {
                "reasons": one.item.reasons,
                "discussion": one.item.discussion,
                "decisions": JointDecisionOut(one.decisions, many=True).data,
            }
        return shown


class JointMeetingWhole(serializers.Serializer[Any]):
    """`hidden`: items outside the caller's sight; minutes only for who reads all of them."""

    meeting = JointMeetingOut()
    items = JointItemOut(many=True)
    hidden = serializers.IntegerField()
    minutes = serializers.CharField(required=False)


class JointAgendaIn(serializers.Serializer[Any]):
    """Without `petition` what is hard and not there yet is taken up."""

    petition = serializers.IntegerField(label="信访件", required=False)


def whole(user: User, meeting: JointMeeting) -> dict[str, Any]:
    agenda = found.joint_agenda_of(user, meeting)
    row: dict[str, Any] = {"meeting": meeting, "items": agenda.items, "hidden": agenda.hidden}
    if meeting.minutes_at is not None and agenda.is_whole:
        row["minutes"] = meeting.minutes
    return dict(JointMeetingWhole(row).data)


def seen_petition(user: User, pk: int) -> Petition:
    """A petition in the caller's sight by its id. Raises `Refused`: invalid_choice."""
    petition = access.visible_to(user).exclude(access.SEALED).filter(pk=pk).first()
    if petition is None:
        raise Refused(
            "invalid_choice", "没有找到这件信访，或者不在您的查看范围。", field="petition"
        )
    return petition


class JointMeetingsView(APIView):
    @extend_schema(operation_id="joint_meetings_list", responses=JointMeetingPage)
    def get(self, request: Request) -> Response:
        pages = NewestMeetings()
        page = pages.paginate_queryset(found.joint_meetings_for(request.user), request)
        return pages.get_paginated_response(JointMeetingOut(page, many=True).data)

    @extend_schema(request=JointMeetingIn, responses={201: JointMeetingWhole})
    def post(self, request: Request) -> Response:
        """Call a meeting; hard petitions stand on its agenda at once."""
        made = joint_meetings.convene(request.user, **read(JointMeetingIn, request))
        return Response(whole(request.user, made), status=status.HTTP_201_CREATED)


class JointMeetingView(APIView):
    @extend_schema(operation_id="joint_meetings_retrieve", responses=JointMeetingWhole)
    def get(self, request: Request, meeting: int) -> Response:
        return Response(whole(request.user, found.get_joint_meeting(request.user, meeting)))


class JointAgendaView(APIView):
    @extend_schema(request=JointAgendaIn, responses=JointMeetingWhole)
    def post(self, request: Request, meeting: int) -> Response:
        row = found.get_joint_meeting(request.user, meeting)
        given = read(JointAgendaIn, request)
        if "petition" in given:
            petition = seen_petition(request.user, given["petition"])
            joint_meetings.add_item(row, request.user, petition)
        else:
            joint_meetings.fill_agenda(row, request.user)
        return Response(whole(request.user, row))


class JointItemView(APIView):
    @extend_schema(request=ItemIn, responses=JointMeetingWhole)
    def post(self, request: Request, meeting: int, item: int) -> Response:
        """What was said, what was decided, or off the agenda."""
        user = request.user
        row = found.get_joint_meeting(user, meeting)
        one = get_object_or_404(row.items.select_related("petition", "meeting", "centre"), pk=item)
        if not access.visible_to(user).filter(pk=one.petition_id).exists():
            raise Http404
        given = read(ItemIn, request)
        if given["is_dropped"]:
            joint_meetings.drop_item(one, user)
        elif not given.get("discussion") and not given.get("text"):
            raise Refused("needs", "写研究情况，或写议定事项。", field="text")
        if given.get("discussion"):
            joint_meetings.discuss(one, user, given["discussion"])
        if given.get("text"):
            decided = {name: given.get(name) for name in ("unit", "due_on")}
            joint_meetings.decide(one, user, text=given["text"], **decided)
        return Response(whole(user, row))


class JointMinutesView(APIView):
    @extend_schema(request=MinutesIn, responses=JointMeetingWhole)
    def post(self, request: Request, meeting: int) -> Response:
        """The minutes, final."""
        row = found.get_joint_meeting(request.user, meeting)
        done = joint_meetings.finish_minutes(row, request.user, **read(MinutesIn, request))
        return Response(whole(request.user, done))
