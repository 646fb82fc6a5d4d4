from django.urls import path

from grids.api.campaigns import (
    CampaignFilesView,
    CampaignFileView,
    CampaignsView,
    CampaignView,
)
from grids.api.deliveries import AgainView, ChannelsView, TrialView
from grids.api.leads import LeadActView, LeadPhotoView, LeadsView, LeadView
from grids.api.places import (
    PlaceActView,
    PlaceChangesView,
    PlaceListView,
    PlacesView,
    PlaceView,
)
from grids.api.posts import (
    AttendanceView,
    DeputiesView,
    DeputyEndView,
    DutyDayView,
    DutyView,
    PostChangesView,
    PostEndView,
    PostHandoverView,
    PostsView,
    UnitResponsibleView,
    UnitsView,
)
from grids.api.registers import (
    RegisterEntryView,
    RegisterFilesView,
    RegisterFileView,
    RegistersView,
    RegisterView,
)
from grids.api.resources import (
    HelperEndView,
    HelpersView,
    ResidentEndView,
    ResidentsView,
    ResourcesView,
)
from grids.api.seats import SeatEndView, SeatsView, StationView
from grids.api.sweeps import (
    SweepCallOffView,
    SweepCoverageView,
    SweepReportsView,
    SweepRuleView,
    SweepsView,
    SweepUnitExcuseView,
    SweepUnitUrgeView,
    SweepUrgeView,
    SweepView,
    SweepVisitsView,
)
from grids.api.views import Codes
from grids.api.villages import (
    VillageDeskView,
    VillageDetail,
    Villages,
    VillageStaffActView,
    VillageStaffView,
)

