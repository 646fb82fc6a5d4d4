"""Letters as the tests open them, and what those by hand ask for."""

from typing import Any

from mediation.core import documents
from petitions.models import IssuedLetter, Petition
from tests.petitions.factories import Office
from tests.petitions.pages import desk

BY_HAND: dict[str, dict[str, str]] = {
    "settlement": {"respondent": "某石场", "terms": "各让一步", "performance": "当日付清"},
    "urgent": {
        "time": "8月3日 9:00",
        "cause": "放炮",
        "state": "平稳",
        "measures": "接谈",
        "advice": "请鉴定",
    },
    "reception": {
        "period": "第3期",
        "leader": "某书记",
        "time": "上午",
        "place": "接访室",
        "answer": "当场答应",
    },
}


def last(petition: Petition, kind: str) -> IssuedLetter:
    return petition.letters.filter(kind=kind).order_by("-version")[0]


def url(petition: Petition, rest: str = "") -> str:
    return f"/petitions/{petition.pk}/letters/{rest}"


def text_of(answer: Any) -> str:
    """All that a downloaded Word file prints, without breaks."""
    assert answer.status_code == 200, answer.status_code
    return documents.text_of(answer.content)


def docx(office: Office, petition: Petition, kind: str, who: str = "petition") -> str:
    """What the Word file of the last letter of a kind says, through the page."""
    client, letter = desk(office, who), last(petition, kind)
    client.post(url(petition, f"{letter.pk}/draw/"))
    return text_of(client.get(url(petition, f"{letter.pk}/docx/")))
