"""A bar chart inside a Word file, as the office programs themselves keep one: no picture, no fonts.

The numbers stand in the chart's own part; Word, WPS and LibreOffice draw it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm

from mediation.core.documents import printable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
COLOURS = ("24444E", "28683B", "B58A3C")
HEIGHT = Mm(62)


@dataclass(frozen=True)
class Chart:
    """Bars side by side: one name per group, one series of numbers per colour."""

    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[int]]]


def add_chart(sheet: Any, chart: Chart, width: int) -> None:
    """Append the chart as a paragraph of its own."""
    package = sheet.part.package
    count = sum(part.content_type == CONTENT_TYPE for part in package.iter_parts())
    name = PackURI(f"/word/charts/chart{count + 1}.xml")
    part = Part(name, CONTENT_TYPE, chart_xml(chart).encode(), package)
    key = sheet.part.relate_to(part, RELATION)
    paragraph = sheet.add_paragraph()
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.add_run()._element.append(
        parse_xml(
            '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            f' xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main"'
            f' xmlns:c="{DRAWING}/chart"'
            ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{int(width)}"'
            f' cy="{int(HEIGHT)}"/><wp:docPr id="{count + 101}" name="图{count + 1}"'
            f' descr="{_text(chart.title)}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData'
            f' uri="{DRAWING}/chart"><c:chart r:id="{key}"/></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing>"
        )
    )


def chart_xml(chart: Chart) -> str:
    bars = "".join(
        _series(place, name, chart.labels, values)
        for place, (name, values) in enumerate(chart.series)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{bars}<c:gapWidth val="60"/><c:axId val="111"/><c:axId val="112"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'{_small()}<c:crossAx val="112"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr>'
        '<a:ln w="6350"><a:solidFill><a:srgbClr val="DFDBD2"/></a:solidFill></a:ln></c:spPr>'
        '</c:majorGridlines><c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'{_small()}<c:crossAx val="111"/><c:crosses val="autoZero"/></c:valAx></c:plotArea>'
        f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_small()}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def _series(place: int, name: str, labels: Sequence[str], values: Sequence[int]) -> str:
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{_text(label)}</c:v></c:pt>' for n, label in enumerate(labels)
    )
    numbers = "".join(
        f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values)
    )
    colour = COLOURS[place % len(COLOURS)]
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>数据!$A$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{_text(name)}</c:v></c:pt>'
        f'</c:strCache></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="{colour}"/>'
        '</a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f'<c:cat><c:strRef><c:f>数据!$A$2:$A$9</c:f><c:strCache><c:ptCount val="{len(labels)}"/>'
        f"{points}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>数据!$B$2:$B$9</c:f>"
        f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>'
        f"{numbers}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _text(words: str) -> str:
    return escape(printable(words), {'"': "&quot;"})


def _small() -> str:
    return (
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"/></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
