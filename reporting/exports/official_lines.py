"""One line of a document in official layout: its face, size, colour, indent, rules and frame."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from mediation.core.documents import BODY_FONT, printable

RED, BLACK = "FF0000", "000000"


def set_face(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for place in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(place), name)


def put_line(
    place: Any,
    text: str,
    *,
    size: float = 16,
    font: str = BODY_FONT,
    side: Any = None,
    indent: float = 0,
    is_kept: bool = False,
) -> Any:
    """A paragraph; `indent` in characters of its first line."""
    paragraph = place.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment = side
    shape.keep_with_next = is_kept or None
    if indent:
        shape.first_line_indent = Pt(size * indent)
    if size > 16:
        shape.line_spacing = Pt(size * 1.6)
    if text:
        put_words(paragraph, text, size, font)
    return paragraph


def put_words(paragraph: Any, text: str, size: float = 16, font: str = BODY_FONT) -> Any:
    run = paragraph.add_run(printable(text))
    run.font.size = Pt(size)
    set_face(run._element.get_or_add_rPr(), font)
    return run


def make_red(run: Any) -> None:
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), RED)
    run._element.get_or_add_rPr().append(colour)


def set_border(paragraph: Any, **sides: tuple[str, str]) -> None:
    """Lines around a paragraph: side → (eighths of a point, colour)."""
    frame = OxmlElement("w:pBdr")
    for side in ("top", "bottom"):
        if side in sides:
            size, colour = sides[side]
            mark = OxmlElement(f"w:{side}")
            for name, value in (
                ("val", "single"),
                ("sz", size),
                ("space", "1"),
                ("color", colour),
            ):
                mark.set(qn(f"w:{name}"), value)
            frame.append(mark)
    put_property(paragraph, frame)


# In which order the schema wants what a paragraph says of itself.
_ORDER = [
    f"w:{name}"
    for name in (
        *("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "pBdr"),
        *("shd", "tabs", "spacing", "ind", "jc"),
    )
]


def put_property(paragraph: Any, element: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    after = {qn(name) for name in _ORDER[_ORDER.index(_name(element)) + 1 :]}
    for place, there in enumerate(properties):
        if there.tag in after:
            properties.insert(place, element)
            return
    properties.append(element)


def _name(element: Any) -> str:
    return f"w:{element.tag.rpartition('}')[2]}"


def width_in_ems(text: str) -> float:
    return sum(0.5 if char.isascii() else 1 for char in text)
