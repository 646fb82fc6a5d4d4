"""`/api/v1/resources/`: who serves at the centre and who helps besides; listing and ending them.

Phones are not said here.
"""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.enums.changes import Attendance
from grids.enums.resources import HelperKind
from grids.models import Category, Department, Division, Helper, Mediator, ResidentUnit, Room
from grids.selectors import centre_of, departments
from grids.selectors import resources as reading
from grids.services import resources


class ResidentOut(serializers.ModelSerializer[ResidentUnit]):
    name = serializers.CharField()
    presence = serializers.CharField()

    class Meta:
        model = ResidentUnit
        fields = ("id", "name", "presence", "days", "place", "services", "from_on", "to_on")


class HelperOut(serializers.ModelSerializer[Helper]):
    specialties = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Helper
        fields = ("id", "kind", "name", "field", "specialties", "available", "from_on", "to_on")


class StudioOut(serializers.ModelSerializer[Mediator]):
    name = serializers.CharField(source="studio_name")
    mediator = serializers.CharField(source="user.name")
    unit = serializers.CharField(source="unit.short_name")
    specialties = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Mediator
        fields = ("id", "name", "mediator", "unit", "specialties")


class BrandRoomOut(serializers.ModelSerializer[Room]):
    class Meta:
        model = Room
        fields = ("id", "name")


class ResourceQuery(serializers.Serializer[Any]):
    category = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Category.objects.filter(is_active=True),
        required=False,
        help_text="类别代码：只列能帮这一类的",
    )


class ResourcesOut(serializers.Serializer[Any]):
    residents = ResidentOut(many=True)
    helpers = HelperOut(many=True)
    studios = StudioOut(many=True)
    brand_rooms = BrandRoomOut(many=True)


class ResidentIn(serializers.Serializer[Any]):
    """A unit of the town by its key, or one from outside by its name."""

    department = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.none(), label="本镇单位", required=False, allow_null=True
    )
    outside_name = serializers.CharField(
        label="外单位名称", max_length=60, required=False, allow_blank=True
    )
    mode = serializers.ChoiceField(Attendance.choices, label="入驻方式")
    days = serializers.CharField(label="哪几天", max_length=60, required=False, allow_blank=True)
    place = serializers.CharField(
        label="在哪个窗口或房间", max_length=60, required=False, allow_blank=True
    )
    services = serializers.CharField(label="办什么", max_length=300)
    phone = serializers.CharField(label="办公电话", max_length=20, required=False, allow_blank=True)
    from_on = serializers.DateField(label="从哪天起", required=False)

    def __init__(self, *args: Any, centre: Division | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if centre is not None:  # the reference of the API draws it up without one
            self.fields["department"].queryset = departments(centre)  # type: ignore[attr-defined]


class HelperIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(HelperKind.choices, label="类别")
    name = serializers.CharField(label="姓名或名称", max_length=40)
    field = serializers.CharField(label="专长", max_length=100)
    specialties = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Category.objects.filter(is_active=True),
        many=True,
        required=False,
        label="能帮哪些类别",
    )
    available = serializers.CharField(
        label="什么时候有空", max_length=60, required=False, allow_blank=True
    )
    phone = serializers.CharField(label="联系电话", max_length=20, required=False, allow_blank=True)
    has_consent = serializers.BooleanField(label="本人（单位）同意列入")
    from_on = serializers.DateField(label="从哪天起", required=False)


class EndIn(serializers.Serializer[Any]):
    on = serializers.DateField(label="最后一天", required=False)


class ResourcesView(APIView):
    def centre(self) -> Division:
        """Raises Http404 without a town."""
        centre = centre_of(self.request.user)
        if centre is None:
            raise Http404
        return centre

    @extend_schema(parameters=[ResourceQuery], responses=ResourcesOut)
    def get(self, request: Request) -> Response:
        centre = self.centre()
        query = ResourceQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        category = query.validated_data.get("category")
        body = {
            "residents": reading.visible_residents(request.user),
            "helpers": reading.visible_helpers(request.user, category=category),
            "studios": reading.studios(centre, category=category),
            "brand_rooms": reading.brand_rooms(centre),
        }
        return Response(ResourcesOut(body).data)


class ResidentsView(ResourcesView):
    http_method_names = ["post", "options"]

    @extend_schema(request=ResidentIn, responses={201: ResidentOut})
    def post(self, request: Request) -> Response:
        form = ResidentIn(data=request.data, centre=self.centre())
        form.is_valid(raise_exception=True)
        done = resources.add_resident(request.user, **form.validated_data)
        return Response(ResidentOut(done).data, status=status.HTTP_201_CREATED)


class HelpersView(ResourcesView):
    http_method_names = ["post", "options"]

    @extend_schema(request=HelperIn, responses={201: HelperOut})
    def post(self, request: Request) -> Response:
        self.centre()
        form = HelperIn(data=request.data)
        form.is_valid(raise_exception=True)
        done = resources.add_helper(request.user, **form.validated_data)
        return Response(HelperOut(done).data, status=status.HTTP_201_CREATED)


class ResidentEndView(ResourcesView):
    http_method_names = ["post", "options"]

    @extend_schema(request=EndIn, responses=ResidentOut)
    def post(self, request: Request, pk: int) -> Response:
        """It serves here no more from the next day on; the row stays."""
        self.centre()
        form = EndIn(data=request.data)
        form.is_valid(raise_exception=True)
        row = get_object_or_404(reading.visible_residents(request.user), pk=pk)
        return Response(ResidentOut(resources.end(row, request.user, **form.validated_data)).data)


class HelperEndView(ResourcesView):
    http_method_names = ["post", "options"]

    @extend_schema(request=EndIn, responses=HelperOut)
    def post(self, request: Request, pk: int) -> Response:
        """He helps no more from the next day on; the row stays, the phone is forgotten."""
        self.centre()
        form = EndIn(data=request.data)
        form.is_valid(raise_exception=True)
        row = get_object_or_404(reading.visible_helpers(request.user), pk=pk)
        return Response(HelperOut(resources.end(row, request.user, **form.validated_data)).data)
