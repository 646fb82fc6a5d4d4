"""接访 over JSON: the table of a year, days, visits, and what is done with a visit there and then."""

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mediation.core import clock
from petitions import enums
from petitions.api.serializers import PetitionIn
from petitions.models import Petition, Reception, ReceptionDay
from petitions.selectors import receptions as found
from petitions.services import receptions

YEAR = OpenApiParameter("year", int, description="年度，默认今年")


class ReceptionCountsOut(serializers.Serializer[Any]):
    """A rate is a string with two decimals, null on a base of 0."""

    visitors = serializers.IntegerField()
    accepted = serializers.IntegerField()
    on_the_spot = serializers.IntegerField()
    assigned = serializers.IntegerField()
    concluded = serializers.IntegerField()
    assigned_rate = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True)
    accepted_rate = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True)


class ReceptionDayOut(serializers.ModelSerializer[ReceptionDay]):
    period = serializers.CharField(source="__str__")
    leaders = serializers.SerializerMethodField()
    is_closed = serializers.BooleanField()

    class Meta:
        model = ReceptionDay
        fields = (
            "id", "period", "year", "number", "kind", "on", "hours", "place", "leaders",
            "visitors", "note", "is_closed",
        )  # fmt: skip

    def get_leaders(self, day: ReceptionDay) -> str:
        return found.leaders_of(day)


class DayRowOut(serializers.Serializer[Any]):
    day = ReceptionDayOut()
    counts = ReceptionCountsOut()


class ReceptionTableOut(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    days = DayRowOut(many=True)
    total = ReceptionCountsOut()
    columns = serializers.ListField(child=serializers.DictField())


class ReceptionDayIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        enums.ReceptionKind.choices, label="种类", default=enums.ReceptionKind.OPEN
    )
    on = serializers.DateField(label="哪天")
    hours = serializers.CharField(label="几点到几点", max_length=40)
    place = serializers.CharField(label="地点", max_length=100)
    leaders = serializers.ListField(
        child=serializers.IntegerField(), label="接访领导", max_length=20
    )
    note = serializers.CharField(label="说明", max_length=500, required=False, allow_blank=True)


class VisitorsIn(serializers.Serializer[Any]):
    visitors = serializers.IntegerField(label="接待人次", min_value=0)
    note = serializers.CharField(label="说明", max_length=500, required=False, allow_blank=True)
    is_closed = serializers.BooleanField(label="接访结束", default=False)


class VisitOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="reception.pk")
    outcome = serializers.CharField(source="reception.outcome")
    petition = serializers.IntegerField(source="row.petition.pk")
    title = serializers.CharField(source="row.title")
    status = serializers.CharField(source="row.petition.status")


class ReceptionDayWhole(serializers.Serializer[Any]):
    day = ReceptionDayOut()
    counts = ReceptionCountsOut()
    visits = VisitOut(many=True)


class VisitMade(serializers.ModelSerializer[Reception]):
    """`waits_for_signature`: the reply is prepared, and the head has not signed it yet."""

    status = serializers.CharField(source="petition.status")
    waits_for_signature = serializers.SerializerMethodField()

    class Meta:
        model = Reception
        fields = ("id", "petition", "outcome", "direction", "status", "waits_for_signature")

    def get_waits_for_signature(self, reception: Reception) -> bool:
        waiting = reception.petition.proposals.filter(verb="reply", decided_at__isnull=True)
        return waiting.exists()


class SpotAnswerIn(serializers.Serializer[Any]):
    demand = serializers.IntegerField(label="哪项诉求")
    finding = serializers.CharField(label="查明", max_length=4000)
    opinion = serializers.ChoiceField(enums.Opinion.choices, label="意见")
    basis = serializers.CharField(label="依据", max_length=2000)
    answer = serializers.CharField(
        label="答复", max_length=4000, required=False, allow_blank=True, default=""
    )


class SpotAnswersIn(serializers.Serializer[Any]):
    answers = SpotAnswerIn(many=True, label="逐项答复")


class AssignThereIn(serializers.Serializer[Any]):
    unit = serializers.IntegerField(label="交办到哪个单位")
    text = serializers.CharField(label="交办要求", max_length=4000)
    due_on = serializers.DateField(label="什么时候前反馈")
    demands = serializers.ListField(
        child=serializers.IntegerField(), label="办哪几项诉求", required=False, max_length=30
    )


