"""Villages as a client reads them: who stands by each today, and where it receives people."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.enums.village import VillageDuty
from grids.forms.village import PHONE
from grids.models import Division, VillageDesk
from grids.selectors.village import (
    may_write_village,
    responsible_for,
    village_page,
    visible_staff,
    visible_villages,
)
from grids.services import village as services


class VillageSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField(source="short_name")
    name = serializers.CharField()


class LineSerializer(serializers.Serializer):
    """A post and who holds it."""

    post = serializers.CharField()
    name = serializers.CharField()


class VillageStaffSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    duty = serializers.CharField()
    label = serializers.CharField(source="get_duty_display")
    name = serializers.CharField()
    organisation = serializers.CharField()
    phone = serializers.CharField()
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)
    consented_on = serializers.DateField(allow_null=True)


class DeskSerializer(serializers.ModelSerializer):
    class Meta:
        model = VillageDesk
        fields = ["place", "window", "room", "hours", "duty_phone"]


class VillageDetailSerializer(serializers.Serializer):
    code = serializers.CharField(source="division.code")
    label = serializers.CharField(source="division.short_name")
    name = serializers.CharField(source="division.name")
    duty_phone = serializers.CharField()
    desk = DeskSerializer()
    responsible = serializers.SerializerMethodField()
    team = LineSerializer(many=True)
    mediators = LineSerializer(many=True)
    staff = VillageStaffSerializer(many=True)

    @extend_schema_field(LineSerializer(many=True))
    def get_responsible(self, page: Any) -> list[dict[str, str]]:
        return [{"post": line.post, "name": line.name} for line in responsible_for(page.committee)]


class Villages(APIView):
    """Villages of the reader's town, by code."""

    @extend_schema(responses=VillageSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(VillageSerializer(visible_villages(request.user), many=True).data)


class VillageDetail(APIView):
    """Team, staff, desk and the two responsible persons of one village."""

    @extend_schema(responses=VillageDetailSerializer)
    def get(self, request: Request, code: str) -> Response:
        found = get_object_or_404(visible_villages(request.user), code=code)
        return Response(VillageDetailSerializer(village_page(found)).data)


class DeskIn(serializers.Serializer[Any]):
    """What is left out stays as it is."""

    place = serializers.CharField(label="地点", max_length=80, required=False, allow_blank=True)
    window = serializers.CharField(
        label="受理工位", max_length=40, required=False, allow_blank=True
    )
    room = serializers.CharField(label="调解室", max_length=40, required=False, allow_blank=True)
    hours = serializers.CharField(
        label="什么时候有人", max_length=80, required=False, allow_blank=True
    )
    duty_phone = serializers.RegexField(
        PHONE, label="值班电话", max_length=20, required=False, allow_blank=True
    )


class StaffIn(serializers.Serializer[Any]):
    duty = serializers.ChoiceField(VillageDuty.choices, label="做什么")
    name = serializers.CharField(label="姓名", max_length=30)
    organisation = serializers.CharField(
        label="所在单位", max_length=60, required=False, allow_blank=True
    )
    phone = serializers.RegexField(
        PHONE, label="工作电话", max_length=20, required=False, allow_blank=True
    )
    from_on = serializers.DateField(label="从哪天起")
    has_consented = serializers.BooleanField(label="本人同意公示", default=False)


class StaffActIn(serializers.Serializer[Any]):
    """`end` with his last day, `consent`, or `silence`: he takes his consent back."""

    act = serializers.ChoiceField(["end", "consent", "silence"], label="做什么")
    to_on = serializers.DateField(label="到哪天为止", required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["act"] == "end" and "to_on" not in attrs:
            raise serializers.ValidationError({"to_on": "请填结束日期。"})
        return attrs


def writable(user: Any, code: str) -> Division:
    """The village, for who may write its page. Raises Http404 for everybody else."""
    village = get_object_or_404(visible_villages(user), code=code)
    if not may_write_village(user, village):
        raise Http404
    return village


class VillageDeskView(APIView):
    @extend_schema(request=DeskIn, responses=DeskSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Where and when the village receives people."""
        village = writable(request.user, code)
        form = DeskIn(data=request.data)
        form.is_valid(raise_exception=True)
        desk = services.write_desk(village, request.user, **form.validated_data)
        return Response(DeskSerializer(desk).data)


class VillageStaffView(APIView):
    @extend_schema(request=StaffIn, responses={201: VillageStaffSerializer})
    def post(self, request: Request, code: str) -> Response:
        """Somebody more who stands by the village: 法律顾问, 村警, 法律明白人 …"""
        village = writable(request.user, code)
        form = StaffIn(data=request.data)
        form.is_valid(raise_exception=True)
        row = services.add_staff(village, request.user, **form.validated_data)
        return Response(VillageStaffSerializer(row).data, status=status.HTTP_201_CREATED)


class VillageStaffActView(APIView):
    @extend_schema(request=StaffActIn, responses=VillageStaffSerializer)
    def post(self, request: Request, code: str, pk: int) -> Response:
        """end · consent · silence."""
        village = writable(request.user, code)
        rows = visible_staff(request.user).filter(division=village).select_related("division")
        row = get_object_or_404(rows, pk=pk)
        form = StaffActIn(data=request.data)
        form.is_valid(raise_exception=True)
        act = form.validated_data["act"]
        if act == "end":
            row = services.end_staff(row, request.user, form.validated_data["to_on"])
        else:
            row = services.set_consent(row, request.user, has_consented=act == "consent")
        return Response(VillageStaffSerializer(row).data)
