"""Pages of disputes."""

from django.urls import path

from cases import access
from cases.selectors.task_forces import documents_for
from cases.views import (
    board,
    bridges,
    cases,
    co_handling,
    consultations,
    dossier,
    files,
    guidance,
    lookup,
    mediators,
    moves,
    papers,
    parties,
    prints,
    proposals,
    register,
    requests,
    rules,
    safety,
    sessions,
    task_forces,
    teams,
    today,
    unmask,
    whistles,
)
from mediation.core.views import Download

app_name = "cases"

urlpatterns = [
    path("lookup/", lookup.lookup, name="lookup"),
    path("lookup/request/", requests.lookup_request, name="lookup_request"),
    path("bridges/", bridges.bridge_list, name="bridges"),
    path("bridges/<int:pk>/", bridges.bridge_detail, name="bridge"),
    path("bridges/<int:pk>/reply/", bridges.bridge_reply, name="bridge_reply"),
    path("requests/", requests.request_list, name="request_list"),
    path("cases/<int:pk>/requests/", requests.case_requests, name="requests"),
    path("about/", lookup.about, name="about"),
    path("", today.today, name="today"),
    path("rules/", rules.rules, name="rules"),
    path("mediators/", mediators.mediators, name="mediators"),
    path("cases/<int:pk>/guidance/", guidance.guidance, name="guidance"),
    path("sessions/", sessions.week, name="sessions"),
    path("sessions/new/", sessions.session_new, name="session_new"),
    path("sessions/<int:pk>/", sessions.session_detail, name="session"),
    path("sessions/<int:pk>/answer/", sessions.session_answer, name="session_answer"),
    path("sessions/<int:pk>/cancel/", sessions.session_cancel, name="session_cancel"),
    path("sessions/<int:pk>/mode/", sessions.session_mode, name="session_mode"),
    path("sessions/<int:pk>/calendar.ics", sessions.session_ics, name="session_ics"),
    path("cases/board/", board.board, name="board"),
    path("cases/", cases.case_list, name="list"),
    path("cases/new/", register.case_new, name="new"),
    path("cases/new/clear/", register.draft_clear, name="draft_clear"),
    path("cases/places/", register.places, name="places"),
    path("cases/similar/", register.similar, name="similar"),
    path("cases/<int:pk>/", cases.case_detail, name="detail"),
    path("cases/<int:pk>/moves/<slug:verb>/", moves.case_move, name="move"),
    path("cases/<int:pk>/team/", teams.team, name="team"),
    path(
        "cases/<int:pk>/whistles/<int:direction_pk>/rating/",
        whistles.whistle_rate,
        name="whistle_rate",
    ),
    path("cases/<int:pk>/parties/", parties.parties_amend, name="parties"),
    path("cases/<int:pk>/proposals/<int:proposal_pk>/", proposals.proposal_decide, name="proposal"),
    path("cases/<int:pk>/parties/<int:party_pk>/unmask/", unmask.party_unmask, name="unmask"),
    path("cases/<int:pk>/files/", files.file_add, name="file_add"),
    path(
        "cases/files/<int:pk>/",
        Download.as_view(allowed=access.attachments_for),
        name="file",
    ),
    path("cases/<int:pk>/dossier/", dossier.case_dossier, name="dossier"),
    path("cases/<int:pk>/dossier/place/", dossier.dossier_place, name="dossier_place"),
    path("cases/<int:pk>/dossier/<slug:form>/", dossier.dossier_file, name="dossier_file"),
    path("cases/<int:pk>/safety/", safety.case_safety, name="safety"),
    path("cases/<int:pk>/papers/", papers.paper_list, name="papers"),
    path("cases/<int:pk>/papers/<slug:kind>/new/", papers.paper_new, name="paper_new"),
    path("cases/<int:pk>/papers/<int:paper_pk>/draw/", papers.paper_draw, name="paper_draw"),
    path("cases/<int:pk>/papers/<int:paper_pk>/scan/", papers.paper_scan, name="paper_scan"),
    path(
        "cases/<int:pk>/papers/<int:paper_pk>/<slug:form>/", papers.paper_file, name="paper_file"
    ),
    path("cases/<int:pk>/print/receipt/", register.receipt, name="receipt"),
    path("cases/<int:pk>/print/<slug:document>/", prints.case_print, name="print"),
    # Beside the ladder: plan, 包案, 挂牌, the town's lists; meetings and task forces.
    path("cases/<int:pk>/co-handling/", co_handling.co_handling, name="co_handling"),
    path("cases/<int:pk>/plan/", co_handling.plan_write, name="plan"),
    path(
        "cases/<int:pk>/plan/steps/<int:step_pk>/", co_handling.step_strike_off, name="plan_step"
    ),
    path("cases/<int:pk>/ownership/", co_handling.ownership_write, name="ownership"),
    path("cases/<int:pk>/listing/", co_handling.listing_write, name="listing"),
    path("cases/<int:pk>/checklists/", co_handling.tick, name="tick"),
    path("listings/", co_handling.listings, name="listings"),
    path("consultations/", consultations.consultation_list, name="consultations"),
    path("consultations/new/", consultations.consultation_new, name="consultation_new"),
    path("consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("consultations/<int:pk>/agenda/", consultations.agenda_change, name="agenda"),
    path(
        "consultations/<int:pk>/items/<int:item_pk>/",
        consultations.item_change,
        name="agenda_item",
    ),
    path("consultations/<int:pk>/minutes/", consultations.minutes_write, name="minutes"),
    path(
        "consultations/<int:pk>/print/", consultations.consultation_print, name="minutes_print"
    ),
    path("task-forces/", task_forces.force_list, name="task_forces"),
    path("task-forces/new/", task_forces.force_new, name="task_force_new"),
    path("task-forces/<int:pk>/", task_forces.force, name="task_force"),
    path("task-forces/<int:pk>/change/", task_forces.force_change, name="task_force_change"),
    path(
        "task-forces/files/<int:pk>/",
        Download.as_view(allowed=documents_for),
        name="task_force_file",
    ),
]