def read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


class ReceptionsView(APIView):
    @extend_schema(operation_id="receptions_list", parameters=[YEAR], responses=ReceptionTableOut)
    def get(self, request: Request) -> Response:
        """The table of a year with the definition of each number (domain.md §7 row 193)."""
        if not found.may_read_receptions(request.user):
            raise Http404
        asked = request.query_params.get("year") or str(clock.today().year)
        if not asked.isdecimal() or not 1949 <= int(asked) <= 9998:
            raise Http404
        table = found.table_of(request.user, int(asked))
        columns = [
            {"name": name, "label": label, "definition": found.DEFINITIONS[name]}
            for name, label in found.LABELS.items()
        ]
        row = {"year": table.year, "days": table.days, "total": table.total, "columns": columns}
        return Response(ReceptionTableOut(row).data)

    @extend_schema(request=ReceptionDayIn, responses={201: ReceptionDayOut})
    def post(self, request: Request) -> Response:
        """Arrange a day; the next 期 of its year."""
        if not found.may_read_receptions(request.user):
            raise Http404
        day = receptions.arrange(request.user, **read(ReceptionDayIn, request))
        return Response(ReceptionDayOut(day).data, status=status.HTTP_201_CREATED)


class ReceptionDayView(APIView):
    @extend_schema(operation_id="receptions_retrieve", responses=ReceptionDayWhole)
    def get(self, request: Request, day: int) -> Response:
        return self.whole(request, day)

    @extend_schema(request=VisitorsIn, responses=ReceptionDayWhole)
    def post(self, request: Request, day: int) -> Response:
        """How many came; `is_closed` ends the day."""
        given = read(VisitorsIn, request)
        row = found.get_day(request.user, day)
        ends = given.pop("is_closed")
        receptions.write_day(row, request.user, **given)
        if ends:
            receptions.close_day(row, request.user)
        return self.whole(request, day)

    def whole(self, request: Request, pk: int) -> Response:
        day = found.get_day(request.user, pk)
        row = {
            "day": day,
            "counts": found.counts_of(request.user, day),
            "visits": found.visits_of(request.user, day),
        }
        return Response(ReceptionDayWhole(row).data)


class VisitsView(APIView):
    @extend_schema(request=PetitionIn, responses={201: VisitMade})
    def post(self, request: Request, day: int) -> Response:
        """Register who came: the fields of POST /petitions/; it is a visit, received on that day."""
        given = read(PetitionIn, request)
        people = given.pop("petitioners", [])
        row = found.get_day(request.user, day)
        made = receptions.take_in(row, request.user, petitioners=people, **given)
        return Response(VisitMade(made).data, status=status.HTTP_201_CREATED)


class _OfAVisit(APIView):
    def visit(self, day: int, visit: int) -> tuple[Reception, Petition]:
        row = found.get_day(self.request.user, day)
        return found.get_visit(self.request.user, row, visit)

    def again(self, day: int, visit: int) -> Response:
        """The visit as it is now."""
        row = Reception.objects.select_related("petition").get(pk=visit, day=day)
        return Response(VisitMade(row).data)


class VisitAnswerView(_OfAVisit):
    @extend_schema(request=SpotAnswersIn, responses=VisitMade)
    def post(self, request: Request, day: int, visit: int) -> Response:
        """Accept, answer each demand, prepare the reply for the head's signature."""
        reception, _ = self.visit(day, visit)
        given = read(SpotAnswersIn, request)["answers"]
        answers = {one.pop("demand"): one for one in map(dict, given)}
        receptions.answer_on_the_spot(reception, request.user, answers)
        return self.again(day, visit)


class VisitAssignView(_OfAVisit):
    @extend_schema(request=AssignThereIn, responses=VisitMade)
    def post(self, request: Request, day: int, visit: int) -> Response:
        """Accept and give the demands to a unit."""
        reception, _ = self.visit(day, visit)
        receptions.assign_there(reception, request.user, **read(AssignThereIn, request))
        return self.again(day, visit)


class VisitHandOverView(_OfAVisit):
    @extend_schema(request=OpenApiTypes.NONE, responses=VisitMade)
    def post(self, request: Request, day: int, visit: int) -> Response:
        """The signed opinion went into his hands, today."""
        reception, _ = self.visit(day, visit)
        receptions.hand_over(reception, request.user)
        return self.again(day, visit)
