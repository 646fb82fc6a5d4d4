"""A village's team 1+1+1+3 and its stationed leader over JSON, for who keeps the posts."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from grids.api.posts import KeeperView, LastDayIn, PersonOut, key_field, named
from grids.enums import Seat
from grids.models import Division, Station, TeamSeat
from grids.selectors import posts as of_town
from grids.selectors.village import visible_villages
from grids.services import posts as services
from mediation.core.models import User


class SeatOut(serializers.ModelSerializer[TeamSeat]):
    user = PersonOut()
    division = serializers.CharField(source="division.code")

    class Meta:
        model = TeamSeat
        fields = ("id", "user", "division", "seat", "from_on", "to_on")


class SeatIn(serializers.Serializer[Any]):
    user = key_field("谁（账号编号）")
    seat = serializers.ChoiceField(Seat.choices, label="席位")
    from_on = serializers.DateField(label="从哪天")


class StationOut(serializers.ModelSerializer[Station]):
    user = PersonOut()
    division = serializers.CharField(source="division.code")

    class Meta:
        model = Station
        fields = ("id", "user", "division", "from_on", "to_on")


class StationIn(serializers.Serializer[Any]):
    user = key_field("驻村领导（账号编号）")
    from_on = serializers.DateField(label="从哪天")


class _SeatView(KeeperView):
    def village(self, user: User, code: str) -> Division:
        return get_object_or_404(visible_villages(user), code=code)


class SeatsView(_SeatView):
    @extend_schema(operation_id="village_seats_list", responses=SeatOut(many=True))
    def get(self, request: Request, code: str) -> Response:
        """Seats of the village that run today or later."""
        user = self.reader()
        village = self.village(user, code)
        rows = of_town.visible_seats(user).filter(division=village)
        return Response(SeatOut(rows, many=True).data)

    @extend_schema(request=SeatIn, responses={201: SeatOut})
    def post(self, request: Request, code: str) -> Response:
        """Somebody takes a seat; on a single one the predecessor's last day is the day before."""
        user = self.keeper()
        village = self.village(user, code)
        given = self.filled(SeatIn)
        person = named(of_town.visible_staff(user), given.pop("user"), "user")
        row = services.give_seat(village, person, user, **given)
        return Response(SeatOut(row).data, status=status.HTTP_201_CREATED)


class SeatEndView(_SeatView):
    @extend_schema(request=LastDayIn, responses=SeatOut)
    def post(self, request: Request, code: str, pk: int) -> Response:
        """His last day on the seat."""
        user = self.keeper()
        rows = of_town.visible_seats(user).filter(division=self.village(user, code))
        row = get_object_or_404(rows, pk=pk)
        to_on = self.filled(LastDayIn)["to_on"]
        return Response(SeatOut(services.end_seat(row, user, to_on=to_on)).data)


class StationView(_SeatView):
    @extend_schema(request=StationIn, responses={201: StationOut})
    def post(self, request: Request, code: str) -> Response:
        """The leader stationed in the village from a day on."""
        user = self.keeper()
        village = self.village(user, code)
        given = self.filled(StationIn)
        leader = named(of_town.visible_staff(user), given.pop("user"), "user")
        row = services.station_leader(village, leader, user, **given)
        return Response(StationOut(row).data, status=status.HTTP_201_CREATED)
