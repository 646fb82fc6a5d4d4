"""Each village has its mediation committee (人民调解法 8)."""

from grids.enums import PATH_LENGTH, DepartmentKind, Level
from grids.models import Department, Division


def open_committee(village: Division) -> Department:
    """The committee of a village that has just come to be, or came back; the one it has stays."""
    known = (
        Department.objects.filter(kind=DepartmentKind.COMMITTEE, division=village)
        .order_by("-is_active", "pk")
        .first()
    )
    if known is not None:
        if not known.is_active:
            known.is_active, known.succeeded_by = True, None
            known.save(update_fields=["is_active", "succeeded_by"])
        return known
    town = Division.objects.get(path=village.path[: PATH_LENGTH[Level.TOWN]])
    last = Department.objects.filter(centre=town).order_by("-order").first()
    return Department.objects.create(
        code=f"{village.path}-committee",
        name=f"{village.short_name}人民调解委员会",
        short_name=f"{village.short_name}调委会",
        kind=DepartmentKind.COMMITTEE,
        centre=town,
        division=village,
        is_handling=True,
        serial_label=_label(town, village),
        order=(last.order if last else 100) + 1,
    )


def _label(town: Division, village: Division) -> str:
    """李渡致远 of 致远社区 in 李渡街道: as on the dossiers."""
    stem = town.short_name
    for form in ("街道", "镇", "乡"):
        stem = stem.removesuffix(form)
    return (stem + village.short_name.removesuffix("社区").removesuffix("村"))[:12]
