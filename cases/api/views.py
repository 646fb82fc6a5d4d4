"""Cases over JSON: parse, call, answer (DESIGN §5.4)."""

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from cases import access, selectors, services
from cases.api import serializers as shapes
from cases.api.agreements import beyond_the_form
from cases.enums import Verb
from cases.filters import CaseFilter
from cases.forms.moves import MoveForm, choices_of
from cases.models import Case
from cases.services.from_lead import from_lead, lead_of
from cases.services.scans import settle_with_photos
from cases.workflow import GRAPH, fields_of
from grids.models import Division
from mediation.core.errors import Refused


class NewestFirst(CursorPagination):
    """Keyset pages; the filter's `ordering` decides the order where it is given."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        asked = request.query_params.get("ordering", "")
        known = {"registered_at", "-registered_at", "due_on", "-due_on"}
        first = asked if asked in known else "-registered_at"
        return (first, "-pk" if first.startswith("-") else "pk")


@extend_schema_view(
    list=extend_schema(responses=shapes.CaseOut),
    retrieve=extend_schema(responses=shapes.CaseOut),
)
class CaseViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Case]):
    """The cases in the caller's sight. Below card: 404, as for one that does not exist."""

    queryset = Case.objects.none()
    serializer_class = shapes.CaseOut
    pagination_class = NewestFirst
    filterset_class = CaseFilter
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> Any:
        return selectors.for_lists(access.visible_to(self.request.user)).select_related(
            "subtype", "lead_department"
        )

    def file(self, *rows: str) -> Case:
        """The case with these of its rows; 404 unless the caller may read the file."""
        case = selectors.get_visible(self.request.user, int(self.kwargs["pk"]), *rows)
        if case.level < access.FILE:
            raise Http404
        return case

    def again(self, case: Case) -> Case:
        """The case as the caller now sees it; his own move may have put it out of his sight."""
        found = self.get_queryset().filter(pk=case.pk).first()
        if found is None:
            case.level = access.CARD
            return case
        return found

    @extend_schema(request=shapes.CaseIn, responses={201: shapes.CaseRegistered})
    def create(self, request: Request) -> Response:
        """Register a case. The same `form_key` again answers 200 with the first case."""
        form = shapes.CaseIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        lead = given.pop("lead", None)
        if lead is None:
            done = services.register(request.user, **given)
        else:
            done = from_lead(lead_of(request.user, lead), request.user, **given)
        if not done.is_new and not access.visible_to(request.user).filter(pk=done.case.pk).exists():
            raise Refused("form_key_used", "这张表已经交过了，请重新打开登记页。")
        answer = shapes.CaseRegistered(self.again(done.case)).data
        code = status.HTTP_201_CREATED if done.is_new else status.HTTP_200_OK
        return Response(answer, status=code)

    @extend_schema(responses=shapes.EventOut(many=True))
    @action(detail=True)
    def events(self, request: Request, pk: str) -> Response:
        """The history as sentences."""
        return Response(shapes.EventOut(self.file("events").events.all(), many=True).data)

    @extend_schema(responses=shapes.StageOut(many=True))
    @action(detail=True)
    def stages(self, request: Request, pk: str) -> Response:
        """Where it has been."""
        return Response(shapes.StageOut(self.file("stages").stages.all(), many=True).data)

    @extend_schema(responses=shapes.DeadlineOut(many=True))
    @action(detail=True)
    def deadlines(self, request: Request, pk: str) -> Response:
        """Its clocks, each with its reckoning."""
        return Response(shapes.DeadlineOut(self.file("deadlines").deadlines.all(), many=True).data)

    @extend_schema(methods=["GET"], responses=shapes.MovesOut)
    @extend_schema(
        methods=["POST"],
        request=shapes.MoveIn,
        responses={200: shapes.CaseOut, 202: shapes.ProposalOut, 409: OpenApiTypes.OBJECT},
    )
    @action(detail=True, methods=["get", "post"])
    def moves(self, request: Request, pk: str) -> Response:
        """GET: the verbs open to the caller now. POST: make one."""
        case = selectors.get_visible(request.user, int(pk), *selectors.DECIDING)
        if request.method == "POST":
            return self.make_move(request, case)
        open_verbs = GRAPH.available(case, access.relations(request.user, case))
        return Response(
            {
                "moves": [
                    {
                        "verb": verb,
                        "label": Verb(verb).label,
                        "is_signed": decision.is_signed,
                        "fields": [
                            {
                                "name": spec.name,
                                "label": spec.label,
                                "type": spec.type,
                                "required": spec.is_required,
                                "choices": [
                                    {"value": value, "label": label}
                                    for value, label in choices_of(spec, case, request.user)
                                ],
                            }
                            for spec in fields_of(verb, case)
                        ],
                    }
                    for verb, decision in open_verbs.items()
                ]
            }
        )

    def make_move(self, request: Request, case: Case) -> Response:
        head = shapes.MoveIn(data=request.data)
        head.is_valid(raise_exception=True)
        verb = head.validated_data["verb"]
        if verb not in GRAPH.by_verb:
            raise Refused("unknown_verb", f"系统里没有“{verb}”这一步。")
        # Who came second is told so; then the graph speaks, before anybody fills in a form.
        services.check_version(case, head.validated_data.get("version"))
        GRAPH.check_open(case, verb, access.relations(request.user, case))
        form = MoveForm(verb, case, request.user, shapes.flat(request.data))
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        given = form.given()
        if verb == Verb.SETTLE:
            given |= beyond_the_form(head.initial_data)
        if request.data.get("parties"):
            given["parties"] = parties_in(request.data["parties"])
        version, photos = head.validated_data.get("version"), request.FILES.getlist("photo")
        if verb == Verb.SETTLE and photos:
            moved = settle_with_photos(case, request.user, photos, version=version, **given)
        else:
            moved = services.move(case, verb, request.user, version=version, **given)
        if moved.proposal is not None:
            waiting = {"proposal": moved.proposal.pk, "signer": moved.proposal.signer_label}
            return Response(waiting, status=status.HTTP_202_ACCEPTED)
        return Response(shapes.CaseOut(self.again(moved.case)).data)

    @extend_schema(request=shapes.DecisionIn, responses=shapes.CaseOut)
    @action(detail=True, methods=["post"], url_path=r"proposals/(?P<proposal>\d{1,18})")
    def proposals(self, request: Request, pk: str, proposal: str) -> Response:
        """Sign what was prepared (the same move, the signer as actor), or return it."""
        case = self.file()
        waiting = case.proposals.filter(pk=proposal).first()
        if waiting is None:
            raise Http404
        form = shapes.DecisionIn(data=request.data)
        form.is_valid(raise_exception=True)
        if form.validated_data["decision"] == "sign":
            services.sign(waiting, request.user)
        else:
            services.give_back(waiting, request.user, form.validated_data.get("reason", ""))
        return Response(shapes.CaseOut(self.again(case)).data)

    @extend_schema(request=shapes.SimilarIn, responses=shapes.SimilarOut(many=True))
    @action(detail=False, methods=["post"])
    def similar(self, request: Request) -> Response:
        """Probable duplicates of a registration being typed, with the reasons."""
        form = shapes.SimilarIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        place = Division.objects.filter(code=asked.get("division") or "").first()
        found = selectors.similar(request.user, asked["parties"], place, asked.get("narrative", ""))
        return Response(shapes.SimilarOut(found, many=True).data)

    @extend_schema(request=shapes.SearchIn, responses=shapes.CaseOut(many=True))
    @action(detail=False, methods=["post"])
    def search(self, request: Request) -> Response:
        """By a whole phone or ID number, or its last four digits: at most ten matters."""
        form = shapes.SearchIn(data=request.data)
        form.is_valid(raise_exception=True)
        found = services.find_by_number(request.user, **form.validated_data)
        return Response(shapes.CaseOut(found, many=True).data)


def parties_in(rows: Any) -> list[dict[str, Any]]:
    """Corrections of parties as they came; `cases.services.parties` checks each."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError({"parties": ["当事人要是一个列表。"]})
    return rows
