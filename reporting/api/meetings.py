"""Meetings that are held again and again, their tasks, and the duties calendar, over JSON."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.consultations import NewestMeetings
from reporting.api.written import read
from reporting.exports.written import CONTENT_TYPE
from reporting.models import Meeting, MeetingItem, MeetingSeat, MeetingTask
from reporting.selectors import meetings as reading
from reporting.selectors.duties import UnitDuties, calendar_for, may_read_duties
from reporting.selectors.duty_item import Item
from reporting.services import meetings
from reporting.services.duties import mark_done
from reporting.views.meetings import docx_of


class MeetingOut(serializers.ModelSerializer[Meeting]):
    unit = serializers.CharField(source="unit.short_name")
    chair = serializers.CharField(source="chair.name", default=None, allow_null=True)
    is_final = serializers.SerializerMethodField()

    class Meta:
        model = Meeting
        fields = (
            "id", "kind", "unit", "number", "first_on", "last_on", "held_on", "place", "chair",
            "is_final", "version",
        )  # fmt: skip

    def get_is_final(self, meeting: Meeting) -> bool:
        return meeting.minutes_at is not None


class MeetingPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = MeetingOut(many=True)


class MeetingItemOut(serializers.ModelSerializer[MeetingItem]):
    class Meta:
        model = MeetingItem
        fields = ("id", "position", "title", "words")


class MeetingSeatOut(serializers.ModelSerializer[MeetingSeat]):
    unit = serializers.CharField(source="unit.short_name")
    post = serializers.CharField(
        source="post.get_role_display", default=None, allow_null=True, help_text="谁的岗位签到的"
    )

    class Meta:
        model = MeetingSeat
        fields = ("id", "unit", "post", "signed_at")


class MeetingTaskOut(serializers.ModelSerializer[MeetingTask]):
    unit = serializers.CharField(source="unit.short_name")

    class Meta:
        model = MeetingTask
        fields = ("id", "meeting", "unit", "text", "due_on", "done_on", "result")


class MeetingWhole(serializers.Serializer[Any]):
    meeting = MeetingOut()
    items = MeetingItemOut(many=True)
    seats = MeetingSeatOut(many=True)
    tasks = MeetingTaskOut(many=True)
    minutes = serializers.CharField()


class MeetingStepIn(serializers.Serializer[Any]):
    """arrange: held_on, place · item: title · task: text, unit, due_on · sign_in: seat ·
    minutes: minutes, place, words (item → what was said), present (seats), version."""

    held_on = serializers.DateField(label="开会日期", required=False)
    place = serializers.CharField(label="地点", max_length=100, required=False)
    title = serializers.CharField(label="议题", max_length=100, required=False)
    text = serializers.CharField(label="议定事项", max_length=300, required=False)
    unit = serializers.IntegerField(label="落实单位", required=False)
    due_on = serializers.DateField(label="完成期限", required=False)
    seat = serializers.IntegerField(label="签到的单位", required=False)
    minutes = serializers.CharField(label="会议意见", required=False)
    words = serializers.DictField(
        child=serializers.CharField(allow_blank=True), label="研究情况", required=False
    )
    present = serializers.ListField(
        child=serializers.IntegerField(), label="到会的", required=False, max_length=200
    )
    version = serializers.IntegerField(label="版本", required=False)


class ResultIn(serializers.Serializer[Any]):
    result = serializers.CharField(label="完成情况", max_length=500)


PK = OpenApiParameter("pk", OpenApiTypes.INT, OpenApiParameter.PATH)


def whole(request: Request, pk: int) -> Response:
    meeting = reading.get_meeting(request.user, pk)
    found = {
        "meeting": meeting,
        "items": list(meeting.items.all()),
        "seats": list(meeting.seats.all()),
        "tasks": list(meeting.tasks.all()),
        "minutes": meeting.minutes,
    }
    return Response(MeetingWhole(found).data)


class MeetingsView(APIView):
    @extend_schema(operation_id="meetings", responses=MeetingPage)
    def get(self, request: Request) -> Response:
        pages = NewestMeetings()
        page = pages.paginate_queryset(reading.visible_meetings(request.user), request)
        return pages.get_paginated_response(MeetingOut(page, many=True).data)


class MeetingView(APIView):
    @extend_schema(operation_id="meeting", parameters=[PK], responses=MeetingWhole)
    def get(self, request: Request, pk: int) -> Response:
        return whole(request, pk)


class MeetingFileView(APIView):
    @extend_schema(
        operation_id="meeting_file",
        parameters=[PK],
        responses={(200, CONTENT_TYPE): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The minutes as the Word file of the page, a draft as a draft."""
        return docx_of(request.user, pk)


