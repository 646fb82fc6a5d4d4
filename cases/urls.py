"""Pages of disputes."""

from django.urls import path

from cases.views import register

app_name = "cases"

urlpatterns = [
    path("cases/new/", register.case_new, name="new"),
    path("cases/new/clear/", register.draft_clear, name="draft_clear"),
    path("cases/places/", register.places, name="places"),
    path("cases/similar/", register.similar, name="similar"),
    path("cases/<int:pk>/print/receipt/", register.receipt, name="receipt"),
]
