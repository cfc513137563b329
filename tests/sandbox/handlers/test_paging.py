"""Pages: headers on v1, nothing but rows on v2."""

from urllib.parse import parse_qs, urlsplit

import pytest

from firstpromoter_async.wire.link import find_link
from tests.sandbox.talking import HOST, Answer, Talk


@pytest.fixture
def crowd(talk: Talk) -> Talk:
    """60 leads of one promoter."""
    talk.promoter()
    for number in range(60):
        talk.lead(f"joe{number}")
    return talk


def link(answer: Answer, rel: str) -> dict[str, list[str]] | None:
    target = find_link(answer.response.header("link") or "", rel, HOST)
    return None if target is None else parse_qs(urlsplit(target).query)


def test_v1_shows_50_the_newest_first_and_says_how_many_there_are(crowd: Talk) -> None:
    answer = crowd.v1("GET", "/leads/list")
    assert len(answer.json) == 50
    assert answer.json[0]["email"] == "joe59@example.com"
    assert (answer.response.header("total"), answer.response.header("per-page")) == ("60", "50")


def test_v1_links_lead_to_the_other_pages_and_keep_the_query(crowd: Talk) -> None:
    middle = crowd.v1("GET", "/leads/list", ref_id="ann", per_page=20, page=2)
    shared = {"ref_id": ["ann"], "per_page": ["20"]}
    assert {rel: link(middle, rel) for rel in ("first", "prev", "next", "last")} == {
        "first": shared | {"page": ["1"]},
        "prev": shared | {"page": ["1"]},
        "next": shared | {"page": ["3"]},
        "last": shared | {"page": ["3"]},
    }


def test_v1_has_no_next_link_on_the_last_page_and_none_at_all_on_an_only_one(crowd: Talk) -> None:
    last = crowd.v1("GET", "/leads/list", page=2)
    assert (link(last, "next"), link(last, "last"), len(last.json)) == (None, None, 10)
    assert crowd.v1("GET", "/leads/list", per_page=100).response.header("link") is None


def test_a_page_beyond_the_last_is_empty(crowd: Talk) -> None:
    answer = crowd.v1("GET", "/leads/list", page=99)
    assert (answer.status, answer.json, link(answer, "next")) == (200, [], None)


@pytest.mark.parametrize("given", [{"page": "0"}, {"page": "-1"}, {"page": "x"}, {"per_page": "0"}, {"per_page": "x"}])
def test_a_page_that_is_none_is_the_first(crowd: Talk, given: dict[str, str]) -> None:
    assert crowd.v1("GET", "/leads/list", given).json == crowd.v1("GET", "/leads/list").json


@pytest.mark.parametrize(
    ("given", "count"), [({}, 20), ({"per_page": 50}, 50), ({"per_page": 1000}, 60), ({"page": 4}, 0)]
)
def test_v2_shows_20_or_as_many_as_asked_for_and_says_nothing_else(
    crowd: Talk, given: dict[str, int], count: int
) -> None:
    answer = crowd.v2("GET", "/company/referrals", given)
    assert len(answer.json) == count
    assert [answer.response.header(name) for name in ("link", "total", "per-page")] == [None, None, None]


def test_v2_caps_a_page_at_100(crowd: Talk) -> None:
    for number in range(60, 105):
        crowd.lead(f"joe{number}")
    assert len(crowd.v2("GET", "/company/referrals", per_page=1000).json) == 100
