"""The settings' back office, and the pages of places, posts and the street-level network.

Places are looked up at `cases:places`. Each topic adds its own lines to `pages`.
"""

from django.urls import URLPattern, URLResolver, include, path, re_path

from grids.admin import site
from grids.selectors.campaigns import files_for as campaign_files_for
from grids.selectors.registers import files_for
from grids.views import (
    appointing,
    campaigns,
    deliveries,
    leads,
    places,
    posts,
    registers,
    resources,
    sweeps,
    village,
)
from mediation.core.views import Download

pages: list[URLPattern | URLResolver] = [
    # The map of the town: twelve digits are a village, fourteen a grid.
    path("places/", places.places, name="places"),
    path("places/changes/", places.history, name="place_history"),
    path("places/import/", places.take_over, name="place_import"),
    re_path(
        r"^places/(?P<code>\d{12}|\d{14})/change/(?P<act>[a-z]+)/$",
        places.change,
        name="place_change",
    ),
    # Posts, deputies, handing over, the duty roster.
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", appointing.post_new, name="post_new"),
    path("posts/units/", appointing.units, name="units"),
    path("posts/units/<int:pk>/", appointing.unit_responsible, name="unit_responsible"),
    path("posts/<int:pk>/end/", appointing.post_end, name="post_end"),
    path("posts/<int:pk>/handover/", posts.hand_over, name="post_handover"),
    path("posts/deputies/new/", posts.deputy_new, name="deputy_new"),
    path("posts/deputies/<int:pk>/end/", posts.deputy_end, name="deputy_end"),
    path("posts/roster/", posts.roster, name="roster"),
    path("posts/roster/change/", posts.roster_change, name="roster_change"),
    path("registers/", registers.register_list, name="registers"),
    path(
        "registers/files/<int:pk>/",
        Download.as_view(allowed=files_for),
        name="register_file",
    ),
    path("registers/<slug:kind>/", registers.register, name="register"),
    path("registers/<slug:kind>/new/", registers.register_new, name="register_new"),
    path("registers/<slug:kind>/workbook/", registers.register_workbook, name="register_workbook"),
    path("registers/<slug:kind>/<int:pk>/", registers.register_entry, name="register_entry"),
    path("registers/<slug:kind>/<int:pk>/edit/", registers.register_edit, name="register_edit"),
    path("registers/<slug:kind>/<int:pk>/act/", registers.register_act, name="register_act"),
    path("registers/<slug:kind>/<int:pk>/print/", registers.register_print, name="register_print"),
    # Villages: twelve digits, so that no key of another place is taken for one.
    path("places/villages/", village.village_list, name="villages"),
    re_path(r"^places/(?P<code>\d{12})/$", village.village, name="village"),
    re_path(r"^places/(?P<code>\d{12})/desk/$", village.desk, name="village_desk"),
    re_path(r"^places/(?P<code>\d{12})/staff/new/$", village.staff_new, name="village_staff_new"),
    re_path(r"^places/(?P<code>\d{12})/team/$", appointing.village_team, name="village_team"),
    re_path(r"^places/(?P<code>\d{12})/card/$", village.notice_card, name="notice_card"),
    path("places/staff/<int:pk>/<slug:change>/", village.staff_change, name="village_staff_change"),
]

# 苗头（随手拍）
pages += [
    path("leads/", leads.lead_list, name="leads"),
    path("leads/new/", leads.lead_new, name="lead_new"),
    path("leads/outbox/", leads.lead_outbox, name="lead_outbox"),
    path("leads/near/", leads.lead_near, name="lead_near"),
    path("leads/nearest/", leads.lead_nearest, name="lead_nearest"),
    path("leads/worker.js", leads.lead_worker, name="lead_worker"),
    path("leads/<int:pk>/", leads.lead, name="lead"),
    path("leads/<int:pk>/photos/<int:photo>/", leads.lead_photo, name="lead_photo"),
    path("leads/<int:pk>/<slug:act>/", leads.lead_act, name="lead_act"),
]

# 排查
pages += [
    path("sweeps/", sweeps.sweep_table, name="sweeps"),
    path("sweeps/export/", sweeps.sweep_export, name="sweep_export"),
    path("sweeps/new/", sweeps.sweep_new, name="sweep_new"),
    path("sweeps/rule/", sweeps.sweep_rule, name="sweep_rule"),
    path("sweeps/<int:pk>/", sweeps.sweep, name="sweep"),
    path("sweeps/<int:pk>/urge/", sweeps.sweep_urge, name="sweep_urge"),
    path("sweeps/<int:pk>/call-off/", sweeps.sweep_call_off, name="sweep_call_off"),
    path("sweeps/<int:pk>/units/<int:asked_pk>/", sweeps.sweep_unit, name="sweep_unit"),
    path(
        "sweeps/<int:pk>/units/<int:asked_pk>/urge/",
        sweeps.sweep_unit_urge,
        name="sweep_unit_urge",
    ),
    path(
        "sweeps/<int:pk>/units/<int:asked_pk>/excuse/",
        sweeps.sweep_unit_excuse,
        name="sweep_unit_excuse",
    ),
    path(
        "sweeps/<int:pk>/units/<int:asked_pk>/visits/new/",
        sweeps.sweep_visit_new,
        name="sweep_visit_new",
    ),
]

# 通知渠道没发出去的
pages += [
    path("notices/failures/", deliveries.delivery_list, name="deliveries"),
    path("notices/failures/<int:pk>/", deliveries.delivery_again, name="delivery_again"),
    path("notices/channels/<int:pk>/test/", deliveries.channel_trial, name="channel_trial"),
]

pages += [
    path("resources/", resources.resource_page, name="resources"),
    path("resources/<slug:kind>/<int:pk>/end/", resources.resource_end, name="resource_end"),
]

# 专项行动
pages += [
    path("campaigns/", campaigns.campaign_list, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path(
        "campaigns/files/<int:pk>/",
        Download.as_view(allowed=campaign_files_for),
        name="campaign_file",
    ),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/workbook/", campaigns.campaign_workbook, name="campaign_workbook"),
    path("campaigns/<int:pk>/summary/", campaigns.campaign_summary, name="campaign_summary"),
    path(
        "campaigns/<int:pk>/accept/<int:unit>/", campaigns.campaign_accept, name="campaign_accept"
    ),
    path("campaigns/<int:pk>/sheet/<int:unit>/", campaigns.campaign_sheet, name="campaign_sheet"),
]

urlpatterns = [
    path("admin/", site.urls),
    path("", include((pages, "grids"))),
]
