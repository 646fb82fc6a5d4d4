"""Papers and proposals: what the database itself refuses."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from mediation.core import clock
from mediation.core.models import Decision, User
from tests.core.things import Thing, ThingPaper, ThingProposal, things_in_the_database


@pytest.fixture
def thing(db: None) -> Iterator[Thing]:
    with things_in_the_database():
        yield Thing.objects.create()


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create(username="window", name="周敏")


def propose(thing: Thing, clerk: User, verb: str = "close", **more: object) -> ThingProposal:
    with transaction.atomic():
        return ThingProposal.objects.create(
            thing=thing,
            verb=verb,
            data={"reason": "都办好了"},
            version=3,
            by=clerk,
            at=clock.now(),
            signer_label="致远社区调委会负责人",
            **more,
        )


def issue(thing: Thing, clerk: User, **more: object) -> ThingPaper:
    with transaction.atomic():
        return ThingPaper.objects.create(
            thing=thing, kind="receipt", issued_by=clerk, issued_at=clock.now(), **more
        )


def test_one_verb_waits_for_one_signature_at_a_time(thing: Thing, clerk: User) -> None:
    first = propose(thing, clerk)
    propose(thing, clerk, "decline")
    with pytest.raises(IntegrityError):
        propose(thing, clerk)
    first.decision, first.decided_at, first.decided_by = Decision.RETURNED, clock.now(), clerk
    first.save()
    propose(thing, clerk)
    assert ThingProposal.objects.filter(ThingProposal.is_open).count() == 2


def test_a_decision_has_its_moment(thing: Thing, clerk: User) -> None:
    propose(thing, clerk, decision=Decision.SIGNED, decided_at=clock.now(), decided_by=clerk)
    with pytest.raises(IntegrityError):
        propose(thing, clerk, decision=Decision.SIGNED)
    with pytest.raises(IntegrityError):
        propose(thing, clerk, decided_at=clock.now())


def test_what_is_proposed_is_sealed(thing: Thing, clerk: User) -> None:
    proposal = propose(thing, clerk)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT data FROM {ThingProposal._meta.db_table}")
        stored = cursor.fetchone()[0]
    assert stored.startswith("v1:")
    assert ThingProposal.objects.get(pk=proposal.pk).data == {"reason": "都办好了"}


def test_a_paper_is_received_after_it_is_sent(thing: Thing, clerk: User) -> None:
    day, before = date(2026, 11, 13), date(2026, 11, 12)
    issue(thing, clerk)
    issue(thing, clerk, sent_on=day)
    issue(thing, clerk, sent_on=day, received_on=day)
    with pytest.raises(IntegrityError):
        issue(thing, clerk, sent_on=day, received_on=before)
    with pytest.raises(IntegrityError):
        issue(thing, clerk, received_on=day)
