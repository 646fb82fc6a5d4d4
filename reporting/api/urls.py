"""Addresses of the reporting API."""

from django.urls import path

from reporting.api.assessment import AssessmentView
from reporting.api.catalogue import CatalogueView
from reporting.api.comparison import ComparisonView
from reporting.api.exports import (
    ExportAgainView,
    ExportCancelView,
    ExportFileView,
    ExportLogView,
    ExportsView,
    ExportView,
    SheetLogView,
)
from reporting.api.form_files import FormFileView, HalfMonthFileView, PetitionMonthFileView
from reporting.api.forms_of import FormCellView, FormsView, FormView
from reporting.api.half_months import CellView, HalfMonthView
from reporting.api.library import LibraryEntryView, LibraryView
from reporting.api.meetings import (
    DutiesView,
    MeetingFileView,
    MeetingStepView,
    MeetingsView,
    MeetingTaskDoneView,
    MeetingView,
)
from reporting.api.overview import OverviewView
from reporting.api.periods import GoalsView, PeriodCellView, PeriodView
from reporting.api.petition_months import PetitionCellView, PetitionMonthView
from reporting.api.returns import (
    DecideView,
    ReturnsView,
    ReturnUrgeView,
    SendBackView,
    VillageReturnView,
    VillageUrgeView,
)
from reporting.api.sampling import SampledCaseView, SamplingsView, SamplingView
from reporting.api.steps import (
    CorrectionFileView,
    CorrectionsView,
    CorrectionView,
    ExplainView,
    StepsView,
)
from reporting.api.targets import TargetsView
from reporting.api.wall import SituationView
from reporting.api.warnings import (
    WarningAnswersView,
    WarningAsksView,
    WarningCloseView,
    WarningMeasureView,
    WarningsView,
    WarningView,
)
from reporting.api.workload import WorkloadView
from reporting.api.written import (
    WrittenReportFileView,
    WrittenReportStepView,
    WrittenReportsView,
    WrittenReportView,
)

