"""Run the benchmarks: all of them, or those that are named."""

import argparse
import gc
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from .findings import Findings, Goal, goals_table
from .machine import description

TOPICS: Final = ("post", "overhead", "decode", "paging", "ledger", "imports", "client")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print as it goes, and write the tables into a file if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("topics", nargs="*", metavar="topic", help=f"any of {', '.join(TOPICS)}; all if none is named")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="replace the tables between FILE's markers")
    given = parser.parse_args(arguments)
    if unknown := set(given.topics) - set(TOPICS):
        parser.error(f"no such topic: {', '.join(sorted(unknown))}")
    if given.markdown and given.topics:
        parser.error("numbers that stand together come from one run: --markdown takes all topics")
    said = _run(given.topics or TOPICS)
    if given.markdown:
        given.markdown.write_text(_filled(given.markdown.read_text(encoding="utf-8"), said), encoding="utf-8")


def _run(topics: Sequence[str]) -> dict[str, str]:
    """Return what was printed, by topic; `run` and `lines` are the frame around them."""
    said = {"run": description()}
    print(said["run"], flush=True)
    goals: list[Goal] = []
    for topic in topics:
        found = _findings(topic)
        goals += found.goals
        said[topic] = "\n\n".join(map(str, found.tables))
        print(f"\n{said[topic]}", flush=True)
    if goals:
        said["lines"] = str(goals_table(goals))
        print(f"\n{said['lines']}", flush=True)
    return said


def _findings(topic: str) -> Findings:
    """Measure one topic; what earlier ones left in memory is kept out of the garbage collector's way."""
    module = import_module(f"{__package__}.{topic}")
    gc.collect()
    gc.freeze()
    findings: Findings = module.measure()
    return findings


def _filled(text: str, said: Mapping[str, str]) -> str:
    """Replace what stands between `<!-- post -->` and `<!-- end of post -->`, for every topic."""
    for topic, block in said.items():
        begin, end = f"<!-- {topic} -->", f"<!-- end of {topic} -->"
        before, begun, rest = text.partition(begin)
        _, ended, after = rest.partition(end)
        if not (begun and ended):
            raise SystemExit(f"there is no place for {topic}: {begin} and {end} are its marks")
        text = f"{before}{begin}\n{block}\n{end}{after}"
    return text


if __name__ == "__main__":
    main()
