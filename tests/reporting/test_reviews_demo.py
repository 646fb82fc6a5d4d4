"""The demo town's 评查 and examples, and what `check_invariants` says of them and of what is wrong."""

import pytest
from django.db import connection

from reporting.models import LibraryConsent, LibraryEntry, SampledCase, SampleSheet, Sampling
from reporting.review_enums import LibraryKind, LibraryState
from reporting.services.demo_reviews import load_demo_reviews
from reporting.services.review_invariants import faults

AFTER = "2027-01-05 09:00"


@pytest.fixture
def shown(example, at):
    at(AFTER)
    load_demo_reviews(example.town.centre, example.town.user("peace"))
    return example


def test_the_demo_has_reviews_and_examples_with_which_nothing_is_wrong(shown):
    assert Sampling.objects.count() == 1
    assert SampleSheet.objects.filter(has_to_mend=True).exists()
    kinds = LibraryEntry.objects.filter(state=LibraryState.PUBLISHED).values_list("kind", flat=True)
    assert set(kinds) == set(LibraryKind.values)
    assert list(faults()) == []
    load_demo_reviews(shown.town.centre, shown.town.user("peace"))  # a second time: nothing more
    assert (Sampling.objects.count(), LibraryEntry.objects.count()) == (1, len(kinds))


def test_a_case_that_no_lot_drew_is_found(shown):
    one = SampledCase.objects.order_by("pk").first()
    other = next(case for case in shown.cases.values() if case.pk != one.case_id)
    SampledCase.objects.create(centre=one.centre, of=one.of, case=other, place=9)
    assert any("抽样和种子、名单不符" in said for said in faults())


def test_an_example_without_consent_or_with_a_name_is_found(shown):
    entry = LibraryEntry.objects.order_by("pk").first()
    consent = LibraryConsent.objects.filter(entry=entry).first()
    user = shown.town.user("peace")
    LibraryConsent.objects.filter(pk=consent.pk).update(
        taken_back_on="2027-01-05", taken_back_by=user
    )
    assert f"案例 {entry.pk} 还有当事人没有同意" in list(faults())
    with connection.cursor() as cursor:  # past the trigger, as a hand at the database would
        cursor.execute("SET LOCAL session_replication_role = replica")
        LibraryEntry.objects.filter(pk=entry.pk).update(story=f"{consent.party.name}先让了步")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert f"案例 {entry.pk} 里有姓名、号码或者村以下的地点" in list(faults())