class MeetingStepView(APIView):
    """arrange · item · task · sign_in · minutes."""

    @extend_schema(
        operation_id="meeting_step",
        parameters=[PK, OpenApiParameter("step", str, OpenApiParameter.PATH)],
        request=MeetingStepIn,
        responses=MeetingWhole,
    )
    def post(self, request: Request, pk: int, step: str) -> Response:
        user = request.user
        meeting = reading.get_meeting(user, pk)
        given = read(MeetingStepIn, request)
        if step == "arrange":
            meetings.arrange(
                meeting, user, held_on=given.get("held_on"), place=given.get("place", "")
            )
        elif step == "item":
            meetings.add_item(meeting, user, given.get("title", ""))
        elif step == "task":
            meetings.add_task(
                meeting,
                user,
                text=given.get("text", ""),
                unit=given.get("unit", ""),
                due_on=given.get("due_on"),
            )
        elif step == "sign_in":
            meetings.sign_in(get_object_or_404(meeting.seats.all(), pk=given.get("seat", 0)), user)
        elif step == "minutes":
            meetings.finish_minutes(
                meeting,
                user,
                minutes=given.get("minutes", ""),
                place=given.get("place", ""),
                words=given.get("words"),
                present=given.get("present", []),
                version=given.get("version"),
            )
        else:
            raise Http404
        return whole(request, pk)


class MeetingTaskDoneView(APIView):
    @extend_schema(
        operation_id="meeting_task_done",
        parameters=[PK],
        request=ResultIn,
        responses=MeetingTaskOut,
    )
    def post(self, request: Request, pk: int) -> Response:
        """What came of a task of the caller's unit."""
        task = get_object_or_404(reading.visible_tasks(request.user), pk=pk)
        done = meetings.finish_task(task, request.user, read(ResultIn, request)["result"])
        return Response(MeetingTaskOut(done).data)


# --- duties -------------------------------------------------------------------------------------


class DutyItemOut(serializers.Serializer[Item]):
    duty = serializers.CharField(source="duty.key")
    code = serializers.CharField(source="duty.code")
    name = serializers.CharField(source="duty.name")
    every = serializers.CharField(source="duty.every.value")
    turn = serializers.CharField(source="words")
    first_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()
    url = serializers.CharField()


class UnitDutiesOut(serializers.Serializer[UnitDuties]):
    unit = serializers.IntegerField(source="unit.pk")
    name = serializers.CharField(source="unit.short_name")
    next = DutyItemOut(allow_null=True)
    items = DutyItemOut(many=True)


class DutyMarkIn(serializers.Serializer[Any]):
    unit = serializers.IntegerField(label="责任单位")
    duty = serializers.CharField(label="任务", max_length=20)
    first_on = serializers.DateField(label="哪一期（这一期里的任意一天）")
    note = serializers.CharField(label="报给谁、怎么报的", max_length=200)


class DutyMarkOut(serializers.Serializer[Any]):
    unit = serializers.IntegerField(source="unit_id")
    duty = serializers.CharField()
    first_on = serializers.DateField()
    done_on = serializers.DateField()


class DutiesView(APIView):
    @extend_schema(operation_id="duties", responses=UnitDutiesOut(many=True))
    def get(self, request: Request) -> Response:
        """What each unit in sight owes next, and all of its items."""
        if not may_read_duties(request.user):
            raise Http404
        return Response(UnitDutiesOut(calendar_for(request.user), many=True).data)

    @extend_schema(operation_id="duty_mark", request=DutyMarkIn, responses={201: DutyMarkOut})
    def post(self, request: Request) -> Response:
        """Something was done outside this system."""
        if not may_read_duties(request.user):
            raise Http404
        given = read(DutyMarkIn, request)
        made = mark_done(
            request.user, given["unit"], given["duty"], given["first_on"], given["note"]
        )
        return Response(DutyMarkOut(made).data, status=201)
