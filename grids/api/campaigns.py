"""Campaigns (专项行动) over JSON, as far as the caller's sight of each goes."""

from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.enums.campaigns import GroupSeat, Measure, Verdict
from grids.models import Campaign
from grids.selectors import campaigns as found
from grids.services import campaign_work as work
from grids.services import campaigns as services
from mediation.core import files
from mediation.core.errors import Refused
from mediation.core.models import User

ACTS = (
    *("amend", "units", "seat", "phase", "target", "task", "criterion", "drop"),
    *("progress", "done", "accept", "close"),
)


class NewestCampaigns(CursorPagination):
    page_size = 30
    ordering = ("-starts_on", "-pk")


class CampaignOut(serializers.ModelSerializer[Campaign]):
    lead_unit = serializers.CharField(source="lead_unit.short_name")
    is_closed = serializers.SerializerMethodField()

    class Meta:
        model = Campaign
        fields = (
            *("id", "name", "goal", "lead_unit", "starts_on", "ends_on", "filed_on", "filed_as"),
            *("report_day", "version", "is_closed", "achievements", "problems", "advice"),
        )

    def get_is_closed(self, campaign: Campaign) -> bool:
        return campaign.closed_at is not None


class CampaignPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = CampaignOut(many=True)


class PhaseOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    work = serializers.CharField()


class GroupOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    seat = serializers.ChoiceField(choices=GroupSeat.choices)
    unit = serializers.CharField(source="post.department.short_name")
    name = serializers.CharField(source="post.user.name")
    duty = serializers.CharField()


class TargetOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    unit = serializers.CharField(source="unit.code")
    measure = serializers.ChoiceField(choices=Measure.choices)
    label = serializers.CharField()
    value = serializers.DecimalField(max_digits=8, decimal_places=2)
    reached = serializers.DecimalField(max_digits=8, decimal_places=2, allow_null=True)


class TaskOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    unit = serializers.CharField(source="unit.code")
    text = serializers.CharField()
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    result = serializers.CharField()


class MonthOut(serializers.Serializer[Any]):
    """`state`: on_time, late, missing, open where its day is not over, excused where the unit is
    no more."""

    month = serializers.DateField()
    state = serializers.SerializerMethodField()
    found = serializers.IntegerField(source="report.found", default=None)
    settled = serializers.IntegerField(source="report.settled", default=None)
    text = serializers.CharField(source="report.text", default=None)

    def get_state(self, cell: Any) -> str:
        if cell.report is not None:
            return "late" if cell.is_late else "on_time"
        if cell.is_excused:
            return "excused"
        return "missing" if cell.is_missing else "open"


class ScoreOut(serializers.Serializer[Any]):
    criterion = serializers.IntegerField(source="criterion_id")
    points = serializers.DecimalField(max_digits=5, decimal_places=1)
    note = serializers.CharField()


class UnitOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="unit.pk")
    unit = serializers.CharField(source="unit.code")
    label = serializers.CharField(source="unit.short_name")
    months = MonthOut(many=True, source="cells")
    tasks = serializers.IntegerField()
    tasks_done = serializers.IntegerField()
    punctuality = serializers.CharField(help_text="报送及时率，没有应报的为 —")
    verdict = serializers.CharField(source="acceptance.verdict", default=None)
    opinion = serializers.CharField(source="acceptance.opinion", default=None)
    scores = ScoreOut(source="acceptance.scores", many=True, default=list)


class CriterionOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    text = serializers.CharField()
    points = serializers.DecimalField(max_digits=5, decimal_places=1)


class CampaignFileIn(serializers.Serializer[Any]):
    file = serializers.FileField()


class CampaignFileOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    uploaded_at = serializers.DateTimeField()


class CampaignRoundOut(serializers.Serializer[Any]):
    """A 排查 of the campaign: `rate` in per cent, two decimals, null where nobody was asked."""

    id = serializers.IntegerField(source="round.pk")
    title = serializers.CharField(source="round.title")
    asked = serializers.IntegerField(source="counts.asked")
    reported = serializers.IntegerField(source="counts.reported")
    rate = serializers.DecimalField(
        source="counts.rate", max_digits=5, decimal_places=2, allow_null=True
    )


