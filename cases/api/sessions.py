"""Sittings over JSON: of a case, of a week by room; answers, cancelling, a change of mode.

Booking and moving are the verb `schedule` (`POST /cases/{id}/moves/`).
"""

from datetime import date
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, enums, selectors, services
from cases.models import Case, MediationSession, SessionGuest
from cases.selectors.sessions import Seen, Sitting
from cases.services import arrivals
from grids.access import SESSION_BOOKERS, SESSION_READERS, roles_with_deputies
from grids.selectors import centre_of
from mediation.core import clock
from mediation.core.models import User


class GuestOut(serializers.Serializer[SessionGuest]):
    id = serializers.IntegerField(source="pk")
    kind = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    comes_as = serializers.CharField(help_text="不是当事人也不是工作人员的，以什么身份来")
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField()
    arrived_at = serializers.DateTimeField(help_text="到了的时间")

    def get_kind(self, guest: SessionGuest) -> str:
        if guest.comes_as:
            return "outsider"
        return "party" if guest.party_id else "user" if guest.user_id else "unit"

    def get_name(self, guest: SessionGuest) -> str:
        if guest.party is not None:
            return selectors.name_of(guest.party, self.context["case"])
        if guest.comes_as:
            return guest.name if self.context["may_read_outsiders"] else ""
        return str(guest.user.name if guest.user else guest.unit)


class SessionOut(serializers.Serializer[MediationSession]):
    """Card level: when, where, who; outcome and minutes are the record's and stand elsewhere."""

    id = serializers.IntegerField(source="pk")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField()
    room = serializers.IntegerField(source="room_id", allow_null=True)
    kind = serializers.CharField()
    mode = serializers.CharField()
    mediator = serializers.CharField(source="mediator.name", default=None, allow_null=True)
    mediator_chosen_by = serializers.CharField()
    is_online = serializers.BooleanField()
    platform = serializers.CharField()
    is_public = serializers.BooleanField()
    is_recorded = serializers.BooleanField()
    is_cancelled = serializers.BooleanField()
    cancel_reason = serializers.SerializerMethodField(help_text="卷内")
    moved_from = serializers.IntegerField(source="moved_from_id", allow_null=True)
    is_held = serializers.SerializerMethodField()
    guests = serializers.SerializerMethodField()

    def get_cancel_reason(self, session: MediationSession) -> str:
        is_file = getattr(self.context["case"], "level", 0) >= access.FILE
        return session.cancel_reason if is_file else ""

    def get_is_held(self, session: MediationSession) -> bool:
        return bool(session.outcome)

    @extend_schema_field(GuestOut(many=True))
    def get_guests(self, session: MediationSession) -> list[dict[str, Any]]:
        return list(GuestOut(self.context["guests"], many=True, context=self.context).data)


class AnswerIn(serializers.Serializer[Any]):
    guest = serializers.IntegerField(label="邀请")
    answer = serializers.ChoiceField(
        [pair for pair in enums.Attendance.choices if pair[0] != enums.Attendance.OPEN],
        label="答复",
    )
    words = serializers.CharField(label="说明", max_length=200, required=False, allow_blank=True)


class ArrivalIn(serializers.Serializer[Any]):
    guest = serializers.IntegerField(label="邀请")
    has_come = serializers.BooleanField(label="到了")


class CancelIn(serializers.Serializer[Any]):
    reason = serializers.CharField(label="为什么取消", max_length=200)


class ModeIn(serializers.Serializer[Any]):
    mode = serializers.ChoiceField(enums.MediationMode.choices, label="调解方式")
    reason = serializers.CharField(label="为什么改", max_length=200)


def out(session: MediationSession, case: Case, user: User) -> dict[str, Any]:
    """Who was only asked to come reads his own line of the guests, and nobody else's name."""
    is_seen = bool(getattr(case, "level", 0))
    guests = [one for one in session.guests.all() if is_seen or services.is_own(user, one)]
    may_read = is_seen and services.may_read_outsiders(user, session, case)
    context = {"case": case, "guests": guests, "may_read_outsiders": may_read}
    return dict(SessionOut(session, context=context).data)


