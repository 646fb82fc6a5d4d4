"""Plans, 包案 files, listings and the town's lists over JSON; level file, 404 below."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, selectors
from cases.models import Case, ChecklistTick, Listing, OwnershipFile, Plan, PlanStep
from cases.selectors import co_handling as beside
from cases.services import checklists, ownership, plans
from mediation.core import calendar, clock


def case_of(request: Request, pk: int) -> Case:
    """The case for a reader of its file. Raises Http404 below."""
    case = selectors.get_visible(request.user, pk, *selectors.DECIDING)
    if case.level < access.FILE:
        raise Http404
    return case


def text(label: str, most: int = 4_000, **more: Any) -> serializers.CharField:
    return serializers.CharField(label=label, max_length=most, **more)


# --- plans ---------------------------------------------------------------------------------------


class PlanStepIn(serializers.Serializer[Any]):
    what = text("做什么", 200)
    unit = serializers.IntegerField(label="责任单位")
    person = serializers.IntegerField(label="责任人", required=False, allow_null=True)
    due_on = serializers.DateField(label="完成期限")


class PlanIn(serializers.Serializer[Any]):
    """`version` is the one the caller had loaded, 0 for none; another one answers 409."""

    version = serializers.IntegerField(label="看到的版本", required=False, min_value=0)
    goal = text("目标")
    measures = text("措施办法")
    ends_on = serializers.DateField(label="完成日期")
    steps = PlanStepIn(many=True, label="步骤", required=False)


class PlanStepOut(serializers.ModelSerializer[PlanStep]):
    unit = serializers.CharField(source="unit.short_name")
    person = serializers.CharField(source="person.name", default=None)
    done_by = serializers.CharField(source="done_by.name", default=None)
    is_late = serializers.SerializerMethodField()

    class Meta:
        model = PlanStep
        fields = (
            "id", "position", "what", "unit", "person", "due_on", "is_late", "result",
            "done_on", "done_by",
        )  # fmt: skip

    def get_is_late(self, step: PlanStep) -> bool:
        return step.done_on is None and step.due_on < clock.today()


class PlanOut(serializers.ModelSerializer[Plan]):
    by = serializers.CharField(source="by.name")
    steps = PlanStepOut(many=True)

    class Meta:
        model = Plan
        fields = ("version", "goal", "measures", "ends_on", "by", "at", "steps")


class PlansView(APIView):
    """One plan a case, by versions (一案一策)."""

    @extend_schema(operation_id="cases_plan_list", responses=PlanOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every version, the newest first."""
        found = beside.plan_of(case_of(request, pk), clock.today())
        return Response(PlanOut([found.plan, *found.older] if found else [], many=True).data)

    @extend_schema(request=PlanIn, responses={201: PlanOut})
    def post(self, request: Request, pk: int) -> Response:
        """A new version; steps that were struck off are carried along."""
        case = case_of(request, pk)
        form = PlanIn(data=request.data)
        form.is_valid(raise_exception=True)
        saved = plans.write_plan(case, request.user, **form.validated_data)
        return Response(PlanOut(saved).data, status=status.HTTP_201_CREATED)


class ScheduleIn(serializers.Serializer[Any]):
    ends_on = serializers.DateField(label="完成日期")
    days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=250),
        label="各步要几个工作日",
        min_length=1,
        max_length=plans.MOST_STEPS,
    )


class ScheduleOut(serializers.Serializer[Any]):
    starts_on = serializers.DateField()
    due_on = serializers.ListField(child=serializers.DateField())


class ScheduleView(APIView):
    @extend_schema(request=ScheduleIn, responses=ScheduleOut)
    def post(self, request: Request, pk: int) -> Response:
        """倒排工期: the days by which the steps are due, reckoned back from the last day."""
        case_of(request, pk)
        form = ScheduleIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        found = plans.schedule_backwards(asked["ends_on"], asked["days"], calendar.load())
        return Response(ScheduleOut(found).data)


class StrikeIn(serializers.Serializer[Any]):
    result = text("完成情况", 300, required=False, allow_blank=True)
    on = serializers.DateField(label="销号日期", required=False)


