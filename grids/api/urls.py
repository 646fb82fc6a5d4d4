from django.urls import path

from grids.api.views import Codes
from grids.api.villages import VillageDetail, Villages

urlpatterns = [
    path("codes/", Codes.as_view(), name="codes"),
    path("villages/", Villages.as_view(), name="api-villages"),
    path("villages/<slug:code>/", VillageDetail.as_view(), name="api-village"),
]
