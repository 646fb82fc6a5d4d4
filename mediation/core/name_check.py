"""What must not stand in a text that is made public: people, numbers, places below the village.

Pure. The caller gives the names and places that the house knows (`reporting.selectors.naming`);
what merely looks like one is found by its shape. Sources: 人民调解法 15(4); 个保法 6, 28; 信访工作条例
30, 46(5); domain.md §7 row 45 and 93.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mediation.core.privacy import find_private_numbers, fold

# Surnames of two characters; of every other one the first character is the surname.
COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "夏侯",
        "慕容",
        "宇文",
        "长孙",
        "司徒",
        "万俟",
        "澹台",
        "端木",
    ]
)
NUMBERED = "甲乙丙丁戊己庚辛壬癸"
KINDS = {
    "name": "姓名或单位名称",
    "likely_name": "像是姓名",
    "id_number": "身份证号码",
    "phone": "电话号码",
    "account": "长串号码",
    "plate": "车牌号",
    "number": "案号或者文书号",
    "place": "村（社区）以下的地点",
}
# What only looks like one may be kept by a person who looked at it; the rest may not.
UNSURE = frozenset({"likely_name"})

_OWN_NUMBER = re.compile(
    r"[\u4e00-\u9fff]?(?:矛|信|苗|询|援|突报)[\u4e00-\u9fff]{0,2}[〔\[(]\d{4}[〕\])]\d+号"
    r"|[(〔\[]\d{4}[)〕\]][\u4e00-\u9fff]{1,10}人调字第\d+号"
)
# 746号 as it is said aloud, and a door number; not 11月5号 and not the number of an official paper.
_ALOUD = re.compile(r"(?<![\d月〕\])第.])\d{1,6}号")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}"
)
_LONG_NUMBER = re.compile(r"(?<![\dA-Za-z.,])\d{12,19}(?![\dA-Za-z])")
_LANDLINE = re.compile(r"(?<![\d-])0\d{2,3}-?\d{7,8}(?!\d)")
_BELOW_THE_VILLAGE = re.compile(
    r"第?(?:\d+|[一二三四五六七八九十]+)(?:村民小组|号楼|小组|单元|组|社(?!区)|栋|幢|室)"
    r"|[\u4e00-\u9fff]{2,6}(?:小区|花园|家园|公寓|大厦|大院)"
)
_COMMON_PLACES = ("各", "老旧", "住宅", "物业", "居民", "部分", "一些", "个", "该", "本", "多")
_SAID_TO_BE_A_PERSON = re.compile(
    r"(?:当事人|被申请人|申请人|村民|居民|信访人|来访人|业主|工人|原告|被告|死者|伤者)[:“]?"
    r"(?P<name>(?:欧阳|司马|上官|诸葛|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许"
    r"傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
    r"雷钱汤尹黎易常武乔贺赖龚文])(?!某)[\u4e00-\u9fff]{1,2})(?=[与和、,。因向到在说的称同诉等)”]|$)"
)
# How somebody stands to a party; what is left of a line about him is his name.
_STANDS_TO = re.compile(
    r"关系[:：]?[^，,；;]*|电话|有授权委托书|"
    r"的?(?:(?:法定|委托|诉讼|特别授权|一般授权)?(?:监护人|代理人)|(?:继|养|岳|祖|外祖)?[父母]亲|爸爸|妈妈|"
    r"丈夫|妻子|配偶|爱人|[儿孙]媳妇?|儿子|女儿|女婿|孙子|孙女|哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|爷爷|奶奶|外公|外婆|"
    r"[叔伯姑舅姨岳][叔伯姑舅妈父母]|公公|婆婆|侄[儿子女]|亲[属戚]|朋友|同事|邻居|法律(?:工作者|援助)|律师|社工|志愿者|"
    r"(?:手语)?翻译|手语|陪同的?人?|老师|班主任|村干部|网格员)[是为叫:：]?"
)
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z·•]{2,}")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place in a text: where it begins, what stands there, of which kind (`KINDS`)."""

    start: int
    text: str
    kind: str

    @property
    def is_sure(self) -> bool:
        """Not to be waved through: it is a number, a known name or a place."""
        return self.kind not in UNSURE

    @property
    def sentence(self) -> str:
        """“张三丰”：姓名或单位名称 (第 12 个字)."""
        return f"第 {self.start + 1} 个字起“{self.text}”：{KINDS[self.kind]}"