class SessionsView(APIView):
    @extend_schema(responses=SessionOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """The sittings of a case that have a time, in their order."""
        case = selectors.get_visible(request.user, pk, "sessions")  # type: ignore[arg-type]
        timed = [one for one in case.sessions.all() if one.starts_at]
        timed.sort(key=lambda one: (one.starts_at, one.pk))
        return Response([out(one, case, request.user) for one in timed])  # type: ignore[arg-type]


class SessionStep(APIView):
    """A step on one sitting: found in sight, done by its service, answered as it then is."""

    shape: type[serializers.Serializer[Any]]

    def found(self, user: User, pk: int, session: int) -> Seen:
        seen = selectors.session_for(user, session)
        if seen.session.case_id != pk:
            raise Http404
        return seen

    def step(self, request: Request, pk: int, session: int) -> Response:
        user: User = request.user  # type: ignore[assignment]
        seen = self.found(user, pk, session)
        form = self.shape(data=request.data)
        form.is_valid(raise_exception=True)
        self.do(seen, user, form.validated_data)
        again = self.found(user, pk, session)
        return Response(out(again.session, again.case, user))

    def do(self, seen: Seen, user: User, data: dict[str, Any]) -> None:
        """The service of this step; each of the classes below names its own."""


class SessionAnswerView(SessionStep):
    shape = AnswerIn

    @extend_schema(request=AnswerIn, responses=SessionOut)
    def post(self, request: Request, pk: int, session: int) -> Response:
        """能来 or 不能来: of him who was asked, or written down by who booked."""
        return self.step(request, pk, session)

    def do(self, seen: Seen, user: User, data: dict[str, Any]) -> None:
        guest = next((g for g in seen.session.guests.all() if g.pk == data["guest"]), None)
        if guest is None:
            raise Http404
        services.answer_invitation(guest, data["answer"], words=data.get("words", ""), by=user)


class SessionArrivalView(SessionStep):
    shape = ArrivalIn

    @extend_schema(request=ArrivalIn, responses=SessionOut)
    def post(self, request: Request, pk: int, session: int) -> Response:
        """到了, or not after all: on the day itself, by the windows, the booker or the mediator."""
        return self.step(request, pk, session)

    def do(self, seen: Seen, user: User, data: dict[str, Any]) -> None:
        guest = next((g for g in seen.session.guests.all() if g.pk == data["guest"]), None)
        if guest is None:
            raise Http404
        arrivals.mark_arrival(guest, user, has_come=data["has_come"])


class OfACaseInSight(SessionStep):
    def found(self, user: User, pk: int, session: int) -> Seen:
        seen = super().found(user, pk, session)
        if not seen.level:
            raise Http404
        return seen


class SessionCancelView(OfACaseInSight):
    shape = CancelIn

    @extend_schema(request=CancelIn, responses=SessionOut)
    def post(self, request: Request, pk: int, session: int) -> Response:
        """Call a sitting off; the staff who were to come are told at once."""
        return self.step(request, pk, session)

    def do(self, seen: Seen, user: User, data: dict[str, Any]) -> None:
        services.cancel_session(seen.session, user, data["reason"])


class SessionModeView(OfACaseInSight):
    shape = ModeIn

    @extend_schema(request=ModeIn, responses=SessionOut)
    def post(self, request: Request, pk: int, session: int) -> Response:
        """人民、行政、司法调解之间转换."""
        return self.step(request, pk, session)

    def do(self, seen: Seen, user: User, data: dict[str, Any]) -> None:
        services.change_mode(seen.session, user, data["mode"], data["reason"])


class SlotOut(serializers.Serializer[Sitting]):
    """A slot of a room; `session` and `case` are null where the case is not in sight."""

    room = serializers.IntegerField(source="session.room_id", allow_null=True)
    starts_at = serializers.DateTimeField(source="session.starts_at")
    ends_at = serializers.DateTimeField(source="session.ends_at")
    session = serializers.SerializerMethodField()
    case = serializers.SerializerMethodField()
    status = serializers.CharField()

    def get_session(self, sitting: Sitting) -> int | None:
        return sitting.session.pk if sitting.case else None

    def get_case(self, sitting: Sitting) -> int | None:
        return sitting.case.pk if sitting.case else None


class RoomOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    kind = serializers.CharField()
    seats = serializers.IntegerField()
    opens_at = serializers.TimeField()
    closes_at = serializers.TimeField()


class HereOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    is_duty = serializers.BooleanField()
    deputies = serializers.ListField(child=serializers.CharField())
    times = serializers.ListField(child=serializers.CharField())


class DeskOut(serializers.Serializer[Any]):
    unit = serializers.CharField()
    people = HereOut(many=True)


class WeekOut(serializers.Serializer[Any]):
    monday = serializers.DateField()
    rooms = RoomOut(many=True)
    slots = SlotOut(many=True)
    here = DeskOut(many=True, help_text="今天谁在；只在今天所在的那一周有")


class WeekView(APIView):
    @extend_schema(parameters=[OpenApiParameter("week", date)], responses=WeekOut)
    def get(self, request: Request) -> Response:
        """The rooms of the caller's centre in the week of `week` (any day of it; default today)."""
        user: User = request.user  # type: ignore[assignment]
        roles, centre = roles_with_deputies(user), centre_of(user)
        if not roles & SESSION_READERS or centre is None:
            raise Http404
        try:
            day = date.fromisoformat(request.query_params.get("week", ""))
        except ValueError:
            day = clock.today()
        week = selectors.week_of(user, centre, day, may_book=bool(roles & SESSION_BOOKERS))
        rooms = [line.room for line in week.lines if line.room]
        slots = [one for _, sittings in week.by_day for one in sittings]
        found = {"monday": week.monday, "rooms": rooms, "slots": slots, "here": week.here}
        return Response(WeekOut(found).data)
