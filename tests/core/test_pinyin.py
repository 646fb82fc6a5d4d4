import pytest

from mediation.core.pinyin import initials, name_initials, normalise, place_initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [("王小山", "wxs"), ("张Ｂ", "zb"), ("欧阳 修", "oyx"), ("致远社区", "zysq")],
)
def test_every_character_gives_its_first_letter(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("surname", "letter"),
    [("曾", "z"), ("单", "s"), ("解", "x"), ("仇", "q"), ("查", "z"), ("区", "o")],
)
def test_a_surname_is_read_as_a_surname(surname: str, letter: str) -> None:
    assert name_initials(f"{surname}小雨") == f"{letter}xy"
    assert name_initials(f"小雨{surname}").startswith("xy")


def test_two_character_surnames_have_their_own_reading() -> None:
    assert name_initials("尉迟恭") == "ycg"
    assert name_initials("尉小迟") == "wxc"


def test_a_place_is_found_without_the_words_that_every_place_has() -> None:
    assert place_initials("大塘村4组") == "dt4 dtc4z"
    assert place_initials("大塘村４组") == "dt4 dtc4z"
    assert place_initials("致远社区") == "zy zysq"
    assert place_initials("村头村") == "ct ctc"


def test_typed_text_is_folded() -> None:
    assert normalise(" ＤＴ ４ ") == "dt4"
