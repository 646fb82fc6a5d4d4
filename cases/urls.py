"""Pages of disputes."""

from django.urls import path

from cases import access
from cases.views import (
    board,
    cases,
    files,
    lookup,
    moves,
    parties,
    prints,
    proposals,
    register,
    rules,
    today,
    unmask,
)
from mediation.core.views import Download

app_name = "cases"

urlpatterns = [
    path("lookup/", lookup.lookup, name="lookup"),
    path("about/", lookup.about, name="about"),
    path("", today.today, name="today"),
    path("rules/", rules.rules, name="rules"),
    path("cases/board/", board.board, name="board"),
    path("cases/", cases.case_list, name="list"),
    path("cases/new/", register.case_new, name="new"),
    path("cases/new/clear/", register.draft_clear, name="draft_clear"),
    path("cases/places/", register.places, name="places"),
    path("cases/similar/", register.similar, name="similar"),
    path("cases/<int:pk>/", cases.case_detail, name="detail"),
    path("cases/<int:pk>/moves/<slug:verb>/", moves.case_move, name="move"),
    path("cases/<int:pk>/parties/", parties.parties_amend, name="parties"),
    path("cases/<int:pk>/proposals/<int:proposal_pk>/", proposals.proposal_decide, name="proposal"),
    path("cases/<int:pk>/parties/<int:party_pk>/unmask/", unmask.party_unmask, name="unmask"),
    path("cases/<int:pk>/files/", files.file_add, name="file_add"),
    path(
        "cases/files/<int:pk>/",
        Download.as_view(allowed=access.attachments_for),
        name="file",
    ),
    path("cases/<int:pk>/print/receipt/", register.receipt, name="receipt"),
    path("cases/<int:pk>/print/<slug:document>/", prints.case_print, name="print"),
]
