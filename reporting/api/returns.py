"""Returns of the villages, the half-month's steps and corrections over JSON (DESIGN §5.4)."""

from abc import abstractmethod
from datetime import date
from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.models import Division
from mediation.core import drafts
from mediation.core.errors import Refused, answer
from mediation.core.models import User
from reporting import periods, report
from reporting.access import desk
from reporting.api.return_shapes import (
    NumberDecideIn,
    ReturnIn,
    ReturnListOut,
    ReturnReasonIn,
    ReturnsUrgedOut,
    TypedNumberOut,
    VillageReturnOut,
)
from reporting.api.serializers import ProblemSerializer
from reporting.enums import ReturnState, State
from reporting.models import (
    ReturnVersion,
    TypedNumber,
    VillageReturn,
)
from reporting.periods import NotACutOff
from reporting.report import Scope
from reporting.selectors import half_month_of
from reporting.selectors.returns import (
    RATE,
    Line,
    counts_of,
    lines_of,
    numbers_of,
    timeliness,
    village_table,
    visible_returns,
)
from reporting.services import return_review, returns
from reporting.services.returns import Typed

CUT_OFF = OpenApiParameter("cut_off", OpenApiTypes.DATE, OpenApiParameter.PATH)
CODE = OpenApiParameter("code", str, OpenApiParameter.PATH, description="村（社区）代码")
PROBLEMS = {404: ProblemSerializer, 409: ProblemSerializer}


class ScopeView(APIView):
    """What is asked of a half-month of the reader's town; a day that is no cut-off names two."""

    def handled(self, request: Request, cut_off: str, **names: Any) -> Response:
        try:
            scope = report.scope_of(self.person, date.fromisoformat(cut_off))
        except NotACutOff as refusal:
            nearest = [each.isoformat() for each in refusal.nearest]
            return answer(404, "not_a_cut_off", str(refusal), nearest=nearest)
        except ValueError as error:
            raise Http404 from error
        if scope is None:
            raise Http404
        try:
            return self.answer_for(request, scope, **names)
        except Refused as refused:
            if refused.code == "not_yours":
                raise Http404 from refused
            raise

    @property
    def person(self) -> User:
        user: User = self.request.user  # type: ignore[assignment]
        return user

    @abstractmethod
    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        """What the reader of this scope gets; what is not his to do is not there."""


