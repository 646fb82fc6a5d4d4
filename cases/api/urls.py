from django.urls import path
from rest_framework.routers import SimpleRouter

from cases.api import co_handling, consultations, task_forces, visits
from cases.api.agreements import AgreementView, RefusalView
from cases.api.bridges import LetterCaseView, LetterReplyView, Letters, LetterView
from cases.api.dossier import DossierFileView, DossierPlaceView, DossierView
from cases.api.from_lead import LeadCaseView
from cases.api.guide import AppointmentView, GuideView
from cases.api.handling import HandlingCellView, HandlingView
from cases.api.inquiries import (
    InquiriesView,
    InquiryCarryView,
    InquiryCountsView,
    InquiryView,
)
from cases.api.instant import InstantReportsView, InstantReportView
from cases.api.jurisdiction import JurisdictionView, PlacingView
from cases.api.legal_aid import ChecksView, CheckView, CountsView
from cases.api.mediators import GuidanceView, Mediators
from cases.api.papers import PaperFileView, PaperScanView, PapersView
from cases.api.representatives import RepresentativesView
from cases.api.requests import CaseRequestsView, RequestCountsView, RequestDecisionView
from cases.api.safety import DutyView, SafetyView, SignView, SupportChangeView, SupportView
from cases.api.searching import VisitAddView, WindowSearchView
from cases.api.sessions import (
    SessionAnswerView,
    SessionArrivalView,
    SessionCancelView,
    SessionModeView,
    SessionsView,
    WeekView,
)
from cases.api.standstill import AgeingView, AssessmentsView, ProgressView
from cases.api.subsidies import RatesView, SheetFileView, SheetView, SubsidiesView
from cases.api.views import CaseViewSet
from cases.api.whistles import TeamView, WhistleRatingView, WhistlesView

