"""Pages of petitions (DESIGN §5.3): the same shape as those of cases."""

from django.urls import path

from mediation.core.views import Download
from petitions import access
from petitions.views import (
    archive,
    demands,
    detail,
    files,
    letters,
    moves,
    petitions,
    proposals,
    register,
    supports,
    unmask,
)

app_name = "petitions"

urlpatterns = [
    path("petitions/", petitions.petition_list, name="list"),
    path("petitions/new/", register.petition_new, name="new"),
    path("petitions/new/clear/", register.draft_clear, name="draft_clear"),
    path("petitions/places/", register.places, name="places"),
    path("petitions/<int:pk>/print/receipt/", register.receipt, name="receipt"),
    path(
        "petitions/<int:pk>/petitioners/<int:petitioner_pk>/unmask/",
        unmask.petitioner_unmask,
        name="unmask",
    ),
    path("petitions/<int:pk>/letters/", letters.letter_list, name="letters"),
    path("petitions/<int:pk>/letters/<slug:kind>/new/", letters.letter_new, name="letter_new"),
    path(
        "petitions/<int:pk>/letters/<int:letter_pk>/again/",
        letters.letter_again,
        name="letter_again",
    ),
    path(
        "petitions/<int:pk>/letters/<int:letter_pk>/draw/", letters.letter_draw, name="letter_draw"
    ),
    path(
        "petitions/<int:pk>/letters/<int:letter_pk>/scan/", letters.letter_scan, name="letter_scan"
    ),
    path(
        "petitions/<int:pk>/letters/<int:letter_pk>/<slug:form>/",
        letters.letter_file,
        name="letter_file",
    ),
    path("petitions/<int:pk>/", detail.petition_detail, name="detail"),
    path("petitions/<int:pk>/print/", detail.petition_print, name="print"),
    path("petitions/<int:pk>/archive/", archive.petition_archive, name="archive"),
    path("petitions/<int:pk>/moves/<slug:verb>/", moves.petition_move, name="move"),
    path("petitions/<int:pk>/demands/", demands.petition_demands, name="demands"),
    path(
        "petitions/<int:pk>/proposals/<int:proposal_pk>/",
        proposals.proposal_decide,
        name="proposal",
    ),
    path("petitions/<int:pk>/supports/", supports.petition_supports, name="supports"),
    path(
        "petitions/<int:pk>/supports/<int:support_pk>/",
        supports.support_result,
        name="support_result",
    ),
    path("petitions/<int:pk>/hearing/", supports.petition_hearing, name="hearing"),
    path("petitions/<int:pk>/files/", files.file_add, name="file_add"),
    path(
        "petitions/files/<int:pk>/",
        Download.as_view(allowed=access.attachments_for),
        name="file",
    ),
]
