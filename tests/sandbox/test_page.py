"""The programme as a web page."""

from html.parser import HTMLParser
from typing import Any

import pytest
from attrs import define, field

from firstpromoter_async.sandbox.dispatch import handle
from firstpromoter_async.wire.message import HttpRequest
from tests.sandbox.talking import JSON, Answer, Talk

BROWSER = (("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"), ("Sec-Fetch-Site", "none"))


@define
class Read(HTMLParser):
    """What a reader of the page sees: the rows of each section, and which elements there are."""

    sections: dict[str, list[list[str]]] = field(factory=dict[str, list[list[str]]])
    elements: set[str] = field(factory=set[str])
    attributes: set[str] = field(factory=set[str])
    _at: str = ""

    def __attrs_post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "section":
            self._at = dict(attrs)["id"]
            self.sections[self._at] = []
        elif tag == "tr":
            self.sections[self._at].append([])
        elif tag in ("td", "th"):
            self.sections[self._at][-1].append("")

    def handle_data(self, data: str) -> None:
        if self.sections.get(self._at) and self.sections[self._at][-1]:
            self.sections[self._at][-1][-1] += data


def looked_at(talk: Talk) -> Answer:
    return talk.send("GET", "/", BROWSER)


def read(talk: Talk) -> Read:
    page = Read()
    page.feed(looked_at(talk).text)
    return page


@pytest.fixture
def talk(talk: Talk) -> Talk:
    """Ann brought Joe, who bought twice and gave a part back; she was paid once."""
    ann = talk.promoter("Ann")
    talk.promoter("Ben", campaign_id=102)
    talk.lead("joe", uid="7")
    talk.sale("order-1", 10_000)
    talk.v1("POST", "/payouts/create", promoter_id=ann["id"], status="completed")
    talk.sale("order-2", 123_456)
    talk.v1("POST", "/track/refund", email="joe@example.com", event_id="back-1", amount=5_000)
    return talk


def test_a_program_gets_json_and_a_browser_the_page(talk: Talk) -> None:
    assert talk.send("GET", "/").json["name"] == talk.send("GET", "/_sandbox", BROWSER).json["name"]
    assert dict(looked_at(talk).response.headers)[b"Content-Type"] == b"text/html; charset=utf-8"


def test_the_programme_is_added_up(talk: Talk) -> None:
    assert read(talk).sections["the-programme"] == [
        ["Sales", "Refunds", "Commissions", "Payouts", "Customers"],
        ["1,334.56", "-50.00", "256.91", "20.00", "1"],
    ]


def test_promoters_are_shown_with_what_they_brought_and_earned(talk: Talk) -> None:
    _, ben, ann = read(talk).sections["promoters"]
    assert ann[1:] == [
        "Ann <ann@example.com>",
        "Default campaign (accepted, ann)",
        "1",
        "1",
        "256.91",
        "20.00",
        "236.91",
    ]
    assert ben[1:] == ["Ben <ben@example.com>", "Partners (accepted, ben)", "0", "0", "0.00", "0.00", "0.00"]


def test_referrals_commissions_and_payouts_are_shown_the_newest_first(talk: Talk) -> None:
    sections = read(talk).sections
    assert sections["referrals"][1][1:5] == ["joe@example.com", "7", "active", "ann@example.com"]
    assert [row[1:6] for row in sections["commissions"][1:]] == [
        ["refund back-1", "ann@example.com", "-50.00", "-10.00", "cash"],
        ["sale order-2", "ann@example.com", "1,234.56", "246.91", "cash"],
        ["sale order-1", "ann@example.com", "100.00", "20.00", "cash"],
    ]
    assert sections["payouts"][1][1:5] == ["ann@example.com", "20.00", "cash", "completed"]


def test_an_empty_programme_says_so() -> None:
    told = looked_at(Talk()).text
    assert told.count("None yet.") == 5


def test_the_latest_of_many_are_shown() -> None:
    talk = Talk()
    for number in range(30):
        talk.promoter(f"p{number}")
    page = read(talk)
    assert len(page.sections["promoters"]) == 1 + 25
    assert "p29 <p29@example.com>" in page.sections["promoters"][1]
    assert "30, the latest 25" in looked_at(talk).text


HOSTILE = "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\">'\"&amp;"


def test_whatever_somebody_is_called_is_shown_and_does_nothing() -> None:
    talk = Talk()
    talk.v1("POST", "/promoters/create", email="eve@example.com", first_name=HOSTILE, ref_id="eve")
    talk.lead("joe", ref_id="eve", uid=HOSTILE)
    talk.sale(HOSTILE, 100)
    page = read(talk)
    assert page.elements <= {
        *"html head meta title style body h1 h2 p section small table thead tbody tr th td".split()
    }
    assert page.attributes <= {"lang", "charset", "id", "class"}
    shown = "".join(cell for rows in page.sections.values() for row in rows for cell in row)
    assert shown.count(HOSTILE) == 3


def test_nothing_is_loaded_from_elsewhere_and_nobody_frames_it(talk: Talk) -> None:
    headers = dict(looked_at(talk).response.headers)
    policy = headers[b"Content-Security-Policy"].decode()
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; ")
    assert "frame-ancestors 'none'" in policy
    assert headers[b"Cache-Control"] == b"no-store"
    assert "http" not in looked_at(talk).text


@pytest.mark.parametrize("headers", [(("Sec-Fetch-Site", "cross-site"),), (("Origin", "https://evil.example"),)])
def test_a_page_of_another_site_does_not_get_it(talk: Talk, headers: Any) -> None:
    answer = talk.send("GET", "/", (BROWSER[0], *headers))
    assert answer.status == 403
    assert "ann@example.com" not in answer.text


async def arrive(talk: Talk, method: str, path: str, body: bytes = b"") -> None:
    await handle(talk.sandbox, HttpRequest(method, f"https://fp.test{path}", (*talk.opened, JSON), body))


@pytest.mark.anyio
async def test_the_latest_requests_are_shown_without_their_secrets(talk: Talk) -> None:
    await arrive(talk, "GET", "/api/v2/company/promoters?q=<b>ann")
    await arrive(talk, "GET", "/api/v2/company/promoters/planted?find_by=auth_token")
    await arrive(talk, "POST", "/api/v2/company/payments_batches/8/pay", b'{"otp": "planted"}')
    _, third, second, first = read(talk).sections["requests"]
    assert first[0] == "1"
    assert first[2:5] == ["GET /api/v2/company/promoters", '{"q": "<b>ann"}', "200"]
    assert second[2] == "GET /api/v2/company/promoters/[hidden]"
    assert third[3] == '{"otp": "[hidden]"}'
    keys = talk.sandbox.keys
    for secret in ("planted", keys.api_key, keys.v1_api_key):
        assert secret not in looked_at(talk).text
        assert secret not in repr(talk.control("GET", "/requests"))


def test_credentials_of_promoters_are_not_shown(talk: Talk) -> None:
    made = talk.promoter("Cyd", temp_password="planted")
    told = looked_at(talk).text
    assert "cyd@example.com" in told
    assert made["auth_token"] not in told
    assert "planted" not in told


def test_looking_changes_nothing(talk: Talk) -> None:
    before = talk.control("GET", "/state")
    looked_at(talk)
    assert talk.control("GET", "/state") == before
    assert talk.control("GET", "/requests")["total"] == 0
