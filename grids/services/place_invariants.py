"""What must always be true of places and posts and no constraint can say (check_invariants)."""

from collections.abc import Iterator

from grids.enums import Level
from grids.models import Department, Deputy, Division, Post
from grids.selectors import roles_of
from grids.selectors.changes import full_name, open_at
from grids.services.handover import APART
from mediation.core import clock


def faults() -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    closed = Division.objects.filter(is_active=False, level__in=[Level.VILLAGE, Level.GRID])
    for place in closed.select_related("parent").order_by("code"):
        if open_at(place):
            yield f"{full_name(place)}已经停用，还有没办完的事挂在那里。"
    chained = Division.objects.filter(merged_into__is_active=False)
    for place in chained.select_related("parent").order_by("code"):
        yield f"{full_name(place)}并入的辖区也已经停用，没有接着往下指。"
    handed_on = Department.objects.filter(succeeded_by__is_active=False)
    for unit in handed_on.order_by("code"):
        yield f"{unit.name}的职责交给了一个已经停用的单位。"
    today = clock.today()
    on_closed = Post.objects.on(today).filter(department__is_active=False)
    for post in on_closed.filter(from_on__lt=today).select_related("department").order_by("pk"):
        yield f"{post.department.name}已经停用，还有人在岗（岗位 {post.pk}）。"
    for row in Deputy.objects.on(today).select_related("user", "deputy"):
        both = roles_of(row.user, today) | roles_of(row.deputy, today)
        if both & APART and len(both) > 1:
            yield f"代理 {row.pk} 把应当分开的管理岗位合在了一个人身上。"
