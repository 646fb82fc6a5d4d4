"""The guide and the appointments of the windows over JSON."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import enums
from cases.forms.inquiries import LONGEST_WHY
from cases.selectors.guide import places_of
from cases.selectors.visits import may_read_window, may_serve, visible_visits
from cases.services import appointments
from cases.workflow.guide import lead
from cases.workflow.guide_words import Public, Stage, Who
from grids.enums import GuideWay
from grids.models import GuidePlace
from grids.selectors import centre_of


class AnswersIn(serializers.Serializer[Any]):
    who = serializers.ChoiceField(Who.choices, label="和谁的")
    public = serializers.ChoiceField(Public.choices, label="机关的决定或者职责")
    stage = serializers.ChoiceField(Stage.choices, label="走到哪一步")


class PlaceOut(serializers.ModelSerializer[GuidePlace]):
    class Meta:
        model = GuidePlace
        fields = ("name", "address", "hours", "phone")


class GuideOut(serializers.Serializer[Any]):
    """`also` always holds the court, unless it is the way itself."""

    way = serializers.ChoiceField(GuideWay.choices)
    title = serializers.CharField()
    why = serializers.CharField()
    also = serializers.ListField(child=serializers.ChoiceField(GuideWay.choices))
    limits = serializers.ListField(child=serializers.CharField())
    bring = serializers.ListField(child=serializers.CharField())
    law = serializers.CharField()
    places = PlaceOut(many=True)


class GuideView(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("who", enum=Who.values, required=True),
            OpenApiParameter("public", enum=Public.values, required=True),
            OpenApiParameter("stage", enum=Stage.values, required=True),
        ],
        responses=GuideOut,
    )
    def get(self, request: Request) -> Response:
        """Which way three answers lead to; advice, never a condition."""
        if not may_read_window(request.user):
            raise Http404
        form = AnswersIn(data=request.query_params)
        form.is_valid(raise_exception=True)
        found = lead(**form.validated_data)
        sheet = found.leaflet
        return Response(
            GuideOut(
                {
                    "way": found.way,
                    "title": sheet.title,
                    "why": found.why,
                    "also": found.also,
                    "limits": sheet.limits,
                    "bring": sheet.bring,
                    "law": sheet.law,
                    "places": places_of(centre_of(request.user), found.way),
                }
            ).data
        )


class AppointmentIn(serializers.Serializer[Any]):
    """A day and a window, or the number of a case in hand whose sitting is booked next."""

    on = serializers.DateField(label="哪天来", required=False, allow_null=True)
    time = serializers.TimeField(label="几点", required=False, allow_null=True)
    window = serializers.ChoiceField(
        enums.Window.choices, label="到哪个窗口", required=False, allow_blank=True
    )
    number = serializers.CharField(label="案号", max_length=40, required=False, allow_blank=True)
    why = serializers.CharField(
        label="来办什么", max_length=LONGEST_WHY, required=False, allow_blank=True
    )
    version = serializers.IntegerField(label="版本", required=False, allow_null=True)


class AppointmentOut(serializers.Serializer[Any]):
    visit = serializers.IntegerField()
    appointment_on = serializers.DateField(allow_null=True)
    appointment_time = serializers.TimeField(allow_null=True)
    appointment_window = serializers.CharField()
    case = serializers.IntegerField(allow_null=True)


class AppointmentView(APIView):
    @extend_schema(request=AppointmentIn, responses=AppointmentOut)
    def post(self, request: Request, pk: int) -> Response:
        """End a visit with an appointment. 404 for who sits at no window."""
        if not may_serve(request.user):
            raise Http404
        visit = get_object_or_404(visible_visits(request.user), pk=pk)
        form = AppointmentIn(data=request.data)
        form.is_valid(raise_exception=True)
        done, case = appointments.appoint(visit, request.user, **form.validated_data)
        return Response(
            AppointmentOut(
                {
                    "visit": done.pk,
                    "appointment_on": done.appointment_on,
                    "appointment_time": done.appointment_time,
                    "appointment_window": done.appointment_window,
                    "case": case.pk if case else None,
                }
            ).data
        )
