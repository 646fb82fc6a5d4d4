"""What must always hold of the files that people asked for (`check_invariants`)."""

from collections.abc import Iterator

from django.db.models import Q

from reporting.enums import ExportState
from reporting.models import Export


def faults() -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    for export in Export.objects.filter(state=ExportState.DONE).order_by("created_at"):
        if not export.file.storage.exists(export.file.name):
            yield f"导出 {export.pk} 写着已生成，文件不在"
    late = Export.objects.filter(state=ExportState.EXPIRED).exclude(Q(file="") & Q(params={}))
    for export in late.order_by("created_at"):
        yield f"导出 {export.pk} 已经过期，文件或者筛选条件还留着"
