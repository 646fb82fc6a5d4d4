from django.urls import path
from rest_framework.routers import SimpleRouter

from cases.api.dossier import DossierFileView, DossierView
from cases.api.mediators import GuidanceView, Mediators
from cases.api.safety import DutyView, SafetyView, SignView, SupportChangeView, SupportView
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
