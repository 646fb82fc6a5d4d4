"""GET /reports/half-months/{cut-off}/comparison/: its figures beside their earlier selves."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reporting.api.half_months import CUT_OFF, DIVISION, CutOffView
from reporting.api.serializers import ProblemSerializer
from reporting.figures import Number
from reporting.periods import Period, previous
from reporting.report import Scope
from reporting.selectors import Locks, Table, table
from reporting.selectors.comparison import Change, Compared, a_year_ago, compare
from reporting.selectors.targets import lines_of
from reporting.views.sheets import SUMMARY

ROUNDING = "率由件数算出，四舍五入（ROUND_HALF_UP），保留两位小数；底数为 0 时为 null。"


class ChangeOut(serializers.Serializer[Any]):
    by = serializers.CharField(help_text="率的是百分点，其他按指标的单位")
    per_cent = serializers.CharField(allow_null=True, help_text="比原来多百分之几；原来是 0 的为空")


class ComparedOut(serializers.Serializer[Any]):
    """`year` is null for what is only asked at a cut-off; `part` ÷ `whole` is what a rate is of."""

    name = serializers.CharField()
    unit = serializers.CharField()
    now = serializers.CharField(allow_null=True)
    before = serializers.CharField(allow_null=True)
    year_ago = serializers.CharField(allow_null=True)
    year = serializers.CharField(allow_null=True)
    part = serializers.CharField(allow_null=True)
    whole = serializers.CharField(allow_null=True)
    since_before = ChangeOut(allow_null=True)
    since_year_ago = ChangeOut(allow_null=True)
    target = serializers.CharField(allow_null=True, help_text="目标线（%），没有定的为空")
    target_source = serializers.CharField(allow_blank=True)
    is_below = serializers.BooleanField()

    def get_fields(self) -> dict[str, Any]:
        """`label` of a serializer is its own."""
        return super().get_fields() | {"label": serializers.CharField()}


class ComparisonOut(serializers.Serializer[Any]):
    cut_off = serializers.DateField()
    before = serializers.DateField(help_text="上期的截止日")
    year_ago = serializers.DateField(help_text="去年同期的截止日")
    year_from = serializers.DateField(help_text="本年累计从哪天起")
    division = serializers.CharField()
    rounding = serializers.CharField()
    figures = ComparedOut(many=True)


class ComparisonView(CutOffView):
    """Screen h's upper table: this half-month, the one before, a year ago, the year, the line."""

    @extend_schema(
        operation_id="half_month_comparison",
        parameters=[CUT_OFF, DIVISION],
        responses={200: ComparisonOut, 404: ProblemSerializer},
    )
    def get(self, request: Request, cut_off: str, **names: Any) -> Response:
        return super().get(request, cut_off, **names)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        locks = Locks.of(scope.centre)

        def of(period: Period) -> Table:
            return table(scope.centre, period, division=scope.division, locks=locks)

        found = compare(
            SUMMARY,
            of(scope.period),
            of(previous(scope.period)),
            of(a_year_ago(scope.period)),
            lines_of(scope.centre, scope.period.last_on.year),
        )
        return Response(
            {
                "cut_off": found.period.last_on.isoformat(),
                "before": found.before.last_on.isoformat(),
                "year_ago": found.year_ago.last_on.isoformat(),
                "year_from": found.year.first_on.isoformat(),
                "division": scope.division.code,
                "rounding": ROUNDING,
                "figures": [_figure(each) for each in found.figures],
            }
        )


def _figure(compared: Compared) -> dict[str, Any]:
    line = compared.line
    return {
        "name": compared.figure.name,
        "label": compared.figure.label,
        "unit": compared.figure.unit,
        **{
            name: _text(getattr(compared, name))
            for name in ("now", "before", "year_ago", "year", "part", "whole")
        },
        "since_before": _change(compared.since_before),
        "since_year_ago": _change(compared.since_year_ago),
        "target": line.text or None if line else None,
        "target_source": line.source if line else "",
        "is_below": compared.is_below,
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"by": _text(change.by), "per_cent": _text(change.per_cent)}


def _text(value: Number | None) -> str | None:
    return None if value is None else f"{value:f}" if isinstance(value, Decimal) else f"{value}"
