"""Secrets out of texts: which are found, which are left alone, and that nothing is cut before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.redaction import HIDDEN, LONGEST_TEXT, credentials_in, redact, redact_and_cut

KEY = "0123456789abcdef"


@pytest.mark.parametrize("text", [f"Bearer {KEY}", f"x{KEY}y", f"{KEY}{KEY}"])
def test_a_key_is_hidden_wherever_it_stands(text: str) -> None:
    assert KEY not in redact(text, [KEY])


def test_a_key_of_one_or_two_letters_garbles_no_text() -> None:
    assert redact("a promoter of an account", ["a", "an"]) == "a promoter of an account"


def test_a_short_key_is_hidden_as_a_word_of_its_own() -> None:
    assert redact("key1 is no key12", ["key1"]) == f"{HIDDEN} is no key12"


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("no auth_token=abc here", "no auth_token=[hidden] here"),
        ('{"auth_token": "abc", "id": 1}', '{"auth_token": "[hidden]", "id": 1}'),
        ("https://x/?temp_password=abc&page=2", "https://x/?temp_password=[hidden]&page=2"),
        (
            "GET /api/v2/company/promoters/abc?find_by=auth_token",
            "GET /api/v2/company/promoters/[hidden]?find_by=auth_token",
        ),
        ('{"password_setup_url": "https://x/abc"}', '{"password_setup_url": "[hidden]"}'),
        ("http://user:word@proxy.test:3128/", "http://[hidden]@proxy.test:3128/"),
        ("https://proxy.test/a@b", "https://proxy.test/a@b"),
        ("mail to ann@example.com: at once", "mail to ann@example.com: at once"),
        ("the auth_token is invalid", "the auth_token is invalid"),
    ],
)
def test_a_credential_is_known_by_the_name_in_front_of_it(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@given(st.integers(LONGEST_TEXT - 40, LONGEST_TEXT + 40))
def test_a_key_at_the_place_of_the_cut_is_hidden_as_a_whole(place: int) -> None:
    cut = redact_and_cut("x" * place + KEY + "y" * 50, [KEY])
    assert len(cut) <= LONGEST_TEXT
    assert not any(KEY[:length] in cut for length in range(2, len(KEY)))


def test_a_password_is_known_by_its_name_in_data_and_left_alone_in_a_sentence() -> None:
    assert list(credentials_in({"promoter": {"password": "planted", "name": "Ann"}})) == ["planted"]
    assert redact("password: is too short") == "password: is too short"