class CampaignWhole(serializers.Serializer[Any]):
    """`is_all`: whether the rows of every unit are here, or the caller's own only."""

    campaign = CampaignOut()
    is_all = serializers.BooleanField()
    phases = PhaseOut(many=True)
    group = GroupOut(many=True)
    targets = TargetOut(many=True)
    tasks = TaskOut(many=True)
    units = UnitOut(many=True, source="rows")
    criteria = CriterionOut(many=True)
    files = CampaignFileOut(many=True, help_text="内容在 files/{id}/")
    rounds = CampaignRoundOut(many=True)


class CampaignIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    goal = serializers.CharField(max_length=4_000)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    lead_unit = serializers.CharField(required=False, help_text="单位代码，不填是自己的单位")
    units = serializers.ListField(
        child=serializers.CharField(), required=False, max_length=200, help_text="单位代码"
    )
    filed_on = serializers.DateField(required=False)
    filed_as = serializers.CharField(required=False, max_length=60)
    report_day = serializers.IntegerField(
        required=False, min_value=0, max_value=28, help_text="次月几号前报月推进；0 是当月最后一天"
    )


class CampaignActIn(serializers.Serializer[Any]):
    """`act`, and what it needs: the names of the page's forms. `points`, `notes`, `reached` by id."""

    act = serializers.ChoiceField(choices=[(name, name) for name in ACTS])
    name = serializers.CharField(required=False, max_length=80)
    goal = serializers.CharField(required=False, max_length=4_000)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)
    filed_on = serializers.DateField(required=False)
    filed_as = serializers.CharField(required=False, max_length=60)
    report_day = serializers.IntegerField(
        required=False, min_value=0, max_value=28, help_text="次月几号前报月推进；0 是当月最后一天"
    )
    version = serializers.IntegerField(required=False, min_value=1, help_text="改方案时看到的版本")
    units = serializers.ListField(child=serializers.CharField(), required=False, max_length=200)
    post = serializers.IntegerField(required=False)
    seat = serializers.ChoiceField(choices=GroupSeat.choices, required=False)
    duty = serializers.CharField(required=False, max_length=200)
    from_on = serializers.DateField(required=False)
    to_on = serializers.DateField(required=False)
    work = serializers.CharField(required=False, max_length=4_000)
    unit = serializers.CharField(required=False, help_text="单位代码")
    measure = serializers.ChoiceField(choices=Measure.choices, required=False)
    value = serializers.DecimalField(max_digits=8, decimal_places=2, required=False)
    text = serializers.CharField(required=False, max_length=4_000)
    due_on = serializers.DateField(required=False)
    phase = serializers.IntegerField(required=False)
    task = serializers.IntegerField(required=False)
    result = serializers.CharField(required=False, max_length=4_000)
    done_on = serializers.DateField(required=False)
    month = serializers.DateField(required=False, help_text="这个月的任意一天")
    found = serializers.IntegerField(required=False, min_value=0)
    settled = serializers.IntegerField(required=False, min_value=0)
    problems = serializers.CharField(required=False, max_length=20_000)
    points = serializers.JSONField(required=False, help_text="条目编号 → 得分；定条目时是分值")
    notes = serializers.DictField(child=serializers.CharField(), required=False)
    reached = serializers.DictField(child=serializers.CharField(), required=False)
    verdict = serializers.ChoiceField(choices=Verdict.choices, required=False)
    opinion = serializers.CharField(required=False, max_length=4_000)
    accepted_on = serializers.DateField(required=False)
    achievements = serializers.CharField(required=False, max_length=20_000)
    advice = serializers.CharField(required=False, max_length=20_000)
    what = serializers.ChoiceField(
        choices=[(name, name) for name in services.DROPS], required=False, help_text="去掉哪一项"
    )
    row = serializers.IntegerField(required=False, min_value=1, help_text="那一项的编号")


# What each act needs, and may have besides.
SHAPES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "amend": (
        (),
        (
            *("name", "goal", "starts_on", "ends_on"),
            *("filed_on", "filed_as", "report_day", "version"),
        ),
    ),
    "units": (("units",), ()),
    "seat": (("post", "seat"), ("duty",)),
    "phase": (("name", "from_on", "to_on"), ("work", "phase")),
    "drop": (("what", "row"), ()),
    "target": (("unit", "measure", "value"), ("name",)),
    "task": (("unit", "text", "due_on"), ("phase",)),
    "criterion": (("text", "points"), ()),
    "progress": (("unit", "month", "text"), ("found", "settled", "problems")),
    "done": (("task", "result"), ("done_on",)),
    "accept": (
        ("unit", "verdict", "opinion", "points"),
        ("accepted_on", "notes", "reached"),
    ),
    "close": (("achievements",), ("problems", "advice")),
}
SERVICES = {
    "amend": services.amend_campaign,
    "units": services.add_units,
    "seat": services.seat,
    "phase": services.set_phase,
    "drop": services.drop,
    "target": services.set_target,
    "task": services.add_task,
    "criterion": work.add_criterion,
    "progress": work.report_progress,
    "accept": work.accept_unit,
    "close": work.close_campaign,
}


