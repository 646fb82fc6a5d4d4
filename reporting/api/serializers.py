"""The shapes of the reporting API, for its description; the values come from `exports.as_json`."""

from typing import Any

from rest_framework import serializers

from grids.models import SheetAccess
from mediation.core.purposes import ExportPurpose
from reporting.enums import ExportFormat, ExportState, State
from reporting.exports.sheets import sheet_title
from reporting.figures import FIGURES, Figure


def _field_of(figure: Figure) -> serializers.Field[Any, Any, Any, Any]:
    if figure.is_additive and figure.unit != "元":
        return serializers.IntegerField(help_text=figure.definition)
    return serializers.CharField(allow_null=True, help_text=figure.definition)


def _row(name: str, *axis: str) -> type[serializers.Serializer[Any]]:
    """A row: what it is of, and every figure by name."""
    fields: dict[str, Any] = {each: serializers.CharField() for each in axis}
    fields |= {figure.name: _field_of(figure) for figure in FIGURES}
    return type(name, (serializers.Serializer,), fields)


DivisionRow = _row("DivisionRow", "division", "label")
CategoryRow = _row("CategoryRow", "category", "label")
SourceRow = _row("SourceRow", "source", "label")
TotalRow = _row("TotalRow")


class ColumnSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    definition = serializers.CharField()


class CellRefSerializer(serializers.Serializer):
    column = serializers.CharField()
    row = serializers.CharField(allow_blank=True)


class CheckSerializer(serializers.Serializer):
    code = serializers.CharField()
    ok = serializers.BooleanField()
    message = serializers.CharField()
    cells = CellRefSerializer(many=True)


class HalfMonthSerializer(serializers.Serializer):
    cut_off = serializers.DateField()
    to = serializers.DateField()
    state = serializers.ChoiceField(choices=State.choices)
    is_auto = serializers.BooleanField()
    division = serializers.CharField()
    columns = ColumnSerializer(many=True)
    rows = DivisionRow(many=True)
    by_category = CategoryRow(many=True)
    by_source = SourceRow(many=True)
    total = TotalRow()
    checks = CheckSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language and cannot be an attribute."""
        return {"from": serializers.DateField()} | super().get_fields()


class BehindCaseSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    division = serializers.CharField()
    category = serializers.CharField()
    source = serializers.CharField()
    status = serializers.CharField()


class CellSerializer(serializers.Serializer):
    column = serializers.CharField()
    definition = serializers.CharField(allow_blank=True)
    row = serializers.CharField(allow_blank=True)
    cases = BehindCaseSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    hidden = serializers.IntegerField()
    gone = serializers.IntegerField(help_text="锁定时计入、现在不在系统里的件数")
    is_kept = serializers.BooleanField(help_text="已锁定的一期，名单是否是锁定时留存的")
    locked = serializers.IntegerField(
        allow_null=True, help_text="留存的表里锁定的件数，名单是现在的；其他情形为空"
    )
    message = serializers.CharField(allow_blank=True)
    of = BehindCaseSerializer(many=True, allow_null=True)
    of_next = serializers.URLField(allow_null=True)
    of_hidden = serializers.IntegerField(allow_null=True)
    of_locked = serializers.IntegerField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """`label` of a serializer is its own label."""
        return super().get_fields() | {"label": serializers.CharField()}


class ProblemSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()
    fields_ = serializers.DictField()

    def get_fields(self) -> dict[str, Any]:
        found = super().get_fields()
        return {"code": found["code"], "message": found["message"], "fields": found["fields_"]}


class ExportFetchSerializer(serializers.Serializer):
    at = serializers.DateTimeField(help_text="什么时候下载的")
    user = serializers.CharField(source="user.name", help_text="谁下载的")
    reason = serializers.CharField(help_text="用途")


class ExportSerializer(serializers.Serializer):
    id = serializers.UUIDField(read_only=True)
    listing = serializers.CharField(read_only=True, help_text="哪一份：cases、petitions、leads")
    format = serializers.ChoiceField(choices=ExportFormat.choices, read_only=True)
    purpose = serializers.ChoiceField(
        choices=ExportPurpose.choices, read_only=True, allow_blank=True
    )
    state = serializers.ChoiceField(choices=ExportState.choices, read_only=True)
    done_rows = serializers.IntegerField(read_only=True)
    total_rows = serializers.IntegerField(read_only=True)
    matched_rows = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="只导出了前面一部分时，一共有多少条"
    )
    percent = serializers.IntegerField(read_only=True)
    message = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    finished_at = serializers.DateTimeField(read_only=True, allow_null=True)
    expires_at = serializers.DateTimeField(read_only=True)
    accesses = ExportFetchSerializer(many=True, read_only=True, help_text="每一次下载")
    file = serializers.SerializerMethodField()

    def get_file(self, export: Any) -> str | None:
        """Where the file is fetched, once there is one."""
        if export.state != ExportState.DONE:
            return None
        return f"/api/v1/exports/{export.pk}/file/"


class ExportRequestSerializer(serializers.Serializer):
    params = serializers.DictField(
        required=False,
        default=dict,
        help_text="与 GET /cases/ 相同的筛选条件；of 为 petitions、leads 时是信访、苗头的",
    )
    purpose = serializers.ChoiceField(
        choices=ExportPurpose.choices,
        required=False,
        default="",
        allow_blank=True,
        help_text="用途；含个人信息的清单必选",
    )
    format = serializers.ChoiceField(
        choices=ExportFormat.choices, required=False, default=ExportFormat.XLSX
    )


class ExportLogSerializer(ExportSerializer):
    """What whoever watches over the files sees of one: not its filters, and not the file."""

    user = serializers.CharField(source="user.name", read_only=True, help_text="谁要的")
    file = None  # type: ignore[assignment]


class SheetLogSerializer(serializers.Serializer):
    """A sheet that a page handed out at once: who took it, when and what for; not what was in it."""

    user = serializers.CharField(source="user.name", read_only=True, help_text="谁取走的")
    title = serializers.SerializerMethodField(help_text="哪一份")
    at = serializers.DateTimeField(read_only=True)
    purpose = serializers.CharField(source="reason", read_only=True, help_text="用途")
    rows = serializers.IntegerField(read_only=True)

    def get_title(self, one: SheetAccess) -> str:
        return sheet_title(one.what)