urlpatterns = [
    path("reports/half-months/<str:cut_off>/", HalfMonthView.as_view(), name="half_month"),
    path(
        "reports/half-months/<str:cut_off>/cells/<str:column>/",
        CellView.as_view(),
        name="half_month_cell",
    ),
    path("reports/half-months/<str:cut_off>/returns/", ReturnsView.as_view(), name="returns"),
    path(
        "reports/half-months/<str:cut_off>/returns/urge/",
        ReturnUrgeView.as_view(),
        name="returns_urge",
    ),
    path(
        "reports/half-months/<str:cut_off>/returns/<str:code>/",
        VillageReturnView.as_view(),
        name="village_return",
    ),
    path(
        "reports/half-months/<str:cut_off>/returns/<str:code>/urge/",
        VillageUrgeView.as_view(),
        name="village_return_urge",
    ),
    path(
        "reports/half-months/<str:cut_off>/returns/<str:code>/send-back/",
        SendBackView.as_view(),
        name="village_return_send_back",
    ),
    path(
        "reports/half-months/<str:cut_off>/typed/<int:pk>/decide/",
        DecideView.as_view(),
        name="typed_number_decide",
    ),
    path("reports/half-months/<str:cut_off>/steps/", StepsView.as_view(), name="steps"),
    path("reports/half-months/<str:cut_off>/explain/", ExplainView.as_view(), name="explain"),
    path(
        "reports/half-months/<str:cut_off>/corrections/",
        CorrectionsView.as_view(),
        name="corrections",
    ),
    path(
        "reports/half-months/<str:cut_off>/corrections/<int:seq>/",
        CorrectionView.as_view(),
        name="correction",
    ),
    path(
        "reports/half-months/<str:cut_off>/corrections/<int:seq>/xlsx/",
        CorrectionFileView.as_view(),
        name="correction_file",
    ),
    path(
        "reports/half-months/<str:cut_off>/comparison/",
        ComparisonView.as_view(),
        name="half_month_comparison",
    ),
    path("reports/targets/", TargetsView.as_view(), name="targets"),
    path("reports/petitions/<str:month>/", PetitionMonthView.as_view(), name="petition_month"),
    path(
        "reports/petitions/<str:month>/cells/<str:column>/",
        PetitionCellView.as_view(),
        name="petition_month_cell",
    ),
    path("reports/catalogue/", CatalogueView.as_view(), name="catalogue"),
    path("reports/periods/<str:name>/", PeriodView.as_view(), name="period"),
    path(
        "reports/periods/<str:name>/cells/<str:column>/",
        PeriodCellView.as_view(),
        name="period_cell",
    ),
    path("reports/goals/<str:year>/", GoalsView.as_view(), name="goals"),
    path("reports/warnings/", WarningsView.as_view(), name="warnings"),
    path("reports/warnings/measure/", WarningMeasureView.as_view(), name="warning_measure"),
    path("reports/warnings/<int:pk>/", WarningView.as_view(), name="warning"),
    path(
        "reports/warnings/<int:pk>/answers/", WarningAnswersView.as_view(), name="warning_answers"
    ),
    path("reports/warnings/<int:pk>/asks/", WarningAsksView.as_view(), name="warning_asks"),
    path("reports/warnings/<int:pk>/close/", WarningCloseView.as_view(), name="warning_close"),
    path("reports/overview/", OverviewView.as_view(), name="overview"),
    path("reports/assessment/", AssessmentView.as_view(), name="assessment"),
    path("reports/workload/", WorkloadView.as_view(), name="workload"),
    path("reports/samplings/", SamplingsView.as_view(), name="samplings"),
    path("reports/samplings/<int:pk>/", SamplingView.as_view(), name="sampling"),
    path("reports/samplings/cases/<int:pk>/", SampledCaseView.as_view(), name="sampled_case"),
    path("library/", LibraryView.as_view(), name="library"),
    path("library/<int:pk>/", LibraryEntryView.as_view(), name="library_entry"),
    path("reports/situation/", SituationView.as_view(), name="situation"),
    path(
        "reports/forms/<str:form>/<str:code>/cells/<int:number>/",
        FormCellView.as_view(),
        name="form_cell",
    ),
    path("reports/forms/", FormsView.as_view(), name="forms"),
    path("reports/forms/<str:form>/<str:code>/", FormView.as_view(), name="form"),
    path("reports/forms/<str:form>/<str:code>/xlsx/", FormFileView.as_view(), name="form_file"),
    path(
        "reports/half-months/<str:cut_off>/xlsx/",
        HalfMonthFileView.as_view(),
        name="half_month_file",
    ),
    path(
        "reports/petitions/<str:month>/xlsx/",
        PetitionMonthFileView.as_view(),
        name="petition_month_file",
    ),
    path("reports/written/", WrittenReportsView.as_view(), name="written_reports"),
    path("reports/written/<int:pk>/", WrittenReportView.as_view(), name="written_report"),
    path(
        "reports/written/<int:pk>/docx/",
        WrittenReportFileView.as_view(),
        name="written_report_file",
    ),
    path(
        "reports/written/<int:pk>/<str:step>/",
        WrittenReportStepView.as_view(),
        name="written_report_step",
    ),
    path("meetings/", MeetingsView.as_view(), name="meetings"),
    path("meetings/<int:pk>/", MeetingView.as_view(), name="meeting"),
    path("meetings/<int:pk>/docx/", MeetingFileView.as_view(), name="meeting_file"),
    path("meetings/<int:pk>/<str:step>/", MeetingStepView.as_view(), name="meeting_step"),
    path("meetings/tasks/<int:pk>/done/", MeetingTaskDoneView.as_view(), name="meeting_task_done"),
    path("duties/", DutiesView.as_view(), name="duties"),
    path("exports/", ExportsView.as_view(), name="exports"),
    path("exports/<uuid:pk>/", ExportView.as_view(), name="export"),
    path("exports/<uuid:pk>/file/", ExportFileView.as_view(), name="export_file"),
    path("exports/<uuid:pk>/cancel/", ExportCancelView.as_view(), name="export_cancel"),
    path("exports/<uuid:pk>/again/", ExportAgainView.as_view(), name="export_again"),
    path("exports/log/", ExportLogView.as_view(), name="export_log"),
    path("exports/log/sheets/", SheetLogView.as_view(), name="sheet_log"),
]