def whole(user: User, campaign: Campaign) -> dict[str, Any]:
    return dict(CampaignWhole(found.whole(user, campaign)).data)


def given(asked: dict[str, Any]) -> dict[str, Any]:
    """The fields of one act. Raises Refused: needs · invalid_choice."""
    needed, more = SHAPES[asked["act"]]
    for name in needed:
        if asked.get(name) in (None, "", []):
            raise Refused("needs", "这一格还没有填。", field=name)
    typed = {name: asked[name] for name in (*needed, *more) if name in asked}
    if asked["act"] == "accept":
        if not isinstance(typed["points"], dict):
            raise Refused("invalid_number", "请按条目编号给分。", field="points")
        for name in ("points", "notes", "reached"):
            typed[name] = by_key(typed.get(name, {}), name)
    return typed


def by_key(values: dict[str, Any], field: str) -> dict[int, Any]:
    """JSON's keys are strings. Raises Refused: invalid_choice."""
    if not all(str(key).isascii() and str(key).isdecimal() for key in values):
        raise Refused("invalid_choice", "请用条目的编号。", field=field)
    return {int(key): value for key, value in values.items()}


class CampaignsView(APIView):
    @extend_schema(operation_id="campaigns_list", responses=CampaignPage)
    def get(self, request: Request) -> Response:
        pages = NewestCampaigns()
        page = pages.paginate_queryset(found.visible_campaigns(request.user), request)
        return pages.get_paginated_response(CampaignOut(page, many=True).data)

    @extend_schema(request=CampaignIn, responses={201: CampaignWhole})
    def post(self, request: Request) -> Response:
        form = CampaignIn(data=request.data)
        form.is_valid(raise_exception=True)
        made = services.open_campaign(request.user, **form.validated_data)
        return Response(whole(request.user, made), status=status.HTTP_201_CREATED)


class CampaignView(APIView):
    def campaign(self, pk: int) -> Campaign:
        return get_object_or_404(found.visible_campaigns(self.request.user), pk=pk)

    @extend_schema(operation_id="campaigns_retrieve", responses=CampaignWhole)
    def get(self, request: Request, pk: int) -> Response:
        return Response(whole(request.user, self.campaign(pk)))

    @extend_schema(request=CampaignActIn, responses=CampaignWhole)
    def post(self, request: Request, pk: int) -> Response:
        """One act: what the page's small forms do."""
        user, campaign = request.user, self.campaign(pk)
        form = CampaignActIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = dict(form.validated_data)
        typed = given(asked)
        if asked["act"] == "done":
            own = campaign.tasks.filter(unit__in=found.own_units(user, campaign))
            task = own.filter(pk=typed.pop("task")).first()
            if task is None:
                raise Http404
            work.finish_task(task, user, **typed)
        elif asked["act"] == "units":
            services.add_units(campaign, user, typed["units"])
        else:
            SERVICES[asked["act"]](campaign, user, **typed)
        return Response(whole(user, self.campaign(pk)))


class CampaignFilesView(APIView):
    @extend_schema(request={"multipart/form-data": CampaignFileIn}, responses={201: CampaignWhole})
    def post(self, request: Request, pk: int) -> Response:
        """Keep the plan or another paper with the campaign."""
        campaign = get_object_or_404(found.visible_campaigns(request.user), pk=pk)
        upload = request.FILES.get("file")
        if upload is None:
            raise Refused("needs_file", "请先选一个文件。", field="file")
        services.keep_file(campaign, request.user, file=upload)
        return Response(whole(request.user, campaign), status=status.HTTP_201_CREATED)


class CampaignFileView(APIView):
    @extend_schema(responses={200: OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int, file: int) -> FileResponse:
        kept = found.files_for(request.user).filter(campaign=pk)
        return files.response_for(get_object_or_404(kept, pk=file))
