"""Pages of written reports, meetings and duties, opened and sent as somebody."""

import io
import re
from typing import Any

from django.test import Client
from docx import Document

from reporting.kinds import REPORT_KINDS
from reporting.models import WrittenReport
from tests.cases.factories import some_text
from tests.factories import Town

LIST = "/reports/written/"


def desk(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.user(who))
    return client


def begun(town: Town, who: str, kind: str, unit: str, on: str) -> WrittenReport:
    """A report begun on the list's page."""
    what = f"{kind}:{town.unit(unit).pk}"
    answer = desk(town, who).post(LIST, {"what": what, "on": on})
    assert answer.status_code == 302, answer.content.decode()
    return WrittenReport.objects.get(pk=re.findall(r"\d+", answer.url)[-1])


def words_for(report: WrittenReport, **more: str) -> dict[str, str]:
    """Words for every section, new in each run."""
    kind = REPORT_KINDS[report.kind]
    return {section.name: some_text(20) for section in kind.sections} | more


def send(town: Town, who: str, report: WrittenReport, do: str = "write", **data: Any) -> Any:
    """One step of the page, with the version that the screen had loaded."""
    report.refresh_from_db()
    sent = {"do": do, "version": report.version, "disclosure": "internal"} | data
    answer = desk(town, who).post(f"{LIST}{report.pk}/", sent)
    report.refresh_from_db()
    return answer


def page_of(town: Town, who: str, report: WrittenReport) -> str:
    answer = desk(town, who).get(f"{LIST}{report.pk}/")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def status_for(town: Town, who: str, report: WrittenReport) -> int:
    return desk(town, who).get(f"{LIST}{report.pk}/").status_code


def word_file(town: Town, who: str, address: str) -> Any:
    answer = desk(town, who).get(address)
    assert answer.status_code == 200
    return Document(io.BytesIO(answer.content))
