# ruff: noqa: E501  an address is one line
"""Batches: exchanges, contradictions, and what the sandbox is asked."""

from firstpromoter_async.v2.company.batches import BatchFilters
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

EXCHANGES: dict[str, Exchange] = {
    "v2.batches.get": Exchange({"id": 9}, "GET /api/v2/company/batch_processes/9", answer="v2/batch.json"),
    "v2.batches.list": Exchange(
        {"filters": BatchFilters(status=["pending", "failed"]), "page": 2},
        "GET /api/v2/company/batch_processes?page=2&per_page=100&filters%5Bstatus%5D%5B%5D=pending&filters%5Bstatus%5D%5B%5D=failed",
        answer="v2/batches.json",
    ),
    "v2.batches.progress": Exchange(
        {"filters": BatchFilters(status="pending")},
        "GET /api/v2/company/batch_processes/progress?filters%5Bstatus%5D=pending",
        answer="v2/batch_progress.json",
    ),
}

KNOWN: dict[str, str] = {
    "Done.status: has no value *": "`Done` and `Batch` are one thing at two moments, and only a batch has the others",
}


def play(programme: Programme) -> None:
    v2 = programme.v2
    batch = v2("POST", "/company/promoters/archive", ids=[1, 2, 3, 4, 5, 6, 7])
    v2("GET", f"/company/batch_processes/{batch['id']}", "/company/batch_processes/{id}")
    v2("GET", "/company/batch_processes")
    v2("GET", "/company/batch_processes/progress")
