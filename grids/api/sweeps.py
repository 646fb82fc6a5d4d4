"""排查 over JSON: rounds, how units stand in them, reports, visits, urging, the coverage of a year."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.enums.sweeps import BY_HAND, EVERY, UnitState
from grids.models import SweepFinding, SweepReport, SweepRound, SweepUnit, SweepVisit
from grids.selectors import centre_of
from grids.selectors import sweeps as found
from grids.selectors.sweeps import Counts
from grids.services import sweeps
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

BIGGEST_KEY = 2**63 - 1  # as the database counts


class NewestRounds(CursorPagination):
    page_size = 50
    ordering = ("-from_on", "-pk")


class NewestVisits(CursorPagination):
    page_size = 50
    ordering = ("-on", "-pk")


class RoundOut(serializers.ModelSerializer[SweepRound]):
    class Meta:
        model = SweepRound
        fields = (
            "id", "kind", "title", "what", "where", "asked_by", "campaign",
            "from_on", "to_on", "due_on",
            "called_off_at", "called_off_why",
        )  # fmt: skip


class RoundPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = RoundOut(many=True)


class RoundIn(serializers.Serializer[Any]):
    form_key = serializers.UUIDField(label="表单号")
    kind = serializers.ChoiceField([(one.value, one.label) for one in BY_HAND], label="种类")
    title = serializers.CharField(label="名称", max_length=60)
    from_on = serializers.DateField(label="从哪天")
    to_on = serializers.DateField(label="到哪天")
    due_on = serializers.DateField(label="哪天前报齐", required=False, allow_null=True)
    what = serializers.CharField(label="查什么", max_length=1_000, required=False, allow_blank=True)
    where = serializers.CharField(
        label="查哪些地方", max_length=200, required=False, allow_blank=True
    )
    asked_by = serializers.CharField(
        label="谁要求的", max_length=60, required=False, allow_blank=True
    )
    campaign = serializers.IntegerField(
        label="属于哪个专项行动",
        required=False,
        allow_null=True,
        min_value=1,
        max_value=BIGGEST_KEY,
    )
    categories = serializers.ListField(
        child=serializers.CharField(max_length=2), label="类别代码", required=False
    )
    units = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=BIGGEST_KEY),
        label="要报的单位",
        allow_empty=False,
    )


class LineOut(serializers.Serializer[Any]):
    """How a unit stands in a round; numbers of disputes, nobody's name."""

    id = serializers.IntegerField(source="asked.pk")
    unit = serializers.CharField(source="asked.unit.code")
    label = serializers.CharField(source="name")
    state = serializers.ChoiceField(UnitState.choices)
    filed_on = serializers.DateField(allow_null=True)
    found = serializers.IntegerField()
    settled = serializers.IntegerField()
    urged_on = serializers.DateField(allow_null=True)


class SweepCountsOut(serializers.Serializer[Any]):
    asked = serializers.IntegerField()
    reported = serializers.IntegerField()
    on_time = serializers.IntegerField()
    missing = serializers.IntegerField()
    found = serializers.IntegerField()
    settled = serializers.IntegerField()
    rate = serializers.SerializerMethodField(help_text="百分比，两位小数；没有应排查的为 null")

    def get_rate(self, counts: Counts) -> str | None:
        rate: Decimal | None = counts.rate
        return None if rate is None else str(rate)


class OneRoundOut(serializers.Serializer[Any]):
    round = RoundOut()
    counts = SweepCountsOut()
    units = LineOut(many=True)


class FindingOut(serializers.ModelSerializer[SweepFinding]):
    category = serializers.CharField(source="category.code")

    class Meta:
        model = SweepFinding
        fields = ("category", "count")


class ReportOut(serializers.ModelSerializer[SweepReport]):
    by = serializers.CharField(source="by.name")
    on_behalf_of = serializers.CharField(source="on_behalf_of.name", default=None, allow_null=True)
    findings = FindingOut(many=True)

    class Meta:
        model = SweepReport
        fields = (
            "id", "seq", "is_zero", "found_count", "settled_count", "findings", "analysis",
            "reason", "by", "on_behalf_of", "at", "filed_on",
        )  # fmt: skip


class FindingIn(serializers.Serializer[Any]):
    category = serializers.CharField(label="类别代码", max_length=2)
    count = serializers.IntegerField(label="几件", min_value=0)


class ReportIn(serializers.Serializer[Any]):
    form_key = serializers.UUIDField(label="表单号")
    is_zero = serializers.BooleanField(label="零报告", default=False)
    findings = FindingIn(many=True, label="排查出的", required=False)
    settled_count = serializers.IntegerField(label="当场化解几件", min_value=0, default=0)
    analysis = serializers.CharField(label="分析研判", max_length=4_000)
    reason = serializers.CharField(
        label="为什么改", max_length=200, required=False, allow_blank=True
    )


