"""Vietnamese names as people search and sort them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.people.text import fold, name_sort_key, nfc, sort_key

# The letters of the alphabet in order, and every tone of one of them in the dictionaries' order.
ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Đặng Thị Huệ", "dang thi hue"),
        ("NGUYỄN  VĂN Ư", "nguyen van u"),
        ("Quỹ “Ước mơ”", "quy “uoc mo”"),
        ("  Lê\tHoàng\nNam ", "le hoang nam"),
        ("", ""),
    ],
)
def test_names_are_searched_without_marks(written: str, searched: str) -> None:
    assert fold(written) == searched


@pytest.mark.parametrize("name", ["Đặng Thị Huệ", "Nguyễn Văn Ước", "Trần Quỳnh Ngữ"])
def test_letters_written_apart_are_the_same_name(name: str) -> None:
    apart = unicodedata.normalize("NFD", name)
    assert apart != name
    assert nfc(apart) == name
    assert (fold(apart), sort_key(apart)) == (fold(name), sort_key(name))


def test_the_alphabet_is_sorted_in_its_own_order() -> None:
    assert strictly_rising([sort_key(word) for word in ALPHABET])


def test_tones_are_sorted_level_grave_hook_tilde_acute_dot() -> None:
    assert strictly_rising([sort_key(word) for word in TONES])


@pytest.mark.parametrize(
    "in_order",
    [
        ["an", "anh", "ăn", "ân", "ba"],  # a letter counts before what follows it
        ["lan", "làn", "lang"],  # all letters before any tone
        ["Bà Bình", "Bá An", "Bá Bình"],
        ["cương", "cường", "cưỡng", "cượng"],
        ["Dung", "Dũng", "Đa"],
        ["Fan", "Wan", "Xuân"],
    ],
    ids=[
        "letters",
        "tones after letters",
        "syllable by syllable",
        "two marks",
        "d before đ",
        "f w",
    ],
)
def test_words_are_sorted_as_in_a_dictionary(in_order: list[str]) -> None:
    assert strictly_rising([sort_key(word) for word in in_order])


def test_people_are_sorted_by_the_given_name_first() -> None:
    in_order = ["Trần Văn An", "Lê Thị Ánh", "Nguyễn Bình", "Phạm Bình", "Đỗ Cúc"]
    assert strictly_rising([name_sort_key(word) for word in in_order])


def test_nobody_is_too_short_to_be_sorted() -> None:
    assert name_sort_key("") == sort_key("")
    assert name_sort_key("Hoa") == sort_key("Hoa")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_folding_leaves_no_mark_and_changes_nothing_the_second_time(text: str) -> None:
    folded = fold(text)
    assert not any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", folded))
    assert fold(folded) == folded


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_sort_key_is_plain_digits_and_letters_whatever_is_sorted(text: str) -> None:
    assert sort_key(text).isascii()


def strictly_rising(keys: list[str]) -> bool:
    return keys == sorted(set(keys))
