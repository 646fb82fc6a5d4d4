"""Addresses of the reporting API."""

from django.urls import path

from reporting.api.exports import ExportFileView, ExportsView, ExportView
from reporting.api.half_months import CellView, HalfMonthView
from reporting.api.overview import OverviewView
from reporting.api.petition_months import PetitionCellView, PetitionMonthView

urlpatterns = [
    path("reports/half-months/<str:cut_off>/", HalfMonthView.as_view(), name="half_month"),
    path(
        "reports/half-months/<str:cut_off>/cells/<str:column>/",
        CellView.as_view(),
        name="half_month_cell",
    ),
    path("reports/petitions/<str:month>/", PetitionMonthView.as_view(), name="petition_month"),
    path(
        "reports/petitions/<str:month>/cells/<str:column>/",
        PetitionCellView.as_view(),
        name="petition_month_cell",
    ),
    path("reports/overview/", OverviewView.as_view(), name="overview"),
    path("exports/", ExportsView.as_view(), name="exports"),
    path("exports/<uuid:pk>/", ExportView.as_view(), name="export"),
    path("exports/<uuid:pk>/file/", ExportFileView.as_view(), name="export_file"),
]