router = SimpleRouter()
router.register("cases", CaseViewSet, basename="api-case")
urlpatterns = router.urls
urlpatterns += [
    path("mediators/", Mediators.as_view(), name="api-mediators"),
    path("cases/<int:pk>/agreement/", AgreementView.as_view(), name="api-case-agreement"),
    path("cases/<int:pk>/refusal/", RefusalView.as_view(), name="api-case-refusal"),
    path("cases/<int:pk>/guidance/", GuidanceView.as_view(), name="api-case-guidance"),
    path("cases/<int:pk>/dossier/", DossierView.as_view(), name="api-case-dossier"),
    path(
        "cases/<int:pk>/dossier/place/",
        DossierPlaceView.as_view(),
        name="api-case-dossier-place",
    ),
    path(
        "cases/<int:pk>/dossier/<slug:form>/",
        DossierFileView.as_view(),
        name="api-case-dossier-file",
    ),
    path("cases/<int:pk>/safety/", SafetyView.as_view(), name="api-case-safety"),
    path("cases/<int:pk>/safety/signs/", SignView.as_view(), name="api-case-signs"),
    path("cases/<int:pk>/safety/support/", SupportView.as_view(), name="api-case-support"),
    path(
        "cases/<int:pk>/safety/support/<int:step>/",
        SupportChangeView.as_view(),
        name="api-case-support-step",
    ),
    path("cases/<int:pk>/safety/duties/<int:duty>/", DutyView.as_view(), name="api-case-duty"),
]
# Beside the ladder: plan, 包案, 挂牌, the town's lists; meetings and task forces.
urlpatterns += [
    path("cases/<int:pk>/plan/", co_handling.PlansView.as_view(), name="api-case-plan"),
    path("cases/<int:pk>/plan/dates/", co_handling.ScheduleView.as_view(), name="api-plan-dates"),
    path(
        "cases/<int:pk>/plan/steps/<int:step_pk>/",
        co_handling.PlanStepView.as_view(),
        name="api-plan-step",
    ),
    path(
        "cases/<int:pk>/ownership/", co_handling.OwnershipView.as_view(), name="api-case-ownership"
    ),
    path(
        "cases/<int:pk>/listing/", co_handling.ListingsOfCaseView.as_view(), name="api-case-listing"
    ),
    path("cases/<int:pk>/listing/lift/", co_handling.LiftView.as_view(), name="api-case-lift"),
    path(
        "cases/<int:pk>/checklists/",
        co_handling.ChecklistsView.as_view(),
        name="api-case-checklists",
    ),
    path("listings/", co_handling.ListingsView.as_view(), name="api-listings"),
    path("leads/<int:pk>/case/", LeadCaseView.as_view(), name="api-lead-case"),
    path("ageing/", AgeingView.as_view(), name="api-ageing"),
    path("progress/", ProgressView.as_view(), name="api-progress"),
    path("instant-reports/", InstantReportsView.as_view(), name="api-instant-reports"),
    path("instant-reports/<int:report>/", InstantReportView.as_view(), name="api-instant-report"),
    path("cases/<int:pk>/assessments/", AssessmentsView.as_view(), name="api-case-assessments"),
    path("consultations/", consultations.ConsultationsView.as_view(), name="api-consultations"),
    path(
        "consultations/<int:pk>/",
        consultations.ConsultationView.as_view(),
        name="api-consultation",
    ),
    path("consultations/<int:pk>/agenda/", consultations.AgendaView.as_view(), name="api-agenda"),
    path(
        "consultations/<int:pk>/items/<int:item_pk>/",
        consultations.AgendaItemView.as_view(),
        name="api-agenda-item",
    ),
    path(
        "consultations/<int:pk>/minutes/", consultations.MinutesView.as_view(), name="api-minutes"
    ),
    path("task-forces/", task_forces.TaskForcesView.as_view(), name="api-task-forces"),
    path("task-forces/<int:pk>/", task_forces.TaskForceView.as_view(), name="api-task-force"),
    path(
        "task-forces/<int:pk>/documents/",
        task_forces.TaskForceDocumentsView.as_view(),
        name="api-task-force-documents",
    ),
    path(
        "task-forces/files/<int:pk>/",
        task_forces.TaskForceFileView.as_view(),
        name="api-task-force-file",
    ),
    path("requests/counts/", RequestCountsView.as_view(), name="api-request-counts"),
    path("cases/<int:pk>/requests/", CaseRequestsView.as_view(), name="api-case-requests"),
    path(
        "cases/<int:pk>/requests/<int:asked>/",
        RequestDecisionView.as_view(),
        name="api-case-request",
    ),
    path("cases/<int:pk>/papers/", PapersView.as_view(), name="api-case-papers"),
    path(
        "cases/<int:pk>/papers/<int:paper>/scan/",
        PaperScanView.as_view(),
        name="api-case-paper-scan",
    ),
    path(
        "cases/<int:pk>/papers/<int:paper>/file/",
        PaperFileView.as_view(),
        name="api-case-paper-file",
    ),
]
# 吹哨报到 and the 责任组
urlpatterns += [
    path("cases/<int:pk>/whistles/", WhistlesView.as_view(), name="api-case-whistles"),
    path(
        "cases/<int:pk>/whistles/<int:direction_pk>/rating/",
        WhistleRatingView.as_view(),
        name="api-whistle-rating",
    ),
    path("cases/<int:pk>/team/", TeamView.as_view(), name="api-case-team"),
    path("bridges/", Letters.as_view(), name="api-bridges"),
    path("bridges/<int:pk>/", LetterView.as_view(), name="api-bridge"),
    path("bridges/<int:pk>/case/", LetterCaseView.as_view(), name="api-bridge-case"),
    path("bridges/<int:pk>/reply/", LetterReplyView.as_view(), name="api-bridge-reply"),
]
# Sittings: the week by room, of a case, and what is done to one
OF_A_SESSION = "cases/<int:pk>/sessions/<int:session>"
urlpatterns += [
    path("sessions/", WeekView.as_view(), name="api-sessions"),
    path(
        "cases/<int:pk>/representatives/",
        RepresentativesView.as_view(),
        name="api-case-representatives",
    ),
    path("cases/<int:pk>/sessions/", SessionsView.as_view(), name="api-case-sessions"),
    path(f"{OF_A_SESSION}/answer/", SessionAnswerView.as_view(), name="api-session-answer"),
    path(f"{OF_A_SESSION}/arrival/", SessionArrivalView.as_view(), name="api-session-arrival"),
    path(f"{OF_A_SESSION}/cancel/", SessionCancelView.as_view(), name="api-session-cancel"),
    path(f"{OF_A_SESSION}/mode/", SessionModeView.as_view(), name="api-session-mode"),
]
# The counter: tickets and what becomes of them
urlpatterns += [
    path("visits/", visits.VisitsView.as_view(), name="api-tickets"),
    path("window/search/", WindowSearchView.as_view(), name="api-window-search"),
    path("visits/<int:pk>/add/", VisitAddView.as_view(), name="api-visit-add"),
    path("visits/next/", visits.NextView.as_view(), name="api-visits-next"),
    path("visits/<int:pk>/", visits.VisitView.as_view(), name="api-visit"),
    path("visits/<int:pk>/call/", visits.CallView.as_view(), name="api-visit-call"),
    path("visits/<int:pk>/again/", visits.CallAgainView.as_view(), name="api-visit-again"),
    path("visits/<int:pk>/transfer/", visits.TransferView.as_view(), name="api-visit-transfer"),
    path("visits/<int:pk>/finish/", visits.FinishView.as_view(), name="api-visit-finish"),
    path("visits/<int:pk>/reopen/", visits.ReopenView.as_view(), name="api-visit-reopen"),
]
# Answers on the spot
urlpatterns += [
    path("guide/", GuideView.as_view(), name="api-guide"),
    path("visits/<int:pk>/appointment/", AppointmentView.as_view(), name="api-visit-appointment"),
    path("inquiries/", InquiriesView.as_view(), name="api-inquiries"),
    path("inquiries/counts/", InquiryCountsView.as_view(), name="api-inquiry-counts"),
    path("inquiries/<int:pk>/", InquiryView.as_view(), name="api-inquiry"),
    path("inquiries/<int:pk>/carry/", InquiryCarryView.as_view(), name="api-inquiry-carry"),
]
# 管辖
urlpatterns += [
    path("cases/<int:pk>/jurisdiction/", JurisdictionView.as_view(), name="api-case-jurisdiction"),
    path(
        "cases/<int:pk>/jurisdiction/decision/",
        PlacingView.as_view(),
        name="api-case-jurisdiction-decision",
    ),
]
# 法律援助初审
urlpatterns += [
    path("legal-aid/", ChecksView.as_view(), name="api-legal-aid"),
    path("legal-aid/counts/", CountsView.as_view(), name="api-legal-aid-counts"),
    path("legal-aid/<int:pk>/", CheckView.as_view(), name="api-legal-aid-check"),
]
# 案件补贴
urlpatterns += [
    path("subsidies/rates/", RatesView.as_view(), name="api-subsidy-rates"),
    path("subsidies/", SubsidiesView.as_view(), name="api-subsidies"),
    path("subsidies/<int:pk>/", SheetView.as_view(), name="api-subsidy-sheet"),
    path("subsidies/<int:pk>/file/", SheetFileView.as_view(), name="api-subsidy-file"),
]
# 窗口 × 办理类型
urlpatterns += [
    path("window/handling/", HandlingView.as_view(), name="api-window-handling"),
    path(
        "window/handling/<slug:window>/<slug:kind>/",
        HandlingCellView.as_view(),
        name="api-window-handling-cell",
    ),
]
