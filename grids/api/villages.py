"""Villages as a client reads them: who stands by each today, and where it receives people."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.models import VillageDesk
from grids.selectors.village import responsible_for, village_page, visible_villages


class VillageSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField(source="short_name")
    name = serializers.CharField()


class LineSerializer(serializers.Serializer):
    """A post and who holds it."""

    post = serializers.CharField()
    name = serializers.CharField()


class VillageStaffSerializer(serializers.Serializer):
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
