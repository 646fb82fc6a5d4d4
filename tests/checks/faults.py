"""Faults that somebody might make, and the tests that must notice each of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`old` stands exactly once in the file; with `new` in its place one of `tests` must fail."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    is_of_the_schema: bool = False  # the test database is made anew


FAULTS = (
    Fault(
        "a dropped constraint: two open stages",
        "cases/migrations/0002_squashed_mediation_room.py",
        "fields=('case',), name='stage_one_open'",
        "fields=('case', 'seq'), name='stage_one_open'",
        ("tests/cases/test_constraints.py::test_a_case_stands_in_one_place_only",),
        is_of_the_schema=True,
    ),
    Fault(
        "a skipped lock: numbers",
        "mediation/core/numbers.py",
        "Counter.objects.select_for_update().filter(kind=kind",
        "Counter.objects.filter(kind=kind",
        (
            "tests/core/test_numbers.py"
            "::test_twenty_at_once_of_whom_three_fail_leave_seventeen_in_a_row",
        ),
    ),
    Fault(
        "a skipped lock: the door",
        "cases/services/door.py",
        "Case.objects.select_for_update(no_key=True).get(pk=case.pk)",
        "Case.objects.get(pk=case.pk)",
        (
            "tests/test_at_once.py"
            "::test_of_two_officers_moving_one_case_one_wins_and_the_other_reads_who_did_what",
        ),
    ),
    Fault(
        "an accusation in the sight of the petition office",
        "petitions/access.py",
        "seen = clear & ~SEALED if clear",
        "seen = clear if clear",
        (
            "tests/sight/test_petitions.py"
            "::test_no_word_of_an_accusation_finds_it_and_no_count_counts_it[petition]",
        ),
    ),
    Fault(
        "a notice that tells the petition office of an accusation",
        "petitions/services/telling.py",
        "    if petition.is_sealed:\n        told",
        "    if petition.version < 0:\n        told",
        (
            "tests/petitions/test_telling.py"
            "::test_of_an_accusation_only_discipline_hears_and_only_that_something_moved",
        ),
    ),
    Fault(
        "a reminder of a petition that moved on since",
        "petitions/notices/checking.py",
        "        if deadline is None:\n            continue\n",
        "        if deadline is None:\n            yield notice.pk\n            continue\n",
        ("tests/petitions/test_reminders.py::test_what_moved_on_since_it_was_written_is_not_said",),
    ),
    Fault(
        "a view without visible_to",
        "cases/selectors/matters.py",
        'for_lists(access.visible_to(user)).select_related(\n        "subtype"',
        "for_lists(access.visible_to(User.objects.get(username='peace'))).select_related(\n"
        '        "subtype"',
        ("tests/cases/test_detail.py::test_nobody_else_sees_that_the_case_exists",),
    ),
    Fault(
        "a search that tells card readers what the file says",
        "cases/selectors/searching.py",
        "Q(level__gte=access.FILE) | on_card",
        "Q(level__gte=access.CARD) | on_card",
        ("tests/cases/test_list.py::test_words_and_numbers_find_the_case_within_sight",),
    ),
    Fault(
        "a file of the record for readers of another stage",
        "cases/access/records.py",
        "| Q(_records(standing(user)), case__in=",
        "| Q(case__in=",
        (
            "tests/sight/test_walk_handling.py"
            "::test_who_may_see_a_word_finds_it_and_nobody_else_does[village]",
        ),
    ),
    Fault(
        "an unmasked phone in the API",
        "cases/api/serializers.py",
        '"phone": mask_phone(party.phone)',
        '"phone": party.phone',
        (
            "tests/sight/test_walk_in_units.py::test_who_may_see_a_word_finds_it_and_nobody_else_does[grid]",
        ),
    ),
    Fault(
        "an off-by-one in due",
        "mediation/core/deadlines/reckoning.py",
        "on = _add(rule.unit, start, rule.length, calendar, leans_on)",
        "on = _add(rule.unit, start, rule.length - 1, calendar, leans_on)",
        ("tests/core/test_deadlines.py::test_the_truth_table_comes_out",),
    ),
    Fault(
        "a forgotten holiday",
        "mediation/core/calendar.py",
        "(10, 2), (10, 3)})",
        "(10, 2)})",
        ("tests/core/test_calendar.py::test_holidays_and_worked_week_ends",),
    ),
    Fault(
        "a relapse counted twice",
        "reporting/movements.py",
        "        if went.kind in OUT:\n            days",
        "        if any(act.kind in OUT for act in acts):\n            days",
        (
            "tests/reporting/test_movements.py::test_out_and_in_again_within_a_half_month_is_neither",
        ),
    ),
    Fault(
        "a notice before commit",
        "cases/services/telling.py",
        "    notify_many(rows, at=act.now, hold=hold)\n",
        "    notify_many(rows, at=act.now, hold=hold)\n"
        '    __import__("mediation.core.notices").core.notices.send_due(act.now)\n',
        ("tests/cases/test_telling.py::test_a_move_that_fails_at_the_end_has_told_nobody",),
    ),
    Fault(
        "a notice doubled",
        "mediation/core/notices/delivery.py",
        "        kept = {notice.pk for notice in notices}\n",
        "        kept = {notice.pk for notice in notices}\n        notices = [*notices, *notices]\n",
        ("tests/core/test_notices.py::test_one_person_gets_one_digest_with_all_of_the_day",),
    ),
    Fault(
        "a phone number in a log",
        "mediation/core/logs.py",
        "return mask_numbers_in(super().format(record))",
        "return super().format(record)",
        ("tests/test_logs.py::test_a_line_masks_private_numbers",),
    ),
    Fault(
        "a query string in the access log",
        "deploy/gunicorn.conf.py",
        "%(m)s %(U)s %(s)s",
        "%(r)s %(s)s",
        (
            "tests/test_logs.py"
            "::test_the_servers_log_names_paths_and_faults_but_nothing_of_a_matter",
        ),
    ),
    Fault(
        "an unsigned close",
        "cases/workflow/graph.py",
        "Edge(V.CLOSE, OUT, S.CLOSED, who(O), signs=who(H)",
        "Edge(V.CLOSE, OUT, S.CLOSED, who(O, H)",
        (
            "tests/cases/test_workflow.py"
            "::test_door_buttons_and_api_do_what_every_line_says[terminated-village]",
        ),
    ),
    Fault(
        "an edge opened to a wrong relation",
        "cases/workflow/graph.py",
        'Edge(V.ESCALATE, OPEN, SAME, who(O, H), needs("reason", "summary"), tiers=LOWER_RUNGS)',
        'Edge(V.ESCALATE, OPEN, SAME, who(O, H, C), needs("reason", "summary"), tiers=LOWER_RUNGS)',
        (
            "tests/cases/test_workflow.py"
            "::test_door_buttons_and_api_do_what_every_line_says[mediating-village]",
        ),
    ),
    Fault(
        "a missing version check",
        "mediation/core/door.py",
        "if version is None or version == matter.version:",
        "if version is None or version <= matter.version:",
        (
            "tests/cases/test_moves_page.py"
            "::test_the_second_writer_sees_both_texts_and_may_save_his",
        ),
    ),
    Fault(
        "a stale pair of the status graph",
        "cases/enums/life.py",
        "    (Status.CLOSED, Status.REGISTERED),\n",
        "",
        (
            "tests/cases/test_status_pairs.py::test_the_pairs_of_the_rules_are_the_pairs_of_the_code",
        ),
    ),
    Fault(
        "a form key that is forgotten",
        "cases/services/registration.py",
        "case.form_key = UUID(str(form_key)) if form_key else None",
        "case.form_key = None",
        ("tests/test_at_once.py::test_one_form_handed_in_eight_times_at_once_makes_one_case",),
    ),
    Fault(
        "a history without its payload in the chain",
        "mediation/core/events.py",
        '"payload": event.payload',
        '"payload": {}',
        ("tests/core/test_events.py::test_a_changed_link_breaks_its_chain",),
    ),
    Fault(
        "guidance that has ended still opens the case",
        "cases/access/sights.py",
        'user__in=me.users, ended_at__isnull=True).values("case")',
        'user__in=me.users).values("case")',
        (
            "tests/cases/test_guidance.py"
            "::test_when_it_ends_the_case_is_out_of_his_sight_and_the_trace_stays",
        ),
    ),
    Fault(
        "anybody with the file names a guidance mediator",
        "cases/services/guidance.py",
        "if not may_name_guidance(actor, case):",
        "if case.pk is None:",
        (
            "tests/cases/test_guidance.py"
            "::test_only_the_justice_office_and_the_head_of_the_streets_room_name_one",
        ),
    ),
    Fault(
        "a dossier with the record of a stage that its reader may not read",
        "cases/selectors/dossier.py",
        "    return paper is None or not is_of_record(paper) or stage_of(case, paper) in readable",
        "    return True",
        ("tests/cases/test_dossier.py::test_the_record_of_another_stage_is_left_out",),
    ),
    Fault(
        "concessions in the package for a court",
        "cases/selectors/dossier.py",
        "and not (for_court and not may_go_to_court(case, entry))",
        "and case.pk",
        (
            "tests/cases/test_dossier.py"
            "::test_what_goes_to_a_court_has_no_minutes_and_no_marked_files",
        ),
    ),
    Fault(
        "a sitting that was called off and still holds its room",
        "cases/services/booking.py",
        "    release(session.occupancies.all())\n",
        "",
        (
            "tests/cases/test_booking.py"
            "::test_cancelling_frees_the_slot_and_tells_the_staff_at_once",
        ),
    ),
    Fault(
        "a week by room that names cases out of sight",
        "cases/selectors/sessions.py",
        "for_lists(access.visible_to(user)).in_bulk",
        "for_lists(access.visible_to(User.objects.get(username='peace'))).in_bulk",
        ("tests/cases/test_sittings.py::test_a_stranger_s_week_says_taken_and_nothing_else",),
    ),
    Fault(
        "one obligation performed stops the clocks of all",
        "cases/services/clocks.py",
        "        return running.filter(subject=act.clock_subject)\n",
        "        return running\n",
        ("tests/cases/test_perform.py::test_performing_one_stops_exactly_its_own_clock",),
    ),
    Fault(
        "a case closed with its paper still in the drawer",
        "cases/workflow/closing.py",
        "return last is not None and last.sent_on is not None",
        "return last is not None",
        (
            "tests/cases/test_closing.py"
            "::test_what_is_missing_is_listed_on_the_page_and_refused_by_the_door",
        ),
    ),
    Fault(
        "a safety page that every reader of the file may read",
        "cases/access/records.py",
        "    if not found.isdisjoint({R.OFFICER, R.HEAD, R.LEADER}):\n        return True\n",
        "    if found:\n        return True\n",
        (
            "tests/cases/test_safety.py"
            "::test_a_sign_is_read_by_officer_head_and_owner_and_by_nobody_else",
        ),
    ),
    Fault(
        "a duty that the law demands may be waved away",
        "cases/services/safety.py",
        "    if duty.sign_id is not None:",
        "    if duty.sign_id is not None and duty.is_open is None:",
        (
            "tests/cases/test_duties.py"
            "::test_a_question_of_the_colour_may_be_answered_no_and_one_of_a_sign_may_not",
        ),
    ),
    Fault(
        "a court's letter that counts from the day of accepting",
        "cases/deadlines.py",
        "return (moment.bridge_on or moment.on,) if",
        "return (moment.on,) if",
        (
            "tests/cases/test_bridges.py"
            "::test_mediation_has_the_time_of_its_letter_from_the_day_it_was_signed_for",
        ),
    ),
    Fault(
        "an address told to the other side",
        "cases/models/parties.py",
        'return "" if self.is_address_hidden else str(self.address)',
        "return str(self.address)",
        ("tests/cases/test_company.py::test_a_hidden_address_stands_on_no_page_and_no_paper",),
    ),
    Fault(
        "a written agreement in force without its seal",
        "cases/services/agreeing.py",
        "            if act.data.get(name) is False:",
        '            if act.data.get(name) is False and not act.data.get("signed"):',
        (
            "tests/cases/test_agreement.py"
            "::test_a_written_agreement_waits_for_every_signature_and_the_seal",
        ),
    ),
    Fault(
        "a whistle that gives only its first unit a clock",
        "cases/services/clocks.py",
        "for direction in act.directions or (act.direction,):",
        "for direction in act.directions[:1] or (act.direction,):",
        (
            "tests/cases/test_whistles.py"
            "::test_a_whistle_from_the_page_calls_each_unit_with_a_clock_of_its_own",
        ),
    ),
    Fault(
        "an officer who stepped aside and goes on",
        "cases/access/relations.py",
        "if user.pk in recused or (case.is_recused and case.officer_id in me.users):",
        "if not me.users:",
        (
            "tests/cases/test_recusal.py"
            "::test_an_officers_own_word_is_enough_and_he_is_nobody_from_then_on",
        ),
    ),
    Fault(
        "a meeting that shows the words of cases which its reader may not read",
        "cases/selectors/consultations.py",
        "is_file=found.is_file,\n        decisions=list(item.decisions.all()) if found.is_file else [],",
        "is_file=True,\n        decisions=list(item.decisions.all()),",
        (
            "tests/cases/test_consultations.py"
            "::test_a_card_reader_sees_the_row_of_an_item_and_none_of_its_words",
        ),
    ),
    Fault(
        "a step of a plan struck off by anybody who reads the file",
        "cases/services/plans.py",
        "is_own = step.unit_id in access.standing(actor).units",
        "is_own = True",
        ("tests/cases/test_plans.py::test_who_may_not_sign_a_step_off",),
    ),
    Fault(
        "a paper handed out although its file was changed",
        "cases/services/papers.py",
        "if hashlib.sha256(docx).hexdigest() != paper.sha256:",
        "if not docx:",
        ("tests/cases/test_papers.py::test_a_file_changed_behind_our_back_is_not_handed_out",),
    ),
    Fault(
        "a paper of the record for readers of the file",
        "cases/selectors/papers.py",
        "return stage_key(paper, case) in readable",
        "return True",
        ("tests/cases/test_papers.py::test_who_may_not_read_the_record_finds_no_paper_of_it",),
    ),
    Fault(
        "a story that is read as Word's own signs",
        "mediation/core/documents.py",
        "document.render(_printable(context), jinja_env=_environment(), autoescape=True)",
        "document.render(_printable(context))",
        ("tests/cases/test_papers.py::test_a_story_with_signs_prints_as_typed",),
    ),
    Fault(
        "an accusation in the file that its reader takes home",
        "petitions/exports.py",
        "for_lists(visible_to(user).exclude(SEALED))",
        "for_lists(visible_to(user))",
        ("tests/petitions/test_exports.py::test_an_accusation_stands_in_nobodys_file",),
    ),
    Fault(
        "a search that tells the window what a petition says",
        "petitions/selectors/searching.py",
        "Q(level__gte=access.FILE) | on_card",
        "Q(level__gte=access.CARD) | on_card",
        (
            "tests/petitions/test_list.py"
            "::test_two_characters_find_it_and_a_card_reader_finds_what_the_card_shows",
        ),
    ),
    Fault(
        "a card reader who is handed the file of a petition",
        "petitions/views/detail.py",
        "if selectors.level_of(petition) < access.FILE:\n        return render(",
        "if selectors.level_of(petition) < access.CARD:\n        return render(",
        ("tests/petitions/test_detail.py::test_a_reader_is_shown_what_his_level_goes_to",),
    ),
    Fault(
        "a unit that writes the answers of others",
        "petitions/services/demands.py",
        "return R.UNIT in mine and demand.unit_id in standing(user).answering_units",
        "return R.UNIT in mine",
        ("tests/petitions/test_demands.py::test_a_unit_writes_its_own_and_reads_the_others",),
    ),
    Fault(
        "a letter that passes an accusation on and says who made it",
        "petitions/letters/facts.py",
        "return data | (hidden(source) if source.petition.is_sealed else {})",
        "return data",
        (
            "tests/petitions/test_letter_pages.py"
            "::test_letters_of_an_accusation_are_the_discipline_posts_alone",
        ),
    ),
    Fault(
        "a letter of an act that is issued without what it must say",
        "petitions/services/letters.py",
        "    check_complete(letter_type, data)\n",
        "",
        (
            "tests/petitions/test_letter_pages.py"
            "::test_an_act_whose_letter_lacks_something_is_refused_whole",
        ),
    ),
    Fault(
        "a revoked opinion that ends the new sixty days",
        "petitions/deadlines.py",
        "return moment.letter == Letter.OPINION and moment.status == Status.REPLIED",
        "return moment.letter == Letter.OPINION",
        (
            "tests/petitions/test_clocks.py"
            "::test_redo_counts_sixty_days_anew_and_may_be_extended_again",
        ),
    ),
    Fault(
        "an accusation that shows itself to a unit",
        "petitions/access.py",
        "seen = clear & ~SEALED if clear",
        "seen = clear if clear",
        ("tests/petitions/test_access.py::test_everybody_sees_what_the_line_says_and_no_more",),
    ),
    Fault(
        "a return after the fifth working day",
        "petitions/workflow/graph.py",
        "when=(passed_to_us, objection_open)",
        "when=(passed_to_us,)",
        ("tests/petitions/test_clocks.py::test_after_the_fifth_working_day_nothing_is_returned",),
    ),
    Fault(
        "a petition that nobody rated counted as rated",
        "reporting/figures/petitions.py",
        '("rated", "参评", Rows.RATINGS, ~Q(office_grade=""))',
        '("rated", "参评", Rows.RATINGS, Q())',
        (
            "tests/reporting/test_petition_months.py"
            "::test_the_api_gives_exactly_the_numbers_of_the_file[peace]",
        ),
    ),
    Fault(
        "a withdrawn petition counted as told too late",
        "reporting/selectors/petition_months.py",
        ".exclude(otherwise | still_running)",
        ".exclude(still_running)",
        (
            "tests/reporting/test_petition_months.py"
            "::test_every_number_leads_to_exactly_its_petitions",
        ),
    ),
    Fault(
        "a look-up that the code alone opens",
        "cases/services/holders.py",
        "if kind and is_four and (is_phone or is_pin) else None",
        "if kind and is_four else None",
        ("tests/petitions/test_lookup.py::test_the_wrong_half_is_not_told_apart",),
    ),
    Fault(
        "a complaint in the hands of those it is about",
        "petitions/selectors/public_words.py",
        "if Role.DIRECTOR not in me.roles:",
        "if not me.roles:",
        (
            "tests/petitions/test_public_words.py"
            "::test_a_complaint_is_the_directors_alone_and_answered_where_it_was_said",
        ),
    ),
    Fault(
        "what was given to a unit counted as concluded before its opinion was sent",
        "petitions/selectors/receptions.py",
        "CONCLUDED = ASSIGNED & Q(petition__concluded_on__isnull=False)",
        "CONCLUDED = ASSIGNED",
        ("tests/petitions/test_reception.py::test_a_rate_of_nothing_is_a_dash",),
    ),
    Fault(
        "the words of a joint meeting for those who see only the card, or nothing, of its petitions",
        "petitions/selectors/joint_meetings.py",
        "is_whole=len(rows) == len(items) and all(one.is_file for one in rows),",
        "is_whole=True,",
        (
            "tests/petitions/test_joint_meeting.py"
            "::test_minutes_are_final_and_read_by_who_reads_every_item",
        ),
    ),
    Fault(
        "the name of somebody who comes to a sitting, for every reader of the file",
        "cases/services/sittings.py",
        "return may_arrange(user, case) or session.stage_id in access.readable_stages(user, case)",
        "return True",
        (
            "tests/cases/test_sittings.py"
            "::test_who_reads_the_file_only_learns_as_what_an_outsider_comes",
        ),
    ),
    Fault(
        "the words of a plan for a unit that may not read the file",
        "cases/selectors/steps.py",
        "one.case_id in readable",
        "True",
        (
            "tests/cases/test_plans.py"
            "::test_a_step_stands_on_today_s_page_of_the_unit_that_has_to_do_it",
        ),
    ),
    Fault(
        "names told to whoever was only asked to a sitting",
        "cases/api/sessions.py",
        "if is_seen or services.is_own(user, one)]",
        "if user.pk]",
        (
            "tests/cases/test_sittings.py"
            "::test_who_is_only_asked_is_told_no_name_by_the_answer_over_json",
        ),
    ),
    Fault(
        "a unit that has answered goes on reading about safety",
        "cases/access/records.py",
        "        and direction.is_waiting\n",
        "",
        ("tests/cases/test_safety.py::test_a_whistle_for_safety_shows_it_until_it_is_answered",),
    ),
    Fault(
        "a follow-up that leaves running what it answered",
        "cases/services/clocks.py",
        "return [one for one in running if is_near(one, on)] or running[:1]",
        "return running[:1]",
        (
            "tests/cases/test_follow_up.py"
            "::test_one_follow_up_stops_all_that_are_due_else_the_nearest",
        ),
    ),
    Fault(
        "a case at rest that counts as late",
        "cases/selectors/rows.py",
        "return Q(due_on__lt=today, is_resting=False)",
        "return Q(due_on__lt=today)",
        (
            "tests/cases/test_pausing.py"
            "::test_a_case_at_rest_reads_as_at_rest_and_not_as_late_until_it_is_resumed",
        ),
    ),
    Fault(
        "inner papers in the copy that a party takes home",
        "cases/selectors/copies.py",
        "return paper.kind in MEANT_FOR_PARTIES",
        "return True",
        (
            "tests/cases/test_party_requests.py"
            "::test_a_granted_copy_is_his_own_words_and_papers_and_nobody_elses",
        ),
    ),
    Fault(
        "answers of the guide that lead to nothing",
        "cases/workflow/guide.py",
        "    turn(ALL_WHO - {Who.TENURE}, DUTY, ELSEWHERE, W.REPORT,",
        "    turn(frozenset(CIVIL), DUTY, ELSEWHERE, W.REPORT,",
        (
            "tests/cases/test_guide.py"
            "::test_every_combination_of_answers_leads_where_the_table_says",
        ),
    ),
    Fault(
        "a leaflet that leaves the court out",
        "templates/cases/guide/leaflet.html",
        '{% if leaflet.court %}<p class="leaf__court">{{ leaflet.court }}</p>{% endif %}',
        "",
        ("tests/cases/test_guide.py::test_every_leaflet_has_the_place_the_law_and_the_court",),
    ),
    Fault(
        "a number of an answer that is lost when the answer is refused",
        "cases/services/inquiries.py",
        "@transaction.atomic\ndef _keep(",
        "def _keep(",
        ("tests/cases/test_inquiries.py::test_a_refused_answer_gives_its_number_back",),
    ),
    Fault(
        "the questions of the windows in the sight of 平安办",
        "cases/selectors/inquiries.py",
        "return not access.standing(user).roles.isdisjoint(WINDOW_READERS)",
        "return not access.standing(user).roles.isdisjoint(INQUIRY_COUNTERS)",
        (
            "tests/cases/test_inquiries.py"
            "::test_the_peace_office_reads_numbers_by_topic_and_not_a_word_of_them",
        ),
    ),
    Fault(
        "a visit added to a case that starts its clocks anew",
        "cases/services/window_matters.py",
        "act = Act(case=case, verb=enums.Beside.VISITED,",
        "act = Act(case=case, verb=enums.Verb.REOPEN,",
        ("tests/cases/test_adding.py::test_a_merge_adds_a_line_of_history_and_moves_nothing_else",),
    ),
    Fault(
        "a telephone number searched by its address",
        "cases/services/window_matters.py",
        "if parse_number(q) is None and PRIVATE_DIGITS.search(fold(q)):",
        "if parse_number(q) is None and not fold(q):",
        (
            "tests/cases/test_window_search.py"
            "::test_a_number_in_the_address_is_refused_and_nothing_is_looked_up",
        ),
    ),
    Fault(
        "a masked name found by its first letters",
        "cases/selectors/window_search.py",
        "is_readable = Q(level__gte=access.FILE) |",
        "is_readable = Q(level__gte=access.CARD) |",
        (
            "tests/cases/test_window_search.py"
            "::test_a_name_that_is_masked_on_the_card_is_not_found_by_its_letters",
        ),
    ),
    Fault(
        "a registration that stays though its visit could not end",
        "cases/views/register.py",
        "@transaction.atomic\ndef hand_in(",
        "def hand_in(",
        (
            "tests/cases/test_visit_forms.py"
            "::test_when_the_visit_cannot_end_nothing_is_registered_and_no_number_is_used",
        ),
    ),
    Fault(
        "a refresh that replaces what one is choosing at the desk",
        "templates/cases/window/refreshed.html",
        '{% include "cases/window/around.html" %}',
        '{% include "cases/window/around.html" %}{% include "cases/window/serving.html" %}',
        (
            "tests/cases/test_window_page.py"
            "::test_the_refresh_brings_nothing_in_which_one_types_or_chooses",
        ),
    ),
    Fault(
        "a ticket that another window called still shown as waiting",
        "cases/selectors/visits.py",
        "visible_visits(user).filter(WAITING, on=clock.today(), window=window)",
        "visible_visits(user).filter(on=clock.today(), window=window)",
        (
            "tests/cases/test_window_page.py"
            "::test_a_ticket_that_another_window_called_is_gone_from_the_refresh",
        ),
    ),
    Fault(
        "a page that asks by itself and so never signs anybody out",
        "mediation/middleware.py",
        'not getattr(request, "asks_by_itself", False)',
        "True",
        (
            "tests/cases/test_window_page.py"
            "::test_a_page_that_only_asks_by_itself_does_not_stay_signed_in",
        ),
    ),
    Fault(
        "a window that waits for another one's call",
        "cases/services/visits.py",
        "select_for_update(skip_locked=True, no_key=True)",
        "select_for_update(no_key=True)",
        (
            "tests/cases/test_visits_at_once.py"
            "::test_a_window_does_not_wait_for_one_that_is_just_calling",
        ),
    ),
    Fault(
        "a next one called over what was left yesterday",
        "cases/services/visits.py",
        "    _check_finished(user)\n    waiting =",
        "    waiting =",
        ("tests/cases/test_visits.py::test_what_was_left_yesterday_comes_before_the_next_call",),
    ),
    Fault(
        "a word of an accusation left on its ticket",
        "petitions/views/register.py",
        "key, forgets=is_sealed)",
        "key, forgets=False)",
        (
            "tests/petitions/test_window_accusations.py"
            "::test_an_accusation_leaves_no_word_on_the_ticket_it_came_with",
        ),
    ),
    Fault(
        "a risk that goes lower without saying what changed",
        "cases/services/assessments.py",
        "if is_lower(case.risk, risk) and not grounds:",
        "if False:",
        (
            "tests/cases/test_risk.py"
            "::test_going_lower_is_refused_without_grounds_and_done_with_them",
        ),
    ),
    Fault(
        "a settled case that turns red and of which nobody hears",
        "cases/notices/checking.py",
        "case.risk == Risk.RED and case.status in LIVE",
        "case.risk == Risk.RED and case.is_open",
        (
            "tests/cases/test_risk.py"
            "::test_red_is_told_of_a_settled_case_too_and_no_more_once_it_went_lower",
        ),
    ),
    Fault(
        "a note that hides how long nothing was done",
        "cases/enums/life.py",
        "        Verb.RECORD,\n",
        "        Verb.RECORD,\n        Verb.NOTE,\n",
        ("tests/cases/test_standstill.py::test_words_about_a_case_are_no_act",),
    ),
    Fault(
        "an instant report in the sight of police who were not told of it",
        "cases/selectors/instant.py",
        "mine |= Q(is_crime_feared=True)",
        "mine |= Q(centre__in=me.centres)",
        (
            "tests/cases/test_instant.py"
            "::test_the_police_are_told_where_an_offence_is_feared_and_read_no_other",
        ),
    ),
    Fault(
        "an overview that counts what its reader may not see",
        "reporting/selectors/overview.py",
        "        if who.villages is not None and place.pk not in who.villages:\n            continue\n",
        "",
        ("tests/reporting/test_overview.py::test_a_committee_sees_its_own_village_alone",),
    ),
    Fault(
        "a notice card with somebody who did not agree",
        "grids/selectors/village.py",
        "return staff_of(village).filter(consented_on__isnull=False)",
        "return staff_of(village)",
        ("tests/grids/test_village.py::test_the_card_names_those_who_serve_today_and_agreed",),
    ),
    Fault(
        "a village's page that anybody writes",
        "grids/views/village.py",
        "    if not of_village.may_write_village(user, village):\n        raise Http404\n    return village",
        "    return village",
        (
            "tests/grids/test_village.py"
            "::test_the_villages_head_and_the_three_offices_write_its_page[village2-False]",
        ),
    ),
    Fault(
        "a count of visits on the row of a party",
        "cases/models/parties.py",
        '"推选的代表席位"',
        '"来访次数"',
        ("tests/test_red_lines.py::test_no_table_is_called_or_has_what_we_do_not_keep",),
    ),
    Fault(
        "a case that says how many its parties brought",
        "cases/views/cases.py",
        '"days_open": (today - case.received_on).days + 1,',
        '"days_open": len({p.case_id for p in type(case.parties.first()).objects.all()'
        " if p.name == case.parties.first().name}),",
        (
            "tests/test_one_person.py"
            "::test_no_page_says_that_several_matters_are_of_one_person[director]",
        ),
    ),
    Fault(
        "a message outside that may have arrived is sent again",
        "mediation/core/notices/outside.py",
        "doubted_at = rows[0].doubted_at or (at if receipt.may_have_it else None)",
        "doubted_at = rows[0].doubted_at",
        (
            "tests/core/test_channels.py::test_where_copies_are_kept_silence_is_in_doubt_and_goes_by_mail_instead",
        ),
    ),
    Fault(
        "the words of a notice in a message outside",
        "mediation/core/notices/words.py",
        "CLOCK.get(step, SOMETHING)",
        "CLOCK.get(step, notice.text)",
        ("tests/core/test_channels.py::test_nothing_private_leaves_the_house",),
    ),
    Fault(
        "the key of a robot in a log",
        "mediation/settings.py",
        '"urllib3": {"level": "WARNING"}',
        '"urllib3": {"level": "NOTSET"}',
        ("tests/core/test_channels.py::test_nothing_private_leaves_the_house",),
    ),
    Fault(
        "a second digest outside on the same day",
        "mediation/core/notices/outside.py",
        "            state__in=LEFT_TODAY,\n",
        "            state__in=[],\n",
        ("tests/core/test_channels.py::test_a_digest_is_one_message_a_day",),
    ),
    Fault(
        "a lead that the phone sends again and nobody knows",
        "grids/services/leads.py",
        "found = Lead.objects.filter(form_key=form_key).first()",
        "found = Lead.objects.none().first()",
        (
            "tests/grids/test_leads.py"
            "::test_the_same_key_is_one_lead_with_its_photos_however_often_it_is_sent",
        ),
    ),
    Fault(
        "a photo from the field with the place where it was taken",
        "grids/services/leads.py",
        'photos.bare(picture, f"照片{place}", "photos")',
        "picture",
        ("tests/grids/test_leads.py::test_a_photo_keeps_nothing_but_the_picture",),
    ),
    Fault(
        "a lead in everybody's sight",
        "grids/selectors/leads.py",
        "seen |= Q(reported_by=one.user) | _seen_by_post(one)",
        "seen |= Q(division__isnull=False)",
        (
            "tests/grids/test_leads.py"
            "::test_a_lead_is_read_by_its_reporter_its_grid_its_village_and_the_overseers",
        ),
    ),
    Fault(
        "a report that the phone forgets before it was answered",
        "static/js/leads_box.js",
        "return goesOn && sendOne(row, who.token);",
        'return drop("box", row.key).then(function () { return sendOne(row, who.token); });',
        (
            "tests/journeys/test_lead_in_the_field.py"
            "::test_the_answer_is_lost_and_the_browser_killed_and_there_is_one_lead",
        ),
    ),
    Fault(
        "a merge that leaves open cases behind",
        "cases/services/replacing.py",
        '    for key in found.order_by("pk").values_list("pk", flat=True):',
        '    for key in found.none().values_list("pk", flat=True):',
        (
            "tests/grids/test_places_change.py"
            "::test_a_merge_carries_open_work_leaves_closed_work_and_the_tables_add_up",
        ),
    ),
    Fault(
        "an event that does not say for whom a deputy acted",
        "cases/access/relations.py",
        "        if _is_one_of(who, relations_of(standing_of([one], me.on), one.user, case)):",
        "        if one.user is None:",
        (
            "tests/grids/test_deputies.py"
            "::test_a_role_that_is_lent_is_named_too_and_an_own_one_is_not",
        ),
    ),
    Fault(
        "administrators who lend each other their posts",
        "grids/services/handover.py",
        "    if both & APART and len(both) > 1:",
        "    if both & APART and len(both) > 9:",
        ("tests/grids/test_deputies.py::test_a_deputy_has_a_last_day_and_nobody_arranges_his_own",),
    ),
    Fault(
        "a post that ends with open work in its holder's hands",
        "grids/services/posts.py",
        "    if to_on <= today and (count := sum(open_with(found).values())):",
        "    if to_on > today and (count := sum(open_with(found).values())):",
        ("tests/grids/test_appointing.py::test_nobody_leaves_with_open_work_in_his_hands",),
    ),
    Fault(
        "a hand-over to somebody who stepped aside",
        "cases/services/replacing.py",
        "    successor: User | None = None if is_recused else work.successor",
        "    successor: User | None = work.successor",
        ("tests/grids/test_handover.py::test_a_case_does_not_go_to_whom_it_may_not",),
    ),
    Fault(
        "a late report of a sweep that counts as in time",
        "grids/selectors/sweeps.py",
        "return UnitState.ON_TIME if filed_on <= due_on else UnitState.LATE",
        "return UnitState.ON_TIME if filed_on <= today else UnitState.LATE",
        ("tests/grids/test_sweeps.py::test_a_day_later_it_is_late_and_stays_so",),
    ),
    Fault(
        "what was asked for at a visit in the sight of leaders",
        "grids/selectors/sweeps.py",
        "Q(centre__in=towns_made(user)) |",
        "Q(centre__in=towns_read(user)) |",
        (
            "tests/grids/test_sweeps.py"
            "::test_what_was_asked_for_is_read_by_the_unit_and_the_peace_office_alone",
        ),
    ),
    Fault(
        "a register that shows every unit's lines to each",
        "grids/selectors/registers.py",
        "seen |= Q(kind=kind.code, unit__in=units)",
        "seen |= Q(kind=kind.code)",
        (
            "tests/grids/test_registers.py"
            "::test_a_village_reads_its_own_lines_and_the_overseers_all",
        ),
    ),
    Fault(
        "a clerk who approves what he wrote himself, as a deputy",
        "grids/selectors/register_rights.py",
        "        and entry.by_id != user.pk\n",
        "",
        ("tests/grids/test_registers.py::test_nobody_approves_what_he_wrote_himself",),
    ),
    Fault(
        "a register that names a case which its reader does not see",
        "cases/selectors/matter_links.py",
        "seen = access.visible_to(user).filter(pk__in=keys)",
        "seen = access.visible_to(User.objects.get(username='peace')).filter(pk__in=keys)",
        (
            "tests/cases/test_registers_of_cases.py"
            "::test_who_does_not_see_the_case_is_not_told_which_it_is",
        ),
    ),
    Fault(
        "a task that was done and is taken out of the plan",
        "grids/services/campaigns.py",
        '"task": campaign.tasks.filter(done_on__isnull=True)',
        '"task": campaign.tasks.all()',
        (
            "tests/grids/test_campaign_rounds.py"
            "::test_a_line_of_the_plan_is_taken_out_until_somebody_worked_on_it",
        ),
    ),
    Fault(
        "a campaign that shows each unit what the others do",
        "grids/selectors/campaigns.py",
        "mine = Q() if is_all else Q(unit__in=own)",
        "mine = Q()",
        ("tests/grids/test_campaigns.py::test_a_unit_reads_its_own_part_and_the_overseers_all",),
    ),
    Fault(
        "a case sent round while its jurisdiction is in question",
        "cases/services/keeping.py",
        "    if open_dispute(case) is not None:",
        "    if open_dispute(case) is not None and case.pk < 0:",
        (
            "tests/cases/test_jurisdiction.py"
            "::test_the_unit_says_it_once_and_keeps_the_case_until_it_is_decided",
        ),
    ),
    Fault(
        "a decided case handed back to the centre",
        "cases/services/keeping.py",
        "    check_not_in_dispute(case)\n    if is_placed_here(case):",
        "    check_not_in_dispute(case)\n    if is_placed_here(case) and case.pk < 0:",
        (
            "tests/cases/test_jurisdiction.py"
            "::test_whom_the_superior_names_gets_the_case_and_cannot_pass_it_on",
        ),
    ),
    Fault(
        "a mediator who reads what the others are paid",
        "cases/selectors/subsidies.py",
        "    return items.filter(mediator=user)",
        "    return items",
        ("tests/cases/test_subsidies.py::test_a_mediator_sees_his_own_and_no_other_one_the_sheet",),
    ),
    Fault(
        "a case paid for again in the next month",
        "cases/services/subsidies.py",
        "(one.pk, kind) not in paid",
        "(one.pk, kind) != paid",
        ("tests/cases/test_subsidies.py::test_a_settled_case_is_paid_once_by_the_table",),
    ),
    Fault(
        "an answer asked for that has long come",
        "cases/notices/legal_aid.py",
        "pk__in=keys.values(), forwarded_on__isnull=False, answered_on__isnull=True",
        "pk__in=keys.values(), forwarded_on__isnull=False",
        (
            "tests/cases/test_legal_aid.py"
            "::test_the_window_asks_for_the_answer_on_the_seventh_day_and_while_it_is_late",
        ),
    ),
    Fault(
        "a signal on the way out that leaves the database running",
        "mediation/management/commands/up.py",
        "            with suppress(KeyboardInterrupt):  # one that comes just now must not skip the rest\n"
        "                _hear_no_more()",
        "            _hear_no_more()",
        ("tests/test_up.py::test_a_signal_that_comes_just_as_it_leaves_skips_nothing",),
    ),
    Fault(
        "what was typed with a ticket forgotten while it may be taken up again",
        "cases/services/visits.py",
        "left_at__isnull=False, on__lt=clock.today())",
        "left_at__isnull=False)",
        (
            "tests/cases/test_visits.py"
            "::test_what_was_typed_with_an_ended_ticket_is_forgotten_in_the_night",
        ),
    ),
    Fault(
        "anybody's words in the form of a ticket",
        "mediation/core/drafts.py",
        "        if may_write(draft.user):",
        "        if draft.user_id:",
        (
            "tests/cases/test_visits.py"
            "::test_a_ticket_s_form_holds_what_the_windows_typed_and_nobody_else",
        ),
    ),
    Fault(
        "a file that two workers write",
        "reporting/services/export_jobs.py",
        "        if not is_ours:\n            return False\n",
        "",
        (
            "tests/reporting/test_export_jobs.py"
            "::test_a_killed_worker_is_found_says_so_and_leaves_nothing",
        ),
    ),
    Fault(
        "a formula of a citizen that runs in a CSV",
        "reporting/exports/cells.py",
        """return f"'{text}" if looks_like_formula(text) else text""",
        "return text",
        (
            "tests/reporting/test_export_files.py"
            "::test_a_formula_typed_by_a_citizen_stays_text_in_both_formats",
        ),
    ),
    Fault(
        "a download that nobody wrote down",
        "reporting/exports/download.py",
        "        record_fetch(export, user)\n",
        "        pass\n",
        (
            "tests/reporting/test_export_rights.py"
            "::test_each_download_is_written_down_and_its_owner_sees_it",
        ),
    ),
    Fault(
        "a file that outlives the post by which it was read",
        "reporting/services/exports.py",
        "or not set(export.posts) <= set(posts_today(user))",
        "or export.posts is None",
        (
            "tests/reporting/test_export_rights.py"
            "::test_rows_are_those_that_he_sees_when_it_is_written",
        ),
    ),
    Fault(
        "a warning that a stranger's unit reads",
        "reporting/selectors/warnings.py",
        "                    units.update(units_behind(post))",
        "                    units.update(units_behind(post))\n"
        "                    seen |= Q(centre=post.department.centre_id)",
        (
            "tests/reporting/test_warnings.py"
            "::test_only_whom_it_concerns_reads_it_and_only_the_asked_unit_answers",
        ),
    ),
    Fault(
        "a warning told anew for the matters for which it was ended",
        "reporting/services/warnings.py",
        "Q(closed_on__isnull=True) | Q(closed_on__gte=spell.from_on)",
        "Q(closed_on__isnull=True)",
        (
            "tests/reporting/test_warnings.py"
            "::test_what_was_ended_is_told_again_only_of_matters_that_are_all_new",
        ),
    ),
    Fault(
        "a locked number with the cases of today behind it",
        "reporting/selectors/behind.py",
        "    kept = kept_rows(figure, locked)\n",
        "    kept = None\n",
        (
            "tests/reporting/test_kept.py"
            "::test_the_list_of_a_locked_number_says_how_many_cases_are_gone",
        ),
    ),
    Fault(
        "a check that forgives a correction of which nothing was written",
        "reporting/kept.py",
        '    if field != "division":\n        return True\n',
        '    if field != "division":\n        return False\n',
        (
            "tests/reporting/test_kept.py"
            "::test_a_category_changed_past_the_triggers_changes_no_locked_number",
        ),
    ),
    Fault(
        "a half-month locked with other numbers than were approved",
        "reporting/services/steps.py",
        "        _check_unchanged(_last(half_month), cell_sums(centre, period))\n    return lock(",
        "        pass\n    return lock(",
        ("tests/reporting/test_steps.py::test_only_the_numbers_that_were_approved_are_locked",),
    ),
    Fault(
        "a correction that takes in what happened after the half-month",
        "reporting/selectors/corrections.py",
        "        if line.booked_on <= period.last_on",
        "        if line.booked_on >= period.first_on",
        (
            "tests/reporting/test_corrections.py"
            "::test_what_happened_after_the_half_month_is_no_correction_of_it",
        ),
    ),
    Fault(
        "a form of a locked month that is read from the cases as they are now",
        "reporting/selectors/survey.py",
        "    numbers = kept.numbers if kept else survey_numbers(centre, span)\n",
        "    numbers = survey_numbers(centre, span)\n",
        (
            "tests/reporting/test_form_survey.py"
            "::test_what_was_locked_stays_whatever_becomes_of_the_cases",
        ),
    ),
    Fault(
        "a working ledger that names in the story whom it calls 张某 beside it",
        "reporting/exports/form_lists.py",
        "    return mask_numbers_in(without_names(text, (), places, people_of(case)))\n",
        "    return mask_numbers_in(text)\n",
        (
            "tests/reporting/test_form_lists.py"
            "::test_nobody_is_named_in_the_file_not_even_in_the_story",
        ),
    ),
    Fault(
        "hours of the night counted as hours of work",
        "reporting/work_hours.py",
        "        within = min(max(passed - OPENS, 0), CLOSES - OPENS) if self.days[place] else 0",
        "        within = passed if self.days[place] else 0",
        (
            "tests/reporting/test_first_response.py"
            "::test_the_first_answer_is_counted_in_hours_of_work",
        ),
    ),
    Fault(
        "a time limit that still runs counted as kept",
        "reporting/selectors/quality.py",
        "    over = Q(stopped_on__isnull=True, due_on__lt=clock.today())",
        "    over = Q(stopped_on__isnull=True)",
        (
            "tests/reporting/test_first_response.py"
            "::test_a_rung_is_kept_or_missed_and_what_still_runs_is_neither",
        ),
    ),
    Fault(
        "lawsuits of people that nobody entered",
        "reporting/selectors/goals.py",
        "        .exclude(state__in=NOT_SAID)\n",
        "",
        (
            "tests/reporting/test_outside.py"
            "::test_the_last_that_was_told_holds_and_what_was_struck_does_not",
        ),
    ),
    Fault(
        "a report made public with somebody's name in it",
        "reporting/services/reports.py",
        "    if report.disclosure == Disclosure.PUBLIC:\n"
        "        check_public(report, actor)\n"
        "    report.facts = facts_now(report)\n",
        "    report.facts = facts_now(report)\n",
        (
            "tests/reporting/test_reports.py"
            "::test_before_it_is_made_public_names_numbers_and_places_are_listed",
        ),
    ),
    Fault(
        "a village's report read in the next village",
        "reporting/selectors/written.py",
        "        seen |= Q(unit__in=units)",
        "        seen |= Q(unit__kind__in=DepartmentKind.values)",
        (
            "tests/reporting/test_reports.py"
            "::test_a_draft_is_its_writers_and_a_village_s_report_no_other_village_s",
        ),
    ),
    Fault(
        "a task of a meeting reported as done by another unit",
        "reporting/services/meetings.py",
        "    if task.unit_id not in own_units(actor):",
        "    if not own_units(actor):",
        (
            "tests/reporting/test_meetings.py"
            "::test_what_was_decided_stands_on_the_unit_s_day_until_it_is_done",
        ),
    ),
    Fault(
        "a public map with its ones and twos",
        "reporting/small_cells.py",
        "    return DOT if value in SMALL else value",
        "    return value",
        (
            "tests/reporting/test_wall.py"
            "::test_the_hall_s_map_has_no_one_and_no_two_and_no_total_that_gives_them_away",
        ),
    ),
    Fault(
        "a total beside a cell that it gives away",
        "reporting/small_cells.py",
        "        if there not in _reached(leads, here) or here not in _reached(leads, there):",
        "        if row < 0:",
        ("tests/reporting/test_small_cells.py::test_every_dot_may_be_a_one_as_well_as_a_two",),
    ),
    Fault(
        "the numbers of overdue cases in the public hall",
        "reporting/wall.py",
        "late_units=() if is_hall else _late_units(found)",
        "late_units=_late_units(found)",
        (
            "tests/reporting/test_wall.py"
            "::test_the_wall_names_what_is_overdue_by_its_short_number_and_the_hall_does_not",
        ),
    ),
    Fault(
        "an example in the library without the parties' word",
        "reporting/services/library.py",
        "    if missing := reading.not_asked(entry):",
        "    if (missing := reading.not_asked(entry)) is None:",
        (
            "tests/reporting/test_library.py"
            "::test_it_is_published_by_another_when_all_agreed_and_nobody_is_named",
        ),
    ),
    Fault(
        "a head who reads the workload of another unit's people",
        "reporting/selectors/workload.py",
        "Q(department__in=units)",
        "Q(department__in=units) | Q(pk__gt=0)",
        (
            "tests/reporting/test_workload.py"
            "::test_the_director_reads_all_a_head_his_own_and_a_member_himself",
        ),
    ),
    Fault(
        "a trial message that was turned down and is said to have gone through",
        "mediation/core/notices/trial.py",
        "    if not receipt.is_taken:",
        "    if receipt.fault and receipt.is_taken:",
        ("tests/grids/test_deliveries.py::test_a_trial_that_fails_says_why_and_what_to_look_at",),
    ),
    Fault(
        "a plan's step handed to somebody who stepped aside from the case",
        "cases/services/replacing.py",
        "    _steps_of(work).filter(_stepped_aside(work)).update(person=None)\n",
        "",
        (
            "tests/grids/test_handover.py"
            "::test_nothing_of_a_case_that_he_stepped_aside_from_goes_to_the_successor",
        ),
    ),
    Fault(
        "a half-month submitted on its cut-off day, before the last villages",
        "reporting/services/steps.py",
        "    if missing and clock.today() <= period.last_on:\n",
        "    if missing and clock.today() < period.first_on:\n",
        (
            "tests/reporting/test_steps.py"
            "::test_the_cut_off_day_belongs_to_the_villages_until_its_end",
        ),
    ),
    Fault(
        "a follow-up that a reopening made needless, counted as a visit",
        "reporting/figures/catalogue.py",
        "Q(stopped_by=Verb.FOLLOW_UP, stopped_on__lte=period.last_on)",
        "Q(stopped_on__lte=period.last_on)",
        (
            "tests/reporting/test_stays.py"
            "::test_a_visit_is_done_by_visiting_and_owed_unless_the_case_came_back_before",
        ),
    ),
    Fault(
        "a sheet handed out to somebody who does not say what for",
        "grids/services/sheets.py",
        "    if purpose not in ExportPurpose.values:\n",
        "    if purpose and purpose not in ExportPurpose.values:\n",
        (
            "tests/reporting/test_sheets.py"
            "::test_every_sheet_asks_what_for_and_each_fetch_stands_in_the_log",
        ),
    ),
    Fault(
        "an example put into the library by who wrote its last words",
        "reporting/services/library.py",
        "    entry.amended_by = user\n",
        "",
        (
            "tests/reporting/test_library.py"
            "::test_who_changed_the_words_last_does_not_put_them_in_either",
        ),
    ),
    Fault(
        "a name check that tells a writer of people whom he does not see",
        "reporting/selectors/naming.py",
        "        {*names, *names_seen(user, centre, text)},\n",
        "        {*names, *names_in(centre, text)},\n",
        (
            "tests/reporting/test_library.py"
            "::test_the_check_tells_who_writes_only_of_people_whom_he_sees_anyway",
        ),
    ),
)
