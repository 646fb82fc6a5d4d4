"""Tokens for programs; what somebody was told, and how he wants to be."""

from django.urls import path

from mediation.core.api import notices, views

urlpatterns = [
    path("auth/token/", views.TokenView.as_view(), name="token"),
    path("notices/", notices.InboxView.as_view(), name="api-notices"),
    path("notices/read/", notices.ReadView.as_view(), name="api-notices-read"),
    path("notices/settings/", notices.NoticeSettingsView.as_view(), name="api-notice-settings"),
]