class SweepVisitOut(serializers.ModelSerializer[SweepVisit]):
    """Where somebody went; nobody who was met."""

    unit = serializers.CharField(source="unit.code")
    division = serializers.CharField(source="division.code")
    goers = serializers.SerializerMethodField()

    class Meta:
        model = SweepVisit
        fields = ("id", "unit", "division", "place", "on", "goers", "others", "asked_for", "at")

    def get_goers(self, visit: SweepVisit) -> list[str]:
        return [one.person.name for one in visit.goers.all()]


class SweepVisitPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = SweepVisitOut(many=True)


class SweepVisitIn(serializers.Serializer[Any]):
    form_key = serializers.UUIDField(label="表单号")
    unit = serializers.CharField(label="单位代码", max_length=40)
    division = serializers.CharField(label="村（社区）或网格代码", max_length=14)
    place = serializers.CharField(label="走访了哪里", max_length=100)
    on = serializers.DateField(label="哪天")
    asked_for = serializers.CharField(label="提出了什么", max_length=1_000)
    goers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=BIGGEST_KEY),
        label="谁去的（默认自己）",
        required=False,
    )
    others = serializers.CharField(
        label="同去的单位", max_length=100, required=False, allow_blank=True
    )


class UrgeIn(serializers.Serializer[Any]):
    text = serializers.CharField(label="要说的话", max_length=200, required=False, allow_blank=True)


class UrgedOut(serializers.Serializer[Any]):
    urged = serializers.IntegerField(help_text="催了几个单位")


class WhyIn(serializers.Serializer[Any]):
    why = serializers.CharField(label="为什么", max_length=200)


class SweepCellOut(serializers.Serializer[Any]):
    """A unit in a round; `round` is null where the round does not ask the unit."""

    round = serializers.IntegerField(source="round_pk", allow_null=True)
    state = serializers.ChoiceField(UnitState.choices)
    found = serializers.IntegerField()


class SweepRowOut(serializers.Serializer[Any]):
    unit = serializers.CharField(source="unit.code")
    label = serializers.CharField(source="name")
    cells = SweepCellOut(many=True, help_text="依 rounds 的次序")
    counts = SweepCountsOut()


class SweepRuleSerializer(serializers.Serializer[Any]):
    """本镇规定 of rolling rounds."""

    months = serializers.ChoiceField([(one, f"{one} 个月") for one in EVERY], label="几个月一轮")
    days_after = serializers.IntegerField(
        label="结束后几天内报齐", min_value=0, max_value=15, default=0
    )
    is_on = serializers.BooleanField(label="按日历自动开", default=True)


