from django.urls import path
from rest_framework.routers import SimpleRouter

from cases.api.dossier import DossierFileView, DossierView
from cases.api.mediators import GuidanceView, Mediators
from cases.api.views import CaseViewSet

router = SimpleRouter()
router.register("cases", CaseViewSet, basename="api-case")
urlpatterns = router.urls
urlpatterns += [
    path("mediators/", Mediators.as_view(), name="api-mediators"),
    path("cases/<int:pk>/guidance/", GuidanceView.as_view(), name="api-case-guidance"),
    path("cases/<int:pk>/dossier/", DossierView.as_view(), name="api-case-dossier"),
    path(
        "cases/<int:pk>/dossier/<slug:form>/",
        DossierFileView.as_view(),
        name="api-case-dossier-file",
    ),
]
