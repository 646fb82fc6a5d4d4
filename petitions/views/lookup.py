"""Petitions on the public look-up page `/lookup/`, which stands in cases (settings.OWN_MATTERS)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from cases.models import Party
from mediation.core.errors import Refused
from petitions.enums import DataRequestKind, Grade, Kind
from petitions.models import Petitioner
from petitions.selectors.own import own_page
from petitions.services import data_requests, own, words
from petitions.workflow.conditions import is_rating_open

Post = Mapping[str, Any]
Files = Mapping[str, "UploadedFile[Any]"]


class OwnPetitions:
    """What the look-up asks of a kind of matter: who has a code, what he sees, what he may do."""

    template = "petitions/lookup/own.html"

    def holders(self) -> QuerySet[Petitioner]:
        """Nobody has a code to an accusation; should one ever stand there, it is not found."""
        return Petitioner.objects.exclude(petition__kind=Kind.ACCUSATION)

    def get(self, pk: int) -> Petitioner:
        return self.holders().select_related("petition__division", "petition__content").get(pk=pk)

    def shown(self, petitioner: Petitioner) -> dict[str, Any]:
        petition = petitioner.petition
        party = own.party_of(petitioner)
        return own_page(petitioner, party) | {
            "may_stop": own.may_stop(party),
            "may_withdraw": own.may_withdraw(petitioner),
            "is_one_of_many": petition.status in own.WITHDRAWN_FROM
            and not own.may_withdraw(petitioner),
            "may_rate": is_rating_open(petition) and bool(petition.concluded_on),
            "grades": Grade.choices,
            "request_kinds": DataRequestKind.choices,
        }

    def act(self, petitioner: Petitioner, post: Post) -> str:
        """Do what he asked; the sentence that he reads then. Raises Refused."""
        acts: dict[str, Callable[[Petitioner, Post], str]] = {
            "withdraw": withdraw,
            "rate": rate,
            "answer": answer,
            "stop": stop,
            "request": request_data,
        }
        chosen = acts.get(str(post.get("act", "")))
        if chosen is None:
            raise Refused("invalid_choice", "请从页面上列出的选一样。")
        return chosen(petitioner, post)


PETITIONS = OwnPetitions()


def withdraw(petitioner: Petitioner, post: Post) -> str:
    own.withdraw_own(petitioner, str(post.get("words", ""))[:1000])
    return "已经按您说的撤回。以后想再反映，随时可以来。"


def rate(petitioner: Petitioner, post: Post) -> str:
    own.rate_own(
        petitioner,
        for_office=str(post.get("for_office", "")),
        for_unit=str(post.get("for_unit", "")),
        words=str(post.get("words", ""))[:1000],
    )
    return "谢谢您的评价。"


def answer(petitioner: Petitioner, post: Post) -> str:
    own.answer_invitation(
        petitioner,
        str(post.get("invitation", "")),
        str(post.get("answer", "")),
        str(post.get("words", "")),
    )
    return "记下了，谢谢您告诉我们。"


def stop(petitioner: Petitioner, post: Post) -> str:
    own.stop_mediation(petitioner)
    return "已经按您说的结束调解。信访照常办，也不影响您打官司。"


def request_data(petitioner: Petitioner, post: Post) -> str:
    asked = data_requests.ask_own(
        petitioner, kind=str(post.get("kind", "")), text=str(post.get("text", ""))[:1000]
    )
    return f"收到您的要求了，{asked.due_on.month}月{asked.due_on.day}日以前答复您。"


# --- what everybody with a code may do, of a case as well (settings.OWN_ACTS) --------------------


def add_note(holder: Party | Petitioner, post: Post, files: Files) -> str:
    words.add_note(holder, str(post.get("text", "")), files.get("photo"))
    return "收到了，已经交给办理的人。"


def complain(holder: Party | Petitioner, post: Post, files: Files) -> str:
    said = words.complain(holder, str(post.get("text", "")))
    due_on = said.due_on or said.on
    return f"您的意见已经交给中心主任，{due_on.month}月{due_on.day}日以前答复您，答复会写在这一页。"
