"""What people add on the look-up page, of petitions and of cases: a note, a photo, a complaint.

Whoever has a look-up code of a matter may speak about it, and about no other. It changes no status
and stops no clock; what he says is sealed, and no notice repeats it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from cases.models import Attachment as CaseAttachment
from cases.models import Case, Party
from cases.services.door import lock as lock_case
from cases.services.duties import responsible
from grids.enums import Role
from grids.selectors import people_with_role
from mediation.core import clock, files, notices, photos
from mediation.core.accounts import system_user
from mediation.core.deadlines import COMPLAINT, answer_due_on
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions.enums import WordKind
from petitions.models import Attachment, Petition, Petitioner, PublicWord
from petitions.services.door import lock
from petitions.services.telling import officers

LONGEST = 2000
MOST_A_DAY = 5  # of notes and photos of one person in one matter
Holder = Party | Petitioner


@dataclass(frozen=True)
class Matter:
    """The matter of a holder, locked, and how rows name both."""

    row: Case | Petition
    keys: dict[str, Any]
    people: Iterable[User]
    url: str
    key: str


def matter_of(holder: Holder) -> Matter:
    """Lock the holder's matter. Raises `Refused`: sealed."""
    if isinstance(holder, Party):
        case = lock_case(holder.case)
        url, key = f"/cases/{case.pk}/words/", f"case:{case.pk}"
        keys = {"centre_id": case.centre_id, "case": case, "party": holder}
        return Matter(case, keys, responsible(case), url, key)
    petition = lock(holder.petition)
    if petition.is_sealed:
        raise Refused("sealed", "检举控告不在这里办，请直接和纪检部门联系。")
    url, key = f"/petitions/{petition.pk}/", f"petition:{petition.pk}"
    keys = {"centre_id": petition.centre_id, "petition": petition, "petitioner": holder}
    return Matter(petition, keys, officers(petition), url, key)


@transaction.atomic
def add_note(
    holder: Holder, text: str = "", photo: "UploadedFile[Any] | None" = None
) -> PublicWord:
    """A note, a photo or both; the photo is drawn anew, without where and when it was taken.

    Raises `Refused`: needs_text · too_many · invalid_file · needs_file · sealed.
    """
    matter, now = matter_of(holder), clock.now()
    text = text.strip()[:LONGEST]
    if not text and photo is None:
        raise Refused("needs_text", "请写一句，或者选一张照片。", field="text")
    today = clock.local_day(now)
    if holder.public_words.filter(kind=WordKind.NOTE, on=today).count() >= MOST_A_DAY:
        raise Refused(
            "too_many", f"一天最多补充 {MOST_A_DAY} 次。", instead="还有要说的，请打承办单位的电话"
        )
    if photo is not None:
        picture = photos.bare(photo, f"查询页照片 {now:%Y%m%d-%H%M}")
        keep_photo(matter.row, files.store(picture, "photo"))
    word = PublicWord.objects.create(
        kind=WordKind.NOTE, text=text or "（照片）", on=today, at=now, **matter.keys
    )
    _tell(word, matter, matter.people, "在查询页补充了说明", matter.url)
    return word


def keep_photo(matter: Case | Petition, stored: files.Stored) -> None:
    by = {"centre_id": matter.centre_id, "uploaded_by": system_user(), "uploaded_at": clock.now()}
    if isinstance(matter, Petition):
        Attachment.objects.create(petition=matter, **by, **stored._asdict())
    else:
        stage = matter.stages.order_by("-seq").first()
        CaseAttachment.objects.create(case=matter, stage=stage, **by, **stored._asdict())


@transaction.atomic
def complain(holder: Holder, text: str) -> PublicWord:
    """对办理有意见: the director reads it and answers in three working days (Rule COMPLAINT).

    Nobody who handles the matter is told. Raises `Refused`: needs_text · said_already · sealed.
    """
    matter, now = matter_of(holder), clock.now()
    if not text.strip():
        raise Refused("needs_text", "请写一句哪里不满意。", field="text")
    today = clock.local_day(now)
    try:
        with transaction.atomic():
            word = PublicWord.objects.create(
                kind=WordKind.COMPLAINT,
                text=text.strip()[:LONGEST],
                on=today,
                at=now,
                due_on=answer_due_on(COMPLAINT, today),
                **matter.keys,
            )
    except IntegrityError:
        raise Refused(
            "said_already",
            "您的意见已经在主任那里了，还在答复期限里。",
            instead="有要补充的，请用“补充说明或照片”",
        ) from None
    directors = people_with_role(Role.DIRECTOR, matter.row.centre)
    _tell(word, matter, directors, f"有人对办理有意见，请在{_day(word.due_on)}前答复", ADDRESS)
    return word


ADDRESS = "/complaints/"


@transaction.atomic
def answer_complaint(word: PublicWord, actor: User, text: str) -> PublicWord:
    """The director's answer, read on the look-up page.

    Raises `Refused`: not_yours · answered · needs_text.
    """
    if not people_with_role(Role.DIRECTOR, word.centre).filter(pk=actor.pk).exists():
        raise Refused("not_yours", "这里的意见由中心主任答复。", who="中心主任")
    word = PublicWord.objects.select_for_update().get(pk=word.pk, kind=WordKind.COMPLAINT)
    if word.answered_on is not None:
        raise Refused("answered", "这条意见已经答复过了。", instead="请刷新页面看一看。")
    if not text.strip():
        raise Refused("needs_text", "请写一句答复，他会在查询页看到。", field="answer")
    word.answer = text.strip()[:LONGEST]
    word.answered_at, word.answered_by = clock.now(), actor
    word.answered_on = clock.local_day(word.answered_at)
    word.save()
    return word


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def _tell(word: PublicWord, matter: Matter, told: Iterable[User], said: str, url: str) -> None:
    """Never what was said, nor who said it."""
    notices.notify_many(
        notices.Row(
            user_id=person.pk,
            kind=f"public_{word.kind}",
            subject=f"public_word:{word.pk}",
            text=f"{matter.row.aloud}：{said}",
            matter_key=matter.key,
            url=url,
        )
        for person in told
    )
