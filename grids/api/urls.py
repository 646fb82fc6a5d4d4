from django.urls import path

from grids.api.views import Codes

urlpatterns = [path("codes/", Codes.as_view(), name="codes")]
