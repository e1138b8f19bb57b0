from __future__ import annotations

import pytest

from graph.linking import blocking
from graph.names import forms
from graph.names.folding import names_nobody
from graph.names.forms import form, parts

ALIKE = [
    ("Alan Le May", "Alan LeMay", forms.SPACING),
    ("Chow Yun-Fat", "Yun-Fat Chow", forms.ORDER),
    ("Jung Da-eun", "Jeong Da-eun", forms.ROMANISATION),
    ("Lau Chun-Fai", "Chun-Hui Liu", forms.READING),
    ("Wing-Hon Cheung", "Yung-Han Chang", forms.READING),
    ("Tak Yuen", "Te Yuan", forms.SHORT_READING),
    ("Peter Chan Lung", "Lung Chan", forms.SECOND),
    ("Elisha Cook", "Elisha Cook Jr.", forms.SUFFIX),
    ("Norman McLeod", "Norman Z. McLeod", forms.MIDDLE),
    ("R. R. Moore", "Rudy Ray Moore", forms.INITIALS),
    ("E. A. Poe", "Edgar Allan Poe", forms.INITIALS),
    ("J. Farrow", "John Farrow", forms.INITIAL),
    ("Bob Mitchum", "Robert Mitchum", forms.NICKNAME),
    ("Brad Dillman", "Bradford Dillman", forms.SHORT),
    ("Len Weinrib", "Lennie Weinrib", forms.SHORT),
    ("Steven Culp", "Stephen Culp", forms.SHORT),
    ("R. Wright Campbell", "Wright Campbell", forms.SECOND),
    ("Carolyn Gordon", "Carolyn Purdy-Gordon", forms.FAMILY_PART),
    ("Hal Taliaferro", "Hal Talliaferro", forms.SPELLING_FAMILY),
    ("Edward Peil", "Edward Piel", forms.SPELLING_FAMILY),
    ("Natalia Nogulich", "Natalija Nogulich", forms.SPELLING_GIVEN),
    ("Shirley Anne Field", "Shirley-Ann Field", forms.SPELLING_GIVEN),
]
APART = [
    ("Michael J. Fox", "Michael A. Fox"),
    ("Harry Carey Jr.", "Harry Carey Sr."),
    ("Anna Levine", "Anna Thomson"),
    ("Kuo-Chuan Chen", "Kuo-Chiang Chen"),
    ("Kuang Yu Wang", "Yue Wong"),
    ("Mary Smith", "Mark Smythe"),
    ("John Smith", "James Smith"),
    ("Kim Su-jin", "Kim Su-jeong"),
]


@pytest.mark.parametrize(("one", "other", "expected"), ALIKE)
def test_two_names_are_forms_of_one_and_it_is_said_which(one: str, other: str, expected: str) -> None:
    assert form(parts(one), parts(other)) == expected
    assert form(parts(other), parts(one)) == expected


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_of_different_people_are_no_forms_of_one(one: str, other: str) -> None:
    assert form(parts(one), parts(other)) is None


@pytest.mark.parametrize(("one", "other"), [pair[:2] for pair in ALIKE])
def test_forms_of_one_name_share_a_block(one: str, other: str) -> None:
    assert set(blocking.keys(one)) & set(blocking.keys(other))


@pytest.mark.parametrize("text", ["a different name", "Anonymous", "Alan Smithee", "adapted from his play"])
def test_a_placeholder_names_nobody(text: str) -> None:
    assert names_nobody(text)


@pytest.mark.parametrize(
    "text", ["k.d. lang", "e. e. cummings", "The The", "samuel l jackson", "Sidney A. Name"]
)
def test_a_name_in_small_letters_is_a_name(text: str) -> None:
    assert not names_nobody(text)
