"""A programme in the sandbox that is played with every operation, so that each has something to show."""

from typing import Any, Final

from attrs import define, field

from tests.sandbox.talking import Talk

SOCIAL: Final = {
    f"{name}_url": f"https://{name}.example.com/ann"
    for name in ("twitter", "youtube", "facebook", "linkedin", "instagram")
}


@define
class Programme:
    """What has been answered so far, by route."""

    talk: Talk = field(factory=Talk)
    answers: dict[str, Any] = field(factory=dict[str, Any])

    def v1(self, method: str, path: str, /, **given: Any) -> Any:
        """Call an operation of v1."""
        return self.note(f"{method} /api/v1{path}", self.talk.v1(method, path, given))

    def v2(self, method: str, path: str, route: str = "", /, **given: Any) -> Any:
        """Call an operation of v2; `route` is the path with its names, where it has any."""
        place = route or path
        whole = place if place.startswith("/api/") else f"/api/v2{place}"
        return self.note(f"{method} {whole}", self.talk.v2(method, path, given))

    def affiliate(self, method: str, path: str, route: str = "", /, **given: Any) -> Any:
        """Call an operation of the affiliate's side for Ann."""
        return self.note(f"{method} /api/v2/affiliate{route or path}", self.talk.signed_in().call(method, path, given))

    def note(self, route: str, answer: Any) -> Any:
        """Keep an answer, which must be a success."""
        assert answer.status in (200, 201, 202, 204), f"{route}: {answer.text}"
        is_json = b"application/json" in dict(answer.response.headers).get(b"Content-Type", b"")
        self.answers[route] = answer.json if is_json else answer.text
        return self.answers[route]


def begin() -> Programme:
    """Return a programme in which Ann (1001, link 20001) recruited Ben (1002) and brought Joe (300001), who has bought."""
    programme = Programme()
    v1, post = programme.v1, "POST"
    v1(
        post,
        "/promoters/create",
        email="ann@example.com",
        first_name="Ann",
        cust_id="c-1",
        promo_code="ANN10",
        **SOCIAL,
    )
    v1(post, "/promoters/create", email="ben@example.com", first_name="Ben", parent_promoter_id=1001, **SOCIAL)
    v1(post, "/track/signup", email="joe@example.com", uid="7", ref_id="ann")
    v1(post, "/track/sale", email="joe@example.com", event_id="order-1", amount=10_000, plan="gold")
    return programme
