"""The switch: a cookie, a way back that stays on this site, and pages that follow."""

import pytest
from flask import Flask

from tests.web.pages import StrictClient, strict


@pytest.fixture
def client(panel: Flask) -> StrictClient:
    """Somebody before the whole panel."""
    return strict(panel)


@pytest.fixture
def english(client: StrictClient) -> StrictClient:
    client.get("/language/en")
    return client


def test_the_cookie_is_kept_and_the_way_leads_back(client: StrictClient) -> None:
    answer = client.get("/language/en?back=/verify%3Fnumber%3D12")
    assert (answer.status_code, answer.location) == (303, "/verify?number=12")
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", ""]
)
def test_the_way_back_never_leads_away(client: StrictClient, back: str) -> None:
    assert client.get("/language/en", query_string={"back": back}).location == "/"


def test_another_language_is_not_found(client: StrictClient) -> None:
    answer = client.get("/language/fr")
    assert answer.status_code == 404
    assert not answer.headers.get("Set-Cookie", "").startswith("language")


def test_chinese_is_the_default_and_offers_english(client: StrictClient) -> None:
    page = client.page("/login")
    assert (page.lang, page.heading) == ("zh-Hans", "登录")
    assert "/language/en?back=/login" in page.links


def test_pages_follow_and_offer_chinese(english: StrictClient) -> None:
    page = english.page("/login")
    assert (page.lang, page.heading) == ("en", "Sign in")
    assert "/language/zh?back=/login" in page.links


def test_a_sentence_of_a_refusal_at_the_door_is_english(english: StrictClient) -> None:
    answer = english.send("/login", {"name": "", "password": ""})
    assert "Please fill in the password." in answer.get_data(as_text=True)


def test_an_error_page_repeats_nothing_of_the_request(english: StrictClient) -> None:
    answer = english.get("/nowhere?secret=1")
    assert answer.status_code == 404
    assert "nowhere" not in answer.get_data(as_text=True)
    assert "There is no such page" in answer.get_data(as_text=True)


def test_words_searched_for_are_not_put_into_another_address(client: StrictClient) -> None:
    page = client.page("/login?next=/&search=王芳")
    assert [link for link in page.links if link.startswith("/language/")] == [
        "/language/en?back=/login?next%3D%252F"
    ]
