"""Files that people ask for: asked, written by the worker, fetched, gone after seven days."""

import hashlib
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files import File

from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.purposes import ExportPurpose
from reporting.enums import ExportState
from reporting.exports import as_list
from reporting.exports.lists import asked_for
from reporting.models import Export

KEPT = timedelta(days=7)
AT_ONCE = 3
UNFINISHED = [ExportState.WAITING, ExportState.RUNNING]


class Cancelled(Exception):
    """The owner does not want the file any more."""


def request_export(user: User, params: Mapping[str, Any], purpose: str = "") -> Export:
    """Write down that a user wants the cases of these filters as a file; `of` names another list.

    Raises ValidationError for a filter that is none, Refused ("too_many") while three of his are
    being made, ("needs_purpose") where the list wants to know what the file is for.
    """
    if Export.objects.filter(user=user, state__in=UNFINISHED).count() >= AT_ONCE:
        raise Refused(
            "too_many", f"您已有 {AT_ONCE} 个导出正在生成。", instead="等其中一个好了再试。"
        )
    now = clock.now()
    listing, filters = asked_for(params)
    if purpose not in ExportPurpose.values and (purpose or listing.needs_purpose):
        raise Refused("needs_purpose", "请选一下导出来做什么用。", field="purpose")
    return Export.objects.create(
        user=user,
        params=dict(params),
        purpose=purpose,
        total_rows=listing.rows(user, filters).count(),
        created_at=now,
        expires_at=now + KEPT,
    )


def write_export(export_id: UUID | str) -> bool:
    """Make the file of a request; False when there is nothing to do any more. May run twice."""
    started = Export.objects.filter(pk=export_id, state__in=UNFINISHED).update(
        state=ExportState.RUNNING, done_rows=0
    )
    if not started:
        return False
    export = Export.objects.select_related("user").get(pk=export_id)
    listing, filters = asked_for(export.params)
    rows = listing.rows(export.user, filters)
    Export.objects.filter(pk=export_id).update(total_rows=rows.count())

    def progress(count: int) -> None:
        going = Export.objects.filter(pk=export_id, state=ExportState.RUNNING)
        if not going.filter(total_rows__gte=count).update(done_rows=count) and not going.update(
            done_rows=count, total_rows=count
        ):
            raise Cancelled

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        try:
            count = as_list.write(path, listing, listing.lines(rows), progress)
        except Cancelled:
            return False
        with path.open("rb") as content:
            export.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
            content.seek(0)
            export.file.save(f"{export.pk}.xlsx", File(content), save=False)
    export.state = ExportState.DONE
    export.done_rows = export.total_rows = count
    export.finished_at = clock.now()
    export.save()
    return True


def fail_export(export_id: UUID | str) -> None:
    """Say that a file could not be made; the owner may ask again."""
    Export.objects.filter(pk=export_id, state__in=UNFINISHED).update(
        state=ExportState.FAILED,
        message="这次没有生成好，不是您的问题，请再导出一次。",
        finished_at=clock.now(),
    )


def cancel_export(export: Export) -> None:
    Export.objects.filter(pk=export.pk, state__in=UNFINISHED).update(
        state=ExportState.CANCELLED, finished_at=clock.now()
    )


def expire_exports() -> int:
    """Delete files past their seven days, and with them what was filtered by; their number."""
    old = Export.objects.filter(expires_at__lt=clock.now()).exclude(state=ExportState.EXPIRED)
    count = 0
    for export in old.order_by("expires_at"):
        if export.file:
            export.file.delete(save=False)
        export.state = ExportState.EXPIRED
        export.params = {}
        export.save()
        count += 1
    return count
