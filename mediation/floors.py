"""Where a floor reaches up: what a lower one calls on an upper one, named and never imported.

Part of the settings (`mediation.settings` takes all of it).
"""

# The day for which an act counts in the figures: dotted callable(case, day of the act) -> day.
BOOKING_DAY = "reporting.services.booking_day"
# Dotted callables that cases' door calls inside its transaction: (case, act).
AFTER_MOVE = ["reporting.services.book_movement", "petitions.services.from_case"]
# The same for the petitions' door: (petition, act).
AFTER_PETITION_MOVE: list[str] = []
# First part of a notice's matter key ("case") -> dotted callable(notices) -> ids of those still due.
NOTICE_CHECKS = {
    "case": "cases.notices.still_due",
    "petition": "petitions.notices.still_due",
    "mediator": "cases.notices.terms.still_ending",
    "public_word": "petitions.notices.public.still_due",
    "data_request": "petitions.notices.public.still_due",
    "visits": "cases.notices.first_contact.still_open",
    "progress": "cases.notices.progress.still_owed",
    "lead": "grids.notices.leads.still_due",
    "sweep": "grids.notices.sweeps.still_waiting",
    "sweep_round": "grids.notices.sweeps.still_missing",
    "jurisdiction": "cases.notices.jurisdiction.still_open",
    "legal_aid": "cases.notices.legal_aid.still_waiting",
    "register": "grids.notices.registers.still_due",
    "campaign_task": "grids.notices.campaigns.tasks_still_due",
    "campaign_phase": "grids.notices.campaigns.phases_still_due",
    "campaign_month": "grids.notices.campaigns.months_still_due",
    "warning": "reporting.notices.warnings.still_due",
    "duty": "reporting.notices.duties.duties_still_due",
    "report": "reporting.notices.duties.reports_still_due",
    "meeting": "reporting.notices.duties.meetings_still_ahead",
    "meeting_task": "reporting.notices.duties.tasks_still_due",
    "return": "reporting.notices.returns.returns_still_due",
    "half_month": "reporting.notices.returns.half_months_still_so",
}
# Dotted callables (kind of a notice) -> its step in a word or two, "" if not theirs: what a message
# outside the house may say of it.
NOTICE_STEPS = [
    "cases.notices.steps.step_words",
    "petitions.notices.steps.step_words",
    "grids.notices.sweeps.step_words",
    "grids.notices.steps.step_words",
    "reporting.notices.warnings.step_words",
    "reporting.notices.duties.step_words",
    "reporting.notices.returns.step_words",
]
# Dotted callables that yield a sentence for each thing that is wrong (check_invariants).
INVARIANTS = [
    "mediation.core.notices.invariants.faults",
    "grids.services.sweep_invariants.faults",
    "grids.services.village.faults",
    "grids.services.place_invariants.faults",
    "grids.services.register_invariants.faults",
    "cases.services.invariants.faults",
    "cases.services.visit_invariants.faults",
    "cases.services.risk_invariants.faults",
    "grids.services.lead_invariants.faults",
    "cases.services.lead_invariants.faults",
    "cases.services.jurisdiction_invariants.faults",
    "petitions.services.invariants.faults",
    "reporting.invariants.faults",
    "reporting.services.report_invariants.faults",
    "reporting.services.export_invariants.faults",
    "reporting.services.warning_invariants.faults",
    "reporting.services.return_invariants.faults",
    "reporting.services.review_invariants.faults",
]
# Dotted callables (after, upto, days) -> rows, asked in the one pass of the reminder engine.
REMINDERS = [
    "petitions.notices.reminders",
    "petitions.notices.public.reminders",
    "cases.notices.first_contact.reminders",
    "cases.notices.progress.reminders",
    "grids.notices.sweeps.reminders",
    "grids.notices.leads.reminders",
    "grids.notices.campaigns.reminders",
    "grids.notices.registers.reminders",
    "cases.notices.jurisdiction.reminders",
    "cases.notices.legal_aid.reminders",
    "reporting.notices.warnings.reminders",
    "reporting.notices.duties.reminders",
    "reporting.notices.returns.reminders",
]
# Dotted callables (is_dry_run) -> Redated: who has clocks that a late calendar dates again.
REDATING = [
    "cases.services.redating.redate_running",
    "petitions.services.redating.redate_running",
]
# Dotted callables() -> tables of another matter that `/rules/` shows too.
RULE_TABLES = ["petitions.selectors.rules.tables"]
# Dotted callables(user) -> blocks (key, title, template, rows, summary) that stand on `/` too.
TODAY_BLOCKS = [
    "grids.selectors.lead_blocks.blocks",
    "grids.selectors.sweep_blocks.blocks",
    "grids.selectors.duty_blocks.blocks",
    "cases.selectors.first_contact.blocks",
    "cases.selectors.jurisdiction.blocks",
    "cases.selectors.legal_aid.blocks",
    "reporting.selectors.sampling.blocks",
    "petitions.views.today.blocks",
    "petitions.views.complaints.blocks",
    "reporting.selectors.warning_details.blocks",
    "reporting.selectors.return_blocks.blocks",
    "reporting.selectors.meetings.blocks",
]
# Dotted callables(user, round) -> blocks (title, template, rows, has_more) on the page of a sweep:
# what it led to.
SWEEP_RESULTS = ["grids.selectors.lead_sweeps.results", "cases.selectors.swept.results"]
# Dotted callables(user) -> lines of what he registered today, for the queue page of the window.
WINDOW_REGISTERED = [
    "cases.selectors.registered.registered_today",
    "cases.selectors.registered.answered_today",
    "petitions.selectors.window.registered_today",
]
# Dotted callables(user) -> LooseEnds: what he left open on them.
WINDOW_LOOSE_ENDS = [
    "cases.selectors.loose_ends.loose_ends",
    "petitions.selectors.window.loose_ends",
]
# Matters of the upper floors on the page windows × ways of handling: dotted objects with `counts`
# and `rows` like `cases.selectors.handling.Matters`.
WINDOW_HANDLING = ["petitions.selectors.handling.PETITIONS"]
# Kinds of matter on the public look-up beside cases: dotted objects like `cases.views.own_matters.CASES`.
OWN_MATTERS = {"petition": "petitions.views.lookup.PETITIONS"}
# Kinds of matter that the window finds and adds visits to, beside cases: dotted objects like
# `cases.services.window_matters.CASES`.
WINDOW_MATTERS = {"petition": "petitions.services.window_matters.PETITIONS"}
# Matters that a line of a register may name: kind -> dotted object like
# `cases.selectors.matter_links.CASES` (grids.selectors.matters.Matters).
REGISTER_MATTERS = {
    "case": "cases.selectors.matter_links.CASES",
    "petition": "petitions.selectors.matter_links.PETITIONS",
}
# What a party may do there about a matter of any kind: dotted callables(holder, POST, FILES) -> words.
OWN_ACTS = {
    "note": "petitions.views.lookup.add_note",
    "complaint": "petitions.views.lookup.complain",
}
# Dotted callables() -> blocks (title, lines) of /about/.
ABOUT_BLOCKS = ["petitions.selectors.about.blocks", "grids.selectors.village.about_blocks"]
# Dotted callables(PlaceMove) -> how much by kind: open work goes along with its place.
PLACE_FOLLOWERS = ["cases.services.replacing.follow", "petitions.services.replacing.follow"]
# Dotted callables(division) -> how much is open there, by kind.
OPEN_AT_PLACE = [
    "cases.services.replacing.open_at",
    "petitions.services.replacing.open_at",
]
# Dotted callables(WorkOf) -> how much by kind: one person's open work goes to another.
WORK_HANDED_OVER = ["cases.services.replacing.hand_over", "petitions.services.replacing.hand_over"]
# Dotted callables(WorkOf) -> how much lies open with him, by kind.
OPEN_WITH_PERSON = ["cases.services.replacing.open_with", "petitions.services.replacing.open_with"]
# Dotted callable(user) -> bool: who needs a second factor besides administrators.
SECOND_FACTOR_FOR = "grids.access.needs_second_factor"
# Closed lists that /api/v1/codes/ shows beside the tables of the grids.
CODE_TABLES = {
    "status": "cases.enums.Status",
    "outcome": "cases.enums.Outcome",
    "tier": "cases.enums.Tier",
    "verb": "cases.enums.Verb",
    "window": "cases.enums.Window",
    "visit_priority": "cases.enums.Priority",
    "visit_outcome": "cases.enums.VisitOutcome",
    "source": "cases.enums.Source",
    "risk": "cases.enums.Risk",
    "route": "cases.enums.Route",
    "scale": "cases.enums.Scale",
    "difficulty": "cases.enums.Difficulty",
    "trend": "cases.enums.Trend",
    "party_role": "cases.enums.PartyRole",
    "party_kind": "cases.enums.PartyKind",
    "agreement_form": "cases.enums.AgreementForm",
    "responsibility": "cases.enums.Responsibility",
    "not_ours": "cases.enums.NotOurs",
    "means": "cases.enums.Means",
    "unconfirmable": "cases.enums.Unconfirmable",
    "petition_status": "petitions.enums.Status",
    "petition_channel": "petitions.enums.Channel",
    "petition_sender": "petitions.enums.Sender",
    "petition_kind": "petitions.enums.Kind",
    "petition_purpose": "petitions.enums.Purpose",
    "petition_way": "petitions.enums.Way",
    "petition_opinion": "petitions.enums.Opinion",
    "petition_letter": "petitions.enums.Letter",
    "petition_verb": "petitions.enums.Verb",
    "petition_prior_step": "petitions.enums.PriorStep",
    "petition_notice_waived": "petitions.enums.WaivedNotice",
    "petition_resolution": "petitions.enums.Resolution",
    "warning_series": "reporting.warning_enums.WarningSeries",
    "warning_ending": "reporting.warning_enums.WarningEnding",
    "petition_content": "petitions.selectors.contents.content_pairs",
}
