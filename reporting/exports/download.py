"""Handing out a file; whoever calls has checked who is asking."""

from django.http import FileResponse

from mediation.core import clock
from mediation.core.errors import Refused
from reporting.enums import ExportState
from reporting.exports.as_workbook import CONTENT_TYPE
from reporting.exports.lists import asked_for
from reporting.models import Export


def file_of(export: Export) -> FileResponse:
    """The file as a download. Raises Refused while there is none, or none any more."""
    if export.state == ExportState.EXPIRED:
        raise Refused("expired", "文件保留七天，已经删除。", instead="需要时请再导出一次。")
    if export.state != ExportState.DONE:
        raise Refused("not_ready", f"文件还没有好（{export.get_state_display()}）。")
    listing, _ = asked_for(export.params)
    name = f"{listing.title}{clock.local(export.created_at):%Y%m%d-%H%M}.xlsx"
    response = FileResponse(
        export.file.open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPE
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
