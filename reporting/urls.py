"""Addresses of the reports' pages (DESIGN §5.3)."""

from django.urls import path

from reporting.views import exports, half_months, overview, petition_months

app_name = "reporting"
urlpatterns = [
    path("reports/half-months/", half_months.current, name="current"),
    path("reports/half-months/<str:cut_off>/", half_months.half_month, name="half_month"),
    path("reports/half-months/<str:cut_off>/lock/", half_months.lock_it, name="lock"),
    path("reports/half-months/<str:cut_off>/xlsx/", half_months.workbook, name="workbook"),
    path("reports/half-months/<str:cut_off>/cells/<str:column>/", half_months.cell, name="cell"),
    path("overview/", overview.show, name="overview"),
    path("reports/petitions/", petition_months.current, name="petition_current"),
    path("reports/petitions/<str:month>/", petition_months.petition_month, name="petition_month"),
    path("reports/petitions/<str:month>/xlsx/", petition_months.workbook, name="petition_workbook"),
    path(
        "reports/petitions/<str:month>/cells/<str:column>/",
        petition_months.cell,
        name="petition_cell",
    ),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:pk>/cancel/", exports.cancel, name="cancel_export"),
    path("exports/<uuid:pk>/file/", exports.export_file, name="export_file"),
]
