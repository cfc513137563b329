"""The affiliate's own figures, as rows and as files; everything else is as in the company's reports.

What the documents leave open, and how it goes here: a `sub_id` is known of referrals and of what they bring, and not of clicks.
"""

from functools import partial
from typing import Final

from attrs import evolve

from .registry import RequestContext, handles
from .v2_reports import SUBJECTS, TRAFFIC, Subject, by_row, download


def _me(context: RequestContext) -> int:
    return context.promoter_id


_SUB_IDS: Final = Subject(
    "sub_id",
    """SELECT DISTINCT sub_id AS key, sub_id AS id, sub_id AS name FROM leads
       WHERE sub_id IS NOT NULL AND promotion_id IN (SELECT id FROM promotions WHERE promoter_id = ?) ORDER BY 1""",
    of=_me,
    shown=lambda row: {"sub_id": row["name"]},
    columns=TRAFFIC,
)
_URLS: Final = evolve(
    SUBJECTS["urls"],
    sql="""SELECT DISTINCT landing_url AS key, landing_url AS id, landing_url AS name FROM campaigns
           WHERE id IN (SELECT campaign_id FROM promotions WHERE promoter_id = ?) ORDER BY 1""",
    of=_me,
)
_SUBJECTS: Final = {
    "overview": SUBJECTS["overview"],
    "sub_ids": _SUB_IDS,
    "traffic_sources": SUBJECTS["traffic_sources"],
    "urls": _URLS,
}

handles("GET /api/v2/affiliate/reports/sub_ids")(partial(by_row, _SUB_IDS))
handles("GET /api/v2/affiliate/reports/download")(partial(download, _SUBJECTS))
