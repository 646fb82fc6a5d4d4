"""Letters F1–F16 (domain.md §2.2): fields in the official order, issued, locked, numbered, read."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cases.papers.drawing import draw
from cases.papers.layouts import People
from mediation.core import documents
from mediation.core.models import User
from petitions.enums import Letter
from petitions.letters import layouts
from petitions.letters.table import LETTERS
from petitions.models import IssuedLetter, Petition
from petitions.services import letters
from tests.cases.factories import some_text
from tests.cases.test_papers import plain, words
from tests.petitions.factories import Office

pytestmark = pytest.mark.django_db

# domain.md §2.2 read by hand: the fields of each letter, in its order.
ORDER: dict[str, str] = {
    "registration": "petition_number registered_at registered_by channel came occurrence people"
    " head_count place purpose content narrative demands prior_step files talk handling",
    "acceptance": "names received_on channel title way procedure limit contact query",
    "decline": "names received_on channel title ground basis detail to contact signer",
    "not_again": "names received_on channel title final_number basis detail contact signer",
    "guidance": "names received_on channel title way to time_limit basis detail contact",
    "forwarding": "to names received_on channel title narrative demands reason files contact",
    "forward_notice": "names received_on channel title to reason contact query",
    "assignment": "to names received_on channel title narrative demands text due_on files contact",
    "objection": "sent_by external_number names received_on title reason to contact",
    "extension": "names received_on channel title accepted_on reason days due_on signer contact"
    " query",
    "opinion": "names received_on channel title came accepted_on demands answers resolution"
    " review_body contact query signer",
    "review": "names office body requested_on title demands found result decided_on",
    "final": "names office body requested_on title demands found result decided_on",
    "receipt": "letter letter_number to time place way outcome deliverer witness",
    "hearing": "time place people title text view",
    "report": "unit assignment_number title due_on basics inquiry text attitude files",
    "settlement": "people respondent narrative terms performance copies",
    "urgent": "time place head_count demands cause state measures advice reporter contact",
    "reception": "period leader time place names head_count demands answer due_on result",
}
AROUND = ("issuer", "number", "on", "petition_number")


def filled(kind: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Every field of a letter with words of its own."""
    tables = {b.field.name for b in LETTERS[kind].layout.blocks if isinstance(b, People)}
    said = {name: words() for name in (*ORDER[kind].split(), *AROUND)}
    data: dict[str, Any] = dict(said)
    for name in tables:
        data[name] = [{"label": "第一项", "name": said[name], "text": said[name]}]
    return data, said


def test_every_field_is_on_the_pdf_in_the_official_order_and_every_typeface_inside(
    tmp_path: Path,
) -> None:
    assert set(ORDER) == set(LETTERS) == set(Letter.values)
    asked = {kind: filled(kind) for kind in ORDER}
    made = [
        documents.render(LETTERS[kind].template.read_bytes(), data)
        for kind, (data, _) in asked.items()
    ]
    for (kind, (_, said)), pdf in zip(asked.items(), documents.to_pdfs(made), strict=True):
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(pdf)
        text, at = plain(path), 0
        for name in ("issuer", "number", *ORDER[kind].split(), "on"):
            found = text.find(said[name], at)
            assert found >= 0, f"{kind}: {name} is missing or stands too early"
            at = found
        assert said["petition_number"] in text, kind
        fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
        rows = fonts.stdout.splitlines()[2:]
        assert rows, kind
        assert [row for row in rows if row.split()[-5] != "yes"] == [], kind


def test_the_templates_are_those_of_the_layouts() -> None:
    for kind, letter in LETTERS.items():
        drawn = draw(letter.title, letter.layout)
        assert documents.text_of(drawn) == documents.text_of(letter.template.read_bytes()), kind
        assert documents.fields_of(drawn) <= {one.name for one in letter.layout.fields}, kind


# --- through the page ---------------------------------------------------------------------------


def last(petition: Petition, kind: str) -> IssuedLetter:
    return petition.letters.filter(kind=kind).order_by("-version")[0]


def text_of(answer: Any) -> str:
    """All that a downloaded Word file prints, without breaks."""
    assert answer.status_code == 200
    return documents.text_of(answer.content)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(petition: Petition, rest: str = "") -> str:
    return f"/petitions/{petition.pk}/letters/{rest}"


def docx(client: Client, petition: Petition, kind: str) -> str:
    letter = last(petition, kind)
    client.post(url(petition, f"{letter.pk}/draw/"))
    return text_of(client.get(url(petition, f"{letter.pk}/docx/")))


def test_a_story_with_signs_prints_as_typed(office: Office, petition: Petition) -> None:
    told = f"墙高<三米 & 沟宽>两米，写着{{{{ 7 * 7 }}}}和{{% if %}}，{some_text()}"
    petition = office.register(narrative=told)
    client = browser(office.town.user("petition"))
    assert told in docx(client, petition, "registration")
    page = client.get(url(petition, f"{last(petition, 'registration').pk}/print/"))
    assert "墙高&lt;三米 &amp; 沟宽&gt;两米，写着{{ 7 * 7 }}" in page.content.decode()


def test_the_opinion_answers_each_demand_and_names_the_way_on(
    office: Office, petition: Petition
) -> None:
    petition = office.reply(office.accept(petition))
    made = docx(browser(office.town.user("petition")), petition, "opinion")
    at = 0
    for demand in petition.demands.order_by("position"):
        for said in (demand.finding, demand.basis, "意见：支持"):
            at = made.find(said, at)
            assert at > 0, said
    assert "涪陵区人民政府" in made
    assert "30 日" in made
    assert f"签发人：{office.town.user('director').name}" in made


def test_every_letter_is_the_street_offices_own(office: Office, petition: Petition) -> None:
    office.accept(petition)
    office.assign(petition)
    office.move(petition, "answer", "department", text="查过了")
    office.move(petition, "hear", text="开了会")
    office.reply(petition)
    kinds = set(petition.letters.values_list("kind", flat=True))
    assert kinds == {"registration", "acceptance", "assignment", "report", "hearing", "opinion"}
    for letter in petition.letters.all():
        words = letters.words_of(letter)
        assert words["issuer"] == "李渡街道办事处", letter.kind
        is_seal_ours = LETTERS[letter.kind].layout.seal in {"", layouts.SEAL}
        assert is_seal_ours or letter.kind == "report", letter.kind
