"""`/api/v1/resources/`: who serves at the centre and who helps besides. Phones are not said here."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.models import Helper, ResidentUnit
from grids.selectors import centre_of
from grids.selectors import resources as reading


class ResidentOut(serializers.ModelSerializer[ResidentUnit]):
    name = serializers.CharField()
    presence = serializers.CharField()

    class Meta:
        model = ResidentUnit
        fields = ("id", "name", "presence", "days", "place", "services", "from_on")


class HelperOut(serializers.ModelSerializer[Helper]):
    specialties = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Helper
        fields = ("id", "kind", "name", "field", "specialties", "available", "from_on")


class ResourcesOut(serializers.Serializer[Any]):
    residents = ResidentOut(many=True)
    helpers = HelperOut(many=True)


class ResourcesView(APIView):
    @extend_schema(responses=ResourcesOut)
    def get(self, request: Request) -> Response:
        if centre_of(request.user) is None:
            raise Http404
        body = {
            "residents": reading.visible_residents(request.user),
            "helpers": reading.visible_helpers(request.user),
        }
        return Response(ResourcesOut(body).data)
