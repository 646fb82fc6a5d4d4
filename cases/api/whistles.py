"""吹哨 and the 责任组 of a case over JSON; level file, 404 below."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import services
from cases.api.co_handling import case_of
from cases.enums import DirectionKind, Satisfaction
from cases.models import Direction, TeamMember
from cases.selectors.whistles import whistle_in_sight
from cases.services.teams import name_team


class WhistleOut(serializers.ModelSerializer[Direction]):
    unit = serializers.CharField(source="to_unit.short_name")
    kind = serializers.CharField(source="whistle_kind")
    by = serializers.CharField(source="by.name")
    is_waiting = serializers.BooleanField()

    class Meta:
        model = Direction
        fields = (
            "id", "unit", "kind", "text", "on", "by", "due_on", "reported_in_at", "report",
            "answer", "answered_on", "rating", "is_waiting",
        )  # fmt: skip


class RatingIn(serializers.Serializer[Any]):
    rating = serializers.ChoiceField(Satisfaction.choices, label="评价")


class MemberOut(serializers.Serializer[Any]):
    seat = serializers.CharField()
    user = serializers.IntegerField(source="user_id")
    name = serializers.CharField(source="user.name")


class TeamIn(serializers.Serializer[Any]):
    """The whole team, by seat: 1 + 1 + 1 + 3. `version` is the case's that the caller loaded."""

    version = serializers.IntegerField(label="版本", required=False)
    leader = serializers.IntegerField(label="驻村领导", required=False, allow_null=True)
    chief = serializers.IntegerField(label="主驻村干部", required=False, allow_null=True)
    secretary = serializers.IntegerField(label="村（社区）书记", required=False, allow_null=True)
    staff = serializers.ListField(
        child=serializers.IntegerField(), label="工作人员", required=False, max_length=3
    )

    def seats(self) -> dict[str, list[int]]:
        given = self.validated_data
        single = {
            seat: given.get(seat) for seat in TeamMember.Seat if seat != TeamMember.Seat.STAFF
        }
        return {seat: [who] if who else [] for seat, who in single.items()} | {
            TeamMember.Seat.STAFF: given.get("staff", [])
        }


class WhistlesView(APIView):
    @extend_schema(responses=WhistleOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Whom it was whistled for, who came, who answered. Whistling is `POST …/moves/`."""
        case = case_of(request, pk)
        calls = case.directions.filter(kind=DirectionKind.WHISTLE).select_related("by", "to_unit")
        return Response(WhistleOut(calls, many=True).data)


class WhistleRatingView(APIView):
    @extend_schema(request=RatingIn, responses=WhistleOut)
    def post(self, request: Request, pk: int, direction_pk: int) -> Response:
        """The caller's word on the answer that he got; once."""
        direction = whistle_in_sight(request.user, pk, direction_pk)
        form = RatingIn(data=request.data)
        form.is_valid(raise_exception=True)
        rated = services.rate_answer(direction, request.user, form.validated_data["rating"])
        return Response(WhistleOut(rated).data)


class TeamView(APIView):
    @extend_schema(responses=MemberOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        case = case_of(request, pk)
        return Response(MemberOut(case.team.all(), many=True).data)

    @extend_schema(request=TeamIn, responses=MemberOut(many=True))
    def post(self, request: Request, pk: int) -> Response:
        """Name the whole team; who is not among the given leaves it."""
        case = case_of(request, pk)
        form = TeamIn(data=request.data)
        form.is_valid(raise_exception=True)
        case = name_team(
            case, request.user, form.seats(), version=form.validated_data.get("version")
        )
        team = case.team.select_related("user").order_by("pk")
        return Response(MemberOut(team, many=True).data)
