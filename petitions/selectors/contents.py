"""The table of content categories, as forms and /api/v1/codes/ show it."""

from petitions.models import ContentCategory


def content_pairs() -> list[tuple[str, str]]:
    """Code and name of those in use; a lower one names its upper one: 生态环境：噪声和粉尘."""
    rows = ContentCategory.objects.filter(is_active=True).select_related("parent").order_by("code")
    return [
        (one.code, f"{one.parent.name}：{one.name}" if one.parent else one.name) for one in rows
    ]


def grouped_contents() -> list[tuple[str, list[tuple[str, str]]]]:
    """Upper name → itself and its lower ones, for a select of two levels."""
    groups: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    rows = list(ContentCategory.objects.filter(is_active=True).order_by("code"))
    for one in rows:
        if one.parent_id is None:
            groups[one.pk] = (one.name, [(one.code, f"{one.code} {one.name}")])
    for one in rows:
        if one.parent_id in groups:
            groups[one.parent_id][1].append((one.code, f"{one.code} {one.name}"))
    return list(groups.values())