class PlanStepView(APIView):
    @extend_schema(request=StrikeIn, responses=PlanStepOut)
    def post(self, request: Request, pk: int, step_pk: int) -> Response:
        """销号: the step is done, signed by the caller."""
        case = case_of(request, pk)
        step = get_object_or_404(case.plan_steps.select_related("case"), pk=step_pk)
        form = StrikeIn(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(
            PlanStepOut(plans.strike_off(step, request.user, **form.validated_data)).data
        )


# --- 包案 and 挂牌 -------------------------------------------------------------------------------


class OwnershipIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(label="看到的版本", required=False, min_value=0)
    measures = text("定措施", required=False, allow_blank=True)
    due_on = serializers.DateField(label="定时间", required=False, allow_null=True)
    responsibility = text("定责任", required=False, allow_blank=True)
    overall = text("包统筹", required=False, allow_blank=True)
    coordination = text("包协调", required=False, allow_blank=True)
    guidance = text("包疏导", required=False, allow_blank=True)
    resolution = text("包化解", required=False, allow_blank=True)
    soothing = text("疏导措施", required=False, allow_blank=True)


class OwnershipFileOut(serializers.ModelSerializer[OwnershipFile]):
    leader = serializers.CharField(source="leader.name")
    by = serializers.CharField(source="by.name")

    class Meta:
        model = OwnershipFile
        fields = (
            "version", "leader", "measures", "due_on", "responsibility", "overall",
            "coordination", "guidance", "resolution", "soothing", "by", "at",
        )  # fmt: skip


class PresentOut(serializers.Serializer[Any]):
    label = serializers.CharField()
    is_there = serializers.BooleanField()
    words = serializers.CharField()


class OwnershipOut(serializers.Serializer[Any]):
    """The file in force, what of the eight items is missing, and the 五个一."""

    file = OwnershipFileOut(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())
    five = PresentOut(many=True)


class OwnershipView(APIView):
    """包案: 四定四包 and 五个一."""

    @extend_schema(responses=OwnershipOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(self.state(case_of(request, pk)))

    @extend_schema(request=OwnershipIn, responses=OwnershipOut)
    def post(self, request: Request, pk: int) -> Response:
        """A new version, by the owner leader."""
        case = case_of(request, pk)
        form = OwnershipIn(data=request.data)
        form.is_valid(raise_exception=True)
        ownership.write_ownership(case, request.user, **form.validated_data)
        return Response(self.state(case))

    def state(self, case: Case) -> Any:
        found = next(iter(beside.ownership_of(case)), None)
        five = beside.five_of(
            case,
            beside.plan_of(case, clock.today()),
            found,
            beside.forces_of(case),
            beside.meetings_of(case),
        )
        row = {"file": found, "missing": beside.missing_of_eight(found), "five": five}
        return OwnershipOut(row).data


class ListingOut(serializers.ModelSerializer[Listing]):
    case = serializers.IntegerField(source="case_id")
    by = serializers.CharField(source="by.name")
    lifted_by = serializers.CharField(source="lifted_by.name", default=None)

    class Meta:
        model = Listing
        fields = (
            "id", "case", "listed_on", "by", "reason", "due_on", "lifted_on", "lifted_by",
            "lift_reason",
        )  # fmt: skip


class ListingIn(serializers.Serializer[Any]):
    reason = text("为什么挂牌", 300)
    due_on = serializers.DateField(label="限期")


class LiftIn(serializers.Serializer[Any]):
    lift_reason = text("为什么摘牌", 300)


class ListingsOfCaseView(APIView):
    """挂牌督办 of one case."""

    @extend_schema(operation_id="cases_listing_list", responses=ListingOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        return Response(ListingOut(beside.listings_of(case_of(request, pk)), many=True).data)

    @extend_schema(request=ListingIn, responses={201: ListingOut})
    def post(self, request: Request, pk: int) -> Response:
        case = case_of(request, pk)
        form = ListingIn(data=request.data)
        form.is_valid(raise_exception=True)
        made = ownership.list_case(case, request.user, **form.validated_data)
        return Response(ListingOut(made).data, status=status.HTTP_201_CREATED)


class LiftView(APIView):
    @extend_schema(request=LiftIn, responses=ListingOut)
    def post(self, request: Request, pk: int) -> Response:
        """摘牌."""
        case = case_of(request, pk)
        form = LiftIn(data=request.data)
        form.is_valid(raise_exception=True)
        reason = form.validated_data["lift_reason"]
        return Response(ListingOut(ownership.lift_listing(case, request.user, reason=reason)).data)


class ListingsView(APIView):
    @extend_schema(operation_id="listings_list", responses=ListingOut(many=True))
    def get(self, request: Request) -> Response:
        """What stands on the list of 挂牌督办, the nearest day first, at most 200."""
        if not selectors.may_read_listings(request.user):
            raise Http404
        return Response(ListingOut(beside.listed(request.user)[:200], many=True).data)


# --- the town's lists --------------------------------------------------------------------------


class TickIn(serializers.Serializer[Any]):
    item = serializers.IntegerField(label="条目")
    is_done = serializers.BooleanField(label="做到了", default=True)


class TickOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="item.pk")
    checklist = serializers.CharField(source="item.checklist")
    text = serializers.CharField(source="item.text")
    by = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, row: Any) -> dict[str, Any]:
        tick: ChecklistTick | None = row["tick"]
        item = row["item"]
        return {
            "id": item.pk,
            "checklist": item.checklist,
            "text": item.text,
            "by": tick.by.name if tick else None,
            "at": clock.local(tick.at).isoformat() if tick else None,
        }


class ChecklistsView(APIView):
    """五重新, 五清楚: the town's own items; empty until the town has written them."""

    @extend_schema(operation_id="cases_checklists_list", responses=TickOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        return Response(self.rows(case_of(request, pk)))

    @extend_schema(request=TickIn, responses=TickOut(many=True))
    def post(self, request: Request, pk: int) -> Response:
        case = case_of(request, pk)
        form = TickIn(data=request.data)
        form.is_valid(raise_exception=True)
        checklists.tick(case, request.user, **form.validated_data)
        return Response(self.rows(case))

    def rows(self, case: Case) -> Any:
        found = [one for block in beside.checklists_of(case) for one in block["items"]]
        return TickOut(found, many=True).data
