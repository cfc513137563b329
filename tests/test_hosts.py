"""Where calls go, and whether that is FirstPromoter itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.errors import ConfigurationError
from firstpromoter_async.hosts import V1_URL, account_at, hosts_of, is_the_vendors
from firstpromoter_async.wire.route import Api

SPELLINGS = [
    "api.firstpromoter.com",
    "api.firstpromoter.com.",
    "API.FirstPromoter.COM",
    "firstpromoter.com.",
    "api.firstpromoter.com..",
    "api\u3002firstpromoter\u3002com",
    "api.firstpromoter\uff0ecom",
    "api.firstpromoter\uff61com",
    "\uff41pi.firstpromoter.com",
    "api.firstpromoter%2Ecom",
    "api.firstpromoter.com:8080",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_firstpromoter_is_known_however_it_is_spelled(host: str) -> None:
    assert is_the_vendors(f"https://{host}")
    with pytest.raises(ConfigurationError, match="in the clear"):
        hosts_of(f"http://{host}", None)


def test_a_host_with_something_invisible_in_it_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="scheme, host and port"):
        hosts_of("https://api.first\u00adpromoter.com", None)


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_sends_v1_to_the_host_of_v2(host: str) -> None:
    assert hosts_of(f"https://{host}", None)[Api.V1] == V1_URL


@pytest.mark.parametrize("host", SPELLINGS)
def test_an_account_of_firstpromoters_has_one_name(host: str) -> None:
    assert account_at("acc_1", f"https://{host}") == "acc_1"


@pytest.mark.parametrize("host", ["API.FirstPromoter.COM", "api.firstpromoter.com.", "api.firstpromoter.com:443"])
def test_a_host_of_firstpromoters_is_spelled_once(host: str) -> None:
    assert hosts_of(f"https://{host}/", None)[Api.V2] == "https://api.firstpromoter.com"


@pytest.mark.parametrize(
    "host",
    ["notfirstpromoter.com", "firstpromoter.com.evil.test", "firstpromoter.community", "127.0.0.1", "[::1]:8080"],
)
def test_other_hosts_are_not_firstpromoters(host: str) -> None:
    assert not is_the_vendors(f"https://{host}")
    assert account_at("acc_1", f"https://{host}") == f"acc_1@{host}"
    assert hosts_of(f"http://{host}", None)[Api.V1] == f"http://{host}"


def test_a_path_in_front_is_kept_as_it_is() -> None:
    assert hosts_of("https://Proxy.test/Fp/", None)[Api.V2] == "https://proxy.test/Fp"


@given(st.text())
def test_any_text_is_a_base_url_or_is_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"http://{text}.test"):
        try:
            hosts_of(url, url)
        except ConfigurationError as refused:
            assert "base_url" in str(refused)