class CoverageOut(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    definition = serializers.CharField()
    total = SweepCountsOut()
    rounds = RoundOut(many=True)
    rows = SweepRowOut(many=True)
    missing = LineOut(many=True)


def reader(request: Request) -> User:
    """Raises Http404 for who has nothing to do with sweeps."""
    user: User = request.user  # type: ignore[assignment]
    if not found.towns_read(user) and not found.units_swept(user):
        raise Http404
    return user


def round_out(user: User, round_: SweepRound) -> dict[str, Any]:
    lines = found.lines_of(user, round_)
    whole = {"round": round_, "counts": found.counts_of(lines), "units": lines}
    return dict(OneRoundOut(whole).data)


class SweepsView(APIView):
    @extend_schema(operation_id="sweeps_list", responses=RoundPage)
    def get(self, request: Request) -> Response:
        """The rounds in sight, the newest first."""
        user, pages = reader(request), NewestRounds()
        page = pages.paginate_queryset(found.visible_rounds(user), request)
        return pages.get_paginated_response(RoundOut(page, many=True).data)

    @extend_schema(request=RoundIn, responses={201: OneRoundOut})
    def post(self, request: Request) -> Response:
        """Open a round by hand; the same form key answers with the first one."""
        user = reader(request)
        form = RoundIn(data=request.data)
        form.is_valid(raise_exception=True)
        made = sweeps.open_round(user, **form.validated_data)
        return Response(round_out(user, made), status=status.HTTP_201_CREATED)


class SweepView(APIView):
    @extend_schema(operation_id="sweeps_retrieve", responses=OneRoundOut)
    def get(self, request: Request, pk: int) -> Response:
        user = reader(request)
        return Response(round_out(user, get_object_or_404(found.visible_rounds(user), pk=pk)))


class SweepCallOffView(APIView):
    @extend_schema(request=WhyIn, responses=RoundOut)
    def post(self, request: Request, pk: int) -> Response:
        """A round that is not held after all."""
        user = reader(request)
        round_ = get_object_or_404(found.visible_rounds(user), pk=pk)
        form = WhyIn(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(RoundOut(sweeps.call_off(round_, user, form.validated_data["why"])).data)


class SweepUrgeView(APIView):
    @extend_schema(request=UrgeIn, responses=UrgedOut)
    def post(self, request: Request, pk: int) -> Response:
        """Urge every unit that has not reported and was not urged today."""
        user = reader(request)
        round_ = get_object_or_404(found.visible_rounds(user), pk=pk)
        form = UrgeIn(data=request.data)
        form.is_valid(raise_exception=True)
        many = sweeps.urge_missing(round_, user, form.validated_data.get("text", ""))
        return Response({"urged": many})


class SweepVisitsView(APIView):
    @extend_schema(operation_id="sweep_visits_list", responses=SweepVisitPage)
    def get(self, request: Request, pk: int) -> Response:
        """The round's visits in sight: of his unit, or all for 平安办 and the director."""
        user, pages = reader(request), NewestVisits()
        round_ = get_object_or_404(found.visible_rounds(user), pk=pk)
        page = pages.paginate_queryset(found.visible_visits(user).filter(round=round_), request)
        return pages.get_paginated_response(SweepVisitOut(page, many=True).data)

    @extend_schema(request=SweepVisitIn, responses={201: SweepVisitOut})
    def post(self, request: Request, pk: int) -> Response:
        """Write down where somebody of the unit went; the same form key answers with the first."""
        user = reader(request)
        round_ = get_object_or_404(found.visible_rounds(user), pk=pk)
        form = SweepVisitIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        code = given.pop("unit")
        asked = found.visible_units(user).filter(round=round_, unit__code=code).first()
        if asked is None:
            raise Refused("invalid_choice", "这一轮没有要这个单位报。", field="unit")
        visit = sweeps.record_visit(round_, user, unit=asked.unit, **given)
        return Response(SweepVisitOut(visit).data, status=status.HTTP_201_CREATED)


class SweepReportsView(APIView):
    @extend_schema(operation_id="sweep_reports_list", responses=ReportOut(many=True))
    def get(self, request: Request, pk: int, asked: int) -> Response:
        """Every version of a unit's report, the newest first."""
        user = reader(request)
        line = line_of(user, pk, asked)
        return Response(ReportOut(found.visible_reports(user, line), many=True).data)

    @extend_schema(request=ReportIn, responses={201: ReportOut})
    def post(self, request: Request, pk: int, asked: int) -> Response:
        """Hand in a report; a later one corrects it and says why."""
        user = reader(request)
        line = line_of(user, pk, asked)
        form = ReportIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        counts = {one["category"]: one["count"] for one in given.pop("findings", [])}
        done = sweeps.report(line, user, findings=counts, **given)
        return Response(ReportOut(done).data, status=status.HTTP_201_CREATED)


class SweepUnitUrgeView(APIView):
    @extend_schema(request=UrgeIn, responses=UrgedOut)
    def post(self, request: Request, pk: int, asked: int) -> Response:
        """Urge one unit, once a day at most."""
        user = reader(request)
        form = UrgeIn(data=request.data)
        form.is_valid(raise_exception=True)
        sweeps.urge(line_of(user, pk, asked), user, form.validated_data.get("text", ""))
        return Response({"urged": 1})


class SweepUnitExcuseView(APIView):
    @extend_schema(request=WhyIn, responses=OneRoundOut)
    def post(self, request: Request, pk: int, asked: int) -> Response:
        """A unit need not report after all."""
        user = reader(request)
        form = WhyIn(data=request.data)
        form.is_valid(raise_exception=True)
        done = sweeps.excuse(line_of(user, pk, asked), user, form.validated_data["why"])
        return Response(round_out(user, done.round))


class SweepCoverageView(APIView):
    @extend_schema(parameters=[OpenApiParameter("year", type=int)], responses=CoverageOut)
    def get(self, request: Request) -> Response:
        """排查率 of a year with its definition, and who is missing."""
        user = reader(request)
        asked = request.query_params.get("year") or str(clock.today().year)
        if not asked.isdecimal() or not 1949 <= int(asked) <= 9998:
            raise Http404
        coverage = found.coverage_of(user, int(asked))
        whole = {
            "year": coverage.year,
            "definition": found.RATE,
            "total": coverage.total,
            "rounds": coverage.rounds,
            "rows": coverage.rows,
            "missing": coverage.missing,
        }
        return Response(CoverageOut(whole).data)


class SweepRuleView(APIView):
    @extend_schema(operation_id="sweep_rule_retrieve", responses=SweepRuleSerializer)
    def get(self, request: Request) -> Response:
        """本镇规定 in force in the reader's town."""
        centre = centre_of(reader(request))
        if centre is None:
            raise Http404
        return Response(SweepRuleSerializer(found.rule_of(centre)).data)

    @extend_schema(request=SweepRuleSerializer, responses=SweepRuleSerializer)
    def post(self, request: Request) -> Response:
        """Another rule from the next round on; 平安办 or the director."""
        user = reader(request)
        form = SweepRuleSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(SweepRuleSerializer(sweeps.set_rule(user, **form.validated_data)).data)


def line_of(user: User, pk: int, asked: int) -> SweepUnit:
    return get_object_or_404(found.visible_units(user), pk=asked, round=pk)
