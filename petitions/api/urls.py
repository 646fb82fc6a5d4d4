"""Under /api/v1/: the same calls and shape as those of cases (DESIGN §5.4)."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from petitions.api.archive import PetitionArchiveView
from petitions.api.dispatch import BacklogView, DispatchView
from petitions.api.joint_meetings import (
    JointAgendaView,
    JointItemView,
    JointMeetingsView,
    JointMeetingView,
    JointMinutesView,
)
from petitions.api.letters import LetterAgainView, LetterFileView, LettersView
from petitions.api.ownership import PetitionOwnershipView, PetitionOwnerView
from petitions.api.public import (
    ComplaintAnswerView,
    ComplaintsView,
    DataRequestsView,
    DataRequestView,
)
from petitions.api.receptions import (
    ReceptionDayView,
    ReceptionsView,
    VisitAnswerView,
    VisitAssignView,
    VisitHandOverView,
    VisitsView,
)
from petitions.api.supports import (
    PetitionHearingsView,
    PetitionSupportResultView,
    PetitionSupportsView,
)
from petitions.api.urgent import UrgentReportsView, UrgentReportView
from petitions.api.views import PetitionViewSet

router = SimpleRouter()
router.register("petitions", PetitionViewSet, basename="api-petition")

urlpatterns = [
    *router.urls,
    path("petitions/<int:pk>/letters/", LettersView.as_view(), name="api-petition-letters"),
    path(
        "petitions/<int:pk>/letters/<int:letter>/again/",
        LetterAgainView.as_view(),
        name="api-petition-letter-again",
    ),
    path(
        "petitions/<int:pk>/letters/<int:letter>/<slug:form>/",
        LetterFileView.as_view(),
        name="api-petition-letter-file",
    ),
    path(
        "petitions/<int:pk>/supports/",
        PetitionSupportsView.as_view(),
        name="api-petition-supports",
    ),
    path(
        "petitions/<int:pk>/supports/<int:support>/",
        PetitionSupportResultView.as_view(),
        name="api-petition-support-result",
    ),
    path(
        "petitions/<int:pk>/hearings/",
        PetitionHearingsView.as_view(),
        name="api-petition-hearings",
    ),
    path(
        "petitions/<int:pk>/archive/",
        PetitionArchiveView.as_view(),
        name="api-petition-archive",
    ),
    path("complaints/", ComplaintsView.as_view(), name="api-complaints"),
    path(
        "complaints/<int:word>/answer/",
        ComplaintAnswerView.as_view(),
        name="api-complaint-answer",
    ),
    path(
        "petitions/<int:pk>/requests/",
        DataRequestsView.as_view(),
        name="api-petition-requests",
    ),
    path(
        "petitions/<int:pk>/requests/<int:asked>/",
        DataRequestView.as_view(),
        name="api-petition-request",
    ),
]

# Reception days, ownership, joint meetings, what is not concluded, urgent reports.
urlpatterns += [
    path("petitions/receptions/", ReceptionsView.as_view(), name="api-receptions"),
    path("petitions/receptions/<int:day>/", ReceptionDayView.as_view(), name="api-reception-day"),
    path("petitions/receptions/<int:day>/visits/", VisitsView.as_view(), name="api-visits"),
    path(
        "petitions/receptions/<int:day>/visits/<int:visit>/answer/",
        VisitAnswerView.as_view(),
        name="api-visit-answer",
    ),
    path(
        "petitions/receptions/<int:day>/visits/<int:visit>/assign/",
        VisitAssignView.as_view(),
        name="api-visit-assign",
    ),
    path(
        "petitions/receptions/<int:day>/visits/<int:visit>/hand-over/",
        VisitHandOverView.as_view(),
        name="api-visit-hand-over",
    ),
    path(
        "petitions/<int:pk>/ownership/",
        PetitionOwnershipView.as_view(),
        name="api-petition-ownership",
    ),
    path("petitions/<int:pk>/owner/", PetitionOwnerView.as_view(), name="api-petition-owner"),
    path("petitions/joint-meetings/", JointMeetingsView.as_view(), name="api-joint-meetings"),
    path(
        "petitions/joint-meetings/<int:meeting>/",
        JointMeetingView.as_view(),
        name="api-joint-meeting",
    ),
    path(
        "petitions/joint-meetings/<int:meeting>/agenda/",
        JointAgendaView.as_view(),
        name="api-joint-agenda",
    ),
    path(
        "petitions/joint-meetings/<int:meeting>/items/<int:item>/",
        JointItemView.as_view(),
        name="api-joint-item",
    ),
    path(
        "petitions/joint-meetings/<int:meeting>/minutes/",
        JointMinutesView.as_view(),
        name="api-joint-minutes",
    ),
    path("petitions/dispatch/", DispatchView.as_view(), name="api-dispatch"),
    path("petitions/backlog/", BacklogView.as_view(), name="api-backlog"),
    path("petitions/urgent/", UrgentReportsView.as_view(), name="api-urgent-reports"),
    path("petitions/urgent/<int:report>/", UrgentReportView.as_view(), name="api-urgent-report"),
]
