"""What must always hold of 评查 and 案例库 (`check_invariants`)."""

from collections.abc import Iterator

from django.db.models import Prefetch

from reporting import sampling as lots
from reporting.models import LibraryEntry, SampledCase, SampleList, SampleSheet
from reporting.review_enums import LibraryState, Mark
from reporting.selectors import library as reading

CHUNK = 200


def faults() -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    yield from _of_draws()
    yield from _of_sheets()
    yield from _of_library()


def _of_draws() -> Iterator[str]:
    """Every draw comes out again from its seed and its list."""
    drawn = SampledCase.objects.select_related("case").order_by("place")
    lists = (
        SampleList.objects.select_related("sampling", "unit")
        .prefetch_related(Prefetch("drawn", drawn))
        .order_by("pk")
    )
    for one in lists.iterator(chunk_size=CHUNK):
        kept = [sampled.case.number for sampled in one.drawn.all()]
        if kept != lots.drawn(one.sampling.seed, one.numbers, one.sampling.size):
            yield f"{one.unit.short_name}{one.get_kind_display()}的抽样和种子、名单不符"


def _of_sheets() -> Iterator[str]:
    sheets = SampleSheet.objects.select_related("sampled__of", "sampled__case").order_by("pk")
    for sheet in sheets.iterator(chunk_size=CHUNK):
        asked = {point.code for point in lots.points_of(sheet.sampled.of.kind)}
        if set(sheet.marks) != asked:
            yield f"{sheet.sampled.case.number} 的评查表要点不齐"
        if sheet.has_to_mend is not (Mark.FIX in sheet.marks.values()):
            yield f"{sheet.sampled.case.number} 的评查表和整改不符"


def _of_library() -> Iterator[str]:
    """What everybody may read has everybody's consent and names nobody."""
    published = LibraryEntry.objects.filter(state=LibraryState.PUBLISHED)
    found = published.select_related("case", "centre", "published_by").prefetch_related(
        "case__parties"
    )
    for entry in found.order_by("pk").iterator(chunk_size=CHUNK):
        if reading.not_asked(entry):
            yield f"案例 {entry.pk} 还有当事人没有同意"
        keeper = entry.published_by
        sure = [one for _, one in reading.findings_of(keeper, entry) if one.is_sure]
        if sure or reading.unseen_in(keeper, entry):
            yield f"案例 {entry.pk} 里有姓名、号码或者村以下的地点"
