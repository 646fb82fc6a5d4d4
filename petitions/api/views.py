"""Petitions over JSON: parse, call, answer; the same calls and shape as cases (DESIGN §5.4)."""

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.serializers import DecisionIn, MovesOut, ProposalOut, flat
from cases.api.views import NewestFirst
from mediation.core.errors import Refused
from petitions import access, selectors, services
from petitions.api import serializers as shapes
from petitions.enums import Verb
from petitions.filters import PetitionFilter
from petitions.forms.moves import MoveForm, choices_of
from petitions.models import Petition
from petitions.services.attachments import attach
from petitions.workflow import GRAPH, fields_of


@extend_schema_view(
    list=extend_schema(responses=shapes.PetitionOut),
    retrieve=extend_schema(responses=shapes.PetitionOut),
)
class PetitionViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Petition]
):
    """The petitions in the caller's sight. Below card: 404, as for one that does not exist."""

    queryset = Petition.objects.none()
    serializer_class = shapes.PetitionOut
    pagination_class = NewestFirst
    filterset_class = PetitionFilter
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> Any:
        return selectors.for_lists(access.visible_to(self.request.user))

    def file(self, *rows: str) -> Petition:
        """The petition with these of its rows; 404 unless the caller may read the file."""
        petition = selectors.get_visible(self.request.user, int(self.kwargs["pk"]), *rows)
        if selectors.level_of(petition) < access.FILE:
            raise Http404
        return petition

    def again(self, petition: Petition) -> Petition:
        """The petition as the caller now sees it; his own move may have put it out of his sight."""
        found = self.get_queryset().filter(pk=petition.pk).first()
        if found is None:
            petition.level = access.CARD
            return petition
        return found

    @extend_schema(request=shapes.PetitionIn, responses={201: shapes.PetitionRegistered})
    def create(self, request: Request) -> Response:
        """Register a petition. The same `form_key` again answers 200 with the first one."""
        form = shapes.PetitionIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        people = given.pop("petitioners", [])
        done = services.register(request.user, petitioners=people, **given)
        petition = done.petition
        is_seen = access.visible_to(request.user).filter(pk=petition.pk).exists()
        if not done.is_new and not is_seen:
            raise Refused("form_key_used", "这张表已经交过了，请重新打开登记页。")
        mine = petition.registered_by_id == request.user.pk and not petition.is_sealed
        answer = shapes.PetitionRegistered(self.again(petition), context={"has_receipt": mine})
        code = status.HTTP_201_CREATED if done.is_new else status.HTTP_200_OK
        return Response(answer.data, status=code)

    @extend_schema(request=shapes.EarlierIn, responses=shapes.EarlierOut(many=True))
    @action(detail=False, methods=["post"])
    def earlier(self, request: Request) -> Response:
        """What may be about the same matter: by number or words of the matter, never by a person."""
        form = shapes.EarlierIn(data=request.data)
        form.is_valid(raise_exception=True)
        found = selectors.earlier(request.user, form.validated_data["q"])
        return Response(shapes.EarlierOut(found, many=True).data)

    @extend_schema(responses=shapes.PetitionEventOut(many=True))
    @action(detail=True)
    def events(self, request: Request, pk: str) -> Response:
        """The history as sentences."""
        rows = self.file("events").events.all()
        return Response(shapes.PetitionEventOut(rows, many=True).data)

    @extend_schema(responses=shapes.PetitionDeadlineOut(many=True))
    @action(detail=True)
    def deadlines(self, request: Request, pk: str) -> Response:
        """Its clocks, each with its reckoning."""
        rows = self.file("deadlines").deadlines.all()
        return Response(shapes.PetitionDeadlineOut(rows, many=True).data)

    @extend_schema(methods=["GET"], responses=MovesOut)
    @extend_schema(
        methods=["POST"],
        request=shapes.PetitionMoveIn,
        responses={200: shapes.PetitionOut, 202: ProposalOut, 409: OpenApiTypes.OBJECT},
    )
    @action(detail=True, methods=["get", "post"])
    def moves(self, request: Request, pk: str) -> Response:
        """GET: the verbs open to the caller now. POST: make one."""
        petition = selectors.get_visible(request.user, int(pk), *selectors.DECIDING)
        if request.method == "POST":
            return self.make_move(request, petition)
        open_verbs = GRAPH.available(petition, access.relations(request.user, petition))
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
                                    for value, label in choices_of(spec, petition, request.user)
                                ],
                            }
                            for spec in fields_of(verb, petition)
                        ],
                    }
                    for verb, decision in open_verbs.items()
                ]
            }
        )

    def make_move(self, request: Request, petition: Petition) -> Response:
        head = shapes.PetitionMoveIn(data=request.data)
        head.is_valid(raise_exception=True)
        verb, version = head.validated_data["verb"], head.validated_data.get("version")
        if verb not in GRAPH.by_verb:
            raise Refused("unknown_verb", f"系统里没有“{verb}”这一步。")
        # Who came second is told so; then the graph speaks, before anybody fills in a form.
        services.check_version(petition, version)
        GRAPH.check_open(petition, verb, access.relations(request.user, petition))
        form = MoveForm(verb, petition, request.user, flat(request.data))
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        moved = services.move(petition, verb, request.user, version=version, **form.given())
        if moved.proposal is not None:
            waiting = {"proposal": moved.proposal.pk, "signer": moved.proposal.signer_label}
            return Response(waiting, status=status.HTTP_202_ACCEPTED)
        return Response(shapes.PetitionOut(self.again(moved.petition)).data)

    @extend_schema(request=DecisionIn, responses=shapes.PetitionOut)
    @action(detail=True, methods=["post"], url_path=r"proposals/(?P<proposal>\d{1,18})")
    def proposals(self, request: Request, pk: str, proposal: str) -> Response:
        """Sign what was prepared (the same move, the signer as actor), or return it."""
        petition = self.file()
        waiting = petition.proposals.filter(pk=proposal).first()
        if waiting is None:
            raise Http404
        form = DecisionIn(data=request.data)
        form.is_valid(raise_exception=True)
        if form.validated_data["decision"] == "sign":
            services.sign(waiting, request.user)
        else:
            services.give_back(waiting, request.user, form.validated_data.get("reason", ""))
        return Response(shapes.PetitionOut(self.again(petition)).data)

    @extend_schema(methods=["GET"], responses=shapes.DemandOut(many=True))
    @extend_schema(methods=["POST"], request=shapes.DemandIn, responses=shapes.DemandOut(many=True))
    @action(detail=True, methods=["get", "post"])
    def demands(self, request: Request, pk: str) -> Response:
        """GET: what is asked and what was answered. POST: the answer to one demand."""
        if request.method == "POST":
            form = shapes.DemandIn(data=request.data)
            form.is_valid(raise_exception=True)
            given = dict(form.validated_data)
            demand = self.file().demands.filter(pk=given.pop("demand")).first()
            if demand is None:
                raise Refused("invalid_choice", "请选这件信访的诉求。", field="demand")
            services.answer_demand(demand, request.user, **given)
        return Response(shapes.DemandOut(self.file("demands").demands.all(), many=True).data)

    @extend_schema(methods=["GET"], responses=shapes.AttachmentOut(many=True))
    @extend_schema(
        methods=["POST"],
        request={"multipart/form-data": shapes.AttachmentIn},
        responses={201: shapes.AttachmentOut},
    )
    @action(detail=True, methods=["get", "post"], parser_classes=[MultiPartParser, JSONParser])
    def attachments(self, request: Request, pk: str) -> Response:
        """The files kept with it; POST adds one (multipart, `file`)."""
        petition = self.file("attachments")
        if request.method == "GET":
            return Response(shapes.AttachmentOut(petition.attachments.all(), many=True).data)
        form = shapes.AttachmentIn(data=request.data)
        form.is_valid(raise_exception=True)
        kept = attach(petition, request.user, form.validated_data["file"])
        return Response(shapes.AttachmentOut(kept).data, status=status.HTTP_201_CREATED)
