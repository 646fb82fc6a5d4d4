"""Pages of petitions (DESIGN §5.3): the same shape as those of cases."""

from django.urls import path

from petitions.views import petitions, register, unmask

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
]