def typed_in(request: Request, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def state_of(scope: Scope) -> str:
    found = half_month_of(scope.centre, scope.period)
    return found.state if found else State.OPEN.value


class ReturnsView(ScopeView):
    @extend_schema(
        operation_id="returns_list", parameters=[CUT_OFF], responses={200: ReturnListOut} | PROBLEMS
    )
    def get(self, request: Request, cut_off: str) -> Response:
        """How each village stands, as far as the reader sees villages."""
        return self.handled(request, cut_off)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        own = desk(self.person)
        reads_all = scope.centre.pk in own.read
        if not (reads_all or own.written):
            raise Http404
        lines = lines_of(scope.centre, scope.period.last_on, None if reads_all else own.written)
        found = {
            "cut_off": scope.period.last_on,
            "state": state_of(scope),
            "definition": RATE,
            "counts": counts_of(lines),
            "returns": lines,
        }
        year = periods.reporting_year(scope.period.last_on)
        context = {"year": timeliness(scope.centre, year.first_on, year.last_on)}
        return Response(ReturnListOut(found, context=context).data)


class VillageReturnView(ScopeView):
    @extend_schema(
        operation_id="village_return",
        parameters=[CUT_OFF, CODE],
        responses={200: VillageReturnOut} | PROBLEMS,
    )
    def get(self, request: Request, cut_off: str, code: str) -> Response:
        """One village's return: what the system counts now, and every version of it."""
        return self.handled(request, cut_off, code=code)

    @extend_schema(
        operation_id="village_return_file",
        parameters=[CUT_OFF, CODE],
        request=ReturnIn,
        responses={201: VillageReturnOut, 202: ProblemSerializer} | PROBLEMS,
    )
    def post(self, request: Request, cut_off: str, code: str) -> Response:
        """Confirm it; a member of the committee who does not sign lays it before the head (202)."""
        return self.handled(request, cut_off, code=code)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        line = line_or_404(self.person, scope, names["code"])
        if request.method == "GET":
            return Response(return_out(self.person, scope, line))
        if not returns.may_write(self.person, line.village):
            raise Http404
        data = typed_in(request, ReturnIn)
        if not returns.signs(self.person, line.village):
            returns.prepare_return(
                line.village, scope.centre, scope.period, self.person, as_draft(data)
            )
            return answer(202, "prepared", "填的内容存好了，已经请负责人确认")
        typed = [Typed(**each) for each in data.pop("typed", [])]
        returns.file_return(
            line.village, scope.centre, scope.period, self.person, typed=typed, **data
        )
        line = line_or_404(self.person, scope, names["code"])
        return Response(return_out(self.person, scope, line), status.HTTP_201_CREATED)


def as_draft(data: dict[str, Any]) -> dict[str, Any]:
    """The names of the page's form."""
    kept = {name: value for name, value in data.items() if name not in {"typed", "form_key"}}
    for each in data.get("typed", []):
        kept[f"{each['line']}-{each['category']}"] = each["typed"]
        kept[f"why-{each['category']}"] = each["why"]
        kept[f"case-{each['category']}"] = each["case"]
    return kept


def line_or_404(user: User, scope: Scope, code: str) -> Line:
    village = get_object_or_404(Division, code=code)
    if not village.is_under(scope.centre) or not desk(user).may_open(scope.centre.pk, village.pk):
        raise Http404
    lines = lines_of(scope.centre, scope.period.last_on, [village.pk])
    if not lines:
        raise Http404
    return lines[0]


def return_out(user: User, scope: Scope, line: Line) -> dict[str, Any]:
    numbers = numbers_of(village_table(scope.centre, scope.period, line.village))
    versions = (
        ReturnVersion.objects.filter(of__in=visible_returns(user).filter(pk=line.found.pk))
        .select_related("by", "on_behalf_of", "send_back")
        .prefetch_related("typed__category", "typed__case", "typed__decisions__by")
        .order_by("-seq")
        if line.found
        else ReturnVersion.objects.none()
    )
    listed = list(versions)
    is_back = bool(listed) and line.state == ReturnState.SENT_BACK
    found = {
        "stands": line,
        "numbers": numbers,
        "seen": returns.seen_of(numbers),
        "sent_back": listed[0].send_back.reason if is_back else "",
        "versions": listed,
        "draft": draft_of(user, scope, line.village),
    }
    return dict(VillageReturnOut(found).data)


def draft_of(user: User, scope: Scope, village: Division) -> dict[str, Any] | None:
    """What was filled in and not yet confirmed, for whoever may go on with it."""
    if not returns.may_write(user, village):
        return None
    kept = drafts.load_shared(
        returns.DRAFT,
        returns.draft_key(scope.centre, scope.period, village),
        lambda writer: returns.may_write(writer, village),
    )
    return dict(kept.data) if kept else None


class ReturnUrgeView(ScopeView):
    @extend_schema(
        operation_id="returns_urge",
        parameters=[CUT_OFF],
        request=None,
        responses={200: ReturnsUrgedOut} | PROBLEMS,
    )
    def post(self, request: Request, cut_off: str) -> Response:
        """Urge every village that owes its return and was not urged today."""
        return self.handled(request, cut_off)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        return Response({"urged": return_review.urge_all(scope.centre, scope.period, self.person)})


class VillageUrgeView(ScopeView):
    @extend_schema(
        operation_id="village_return_urge",
        parameters=[CUT_OFF, CODE],
        request=None,
        responses={200: ReturnsUrgedOut} | PROBLEMS,
    )
    def post(self, request: Request, cut_off: str, code: str) -> Response:
        """Urge one village; once a day at most."""
        return self.handled(request, cut_off, code=code)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        village = line_or_404(self.person, scope, names["code"]).village
        return_review.urge(village, scope.centre, scope.period, self.person)
        return Response({"urged": 1})


class SendBackView(ScopeView):
    @extend_schema(
        operation_id="village_return_send_back",
        parameters=[CUT_OFF, CODE],
        request=ReturnReasonIn,
        responses={200: VillageReturnOut} | PROBLEMS,
    )
    def post(self, request: Request, cut_off: str, code: str) -> Response:
        """Give a return back to its village, with the reason."""
        return self.handled(request, cut_off, code=code)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        line = line_or_404(self.person, scope, names["code"])
        if line.found is None or scope.centre.pk not in desk(self.person).kept:
            raise Http404
        return_review.send_back(
            line.found, self.person, typed_in(request, ReturnReasonIn)["reason"]
        )
        line = line_or_404(self.person, scope, names["code"])
        return Response(return_out(self.person, scope, line))


class DecideView(ScopeView):
    @extend_schema(
        operation_id="typed_number_decide",
        parameters=[CUT_OFF],
        request=NumberDecideIn,
        responses={200: TypedNumberOut} | PROBLEMS,
    )
    def post(self, request: Request, cut_off: str, pk: int) -> Response:
        """Settle a number that a village typed over; the figure stays the system's."""
        return self.handled(request, cut_off, pk=pk)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        seen = VillageReturn.objects.filter(
            pk__in=visible_returns(self.person).values("pk"),
            centre=scope.centre,
            half_month__cut_off=scope.period.last_on,
        )
        numbers = TypedNumber.objects.filter(version__of__in=seen).select_related(
            "version__of__division", "category", "case"
        )
        number = get_object_or_404(numbers, pk=names["pk"])
        if scope.centre.pk not in desk(self.person).kept:
            raise Http404
        data = typed_in(request, NumberDecideIn)
        return_review.decide(number, self.person, data["how"], data["words"])
        return Response(TypedNumberOut(number).data)
