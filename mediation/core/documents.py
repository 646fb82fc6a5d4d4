"""Word documents from template files, and PDF by way of LibreOffice.

A template is a docx with the marks of docxtpl (``{{ name }}``, ``{%tr for … %}``). Values are
printed as they were typed: ``<``, ``&`` and ``{{`` in a narrative stay what they are.
"""

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import error as ZlibError

from docx import Document as open_docx
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError
from pypdf import PdfReader

from mediation.core.errors import Refused

CONVERT_SECONDS = 90
UNPACKED_LIMIT = 30 * 1024 * 1024
# The house's typefaces and what stands in for each where it is not installed (GB/T 9704).
TITLE_FONT, BODY_FONT, LABEL_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
STAND_INS = {
    TITLE_FONT: "Noto Serif CJK SC",
    BODY_FONT: "Noto Serif CJK SC",
    "FangSong": "Noto Serif CJK SC",
    "仿宋": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    LABEL_FONT: "Noto Sans CJK SC",
    "Times New Roman": "Noto Serif CJK SC",
}
NEW_PARAGRAPH = "\a"  # so docxtpl reads it: the next paragraph looks like the one before
# What a text file cannot hold, and the signs that docxtpl reads as page and paragraph.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NEW_LINE = re.compile("\r\n|[\r\x0b\x0c]")
_REACHING_OUT = re.compile(rb"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|DATABASE)\b")
_FAULTS = (
    KeyError,
    LxmlError,
    NotImplementedError,
    PackageNotFoundError,
    TemplateError,
    UnicodeDecodeError,
    ValueError,
    ZlibError,
    zipfile.BadZipFile,
)


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    return environment


# --- filling in -----------------------------------------------------------------------------


def render(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The docx with its marks filled in. A line break in a value begins a new paragraph.

    Raises Refused `invalid_template` when the file is no template or asks for what is not given.
    """
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(_printable(context), jinja_env=_environment(), autoescape=True)
        out = io.BytesIO()
        document.save(out)
    except _FAULTS as fault:
        raise Refused("invalid_template", "模板填不上，请换一份模板", field="file") from fault
    return out.getvalue()


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").replace("\r", "\n")
        return _UNPRINTABLE.sub("", lines).replace("\n", NEW_PARAGRAPH)
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value


def printable(text: str) -> str:
    """The text without what a document cannot hold; a new line or page is a line break."""
    return _UNPRINTABLE.sub("", _NEW_LINE.sub("\n", text))


def fields_of(template: bytes) -> set[str]:
    """The names that a template asks for. Raises Refused `invalid_template`."""
    try:
        document = DocxTemplate(io.BytesIO(template))
        return set(document.get_undeclared_template_variables(jinja_env=_environment()))
    except _FAULTS as fault:
        raise Refused("invalid_template", "这份模板读不出来，请重新保存", field="file") from fault


def text_of(docx: bytes) -> str:
    """All that is printed in a docx, in order: the body with its tables, then heads and feet."""
    document = open_docx(io.BytesIO(docx))
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    return "".join(text for part in parts for text in part.xpath(".//w:t/text()"))


def check_template(
    template: bytes, sample: Mapping[str, Any], words: Mapping[str, str], labels: Mapping[str, str]
) -> None:
    """Refuse a template that cannot be trusted or does not print what the paper must say.

    `sample` is a whole context; `words` the text that each required field prints there (name →
    text); `labels` the names that the screen uses. Raises Refused `invalid_template` or
    `invalid_file`, naming every field that is unknown or missing.
    """
    check_safe(template)
    asked = fields_of(template)
    if unknown := sorted(asked - sample.keys()):
        raise Refused(
            "invalid_template", f"模板里有认不出的栏目：{'、'.join(unknown)}", field="file"
        )
    printed = text_of(render(template, sample))
    missing = [labels.get(name, name) for name, word in words.items() if word not in printed]
    if missing:
        raise Refused("invalid_template", f"模板里少了：{'、'.join(missing)}", field="file")


def check_safe(docx: bytes) -> None:
    """Refuse what is not a plain docx: macros, embedded programs, links to other places.

    Raises Refused `invalid_file`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            if sum(part.file_size for part in package.infolist()) > UNPACKED_LIMIT:
                raise Refused("invalid_file", "文件太大，请换一份", field="file")
            names = package.namelist()
            parts = {name: package.read(name) for name in names if name.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ZlibError) as fault:
        raise Refused(
            "invalid_file", "这不是 Word（docx）文件，请另存后再传", field="file"
        ) from fault
    if "word/document.xml" not in names:
        raise Refused("invalid_file", "这不是 Word（docx）文件，请另存后再传", field="file")
    if any("vbaProject" in one or "/embeddings/" in one or "/activeX/" in one for one in names):
        raise Refused("invalid_file", "文件里带宏或嵌入的程序，请去掉后再传", field="file")
    for name, body in parts.items():
        is_linked = name.endswith(".rels") and re.search(rb"TargetMode\s*=\s*.External", body)
        if is_linked or b"<!DOCTYPE" in body or b"<!ENTITY" in body or b":altChunk" in body:
            raise Refused("invalid_file", "文件里有指向外部的链接，请去掉后再传", field="file")
        if b"instrText" in body and _REACHING_OUT.search(body):
            raise Refused("invalid_file", "文件里有指向外部的链接，请去掉后再传", field="file")


# --- PDF ------------------------------------------------------------------------------------


def converter() -> str | None:
    """The path of LibreOffice on this machine, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(docx: bytes) -> bytes:
    """One docx as PDF with its typefaces inside. Raises Refused as `to_pdfs`."""
    return to_pdfs([docx])[0]


def to_pdfs(documents: Sequence[bytes]) -> list[bytes]:
    """Many at one start of LibreOffice, in the given order.

    Raises Refused `no_converter` where it is not installed, `not_converted` when it gave nothing.
    """
    program = converter()
    if program is None:
        raise Refused(
            "no_converter",
            "这台服务器没有装 LibreOffice，出不了 PDF",
            instead="可以下载 Word 文件，或者用打印页",
        )
    if not documents:
        return []
    # A profile of its own: two conversions at once do not wait for each other.
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        home = Path(folder)
        fonts = home / "fonts.conf"
        fonts.write_text(_font_aliases(home / "fonts-cache"), encoding="utf-8")
        sources = [home / f"{place:04d}.docx" for place in range(len(documents))]
        for source, document in zip(sources, documents, strict=True):
            source.write_bytes(document)
        command = [
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            folder,
            *map(str, sources),
        ]
        environment = {
            "HOME": folder,
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "FONTCONFIG_FILE": str(fonts),
            "SAL_USE_VCLPLUGIN": "svp",
        }
        try:
            subprocess.run(
                command, env=environment, capture_output=True, timeout=CONVERT_SECONDS, check=True
            )
            return [source.with_suffix(".pdf").read_bytes() for source in sources]
        except (subprocess.SubprocessError, OSError) as fault:
            raise Refused(
                "not_converted", "PDF 没有转成，请稍后再试", instead="可以先下载 Word 文件"
            ) from fault


def _font_aliases(cache: Path) -> str:
    rows = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="append" binding="strong"><string>{stand_in}</string></edit>'
        "</match>"
        for name, stand_in in STAND_INS.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><cachedir>{cache}</cachedir>'
        f"{rows}</fontconfig>"
    )


def pages(pdf: bytes) -> int:
    """How many sheets a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)
