"""Under /api/v1/: the same calls and shape as those of cases (DESIGN §5.4)."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from petitions.api.archive import PetitionArchiveView
from petitions.api.letters import LetterAgainView, LetterFileView, LettersView
from petitions.api.supports import (
    PetitionHearingsView,
    PetitionSupportResultView,
    PetitionSupportsView,
)
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
]
