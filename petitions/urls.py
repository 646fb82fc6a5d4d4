"""Pages of petitions (DESIGN §5.3): the same shape as those of cases."""

from django.urls import path

from mediation.core.views import Download
from petitions import access
from petitions.views import (
    about,
    archive,
    complaints,
    data_requests,
    demands,
    detail,
    dispatch,
    files,
    joint_meetings,
    letters,
    moves,
    ownership,
    petitions,
    proposals,
    receipts,
    receptions,
    register,
    supports,
    unmask,
    urgent,
)

app_name = "petitions"

urlpatterns = [
    path("about/poster/", about.poster, name="poster"),
    path("cases/<int:pk>/words/", complaints.case_words, name="case_words"),
    path("complaints/", complaints.complaint_list, name="complaints"),
    path("complaints/<int:pk>/answer/", complaints.complaint_answer, name="complaint_answer"),
    path("petitions/requests/", data_requests.request_register, name="request_register"),
    path("petitions/<int:pk>/requests/", data_requests.petition_requests, name="requests"),
    path("petitions/", petitions.petition_list, name="list"),
    path("petitions/new/", register.petition_new, name="new"),
    path("petitions/new/clear/", register.draft_clear, name="draft_clear"),
    path("petitions/places/", register.places, name="places"),
    path("petitions/<int:pk>/print/receipt/", register.receipt, name="receipt"),
    path(
        "petitions/<int:pk>/print/receipt/printed/",
        receipts.receipt_printed,
        name="receipt_printed",
    ),
    path(
        "petitions/<int:pk>/petitioners/<int:petitioner_pk>/unmask/",
        unmask.petitioner_unmask,
        name="unmask",
    ),
    path("petitions/<int:pk>/letters/", letters.letter_list, name="letters"),
    path("petitions/<int:pk>/letters/<slug:kind>/new/", letters.letter_new, name="letter_new"),
    path(
        "petitions/<int:pk>/letters/<int:letter_pk>/again/",
        letters.letter_again,
        name="letter_again",
    ),
    path(
        "petitions/<int:pk>/letters/<int:letter_pk>/draw/", letters.letter_draw, name="letter_draw"
    ),
    path(
        "petitions/<int:pk>/letters/<int:letter_pk>/scan/", letters.letter_scan, name="letter_scan"
    ),
    path(
        "petitions/<int:pk>/letters/<int:letter_pk>/<slug:form>/",
        letters.letter_file,
        name="letter_file",
    ),
    path("petitions/<int:pk>/", detail.petition_detail, name="detail"),
    path("petitions/<int:pk>/print/", detail.petition_print, name="print"),
    path("petitions/<int:pk>/archive/", archive.petition_archive, name="archive"),
    path("petitions/<int:pk>/moves/<slug:verb>/", moves.petition_move, name="move"),
    path("petitions/<int:pk>/demands/", demands.petition_demands, name="demands"),
    path(
        "petitions/<int:pk>/proposals/<int:proposal_pk>/",
        proposals.proposal_decide,
        name="proposal",
    ),
    path("petitions/<int:pk>/supports/", supports.petition_supports, name="supports"),
    path(
        "petitions/<int:pk>/supports/<int:support_pk>/",
        supports.support_result,
        name="support_result",
    ),
    path("petitions/<int:pk>/hearing/", supports.petition_hearing, name="hearing"),
    path("petitions/<int:pk>/files/", files.file_add, name="file_add"),
    path(
        "petitions/files/<int:pk>/",
        Download.as_view(allowed=access.attachments_for),
        name="file",
    ),
]

# Reception days, ownership, joint meetings, what is not concluded, urgent reports.
urlpatterns += [
    path("petitions/receptions/", receptions.reception_table, name="receptions"),
    path(
        "petitions/receptions/table.xlsx",
        receptions.reception_workbook,
        name="reception_workbook",
    ),
    path("petitions/receptions/new/", receptions.reception_new, name="reception_new"),
    path(
        "petitions/receptions/behind/<slug:column>/",
        receptions.reception_behind,
        name="reception_behind",
    ),
    path("petitions/receptions/<int:day_pk>/", receptions.reception_day, name="reception_day"),
    path(
        "petitions/receptions/<int:day_pk>/close/",
        receptions.reception_close,
        name="reception_close",
    ),
    path("petitions/receptions/<int:day_pk>/visits/new/", receptions.visit_new, name="visit_new"),
    path(
        "petitions/receptions/<int:day_pk>/visits/<int:visit_pk>/",
        receptions.visit,
        name="visit",
    ),
    path("petitions/<int:pk>/ownership/", ownership.petition_ownership, name="ownership"),
    path("petitions/joint-meetings/", joint_meetings.joint_meeting_list, name="joint_meetings"),
    path(
        "petitions/joint-meetings/new/",
        joint_meetings.joint_meeting_new,
        name="joint_meeting_new",
    ),
    path(
        "petitions/joint-meetings/<int:meeting_pk>/",
        joint_meetings.joint_meeting,
        name="joint_meeting",
    ),
    path(
        "petitions/joint-meetings/<int:meeting_pk>/agenda/",
        joint_meetings.joint_agenda,
        name="joint_agenda",
    ),
    path(
        "petitions/joint-meetings/<int:meeting_pk>/items/<int:item_pk>/",
        joint_meetings.joint_item,
        name="joint_item",
    ),
    path(
        "petitions/joint-meetings/<int:meeting_pk>/minutes/",
        joint_meetings.joint_minutes,
        name="joint_minutes",
    ),
    path(
        "petitions/joint-meetings/<int:meeting_pk>/print/",
        joint_meetings.joint_minutes_print,
        name="joint_minutes_print",
    ),
    path("petitions/dispatch/", dispatch.dispatch, name="dispatch"),
    path("petitions/dispatch/list.xlsx", dispatch.dispatch_workbook, name="dispatch_workbook"),
    path("petitions/backlog/", dispatch.backlog, name="backlog"),
    path("petitions/backlog/list.xlsx", dispatch.backlog_workbook, name="backlog_workbook"),
    path("petitions/urgent/", urgent.urgent_list, name="urgent_list"),
    path("petitions/urgent/new/", urgent.urgent_new, name="urgent_new"),
    path("petitions/urgent/<int:report_pk>/", urgent.urgent, name="urgent"),
    path("petitions/urgent/<int:report_pk>/print/", urgent.urgent_print, name="urgent_print"),
]
