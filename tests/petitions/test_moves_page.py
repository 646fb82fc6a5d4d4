"""Making the moves from pages: every verb has a form, nothing typed is lost, the signer signs."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mediation.core import drafts
from petitions.enums import Verb
from petitions.forms.moves import MoveForm
from petitions.models import Petition
from petitions.views.moves import draft_kind
from petitions.workflow import GRAPH, fields_of
from tests.cases.factories import some_text
from tests.factories import V2
from tests.petitions.factories import Office
from tests.petitions.pages import desk, page_of, post, told, verbs_on

pytestmark = pytest.mark.django_db


def fresh(petition: Petition) -> Petition:
    return Petition.objects.get(pk=petition.pk)


@pytest.mark.parametrize("verb", [str(verb) for verb in GRAPH.by_verb])
def test_every_verb_has_a_form_with_the_fields_of_its_table(
    office: Office, petition: Petition, verb: str
) -> None:
    office.accept(petition)
    form = MoveForm(verb, fresh(petition), office.town.user("petition"))
    specs = fields_of(verb)
    assert list(form.fields) == [spec.name for spec in specs]
    for spec in specs:
        assert form.fields[spec.name].required == spec.is_required, spec.name
        if spec.options in {"units", "demands", "letters", "categories", "villages", "contents"}:
            assert [pair for pair in form.fields[spec.name].choices if pair[0]], spec.name


def test_the_page_of_each_open_verb_opens(office: Office, petition: Petition) -> None:
    for status in ("registered", "handling"):
        assert fresh(petition).status == status
        verbs = verbs_on(page_of(office, "petition", petition)) - {"draft"}
        assert len(verbs) > 5
        for verb in verbs:
            page = page_of(office, "petition", petition, f"moves/{verb}/")
            assert f'action="/petitions/{petition.pk}/moves/{verb}/"' in page
        if status == "registered":
            office.accept(petition)


def test_accepted_on_the_spot_from_the_page(office: Office, petition: Petition) -> None:
    answer = post(office, "petition", petition, "moves/accept/", way="6", told_now="on")
    assert told(answer) == ["信1号：受理，办好了。"]
    assert fresh(petition).status == "handling"
    assert fresh(petition).notified_on == date(2026, 8, 3)
    assert office.running(petition) == {"CONCLUDE": date(2026, 10, 2)}


def test_a_letter_that_still_has_to_go_out_is_said(office: Office, petition: Petition) -> None:
    answer = post(office, "petition", petition, "moves/accept/", way="6")
    assert any("送达了才算告知" in one for one in told(answer))
    letter = office.letter(petition, "acceptance")
    page = page_of(office, "petition", petition, "moves/deliver/")
    assert letter.number in page
    sent = {"letter": letter.pk, "way": "post", "sent_on": "2026-08-03"}
    assert told(post(office, "petition", petition, "moves/deliver/", **sent)) == [
        "信1号：记送达，办好了。"
    ]
    assert "NOTIFY" not in office.running(petition)


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(
    office: Office, petition: Petition
) -> None:
    words = some_text()
    answer = post(office, "petition", petition, "moves/guide/", way="1", to=words)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert 'href="#id_time_limit"' in page
    assert fresh(petition).status == "registered"
    sent = {"way": "1", "to": words, "time_limit": "3 年"}
    assert post(office, "petition", petition, "moves/guide/", **sent).status_code == 302
    assert fresh(petition).status == "guided"


def test_a_refusal_of_the_rules_stands_on_the_form(office: Office, petition: Petition) -> None:
    """The answer may not be asked for later than the sixty days allow."""
    office.accept(petition)
    demand = petition.demands.first()
    sent = {
        "unit": office.town.unit("guijian").pk,
        "demands": [demand.pk] if demand else [],
        "text": some_text(),
    }
    late = post(office, "petition", petition, "moves/assign/", due_on="2026-10-03", **sent)
    assert "不能晚于办理期限（2026-10-02）" in late.content.decode()
    assert sent["text"] in late.content.decode()
    assert not petition.directions.exists()
    done = post(office, "petition", petition, "moves/assign/", due_on="2026-10-02", **sent)
    assert done.status_code == 302
    assert petition.directions.get().due_on == date(2026, 10, 2)


def test_who_comes_second_sees_what_happened_and_both_texts(
    office: Office, petition: Petition
) -> None:
    loaded, theirs, mine = petition.version, some_text(), some_text()
    office.move(petition, "note", stuck=theirs, next_step="等")
    late = post(
        *(office, "director", petition, "moves/note/"), version=loaded, stuck=mine, next_step="催"
    )
    page = late.content.decode()
    assert theirs in page
    assert mine in page
    assert "您打开以后发生的" in page
    assert fresh(petition).stuck == theirs
    again = post(office, "director", petition, "moves/note/", stuck=mine, next_step="催")
    assert again.status_code == 302
    assert fresh(petition).stuck == mine


def test_a_correction_sends_only_what_was_changed_on_this_screen(
    office: Office, petition: Petition
) -> None:
    page = page_of(office, "petition", petition, "moves/amend/")
    assert petition.narrative in page
    shown = {
        "title": petition.title,
        "narrative": petition.narrative,
        "division": petition.division.code,
        "content": petition.content.code,
        "purpose": petition.purpose,
        "risk": petition.risk,
        "head_count": "1",
        "received_on": "2026-08-03",
    }
    hidden = {f"initial-{name}": value for name, value in shown.items()}
    sent = shown | hidden | {"division": V2, "reason": "写错了村"}
    assert post(office, "petition", petition, "moves/amend/", **sent).status_code == 302
    assert fresh(petition).division.code == V2
    assert petition.events.order_by("-seq")[0].payload["fields"] == ["division"]


def test_what_needs_a_signature_waits_on_the_page_and_is_signed_there(
    office: Office, petition: Petition
) -> None:
    reason = some_text()
    sent = {"ground": "not_ours", "where_to": "区教委", "reason": reason}
    answer = post(office, "petition", petition, "moves/decline/", **sent)
    assert told(answer) == ["已报本单位负责人签，签了就生效。"]
    proposal = petition.proposals.get()
    assert "同意，签" not in page_of(office, "petition", petition)
    page = page_of(office, "director", petition)
    for words in ("同意，签", reason, "不属本机关职权", "可以向区教委提出"):
        assert words in page, words
    url = f"proposals/{proposal.pk}/"
    post(office, "petition", petition, url, decision="sign")
    assert fresh(petition).status == "registered"
    assert told(post(office, "director", petition, url, decision="sign")) == [
        "信1号：不予受理，已签。"
    ]
    assert fresh(petition).status == "declined"
    assert "拟办）" in page_of(office, "petition", petition)


def test_the_signer_gives_back_with_a_reason(office: Office, petition: Petition) -> None:
    office.move(petition, "decline", ground="other", where_to="区教委")
    url = f"proposals/{petition.proposals.get().pk}/"
    said = told(post(office, "director", petition, url, decision="return", reason=""))
    assert said == ["请写一句退回的理由。"]
    post(office, "director", petition, url, decision="return", reason="再问一问")
    assert petition.proposals.get().reason == "再问一问"
    assert fresh(petition).status == "registered"


def test_a_proposal_is_out_of_reach_for_card_readers(office: Office, petition: Petition) -> None:
    office.move(petition, "decline", ground="other", where_to="区教委")
    url = f"proposals/{petition.proposals.get().pk}/"
    assert post(office, "window", petition, url, decision="sign").status_code == 404
    assert post(office, "director", petition, url, decision="sign").status_code == 302


def test_an_old_button_says_why_not(office: Office, petition: Petition) -> None:
    office.accept(petition)
    answer = desk(office, "petition").get(f"/petitions/{petition.pk}/moves/guide/")
    assert answer.status_code == 302
    assert "现在是“办理中”，不能导入法定途径" in told(answer)[0]
    assert desk(office, "petition").get(f"/petitions/{petition.pk}/moves/dance/").status_code == 404


def test_the_unit_signs_for_with_one_click_and_answers_the_one_it_chooses(
    office: Office, petition: Petition
) -> None:
    office.accept(petition)
    office.assign(petition)
    unit = str(office.town.unit("guijian").pk)
    office.move(petition, "urge", text="快些", to=unit)
    assert 'data-verb="sign_for"' in page_of(office, "department", petition)
    assert post(office, "department", petition, "moves/sign_for/").status_code == 302
    assigned, urged = petition.directions.order_by("pk")
    assert assigned.signed_at is not None
    # The urging is due first; the unit answers the assignment.
    answer = post(
        *(office, "department", petition, "moves/answer/"), direction=assigned.pk, text=some_text()
    )
    assert answer.status_code == 302
    assigned.refresh_from_db()
    urged.refresh_from_db()
    assert assigned.answered_at is not None
    assert urged.answered_at is None


def test_what_he_began_to_write_comes_back_and_goes_when_it_is_done(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    words, user = some_text(), office.town.user("petition")
    client = desk(office, "petition")
    address = f"/drafts/{draft_kind(Verb.NOTE)}/?key={petition.pk}"
    client.post(address, {"stuck": words}, content_type="application/json")
    assert words in page_of(office, "petition", petition, "moves/note/")
    assert words not in page_of(office, "director", petition, "moves/note/")
    post(office, "petition", petition, "moves/note/", stuck=words, next_step="等")
    assert drafts.load(user, draft_kind(Verb.NOTE), str(petition.pk)) is None


def test_a_correction_that_was_begun_still_counts_as_changed(
    office: Office, petition: Petition
) -> None:
    """The page that is opened again carries the words which the first screen had loaded."""
    words = some_text()
    page = page_of(office, "petition", petition, "moves/amend/")
    assert 'name="initial-narrative"' in page
    address = f"/drafts/{draft_kind(Verb.AMEND)}/?key={petition.pk}"
    begun = {"narrative": words, "initial-narrative": petition.narrative}
    desk(office, "petition").post(address, begun, content_type="application/json")
    again = page_of(office, "petition", petition, "moves/amend/")
    assert words in again
    hidden = re.search(
        r'<textarea name="initial-narrative"[^>]*>\s*(.*?)</textarea>|'
        r'name="initial-narrative" value="(.*?)"',
        again,
    )
    assert hidden
    assert petition.narrative in hidden[0]
