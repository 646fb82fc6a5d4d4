"""Handing out a file; whoever calls has checked that it is his. Each time is written down."""

from django.http import FileResponse

from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.enums import ExportFormat, ExportState
from reporting.exports.as_workbook import CONTENT_TYPE
from reporting.exports.lists import title_of
from reporting.models import Export
from reporting.services import record_fetch

CONTENT_TYPES = {ExportFormat.XLSX: CONTENT_TYPE, ExportFormat.CSV: "text/csv; charset=utf-8"}


def file_of(export: Export, user: User) -> FileResponse:
    """The file as a download. Raises Refused while there is none, or none any more."""
    if export.state == ExportState.EXPIRED or export.expires_at < clock.now():
        raise Refused("expired", "文件保留七天，已经过期。", instead="需要时请再导出一次。")
    if export.state != ExportState.DONE:
        raise Refused("not_ready", f"文件还没有好（{export.get_state_display()}）。")
    try:
        content = export.file.open("rb")
    except FileNotFoundError:
        raise Refused(
            "gone", "这份文件已经不在服务器上了。", instead="需要时请再导出一次。"
        ) from None
    try:
        record_fetch(export, user)
    except Refused:
        content.close()
        raise
    title = title_of(export.listing)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"{title}{clock.local(export.created_at):%Y%m%d-%H%M}.{export.format}",
        content_type=CONTENT_TYPES[ExportFormat(export.format)],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
