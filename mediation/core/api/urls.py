from django.urls import path

from mediation.core.api import views

urlpatterns = [
    path("auth/token/", views.TokenView.as_view(), name="token"),
]
