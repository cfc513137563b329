"""`firstpromoter sandbox`: a FirstPromoter of your own, as a server."""

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from ..errors import ConfigurationError
from ..sandbox.store import NotOurs
from .options import JsonOption, RateOption, rate_of

StrictOption = Annotated[bool, Parameter(negative="")]
AllowHostOption = Annotated[tuple[str, ...], Parameter(name="--allow-host", negative="")]


def sandbox(
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    db: Path | None = None,
    rate: RateOption = "400/60",
    strict: StrictOption = False,
    rounding: Literal["down", "half_up"] = "down",
    allow_host: AllowHostOption = (),
    as_json: JsonOption = False,
) -> None:
    """Serve a stateful sandbox until Ctrl+C or SIGTERM: a model of FirstPromoter's documents, not the service.

    It speaks both generations of the API on their true paths, checks keys, and keeps to the rate limit.
    `/_sandbox/state` tells what is stored, `/_sandbox/requests` what arrived, and `/_sandbox/faults` makes it fail as
    networks and servers do. Webhooks are really sent, to this machine only; `/_sandbox/webhook_plan` lets some come twice,
    late or never, and `/_sandbox/campaign_webhooks` takes the URLs of v1's.

    Parameters
    ----------
    host
        Address to listen at.
    port
        Port to listen at; 0 takes a free one.
    db
        SQLite file to keep everything in; without it, memory.
    rate
        Calls and seconds that it lets in, such as 400/60, or off.
    strict
        Refuse with 400 what has no effect: a parameter or filter that is not known, a value that cannot be read. Otherwise they
        are counted in `/_sandbox/state`.
    rounding
        How commissions become whole cents; FirstPromoter's documents do not say.
    allow_host
        One more name by which `/_sandbox/` may be called, besides this machine's own and that of `--host`, such as that of a
        container; may be given several times, and * is any name. The API itself answers to every name.
    as_json
        When it is ready, print one JSON line with base_url, api_key, account_id and v1_api_key.
    """
    limit = rate_of(rate)
    try:
        from ..sandbox.serve import as_json_line, in_words, serve
    except ModuleNotFoundError as missing:
        told = missing.name
    else:
        settings: dict[str, Any] = {"strict": strict, "rounding": rounding, "allow_hosts": allow_host}
        _serve(
            serve, host=host, port=port, db=db, rate=limit, announce=as_json_line if as_json else in_words, **settings
        )
        return
    raise ConfigurationError(f"{told} is missing: python -m pip install 'firstpromoter-async[cli,sandbox]'")


def _serve(serve: Any, **arguments: Any) -> None:
    try:
        serve(**arguments)
    except (OSError, NotOurs) as problem:
        told = str(problem)
    else:
        return
    raise ConfigurationError(told)
