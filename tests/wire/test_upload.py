"""Uploads: forms with files, as an independent reader of them sees them."""

from email.message import Message
from email.parser import BytesParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async import InvalidRequest
from firstpromoter_async.v2.company.assets import CreateAsset, UpdateAsset
from firstpromoter_async.wire.encode import encode, to_json
from firstpromoter_async.wire.message import HttpRequest
from firstpromoter_async.wire.upload import Upload, multipart

BANNER = Upload("banner.png", b"\x89PNG\r\n--\x00")


def content_type_of(message: HttpRequest) -> str:
    return next(value for name, value in message.headers if name == "Content-Type")


def parts_of(content_type: str, body: bytes) -> list[tuple[Any, str | None, str, bytes]]:
    """Return name, file name, media type and content of each part."""
    whole: Message[str, str] = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    assert not whole.defects
    parts: Any = whole.get_payload()
    return [
        (
            one.get_param("name", header="content-disposition"),
            one.get_filename(),
            one.get_content_type(),
            one.get_payload(decode=True),
        )
        for one in parts
    ]


def test_a_file_travels_in_a_form_beside_the_other_parameters() -> None:
    sent = encode(
        CreateAsset(name="Bänner", asset_type="image", file=BANNER, allowed_campaign_ids=[101, 102]),  # type: ignore[arg-type]
        "https://fp.test",
    )
    assert (sent.method, sent.url) == ("POST", "https://fp.test/api/v2/company/assets")
    assert parts_of(content_type_of(sent), sent.body) == [
        ("name", None, "text/plain", "Bänner".encode()),
        ("asset_type", None, "text/plain", b"image"),
        ("allowed_campaign_ids[]", None, "text/plain", b"101"),
        ("allowed_campaign_ids[]", None, "text/plain", b"102"),
        ("file", "banner.png", "image/png", BANNER.content),
    ]


def test_equal_requests_are_equal_bytes() -> None:
    first, second = (encode(UpdateAsset(77, file=Upload("a.pdf", b"1")), "https://fp.test") for _ in range(2))
    assert (first.body, first.headers) == (second.body, second.headers)


def test_the_media_type_is_told_by_the_name_unless_it_is_given() -> None:
    assert Upload("terms.pdf", b"").content_type == "application/pdf"
    assert Upload("terms", b"").content_type == "application/octet-stream"
    assert Upload("terms", b"", media_type="text/plain").content_type == "text/plain"


@pytest.mark.parametrize("name", ["", "  "])
def test_a_file_has_a_name(name: str) -> None:
    with pytest.raises(InvalidRequest, match="not empty"):
        Upload(name, b"")


def test_a_path_in_place_of_the_bytes_is_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"content is bytes, and str was given"):
        UpdateAsset(77, file=Upload("banner.png", "banner.png"))  # type: ignore[arg-type]


def test_a_name_cannot_write_headers_of_its_own() -> None:
    _, body = multipart([("file", Upload('a"\r\nX: y', b"1", media_type="a/b\r\nX: y"))])
    head = body.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert [line.partition(b":")[0] for line in head[1:]] == [b"Content-Disposition", b"Content-Type"]


def test_an_empty_list_cannot_be_said_beside_a_file() -> None:
    with pytest.raises(InvalidRequest, match="allowed_campaign_ids in a call of its own"):
        encode(UpdateAsset(77, file=BANNER, allowed_campaign_ids=[]), "https://fp.test")  # type: ignore[arg-type]


def test_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="a parameter cannot be written as text: 'utf-8' codec can't encode"):
        encode(UpdateAsset(77, file=BANNER, name="\ud800"), "https://fp.test")


def test_a_file_is_neither_shown_nor_json() -> None:
    assert repr(UpdateAsset(77, file=BANNER)) == ("UpdateAsset(id=77, file=Upload(name='banner.png'))")
    with pytest.raises(InvalidRequest):
        to_json({"file": BANNER})


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=3))
def test_any_bytes_arrive_as_they_are(contents: list[bytes]) -> None:
    content_type, body = multipart([("file", Upload("a.bin", content)) for content in contents])
    boundary = content_type.partition("boundary=")[2].encode()
    found = [part.partition(b"\r\n\r\n")[2] for part in body.split(b"--" + boundary)[1:-1]]
    assert found == [content + b"\r\n" for content in contents]
