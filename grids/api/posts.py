"""Posts, deputies, hand-overs and the duty roster over JSON, for who keeps the posts of a town.

The roster is read by everybody who works in the town. People are named by their account's id.
"""

from datetime import date
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.access import may_change_posts, may_read_posts
from grids.enums import DeputyKind, Role
from grids.enums.changes import Attendance
from grids.models import Department, Deputy, Division, DutyDay, Handover, Post, PostChange
from grids.selectors import centre_of
from grids.selectors import posts as of_town
from grids.services import duty, handover
from grids.services import posts as services
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

BIGGEST_KEY = 2**63 - 1  # as the database counts


class ByRow(CursorPagination):
    page_size = 100
    ordering = ("pk",)


class NewestActs(CursorPagination):
    page_size = 50
    ordering = ("-at", "-pk")


def key_field(label: str, **options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(label=label, min_value=1, max_value=BIGGEST_KEY, **options)


class PersonOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class PostOut(serializers.ModelSerializer[Post]):
    user = PersonOut()
    unit = serializers.CharField(source="department.code")
    division = serializers.CharField(source="division.code", default=None, allow_null=True)

    class Meta:
        model = Post
        fields = (
            *("id", "user", "unit", "role", "division", "is_head", "is_duty"),
            *("from_on", "to_on"),
        )


class PostPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = PostOut(many=True)


class PostIn(serializers.Serializer[Any]):
    unit = serializers.CharField(label="单位代码", max_length=40)
    user = key_field("谁来任（账号编号）")
    role = serializers.ChoiceField(Role.choices, label="岗位")
    division = serializers.CharField(
        label="网格代码（网格员）", max_length=14, required=False, allow_null=True
    )
    from_on = serializers.DateField(label="从哪天")
    to_on = serializers.DateField(label="到哪天", required=False, allow_null=True)
    is_head = serializers.BooleanField(label="单位负责人", default=False)
    is_duty = serializers.BooleanField(label="没排班时由他值班", default=False)


class LastDayIn(serializers.Serializer[Any]):
    to_on = serializers.DateField(label="最后一天")


class PostChangeOut(serializers.ModelSerializer[PostChange]):
    person = PersonOut(allow_null=True)
    unit = serializers.CharField(source="unit.code", default=None, allow_null=True)
    division = serializers.CharField(source="division.code", default=None, allow_null=True)
    by = serializers.CharField(source="by.name")
    on_behalf_of = serializers.CharField(source="on_behalf_of.name", default=None, allow_null=True)

    class Meta:
        model = PostChange
        fields = (
            "id",
            "act",
            "person",
            "unit",
            "division",
            "title",
            "on",
            "by",
            "on_behalf_of",
            "at",
        )


class PostChangePage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = PostChangeOut(many=True)


class OpenWorkOut(serializers.Serializer[Any]):
    post = PostOut()
    open_work = serializers.DictField(child=serializers.IntegerField())


class HandoverIn(serializers.Serializer[Any]):
    successor = key_field("接手人（账号编号）")
    on = serializers.DateField(label="移交日期")
    reason = serializers.CharField(label="事由", max_length=200)
    gives_post = serializers.BooleanField(label="接手人同时任这个岗位", default=False)
    ends_post = serializers.BooleanField(label="原任到移交日为止", default=False)


class HandoverOut(serializers.ModelSerializer[Handover]):
    """`moved`: how much went over, by kind of matter."""

    from_user = PersonOut()
    to_user = PersonOut()
    moved = serializers.DictField(child=serializers.IntegerField())
    by = serializers.CharField(source="by.name")
    on_behalf_of = serializers.CharField(source="on_behalf_of.name", default=None, allow_null=True)

    class Meta:
        model = Handover
        fields = (
            *("id", "post", "from_user", "to_user", "on", "reason"),
            *("is_post_ended", "moved", "by", "on_behalf_of", "at"),
        )


class DeputyOut(serializers.ModelSerializer[Deputy]):
    user = PersonOut()
    deputy = PersonOut()

    class Meta:
        model = Deputy
        fields = ("id", "user", "deputy", "kind", "from_on", "to_on", "reason")


class DeputyIn(serializers.Serializer[Any]):
    user = key_field("谁不在（账号编号）")
    deputy = key_field("谁代理（账号编号）")
    kind = serializers.ChoiceField(DeputyKind.choices, label="方式", default=DeputyKind.DEPUTY)
    from_on = serializers.DateField(label="从哪天")
    to_on = serializers.DateField(label="到哪天（含当天）", required=False, allow_null=True)
    reason = serializers.CharField(label="事由", max_length=100, required=False, allow_blank=True)


class UnitOut(serializers.ModelSerializer[Department]):
    label = serializers.CharField(source="short_name")
    first_responsible = PersonOut(allow_null=True)
    main_responsible = PersonOut(allow_null=True)

    class Meta:
        model = Department
        fields = ("code", "label", "first_responsible", "main_responsible", "attendance")


class ResponsibleIn(serializers.Serializer[Any]):
    """Both are named each time; null leaves one open."""

    first_responsible = key_field("第一责任人（账号编号）", allow_null=True)
    main_responsible = key_field("主要责任人（账号编号）", allow_null=True)


class DutyOut(serializers.ModelSerializer[DutyDay]):
    user = PersonOut()
    unit = serializers.CharField(source="department.code")
    label = serializers.CharField(source="department.short_name")

    class Meta:
        model = DutyDay
        fields = ("id", "unit", "label", "user", "on")


class DutyIn(serializers.Serializer[Any]):
    unit = serializers.CharField(label="单位代码", max_length=40)
    user = key_field("谁来（账号编号）")
    from_on = serializers.DateField(label="从哪天")
    to_on = serializers.DateField(label="到哪天（含当天）", required=False, allow_null=True)


class PlannedOut(serializers.Serializer[Any]):
    days = serializers.IntegerField(help_text="排上了几天")


class AttendanceIn(serializers.Serializer[Any]):
    attendance = serializers.ChoiceField(Attendance.choices, label="入驻方式", allow_blank=True)


class KeeperView(APIView):
    def reader(self) -> User:
        """Raises Http404 for who does not keep the posts."""
        user: User = self.request.user  # type: ignore[assignment]
        if not may_read_posts(user) or centre_of(user) is None:
            raise Http404
        return user

    def keeper(self) -> User:
        user = self.reader()
        if not may_change_posts(user):
            raise Http404
        return user

    def filled(self, form: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        found = form(data=self.request.data)
        found.is_valid(raise_exception=True)
        return dict(found.validated_data)


def named(people: Any, key: int | None, field: str) -> User:
    """A member of staff by id. Raises `Refused`: invalid_person."""
    found: User | None = people.filter(pk=key).first()
    if found is None:
        raise Refused("invalid_person", "请选本街道（乡镇）的同志。", field=field)
    return found


def unit_of(units: Any, code: str) -> Department:
    """Raises `Refused`: invalid_unit."""
    found: Department | None = units.filter(code=code).first()
    if found is None:
        raise Refused("invalid_unit", "请选本街道（乡镇）在用的单位。", field="unit")
    return found


class PostsView(KeeperView):
    @extend_schema(operation_id="posts_list", responses=PostPage)
    def get(self, request: Request) -> Response:
        """Posts of the town that run today or later, by row."""
        pages = ByRow()
        page = pages.paginate_queryset(of_town.held_posts(self.reader()), request)
        return pages.get_paginated_response(PostOut(page, many=True).data)

    @extend_schema(request=PostIn, responses={201: PostOut})
    def post(self, request: Request) -> Response:
        """Give somebody a post, from a day to a day."""
        user = self.keeper()
        given = self.filled(PostIn)
        unit = unit_of(of_town.visible_units(user), given.pop("unit"))
        person = named(of_town.visible_candidates(user), given.pop("user"), "user")
        code = given.pop("division", None)
        grid = Division.objects.active().filter(code=code).first() if code else None
        made = services.give_post(unit, person, user, division=grid, **given)
        return Response(PostOut(made).data, status=status.HTTP_201_CREATED)


class PostEndView(KeeperView):
    @extend_schema(request=LastDayIn, responses=PostOut)
    def post(self, request: Request, pk: int) -> Response:
        """The holder's last day; refused while something open lies with him."""
        user = self.keeper()
        post = get_object_or_404(of_town.visible_posts(user), pk=pk)
        to_on = self.filled(LastDayIn)["to_on"]
        return Response(PostOut(services.end_post(post, user, to_on=to_on)).data)


class PostHandoverView(KeeperView):
    @extend_schema(operation_id="posts_open_work", responses=OpenWorkOut)
    def get(self, request: Request, pk: int) -> Response:
        """What lies open with the holder, by kind of matter."""
        post = get_object_or_404(of_town.visible_posts(self.keeper()), pk=pk)
        return Response(OpenWorkOut({"post": post, "open_work": handover.open_with(post)}).data)

    @extend_schema(request=HandoverIn, responses={201: HandoverOut})
    def post(self, request: Request, pk: int) -> Response:
        """All of it to one successor, an event each."""
        user = self.keeper()
        post = get_object_or_404(of_town.visible_posts(user), pk=pk)
        given = self.filled(HandoverIn)
        successor = named(of_town.visible_staff(user), given.pop("successor"), "successor")
        done = handover.hand_over(post, successor, user, **given)
        return Response(HandoverOut(done).data, status=status.HTTP_201_CREATED)


class PostChangesView(KeeperView):
    @extend_schema(operation_id="post_changes_list", responses=PostChangePage)
    def get(self, request: Request) -> Response:
        """Who gave whom which post, seat or village; newest first."""
        pages = NewestActs()
        found = of_town.visible_post_changes(self.reader())
        page = pages.paginate_queryset(found, request)
        return pages.get_paginated_response(PostChangeOut(page, many=True).data)


class DeputiesView(KeeperView):
    @extend_schema(operation_id="deputies_list", responses=DeputyOut(many=True))
    def get(self, request: Request) -> Response:
        """Who acts for whom, today or later."""
        found = of_town.visible_deputies(self.reader())
        return Response(DeputyOut(found, many=True).data)

    @extend_schema(request=DeputyIn, responses={201: DeputyOut})
    def post(self, request: Request) -> Response:
        """Somebody acts for somebody from a day to a day; then it is over by itself."""
        user = self.keeper()
        given = self.filled(DeputyIn)
        staff = of_town.visible_staff(user)
        person = named(staff, given.pop("user"), "user")
        deputy = named(staff, given.pop("deputy"), "deputy")
        given.setdefault("to_on", None)
        made = handover.name_deputy(person, deputy, user, **given)
        return Response(DeputyOut(made).data, status=status.HTTP_201_CREATED)


class DeputyEndView(KeeperView):
    @extend_schema(request=LastDayIn, responses=DeputyOut)
    def post(self, request: Request, pk: int) -> Response:
        """He came back earlier."""
        user = self.keeper()
        row = get_object_or_404(of_town.visible_deputies(user), pk=pk)
        done = handover.end_deputy(row, user, to_on=self.filled(LastDayIn)["to_on"])
        return Response(DeputyOut(done).data)


class UnitsView(KeeperView):
    @extend_schema(operation_id="units_list", responses=UnitOut(many=True))
    def get(self, request: Request) -> Response:
        """Units of the town with who answers for each and how it is present at the centre."""
        return Response(UnitOut(of_town.visible_units(self.reader()), many=True).data)


class UnitResponsibleView(KeeperView):
    @extend_schema(request=ResponsibleIn, responses=UnitOut)
    def post(self, request: Request, code: str) -> Response:
        """第一责任人 and 主要责任人."""
        user = self.keeper()
        unit = get_object_or_404(of_town.visible_units(user), code=code)
        given = self.filled(ResponsibleIn)
        people = {
            name: named(of_town.visible_staff(user), key, name) if key is not None else None
            for name, key in given.items()
        }
        done = services.set_responsible(
            unit, user, first=people["first_responsible"], main=people["main_responsible"]
        )
        return Response(UnitOut(done).data)


class _Roster(APIView):
    def centre(self) -> Division:
        """Raises Http404 for who does not work in any town."""
        found = centre_of(self.request.user)  # type: ignore[arg-type]
        if found is None:
            raise Http404
        return found

    def units(self) -> Any:
        units = Department.objects.filter(centre=self.centre(), is_active=True)
        return units.select_related("centre", "first_responsible", "main_responsible")


class DutyView(_Roster):
    @extend_schema(
        operation_id="duty_list",
        parameters=[OpenApiParameter("day", type=date)],
        responses=DutyOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Who sits in the centre in the week of `day` (default today)."""
        self.centre()
        try:
            day = date.fromisoformat(request.query_params.get("day", "") or str(clock.today()))
        except ValueError:
            raise Http404 from None
        found = of_town.duty_of_week(request.user, day)  # type: ignore[arg-type]
        return Response(DutyOut(found, many=True).data)

    @extend_schema(request=DutyIn, responses={201: PlannedOut})
    def post(self, request: Request) -> Response:
        """Plan somebody of a unit on each working day of a span."""
        user: User = request.user  # type: ignore[assignment]
        form = DutyIn(data=request.data)
        units = self.units()
        form.is_valid(raise_exception=True)
        given = form.validated_data
        days = duty.plan_duty(
            unit_of(units, given["unit"]),
            named(of_town.visible_staff(user), given["user"], "user"),
            user,
            from_on=given["from_on"],
            to_on=given.get("to_on"),
        )
        return Response({"days": days}, status=status.HTTP_201_CREATED)


class DutyDayView(_Roster):
    @extend_schema(responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        """Take a day off the plan; what has been stays."""
        rows = DutyDay.objects.filter(centre=self.centre()).select_related("department__centre")
        duty.clear_duty(get_object_or_404(rows, pk=pk), request.user)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)


class AttendanceView(_Roster):
    @extend_schema(request=AttendanceIn, responses=UnitOut)
    def post(self, request: Request, code: str) -> Response:
        """How a unit is present at the centre; empty for not at all."""
        unit = get_object_or_404(self.units(), code=code)
        form = AttendanceIn(data=request.data)
        form.is_valid(raise_exception=True)
        duty.set_attendance(unit, request.user, form.validated_data["attendance"])  # type: ignore[arg-type]
        return Response(UnitOut(unit).data)
