"""What a petitioner does himself on the look-up page, carried out by the system (rules.md §3 rows
18 and 21). Nobody asks him for any of it."""

from cases.models import Party, SessionGuest
from cases.services import answer_own, public
from mediation.core.accounts import system_user
from mediation.core.errors import Refused
from petitions.enums import Status, Verb
from petitions.models import Petitioner
from petitions.services.door import Moved, move

WITHDRAWN_FROM = frozenset({Status.REGISTERED, Status.HANDLING})


def may_withdraw(petitioner: Petitioner) -> bool:
    """Only who petitions alone: of several, one does not speak for the others."""
    petition = petitioner.petition
    is_alone = petition.head_count == 1 and petition.petitioners.count() == 1
    return petition.status in WITHDRAWN_FROM and is_alone


def withdraw_own(petitioner: Petitioner, words: str) -> Moved:
    """In his own words (条例18(4): nobody may make him). Raises `Refused`: one_of_many · needs…"""
    if petitioner.petition.status in WITHDRAWN_FROM and not may_withdraw(petitioner):
        raise Refused(
            "one_of_many",
            "这件事是几个人一起提的，要都不办了才算撤回。",
            instead="您一个人退出，请给接待的人打电话说一声",
        )
    return move(petitioner.petition, Verb.WITHDRAW, system_user(), words=words.strip())


def rate_own(petitioner: Petitioner, *, for_office: str, for_unit: str, words: str = "") -> Moved:
    """His word about the office and the unit, once, within thirty days of the opinion."""
    return move(
        petitioner.petition,
        Verb.RATE,
        system_user(),
        for_office=for_office,
        for_unit=for_unit,
        words=words.strip(),
    )


def party_of(petitioner: Petitioner) -> Party | None:
    """He himself in the mediation of his petition, if there is exactly one of his name."""
    links = petitioner.petition.mediations.values("case")
    mine = Party.objects.filter(
        case__in=links, role="applicant", name=petitioner.name, phone_index=petitioner.phone_index
    )
    found = list(mine.order_by("-case").select_related("case"))
    return found[0] if len({one.case_id for one in found}) == len(found) and found else None


def may_stop(party: Party | None) -> bool:
    """Whether a mediation of his petition goes on that his word would end (人民调解法23)."""
    return party is not None and (public.may_withdraw(party) or public.may_refuse(party))


def stop_mediation(petitioner: Petitioner) -> None:
    """不想再调解: at once, and no reason is asked; the petition itself goes on.

    Raises `Refused`: not_found and what the mediation refuses.
    """
    party = party_of(petitioner)
    if party is None:
        raise Refused("not_found", "没有找到这场调解，请重新查一次。")
    public.refuse_own(party)


def answer_invitation(petitioner: Petitioner, key: str, answer: str, words: str) -> SessionGuest:
    """能来 or 不能来 to a sitting of the mediation. Raises `Refused`: not_found and the sitting's."""
    party = party_of(petitioner)
    if party is None:
        raise Refused("not_found", "没有找到这份邀请，请重新查一次。")
    return answer_own(party, key, answer, words)
