"""Under /api/v1/: the same calls and shape as those of cases (DESIGN §5.4)."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from petitions.api.letters import LetterAgainView, LetterFileView, LettersView
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
]
