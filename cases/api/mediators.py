"""The register of mediators, and guidance of one case, over JSON."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, selectors
from cases.models import Case
from cases.selectors import mediators as register
from cases.selectors.guidance import guidances_of
from cases.services.guidance import end_guidance, name_guidance
from grids.enums import MediatorKind
from grids.filters import MediatorFilter
from grids.selectors import centre_of
from grids.selectors.mediators import mediators as terms_in_force
from mediation.core.errors import Refused
from mediation.core.models import User


class DeputyOut(serializers.Serializer[Any]):
    name = serializers.CharField(source="deputy.name")
    kind = serializers.CharField()
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)


class WorkloadOut(serializers.Serializer[Any]):
    cases = serializers.IntegerField(help_text="在办件数")
    sessions = serializers.IntegerField(help_text="本周场次")


class MediatorOut(serializers.Serializer[Any]):
    """One term; `workload` is null unless the caller shares out that unit's work."""

    id = serializers.IntegerField(source="term.pk")
    user = serializers.IntegerField(source="term.user_id")
    name = serializers.CharField(source="term.user.name")
    unit = serializers.CharField(source="term.unit.code")
    unit_label = serializers.CharField(source="term.unit.short_name")
    kind = serializers.ChoiceField(choices=MediatorKind.choices, source="term.kind")
    kind_label = serializers.CharField(source="term.get_kind_display")
    studio_name = serializers.CharField(source="term.studio_name")
    specialties = serializers.ListField(child=serializers.CharField())
    from_on = serializers.DateField(source="term.from_on")
    to_on = serializers.DateField(source="term.to_on", allow_null=True)
    deputies = DeputyOut(many=True)
    workload = WorkloadOut(allow_null=True)


class MediatorQuery(serializers.Serializer[Any]):
    unit = serializers.CharField(required=False, help_text="单位代码")
    specialty = serializers.CharField(required=False, help_text="类别代码")
    kind = serializers.ChoiceField(choices=MediatorKind.choices, required=False)


class Mediators(APIView):
    """Who mediates where today. 404 for posts that have nothing to do with it."""

    @extend_schema(parameters=[MediatorQuery], responses=MediatorOut(many=True))
    def get(self, request: Request) -> Response:
        centre = centre_of(request.user)
        if centre is None or not register.may_read_register(request.user):
            raise Http404
        chosen = MediatorFilter(
            request.query_params, queryset=terms_in_force(centre), request=request
        )
        if not chosen.is_valid():
            raise serializers.ValidationError(dict(chosen.form.errors))
        lines = register.register_lines(request.user, chosen.qs, centre)
        return Response(MediatorOut(lines, many=True).data)


class GuidanceOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    user = serializers.IntegerField(source="user_id")
    name = serializers.CharField(source="user.name")
    from_on = serializers.DateField()
    by = serializers.CharField(source="by.name")
    ended_at = serializers.DateTimeField(allow_null=True)


class GuidanceIn(serializers.Serializer[Any]):
    """`user` names a guidance mediator, `end` ends a guidance; one of the two."""

    user = serializers.IntegerField(required=False, min_value=1)
    end = serializers.IntegerField(required=False, min_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("请给 user（指派）或 end（结束），只给一个。")
        return attrs


class GuidanceView(APIView):
    """Who guides the mediation of a case (level: file)."""

    def file(self, pk: int) -> Case:
        case = selectors.get_visible(self.request.user, pk, *selectors.DECIDING)
        if case.level < access.FILE:
            raise Http404
        return case

    @extend_schema(responses=GuidanceOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        return Response(GuidanceOut(guidances_of(self.file(pk)), many=True).data)

    @extend_schema(request=GuidanceIn, responses={200: GuidanceOut, 201: GuidanceOut})
    def post(self, request: Request, pk: int) -> Response:
        """Name one (201), or end one (200)."""
        case = self.file(pk)
        form = GuidanceIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        if "end" in asked:
            found = case.guidances.filter(pk=asked["end"]).first()
            if found is None:
                raise Http404
            return Response(GuidanceOut(end_guidance(found, request.user)).data)
        person = User.objects.filter(pk=asked["user"]).first()
        if person is None:
            raise Refused("invalid_user", "请从名单里选一位调解指导员。", field="user")
        named = name_guidance(case, request.user, person)
        return Response(GuidanceOut(named).data, status=status.HTTP_201_CREATED)
