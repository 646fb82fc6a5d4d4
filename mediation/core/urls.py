from django.urls import path, re_path

from mediation.core import views

app_name = "core"
urlpatterns = [
    path("login/", views.LogIn.as_view(), name="login"),
    path("logout/", views.LogOut.as_view(), name="logout"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("second-factor/", views.SecondFactor.as_view(), name="second_factor"),
    re_path(r"^drafts/(?P<kind>[a-z][a-z0-9_-]{0,39})/$", views.DraftView.as_view(), name="draft"),
    path("notices/", views.Inbox.as_view(), name="notices"),
    path("notices/settings/", views.NoticeSettings.as_view(), name="notice_settings"),
]
