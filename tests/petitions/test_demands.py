"""诉求一条一条办: each demand is answered before the reply, by whom it is given to (条例32)."""

import pytest

from petitions.models import Demand, Petition, Revision
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.pages import desk, page_of, post, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled(office: Office, petition: Petition) -> Petition:
    return office.accept(petition, told_now=True)


def typed(position: int, **words: str) -> dict[str, str]:
    """What the form of one demand sends; `words` over blanks."""
    fields = {"finding": "", "opinion": "", "basis": "", "answer": ""} | words
    return {f"demand_{position}-{name}": value for name, value in fields.items()}


def demand(petition: Petition, position: int) -> Demand:
    return Demand.objects.get(petition=petition, position=position)


WHOLE = {"finding": "去看过了", "opinion": "support", "basis": "条例第32条"}


def test_the_officer_writes_them_and_the_page_says_what_is_missing(
    office: Office, handled: Petition
) -> None:
    page = page_of(office, "petition", handled, "demands/")
    assert page.count("还差查明、意见、依据") == 2
    words = some_text()
    sent = typed(1, **WHOLE, answer=words) | typed(2, finding="问过了")
    answer = post(office, "petition", handled, "demands/", **sent)
    assert told(answer) == ["存好了。还没有写全的：第 2 项差意见、依据"]
    first = demand(handled, 1)
    assert (first.finding, first.opinion, first.basis, first.answer) == (*WHOLE.values(), words)
    assert first.answered_by == office.town.user("petition")
    assert first.is_answered
    assert not demand(handled, 2).is_answered
    assert words in page_of(office, "petition", handled)


def test_the_reply_is_refused_until_each_is_complete_and_says_which(
    office: Office, handled: Petition
) -> None:
    post(office, "petition", handled, "demands/", **typed(1, **WHOLE), **typed(2))
    opened = desk(office, "petition").get(f"/petitions/{handled.pk}/moves/reply/")
    assert opened.status_code == 302
    said = " ".join(told(opened))
    assert "第 2 项还没有写全查明、意见和依据" in said
    assert "第 1 项" not in said
    refused = post(office, "director", handled, "moves/reply/")
    assert refused.status_code == 200
    assert "第 2 项还没有写全查明、意见和依据" in refused.content.decode()
    answer = post(office, "petition", handled, "demands/", **typed(1, **WHOLE), **typed(2, **WHOLE))
    assert told(answer) == ["每一项都写全了，可以出具处理意见。"]
    assert post(office, "director", handled, "moves/reply/").status_code == 302
    handled.refresh_from_db()
    assert handled.status == "replied"


def test_a_unit_writes_its_own_and_reads_the_others(office: Office, handled: Petition) -> None:
    own = demand(handled, 1)
    office.assign(handled, demands=[str(own.pk)])
    page = page_of(office, "department", handled, "demands/")
    assert 'name="demand_1-finding"' in page
    assert 'name="demand_2-finding"' not in page
    assert demand(handled, 2).text in page
    sent = typed(1, **WHOLE) | typed(2, **WHOLE)
    assert post(office, "department", handled, "demands/", **sent).status_code == 302
    assert demand(handled, 1).is_answered
    assert not demand(handled, 2).is_answered


@pytest.mark.parametrize("who", ["director", "peace"])
def test_readers_read_and_do_not_write(office: Office, handled: Petition, who: str) -> None:
    assert "demand_1-finding" not in page_of(office, who, handled, "demands/")
    answer = post(office, who, handled, "demands/", **typed(1, **WHOLE), **typed(2, **WHOLE))
    assert "现在没有您可以写的诉求" in answer.content.decode()
    assert not demand(handled, 1).is_answered


def test_nothing_is_written_before_it_is_accepted_or_after_the_reply(
    office: Office, petition: Petition
) -> None:
    post(office, "petition", petition, "demands/", **typed(1, **WHOLE), **typed(2))
    assert not demand(petition, 1).is_answered
    office.accept(petition)
    office.reply(petition)
    before = demand(petition, 1).finding
    post(office, "petition", petition, "demands/", **typed(1, **WHOLE), **typed(2))
    assert demand(petition, 1).finding == before


def test_who_comes_second_sees_both_texts_and_loses_nothing(
    office: Office, handled: Petition
) -> None:
    loaded = handled.version
    theirs, mine = some_text(), some_text()
    post(office, "petition", handled, "demands/", **typed(1, finding=theirs), **typed(2))
    late = post(
        *(office, "petition", handled, "demands/"),
        version=loaded,
        **typed(1, finding=mine),
        **typed(2),
    )
    page = late.content.decode()
    assert theirs in page
    assert mine in page
    assert demand(handled, 1).finding == theirs
    handled.refresh_from_db()
    assert f'name="version" value="{handled.version}"' in page
    post(office, "petition", handled, "demands/", **typed(1, finding=mine), **typed(2))
    assert demand(handled, 1).finding == mine


def test_what_stood_before_is_kept_and_the_history_holds_no_words(
    office: Office, handled: Petition
) -> None:
    first, second = some_text(), some_text()
    post(office, "petition", handled, "demands/", **typed(1, finding=first), **typed(2))
    post(office, "petition", handled, "demands/", **typed(1, finding=second), **typed(2))
    kept = Revision.objects.get(petition=handled, field="demand.1.finding")
    assert kept.before == first
    events = handled.events.filter(verb="answer_demand")
    assert [one.payload for one in events] == [{"position": 1}, {"position": 1}]
    assert "写了第 1 项诉求的查明和意见" in page_of(office, "petition", handled)


def test_saving_without_a_change_leaves_no_trace(office: Office, handled: Petition) -> None:
    post(office, "petition", handled, "demands/", **typed(1, **WHOLE), **typed(2))
    events = handled.events.count()
    answer = post(office, "petition", handled, "demands/", **typed(1, **WHOLE), **typed(2))
    assert told(answer) == ["没有改动。"]
    assert handled.events.count() == events


def test_a_reply_that_waits_for_its_signature_lapses_when_the_words_change(
    office: Office, handled: Petition
) -> None:
    """The director would sign other words than he was shown."""
    office.answer_demands(handled)
    office.move(handled, "reply")
    assert handled.proposals.get().decision == ""
    post(office, "petition", handled, "demands/", **typed(1, **WHOLE), **typed(2, **WHOLE))
    assert handled.proposals.get().decision == "lapsed"


def test_a_draft_comes_back_to_its_writer_alone(office: Office, handled: Petition) -> None:
    client, words = desk(office, "petition"), some_text()
    client.post(
        f"/drafts/petition-demands/?key={handled.pk}",
        {"demand_2-finding": words},
        content_type="application/json",
    )
    assert words in page_of(office, "petition", handled, "demands/")
    assert words not in page_of(office, "peace", handled, "demands/")
