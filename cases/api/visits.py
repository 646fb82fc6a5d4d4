"""The counter over JSON: tickets, calling, transferring, finishing. 404 for who has no window."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import enums
from cases.models import Visit
from cases.selectors.visits import (
    may_read_window,
    may_serve,
    queue,
    served_minutes,
    visible_visits,
    waited_minutes,
)
from cases.services import visits
from mediation.core.models import User


class TicketIn(serializers.Serializer[Any]):
    form_key = serializers.UUIDField(label="表单号")
    window = serializers.ChoiceField(enums.Window.choices, label="窗口")
    priority = serializers.ChoiceField(
        enums.Priority.choices, label="优先", required=False, allow_blank=True
    )
    name_to_call = serializers.CharField(
        label="怎么称呼", max_length=visits.LONGEST_NAME, required=False, allow_blank=True
    )
    said = serializers.CharField(
        label="取号时说的事", max_length=visits.LONGEST_SAID, required=False, allow_blank=True
    )
    division = serializers.CharField(
        label="事情在哪里（区划代码）", max_length=14, required=False, allow_blank=True
    )


class WindowIn(serializers.Serializer[Any]):
    window = serializers.ChoiceField(enums.Window.choices, label="窗口")


class TransferIn(WindowIn):
    version = serializers.IntegerField(label="版本", required=False)


class FinishIn(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(enums.VisitOutcome.choices, label="结果")
    matter_key = serializers.CharField(
        label="哪一件（如 case:12）", max_length=40, required=False, allow_blank=True
    )
    where_to = serializers.CharField(
        label="指引到哪里", max_length=visits.LONGEST_PLACE, required=False, allow_blank=True
    )
    words = serializers.CharField(
        label="说明", max_length=visits.LONGEST_SAID, required=False, allow_blank=True
    )
    version = serializers.IntegerField(label="版本", required=False)


class VisitOut(serializers.ModelSerializer[Visit]):
    """One ticket; nothing in it says whether its holder ever came before."""

    division = serializers.CharField(source="division.code", default=None, allow_null=True)
    served_by = serializers.CharField(source="served_by.name", default=None, allow_null=True)
    matter_key = serializers.SerializerMethodField(help_text="只给接待的人看")
    outcome_words = serializers.SerializerMethodField(help_text="并入已有的件的，只给接待的人看")
    waited_minutes = serializers.SerializerMethodField()
    served_minutes = serializers.SerializerMethodField()

    class Meta:
        model = Visit
        fields = (
            "id", "on", "label", "window", "priority", "name_to_call", "said", "division",
            "taken_at", "called_at", "left_at", "served_by", "outcome", "outcome_words",
            "where_to", "matter_key", "waited_minutes", "served_minutes", "version",
        )  # fmt: skip

    def get_matter_key(self, visit: Visit) -> str:
        """Not everybody at a window may know of every petition that was brought there."""
        return visit.matter_key if visit.served_by_id == self.context["user"].pk else ""

    def get_outcome_words(self, visit: Visit) -> str:
        """What was newly said of a matter belongs to its record, not to all who sit here."""
        is_kept = visit.outcome == enums.VisitOutcome.ADDED
        is_his = visit.served_by_id == self.context["user"].pk
        return str(visit.outcome_words) if is_his or not is_kept else ""

    def get_waited_minutes(self, visit: Visit) -> int:
        return waited_minutes(visit)

    def get_served_minutes(self, visit: Visit) -> int:
        return served_minutes(visit)


def out(visit: Visit, user: Any) -> dict[str, Any]:
    return dict(VisitOut(visit, context={"user": user}).data)


class VisitsView(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("window", enum=enums.Window.values, required=True)],
        responses=VisitOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Who waits today for a window, in the order of calling."""
        user: User = request.user  # type: ignore[assignment]
        if not may_read_window(user):
            raise Http404
        form = WindowIn(data=request.query_params)
        form.is_valid(raise_exception=True)
        return Response(
            VisitOut(
                queue(user, form.validated_data["window"]), many=True, context={"user": user}
            ).data
        )

    @extend_schema(request=TicketIn, responses={201: VisitOut})
    def post(self, request: Request) -> Response:
        """Hand out a ticket; the same form key again answers with the first one."""
        user = _worker(request)
        form = TicketIn(data=request.data)
        form.is_valid(raise_exception=True)
        visit = visits.take_ticket(user, **form.validated_data)
        return Response(out(visit, user), status=status.HTTP_201_CREATED)


class NextView(APIView):
    @extend_schema(request=WindowIn, responses={200: VisitOut, 204: None})
    def post(self, request: Request) -> Response:
        """Call who is next; 204 when nobody waits."""
        user = _worker(request)
        form = WindowIn(data=request.data)
        form.is_valid(raise_exception=True)
        visit = visits.call_next(user, form.validated_data["window"])
        if visit is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(out(visit, request.user))


class VisitView(APIView):
    @extend_schema(responses=VisitOut)
    def get(self, request: Request, pk: int) -> Response:
        """One visit."""
        return Response(out(_found(request, pk), request.user))


class CallView(APIView):
    @extend_schema(request=None, responses=VisitOut)
    def post(self, request: Request, pk: int) -> Response:
        """Call a particular one."""
        visit = _found(request, pk)
        return Response(out(visits.call(request.user, visit), request.user))


class CallAgainView(APIView):
    @extend_schema(request=None, responses=VisitOut)
    def post(self, request: Request, pk: int) -> Response:
        """Call him out once more."""
        visit = visits.call_again(request.user, _found(request, pk))  # type: ignore[arg-type]
        return Response(out(visit, request.user))


class TransferView(APIView):
    @extend_schema(request=TransferIn, responses=VisitOut)
    def post(self, request: Request, pk: int) -> Response:
        """To another window's queue, with everything kept."""
        visit = _found(request, pk)
        form = TransferIn(data=request.data)
        form.is_valid(raise_exception=True)
        done = visits.transfer(visit, request.user, **form.validated_data)  # type: ignore[arg-type]
        return Response(out(done, request.user))


class FinishView(APIView):
    @extend_schema(request=FinishIn, responses=VisitOut)
    def post(self, request: Request, pk: int) -> Response:
        """Say what became of it."""
        visit = _found(request, pk)
        form = FinishIn(data=request.data)
        form.is_valid(raise_exception=True)
        done = visits.finish(visit, request.user, **form.validated_data)  # type: ignore[arg-type]
        return Response(out(done, request.user))


class ReopenView(APIView):
    @extend_schema(request=None, responses=VisitOut)
    def post(self, request: Request, pk: int) -> Response:
        """Take back the outcome of a visit of today."""
        visit = visits.take_up_again(_found(request, pk), request.user)  # type: ignore[arg-type]
        return Response(out(visit, request.user))


def _worker(request: Request) -> User:
    """Raises Http404 for who does not work at a window."""
    user: User = request.user  # type: ignore[assignment]
    if not may_serve(user):
        raise Http404
    return user


def _found(request: Request, pk: int) -> Visit:
    return get_object_or_404(visible_visits(request.user), pk=pk)  # type: ignore[arg-type]
