"""What must always hold of written reports and meetings (`check_invariants`)."""

from collections.abc import Iterator

from django.db.models import F, Q

from mediation.core import events
from reporting.enums import ReportState
from reporting.models import MeetingSeat, ReportEvent, ReportRecipient, WrittenReport
from reporting.selectors.written import kind_of


def faults() -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    sent = WrittenReport.objects.filter(state=ReportState.SENT)
    for report in sent.order_by("pk").iterator(chunk_size=500):
        if any(not report.sections.get(name) for name in kind_of(report).required):
            yield f"报告 {report.number} 已报送，但有必写的段落是空的"
        if not report.facts:
            yield f"报告 {report.number} 已报送，但没有留下当时的数字"
    for one in (
        ReportRecipient.objects.filter(report__state=ReportState.SENT, sent_at__isnull=True)
        .select_related("report")
        .order_by("pk")
    ):
        yield f"报告 {one.report.number} 已报送，但没有报给{one.name}"
    for one in (
        ReportRecipient.objects.filter(~Q(report__state=ReportState.SENT), sent_at__isnull=False)
        .select_related("report")
        .order_by("pk")
    ):
        yield f"还没有签发的报告（{one.report_id}）写着已经报给{one.name}"
    strange = MeetingSeat.objects.exclude(post=None).exclude(post__department=F("unit"))
    for seat in strange.select_related("meeting", "unit").order_by("pk"):
        if seat.unit.succeeded_by_id is None:
            yield f"会议 {seat.meeting_id} 里{seat.unit.short_name}的签到不是它的岗位"
    for broken in events.verify_chain(ReportEvent.objects.all(), "report"):
        yield f"报告经过 {broken.event_id}：{broken.fault}"
