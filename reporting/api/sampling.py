"""评查 over JSON: the draws with their seeds and lists, a drawn case, its sheet and replies."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reporting import spans
from reporting.models import SampledCase, SampleList, SampleReply, SampleSheet, Sampling
from reporting.review_enums import Mark, ReplyKind
from reporting.selectors import sampling as reading
from reporting.services import sampling
from reporting.services.sampling import LEAST, LONGEST, MOST
from reporting.views.sampling import SAMPLINGS, drawing_centre


class SampleReplyOut(serializers.ModelSerializer[SampleReply]):
    by = serializers.CharField(source="by.name")

    class Meta:
        model = SampleReply
        fields = ("seq", "kind", "text", "due_on", "by", "at")


class SampleSheetOut(serializers.ModelSerializer[SampleSheet]):
    by = serializers.CharField(source="by.name")
    replies = SampleReplyOut(many=True)

    class Meta:
        model = SampleSheet
        fields = ("marks", "findings", "is_own", "has_to_mend", "due_on", "on", "by", "replies")


class SampledCaseOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    unit = serializers.CharField(source="of.unit.short_name")
    kind = serializers.CharField(source="of.kind")
    place = serializers.IntegerField(help_text="第几个抽出")
    case = serializers.IntegerField(source="case_id")
    number = serializers.CharField(source="case.number")
    state = serializers.SerializerMethodField()
    due_on = serializers.SerializerMethodField()

    def get_state(self, one: SampledCase) -> str:
        return reading.state_of(one).value

    def get_due_on(self, one: SampledCase) -> str | None:
        due_on = reading.due_of(one)
        return due_on.isoformat() if due_on else None


class SampledCasePageOut(SampledCaseOut):
    sheet = SampleSheetOut(allow_null=True, default=None)


class SampleListOut(serializers.ModelSerializer[SampleList]):
    unit = serializers.CharField(source="unit.short_name")
    count = serializers.SerializerMethodField()
    numbers = serializers.SerializerMethodField(help_text="案号，抽样的人才看得到")

    class Meta:
        model = SampleList
        fields = ("unit", "kind", "count", "numbers")

    def get_count(self, one: SampleList) -> int:
        return len(one.numbers)

    @extend_schema_field(serializers.ListField(child=serializers.CharField(), allow_null=True))
    def get_numbers(self, one: SampleList) -> list[str] | None:
        """None for who does not draw in the town."""
        return list(one.numbers) if self.context["reads_numbers"] else None


class SamplingOut(serializers.ModelSerializer[Sampling]):
    by = serializers.CharField(source="by.name")

    class Meta:
        model = Sampling
        fields = ("id", "first_on", "last_on", "size", "seed", "by", "at")


class SamplingPageOut(SamplingOut):
    """Drawn are the first `size` of each list in the order of SHA-256(seed + number)."""

    lists = serializers.SerializerMethodField()
    drawn = serializers.SerializerMethodField()

    class Meta(SamplingOut.Meta):
        fields = (*SamplingOut.Meta.fields, "lists", "drawn")  # type: ignore[assignment]

    @property
    def samples(self) -> list[SampledCase]:
        found: list[SampledCase] = self.context["samples"]
        return found

    @extend_schema_field(SampleListOut(many=True))
    def get_lists(self, one: Sampling) -> Any:
        user = self.context["user"]
        context = {"reads_numbers": reading.reads_numbers(user, one)}
        return SampleListOut(reading.lists_of(user, one), many=True, context=context).data

    @extend_schema_field(SampledCaseOut(many=True))
    def get_drawn(self, one: Sampling) -> Any:
        return SampledCaseOut(self.samples, many=True).data


class DrawIn(serializers.Serializer[Any]):
    span = serializers.CharField(label="哪个季度", help_text="2026-Q3")
    size = serializers.IntegerField(label="每类抽几件", min_value=LEAST, max_value=MOST, default=2)


class SampleActIn(serializers.Serializer[Any]):
    """`do`: fill the sheet (`marks`, `findings`) · answer · accept · again (`text`, `due_on`)."""

    do = serializers.ChoiceField([("fill", "评查"), *ReplyKind.choices])
    marks = serializers.DictField(child=serializers.ChoiceField(Mark.choices), required=False)
    findings = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    text = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class SamplingsView(APIView):
    @extend_schema(operation_id="samplings_list", responses=SamplingOut(many=True))
    def get(self, request: Request) -> Response:
        if not reading.may_read(request.user):
            raise Http404
        found = reading.visible_samplings(request.user)[:SAMPLINGS]
        return Response(SamplingOut(found, many=True).data)

    @extend_schema(operation_id="samplings_draw", request=DrawIn, responses={201: SamplingOut})
    def post(self, request: Request) -> Response:
        centre = drawing_centre(request.user)
        form = DrawIn(data=request.data)
        if centre is None:
            raise Http404
        form.is_valid(raise_exception=True)
        span = spans.begun_span(form.validated_data["span"])
        if span is None:
            raise serializers.ValidationError({"span": ["没有这个季度"]})
        found = sampling.draw(request.user, centre, span, form.validated_data["size"])
        return Response(SamplingOut(found).data, status=status.HTTP_201_CREATED)


class SamplingView(APIView):
    @extend_schema(operation_id="samplings_retrieve", responses=SamplingPageOut)
    def get(self, request: Request, pk: int) -> Response:
        found = reading.sampling_of(request.user, pk)
        samples = list(reading.visible_samples(request.user).filter(of__sampling=found))
        context = {"samples": samples, "user": request.user}
        return Response(SamplingPageOut(found, context=context).data)


class SampledCaseView(APIView):
    @extend_schema(operation_id="sampled_cases_retrieve", responses=SampledCasePageOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(SampledCasePageOut(reading.sample_of(request.user, pk)).data)

    @extend_schema(
        operation_id="sampled_cases_act", request=SampleActIn, responses=SampledCasePageOut
    )
    def post(self, request: Request, pk: int) -> Response:
        sampled = reading.sample_of(request.user, pk)
        form = SampleActIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        if given["do"] == "fill":
            sampling.fill(
                request.user,
                sampled,
                marks=given.get("marks", {}),
                findings=given.get("findings", ""),
            )
        else:
            sampling.reply(
                request.user, sampled, given["do"], given.get("text", ""), given.get("due_on")
            )
        return Response(SampledCasePageOut(reading.sample_of(request.user, pk)).data)
