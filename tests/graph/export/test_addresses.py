"""Which review an address means: liberal in what sites vary, and never a guess between two."""

# ruff: noqa: E501 - addresses

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.export.addresses import AddressBook, normal_form

PAGE = "https://www.lantern.example/reviews/Aloners/"


@pytest.mark.parametrize(
    "address",
    [
        PAGE, "http://lantern.example/reviews/Aloners", "https://LANTERN.example:443/reviews/Aloners/index.html",
        "https://lantern.example/reviews/Aloners/?utm_source=mail&fbclid=1#comments",
        "https://lantern.example/reviews/./x/../%41loners", "  https://www.lantern.example./reviews/Aloners?",
    ],
)  # fmt: skip
def test_addresses_of_one_page(address: str) -> None:
    assert AddressBook([(PAGE, "r")]).find(address) == ("r",)


@pytest.mark.parametrize(
    "address",
    [
        "https://lantern.example/reviews/aloners", "https://lantern.example/reviews/Aloners/2",
        "https://lantern.example/reviews/Aloners?id=2", "https://lantern.example:8443/reviews/Aloners",
        "https://news.lantern.example/reviews/Aloners", "javascript:alert(1)", "/reviews/Aloners", "https://[", "",
        "https://lantern.example/" + "a" * 10_000,
    ],
)  # fmt: skip
def test_addresses_of_other_pages(address: str) -> None:
    assert AddressBook([(PAGE, "r")]).find(address) == ()


def test_an_address_as_it_was_read_comes_before_its_like() -> None:
    book = AddressBook([("http://a.example/x", "one"), ("https://www.a.example/x/", "two")])
    assert book.find("http://a.example/x") == ("one",)
    assert set(book.find("https://a.example/x")) == {"one", "two"}


def test_letters_beyond_ascii_in_every_spelling() -> None:
    book = AddressBook([("https://kino.example/кино/é", "r")])
    assert book.find("https://kino.example/%D0%BA%D0%B8%D0%BD%D0%BE/e%CC%81") == ("r",)
    assert AddressBook([("https://bücher.example/x", "r")]).find("http://xn--bcher-kva.example/x") == ("r",)


@pytest.mark.parametrize("text", ["HTTP://.", "http://./x", "http://", "mailto:a@b.example"])
def test_what_names_no_host_is_no_address(text: str) -> None:
    assert normal_form(text) is None


@example("http://www.www.x/")
@given(st.text(max_size=60) | st.from_regex(r"https?://[a-z.\[\]%:@]{0,9}/[^\n]{0,30}"))
def test_any_text_is_an_address_or_none(text: str) -> None:
    normal = normal_form(text)
    if normal is not None:
        assert normal_form("https://" + normal) == normal
        assert AddressBook([(text, "r")]).find(text) == ("r",)