def findings(text: str, names: Iterable[str] = (), places: Iterable[str] = ()) -> list[Finding]:
    """Everything in a text that keeps it from being made public, in order, not overlapping.

    `names` are people and organisations that the house knows, `places` those below a village.
    """
    found = sorted(_all(text, names, places), key=lambda one: (one.start, -len(one.text)))
    kept: list[Finding] = []
    for one in found:
        if not kept or one.start >= kept[-1].start + len(kept[-1].text):
            kept.append(one)
    return kept


def _all(text: str, names: Iterable[str], places: Iterable[str]) -> Iterator[Finding]:
    plain = fold(text)  # one for one: positions stay
    for kind, words in (("name", names), ("place", places)):
        for word in {word for word in words if len(word) > 1}:
            for hit in re.finditer(re.escape(fold(word)), plain):
                yield _finding(text, hit.start(), hit.end(), kind)
    for number in find_private_numbers(text):
        yield _finding(text, number.start, number.end, number.kind)
    for kind, pattern in (
        ("number", _OWN_NUMBER),
        ("phone", _LANDLINE),
        ("account", _LONG_NUMBER),
        ("plate", _PLATE),
        ("number", _ALOUD),
    ):
        for hit in pattern.finditer(plain):
            yield _finding(text, hit.start(), hit.end(), kind)
    for hit in _BELOW_THE_VILLAGE.finditer(plain):
        if not hit[0].removesuffix("小区").endswith(_COMMON_PLACES):
            yield _finding(text, hit.start(), hit.end(), "place")
    for hit in _SAID_TO_BE_A_PERSON.finditer(plain):
        yield _finding(text, hit.start("name"), hit.end("name"), "likely_name")


def _finding(text: str, start: int, end: int, kind: str) -> Finding:
    return Finding(start, text[start:end], kind)


def names_said_in(line: str) -> list[str]:
    """The names in one line about somebody beside a party: 王芳 of “王芳，电话 138…，关系：母亲”."""
    return _WORD.findall(_STANDS_TO.sub(" ", line))


def anonymous_names(names: Iterable[str], people: Collection[str] = ()) -> dict[str, str]:
    """张三 → 张某; several of one surname: 张某甲, 张某乙 (in the order given).

    A name of five characters and more is an organisation: 某单位, 某单位甲 …; but `people` are
    persons however long their names are.
    """
    known = list(dict.fromkeys(name for name in (*people, *names) if len(name) > 1))
    of: dict[str, list[str]] = {}
    for name in known:
        of.setdefault(_said_of(name, is_person=name in people), []).append(name)
    said = {}
    for short, bearers in of.items():
        for place, name in enumerate(bearers):
            said[name] = short if len(bearers) == 1 else f"{short}{_mark(place)}"
    return said


def _said_of(name: str, *, is_person: bool = False) -> str:
    if len(name) > 4 and not is_person:
        return "某单位"
    return f"{name[:2] if name[:2] in COMPOUND else name[:1]}某"


def _mark(place: int) -> str:
    return NUMBERED[place] if place < len(NUMBERED) else str(place + 1)


def without_names(
    text: str,
    names: Iterable[str],
    places: Iterable[str] = (),
    people: Collection[str] = (),
) -> str:
    """The text as it may be published: 张某 for a name, 某处 for a place below the village, and
    ＊ for numbers. The person who publishes it still reads it; `findings` is asked again."""
    said = anonymous_names(names, people)
    parts, last = [], 0
    for one in findings(text, said, places):
        parts.append(text[last : one.start])
        parts.append(_instead_of(one, said))
        last = one.start + len(one.text)
    return "".join(parts) + text[last:]


def _instead_of(one: Finding, said: dict[str, str]) -> str:
    if one.kind == "name":
        return said.get(one.text, "某人")
    if one.kind == "likely_name":
        return _said_of(one.text)
    if one.kind == "place":
        return "某处"
    return "＊＊＊"