urlpatterns = [
    path("codes/", Codes.as_view(), name="codes"),
    path("villages/", Villages.as_view(), name="api-villages"),
    path("villages/<slug:code>/", VillageDetail.as_view(), name="api-village"),
]
# 苗头（随手拍）
urlpatterns += [
    path("leads/", LeadsView.as_view(), name="api-leads"),
    path("leads/<int:pk>/", LeadView.as_view(), name="api-lead"),
    path("leads/<int:pk>/acts/", LeadActView.as_view(), name="api-lead-acts"),
    path("leads/<int:pk>/photos/<int:photo>/", LeadPhotoView.as_view(), name="api-lead-photo"),
]
# 台账
urlpatterns += [
    path("registers/", RegistersView.as_view(), name="api-registers"),
    path("registers/<slug:kind>/", RegisterView.as_view(), name="api-register"),
    path("registers/<slug:kind>/<int:pk>/", RegisterEntryView.as_view(), name="api-register-entry"),
    path(
        "registers/<slug:kind>/<int:pk>/files/",
        RegisterFilesView.as_view(),
        name="api-register-files",
    ),
    path(
        "registers/<slug:kind>/<int:pk>/files/<int:file>/",
        RegisterFileView.as_view(),
        name="api-register-file",
    ),
]
# 调解资源
urlpatterns += [
    path("resources/", ResourcesView.as_view(), name="api-resources"),
    path("resources/residents/", ResidentsView.as_view(), name="api-residents"),
    path("resources/residents/<int:pk>/end/", ResidentEndView.as_view(), name="api-resident-end"),
    path("resources/helpers/", HelpersView.as_view(), name="api-helpers"),
    path("resources/helpers/<int:pk>/end/", HelperEndView.as_view(), name="api-helper-end"),
]
# 排查
urlpatterns += [
    path("sweeps/", SweepsView.as_view(), name="api-sweeps"),
    path("sweeps/coverage/", SweepCoverageView.as_view(), name="api-sweep-coverage"),
    path("sweeps/rule/", SweepRuleView.as_view(), name="api-sweep-rule"),
    path("sweeps/<int:pk>/", SweepView.as_view(), name="api-sweep"),
    path("sweeps/<int:pk>/call-off/", SweepCallOffView.as_view(), name="api-sweep-call-off"),
    path("sweeps/<int:pk>/urge/", SweepUrgeView.as_view(), name="api-sweep-urge"),
    path("sweeps/<int:pk>/visits/", SweepVisitsView.as_view(), name="api-sweep-visits"),
    path(
        "sweeps/<int:pk>/units/<int:asked>/reports/",
        SweepReportsView.as_view(),
        name="api-sweep-reports",
    ),
    path(
        "sweeps/<int:pk>/units/<int:asked>/urge/",
        SweepUnitUrgeView.as_view(),
        name="api-sweep-unit-urge",
    ),
    path(
        "sweeps/<int:pk>/units/<int:asked>/excuse/",
        SweepUnitExcuseView.as_view(),
        name="api-sweep-unit-excuse",
    ),
]
# 专项行动
urlpatterns += [
    path("campaigns/", CampaignsView.as_view(), name="api-campaigns"),
    path("campaigns/<int:pk>/", CampaignView.as_view(), name="api-campaign"),
    path("campaigns/<int:pk>/files/", CampaignFilesView.as_view(), name="api-campaign-files"),
    path(
        "campaigns/<int:pk>/files/<int:file>/",
        CampaignFileView.as_view(),
        name="api-campaign-file",
    ),
]
# 通知渠道
urlpatterns += [
    path("channels/", ChannelsView.as_view(), name="api-channels"),
    path("channels/<int:pk>/test/", TrialView.as_view(), name="api-channel-trial"),
    path("channels/failures/<int:pk>/again/", AgainView.as_view(), name="api-delivery-again"),
]
# 辖区
urlpatterns += [
    path("places/", PlacesView.as_view(), name="api-places"),
    path("places/changes/", PlaceChangesView.as_view(), name="api-place-changes"),
    path("places/import/", PlaceListView.as_view(), name="api-place-import"),
    path("places/<slug:code>/", PlaceView.as_view(), name="api-place"),
    path("places/<slug:code>/acts/", PlaceActView.as_view(), name="api-place-acts"),
]
# 岗位、代理、移交、值班
urlpatterns += [
    path("posts/", PostsView.as_view(), name="api-posts"),
    path("posts/changes/", PostChangesView.as_view(), name="api-post-changes"),
    path("posts/<int:pk>/end/", PostEndView.as_view(), name="api-post-end"),
    path("posts/<int:pk>/handover/", PostHandoverView.as_view(), name="api-post-handover"),
    path("deputies/", DeputiesView.as_view(), name="api-deputies"),
    path("deputies/<int:pk>/end/", DeputyEndView.as_view(), name="api-deputy-end"),
    path("units/", UnitsView.as_view(), name="api-units"),
    path("units/<slug:code>/responsible/", UnitResponsibleView.as_view(), name="api-responsible"),
    path("units/<slug:code>/attendance/", AttendanceView.as_view(), name="api-attendance"),
    path("duty/", DutyView.as_view(), name="api-duty"),
    path("duty/<int:pk>/clear/", DutyDayView.as_view(), name="api-duty-day"),
]
# 村（社区）的受理点、队伍、责任组、驻村领导
urlpatterns += [
    path("villages/<slug:code>/desk/", VillageDeskView.as_view(), name="api-village-desk"),
    path("villages/<slug:code>/staff/", VillageStaffView.as_view(), name="api-village-staff"),
    path(
        "villages/<slug:code>/staff/<int:pk>/acts/",
        VillageStaffActView.as_view(),
        name="api-village-staff-acts",
    ),
    path("villages/<slug:code>/seats/", SeatsView.as_view(), name="api-village-seats"),
    path(
        "villages/<slug:code>/seats/<int:pk>/end/", SeatEndView.as_view(), name="api-village-seat"
    ),
    path("villages/<slug:code>/station/", StationView.as_view(), name="api-village-station"),
]
