"""Under /api/v1/: the same calls and shape as those of cases (DESIGN §5.4)."""

from rest_framework.routers import SimpleRouter

from petitions.api.views import PetitionViewSet

router = SimpleRouter()
router.register("petitions", PetitionViewSet, basename="api-petition")

urlpatterns = [*router.urls]
