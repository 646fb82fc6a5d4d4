"""Files that people ask for: asked, written by the worker, fetched, gone after seven days."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.purposes import ExportPurpose
from reporting.access import centre_today, may_export, posts_today
from reporting.enums import ExportFormat, ExportState
from reporting.exports.lists import LISTS, asked_for
from reporting.models import Export, ExportAccess

KEPT = timedelta(days=7)
AT_ONCE = 3
COUNTED_UP_TO = 10_000  # when asked; the worker counts them all
UNFINISHED = [ExportState.WAITING, ExportState.RUNNING]


def request_export(
    user: User, params: Mapping[str, Any], purpose: str = "", format: str = ExportFormat.XLSX
) -> Export:
    """Write down that a user wants the cases of these filters as a file; `of` names another list.

    Raises ValidationError for a filter that is none, Refused ("too_many") while three of his are
    being made, ("not_yours") without a post that exports, ("needs_purpose") where he does not say
    what the list is for, ("invalid_list", "invalid_format") for what is not offered.
    """
    if not may_export(user):
        raise Refused(
            "not_yours", "您现在的岗位不能导出。", who="需要的，请所在单位的负责同志导出。"
        )
    if Export.objects.filter(user=user, state__in=UNFINISHED).count() >= AT_ONCE:
        raise Refused(
            "too_many", f"您已有 {AT_ONCE} 个导出正在生成。", instead="等其中一个好了再试。"
        )
    now = clock.now()
    of, filters = asked_for(params)
    listing = LISTS[of]
    if purpose not in ExportPurpose.values and (purpose or listing.needs_purpose):
        raise Refused("needs_purpose", "请选一下导出来做什么用。", field="purpose")
    if format not in ExportFormat.values:
        raise Refused("invalid_format", "请选 Excel 或者 CSV。", field="format")
    rows = listing.rows(user, filters).order_by().values("pk")
    return Export.objects.create(
        centre=centre_today(user),
        user=user,
        listing=of,
        params=dict(params),
        purpose=purpose,
        format=format,
        total_rows=rows[:COUNTED_UP_TO].count(),
        created_at=now,
        expires_at=now + KEPT,
    )


def request_again(export: Export) -> Export:
    """A new request like one of which no file came. Raises Refused as `request_export` does."""
    if not export.may_be_asked_again:
        raise Refused("not_now", "这一份不用再生成。", instead="需要新的，请重新导出。")
    return request_export(export.user, export.params, export.purpose, export.format)


def cancel_export(export: Export) -> None:
    """The owner does not want it any more; whoever writes it notices, and leaves nothing."""
    Export.objects.filter(pk=export.pk, state__in=UNFINISHED).update(
        state=ExportState.CANCELLED, finished_at=clock.now()
    )


def record_fetch(export: Export, user: User) -> ExportAccess:
    """Write down that somebody takes the file: who, when, which one, what for.

    Raises Refused where he lost since then a post by which he could read what is in it.
    """
    centre = export.centre or centre_today(user)
    if not may_export(user) or centre is None or not set(export.posts) <= set(posts_today(user)):
        raise Refused(
            "not_yours_now",
            "文件生成以后您的岗位有变动，这一份不能再下载。",
            instead="需要时请按现在的岗位再导出一次。",
        )
    return ExportAccess.objects.create(
        centre=centre,
        export=export,
        user=user,
        at=clock.now(),
        what="export.file",
        reason=export.get_purpose_display(),
    )


def expire_exports() -> int:
    """Delete files past their seven days, and with them what was filtered by; their number."""
    old = Export.objects.filter(expires_at__lt=clock.now()).exclude(state=ExportState.EXPIRED)
    count = 0
    for export in old.order_by("expires_at"):
        with transaction.atomic():
            # Who is still writing it finds that nobody waits any more, and takes his file away.
            count += old.filter(pk=export.pk).update(state=ExportState.EXPIRED, params={}, file="")
            # By its name, too: a worker killed after a cancel left a file that no row knows of.
            for name in {export.stored_as, export.file.name or export.stored_as}:
                export.file.storage.delete(name)
    return count
