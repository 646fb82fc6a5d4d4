"""The shapes of returns, steps and corrections over JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reporting.enums import Decided, ReturnState, State, Step
from reporting.findings import Finding
from reporting.models import (
    COUNTED_LINES,
    Correction,
    HalfMonthStep,
    NumberDecision,
    ReturnVersion,
    TypedNumber,
)
from reporting.selectors.returns import Counts, Line
from reporting.services.returns import LONGEST_ANALYSIS, LONGEST_WHY, MOST
from reporting.services.steps import LONGEST_SENTENCE


class ChangedNumberOut(serializers.Serializer[Any]):
    """A number that is another one now than the village confirmed."""

    category = serializers.CharField()
    line = serializers.ChoiceField([(one, one) for one in COUNTED_LINES])
    then = serializers.IntegerField(help_text="报的时候系统的数")
    now = serializers.IntegerField(help_text="系统现在的数")


class ReturnLineOut(serializers.Serializer[Any]):
    division = serializers.CharField(source="village.code")
    state = serializers.ChoiceField(ReturnState.choices)
    due_on = serializers.DateField()
    filed_on = serializers.DateField(allow_null=True)
    days_late = serializers.IntegerField()
    typed = serializers.IntegerField(help_text="最近一版里手工改过几个数")
    urged_on = serializers.DateField(allow_null=True)
    changes = ChangedNumberOut(many=True, help_text="报后变了的数，请村里再核对确认")

    def get_fields(self) -> dict[str, Any]:
        """`label` of a serializer is its own label."""
        return super().get_fields() | {"label": serializers.CharField(source="village.short_name")}


class ReturnCountsOut(serializers.Serializer[Any]):
    due = serializers.IntegerField()
    sent = serializers.IntegerField()
    on_time = serializers.IntegerField()
    owing = serializers.IntegerField()
    rate = serializers.CharField(
        allow_null=True, help_text="报送及时率，两位小数；没有应报的为 null"
    )


class ReturnLineOfYearOut(ReturnLineOut):
    year = serializers.SerializerMethodField(help_text="本年应报、及时和报送及时率")

    @extend_schema_field(ReturnCountsOut)
    def get_year(self, line: Line) -> Any:
        return ReturnCountsOut(self.context["year"].get(line.village.pk, Counts())).data


class ReturnListOut(serializers.Serializer[Any]):
    cut_off = serializers.DateField()
    state = serializers.ChoiceField(State.choices)
    definition = serializers.CharField()
    counts = ReturnCountsOut()
    returns = ReturnLineOfYearOut(many=True)


class NumberDecisionOut(serializers.ModelSerializer[NumberDecision]):
    by = serializers.CharField(source="by.name")

    class Meta:
        model = NumberDecision
        fields = ("how", "words", "by", "at")


class TypedNumberOut(serializers.ModelSerializer[TypedNumber]):
    category = serializers.CharField(source="category.code")
    case = serializers.CharField(source="case.number", default=None, allow_null=True)
    decisions = NumberDecisionOut(many=True)

    class Meta:
        model = TypedNumber
        fields = ("id", "category", "line", "system", "typed", "why", "case", "decisions")


class ReturnVersionOut(serializers.ModelSerializer[ReturnVersion]):
    by = serializers.CharField(source="by.name")
    on_behalf_of = serializers.CharField(source="on_behalf_of.name", default=None, allow_null=True)
    typed = TypedNumberOut(many=True)

    class Meta:
        model = ReturnVersion
        fields = (
            "seq", "numbers", "is_zero", "features", "causes", "hotspots", "advice", "reason",
            "by", "on_behalf_of", "at", "filed_on", "typed",
        )  # fmt: skip


class VillageReturnOut(serializers.Serializer[Any]):
    stands = ReturnLineOut()
    numbers = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()),
        help_text="系统现在的数：{类别代码: {栏: 件数}}，0 不列",
    )
    seen = serializers.CharField(help_text="确认时原样带回，数字变了就不会错认")
    sent_back = serializers.CharField(allow_blank=True, help_text="退回的原因")
    draft = serializers.DictField(
        allow_null=True,
        help_text="填好还没有确认的内容，名称同网页上的栏；不能填这个村（社区）报表的人为 null",
    )
    versions = ReturnVersionOut(many=True)


class TypedNumberIn(serializers.Serializer[Any]):
    category = serializers.CharField(label="类别代码", max_length=2)
    line = serializers.ChoiceField([(one, one) for one in COUNTED_LINES], label="哪一栏")
    typed = serializers.IntegerField(label="村里的数", min_value=0, max_value=MOST)
    why = serializers.CharField(
        label="为什么不一样", max_length=LONGEST_WHY, default="", allow_blank=True
    )
    case = serializers.CharField(label="案号", max_length=40, default="", allow_blank=True)


class ReturnIn(serializers.Serializer[Any]):
    form_key = serializers.UUIDField(label="表单号")
    seen = serializers.CharField(label="看到的数", max_length=4_000, default="", allow_blank=True)
    typed = TypedNumberIn(many=True, label="和系统不一样的数", required=False)
    reason = serializers.CharField(
        label="为什么重报", max_length=LONGEST_WHY, default="", allow_blank=True
    )
    features = serializers.CharField(
        label="特点", max_length=LONGEST_ANALYSIS, default="", allow_blank=True
    )
    causes = serializers.CharField(
        label="成因", max_length=LONGEST_ANALYSIS, default="", allow_blank=True
    )
    hotspots = serializers.CharField(
        label="易发多发领域", max_length=LONGEST_ANALYSIS, default="", allow_blank=True
    )
    advice = serializers.CharField(
        label="建议", max_length=LONGEST_ANALYSIS, default="", allow_blank=True
    )


class ReturnReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(label="为什么", max_length=LONGEST_WHY)


class ReturnsUrgedOut(serializers.Serializer[Any]):
    urged = serializers.IntegerField(help_text="催了几个村（社区）")


class NumberDecideIn(serializers.Serializer[Any]):
    how = serializers.ChoiceField(Decided.choices, label="怎么定")
    words = serializers.CharField(
        label="说明", max_length=LONGEST_WHY, default="", allow_blank=True
    )


class HalfMonthStepIn(serializers.Serializer[Any]):
    step = serializers.ChoiceField([*Step.choices, ("lock", "锁定")], label="哪一步")
    words = serializers.CharField(
        label="缺报的为什么不等，或者为什么退回", max_length=200, default="", allow_blank=True
    )


class HalfMonthStepOut(serializers.ModelSerializer[HalfMonthStep]):
    by = serializers.CharField(source="by.name")

    class Meta:
        model = HalfMonthStep
        fields = ("seq", "step", "words", "by", "at")


class FindingCellOut(serializers.Serializer[Any]):
    column = serializers.CharField()
    row = serializers.CharField()
    category = serializers.CharField(allow_blank=True)


class HalfMonthFindingOut(serializers.Serializer[Any]):
    """One entry of 核对."""

    code = serializers.CharField(
        help_text="typed 手工改过的数；rise 增多的类别；changed 报后数字变了；别的是勾稽"
    )
    is_must = serializers.BooleanField(help_text="改好才能提交")
    is_open = serializers.BooleanField(help_text="还拦着提交")
    title = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    cells = serializers.SerializerMethodField()
    typed = serializers.IntegerField(
        source="typed.pk", default=None, allow_null=True, help_text="手工数的编号，供定数用"
    )
    category = serializers.CharField(allow_blank=True, help_text="增多的类别代码，供写原因用")
    explained = serializers.CharField(
        source="explained.text", default=None, allow_null=True, help_text="写了的原因"
    )
    explained_by = serializers.CharField(source="explained.by.name", default=None, allow_null=True)

    @extend_schema_field(FindingCellOut(many=True))
    def get_cells(self, found: Finding) -> list[dict[str, str]]:
        return [dict(zip(("column", "row", "category"), cell, strict=True)) for cell in found.cells]


class MissingReturnOut(serializers.Serializer[Any]):
    division = serializers.CharField(source="village.code")
    state = serializers.ChoiceField(ReturnState.choices)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"label": serializers.CharField(source="village.short_name")}


class HalfMonthStepsOut(serializers.Serializer[Any]):
    state = serializers.ChoiceField(State.choices)
    steps = HalfMonthStepOut(many=True)
    missing = MissingReturnOut(many=True, help_text="没有报和退回后没有重报的村（社区），全部")
    findings = HalfMonthFindingOut(many=True, help_text="核对；锁定以后没有")


class RiseIn(serializers.Serializer[Any]):
    category = serializers.CharField(label="类别代码", max_length=2)
    text = serializers.CharField(label="原因", max_length=LONGEST_SENTENCE)


class CorrectionOut(serializers.ModelSerializer[Correction]):
    by = serializers.CharField(source="by.name")

    class Meta:
        model = Correction
        fields = ("seq", "reason", "by", "at")


class CorrectedRowOut(serializers.Serializer[Any]):
    locked = serializers.DictField(child=serializers.IntegerField())
    differs = serializers.DictField(child=serializers.IntegerField())
    corrected = serializers.DictField(child=serializers.IntegerField())

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"label": serializers.CharField()}


class CorrectionSheetOut(serializers.Serializer[Any]):
    """One 更正表."""

    seq = serializers.IntegerField()
    reason = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    places = CorrectedRowOut(many=True)
    categories = CorrectedRowOut(many=True)
