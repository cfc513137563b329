"""Everything that is checked, in one place: `python -m nox`.

`python -m nox -s tests -- tests/wire` runs a part of the tests; `python -m nox -s bench` measures.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import nox
from packaging.requirements import Requirement

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "typing", "tests", "floors"]
nox.options.reuse_existing_virtualenvs = True


def _group(name: str) -> list[str]:
    return nox.project.dependency_groups(PROJECT, name)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    session.install(*_group("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def typing(session: nox.Session) -> None:
    """Check types, with both checkers at their strictest, and what an editor shows."""
    session.install("-e", ".[all]", *_group("typing"), *_group("test"))
    session.run("mypy")
    session.run("pyright")
    session.run("python", "-m", "pytest", "tests/typing")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run all tests."""
    session.install(".[all]", *_group("test"))
    _pytest(session)


@nox.session(python=PYTHONS[0])
def floors(session: nox.Session) -> None:
    """Run the tests on the lowest versions of what the package needs; skipped where the index does not have them.

    Those marked slow tell of whole jobs and not of libraries, and are left out unless arguments say otherwise: `-- -m ""`.
    """
    lowest = list(_floors())
    folder = session.create_tmp()
    found = session.run("pip", "download", "-q", "--no-deps", "-d", folder, *lowest, success_codes=[0, 1], silent=True)
    if "No matching distribution" in str(found):
        session.skip(f"the index does not have all of them: {found}")
    constraints = Path(folder) / "floors.txt"
    constraints.write_text("\n".join(lowest))
    session.install("-c", str(constraints), ".[all]", *_group("test"))
    _pytest(session, "-m", "not slow")


def _pytest(session: nox.Session, *arguments: str) -> None:
    # Neighbours stay together, so that one sandbox process serves them, until a worker has nothing left to do.
    session.run("python", "-m", "pytest", "-n", "auto", "--dist", "worksteal", *arguments, *session.posargs)


def _floors() -> Iterator[str]:
    """Give `name==lowest` for every requirement of the package and of its extras."""
    project = PROJECT["project"]
    for told in chain(project["dependencies"], *project["optional-dependencies"].values()):
        wanted = Requirement(told)
        if wanted.name != project["name"]:
            (lowest,) = [one.version for one in wanted.specifier if one.operator == ">="]
            yield f"{wanted.name}=={lowest}"


@nox.session
def mutants(session: nox.Session) -> None:
    """Break the code in small ways, and print what no test noticed; `-- 'firstpromoter_async.money.*'` breaks a part of it."""
    session.install("-e", ".[all]", *_group("mutants"), *_group("test"))
    session.run("mutmut", "run", *session.posargs)
    for line in str(session.run("mutmut", "results", silent=True)).splitlines():
        if "survived" in line:
            session.run("mutmut", "show", line.split(":")[0].strip())


@nox.session
def bench(session: nox.Session) -> None:
    """Measure, against named peers in the same environment; never part of the tests."""
    session.install(".[all]", *_group("bench"))
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def facts(session: nox.Session) -> None:
    """Read FirstPromoter's OpenAPI files beside this checkout, and write the facts that the tests compare with."""
    session.install(".[all]", *_group("test"))
    session.run("python", "-m", "tests.contract.documents")


@nox.session
def schemathesis(session: nox.Session) -> None:
    """Send the sandbox what schemathesis makes of FirstPromoter's OpenAPI files, where they are beside this checkout."""
    session.install(".[all]", *_group("test"), *_group("schemathesis"))
    session.run("python", "-m", "pytest", "-n", "auto", "tests/contract/test_with_schemathesis.py", *session.posargs)


@nox.session
def names(session: nox.Session) -> None:
    """Write the lists of names that can be imported from `firstpromoter_async.v2`."""
    session.install("-e", ".[all]", *_group("test"))
    session.run("python", "-m", "tests.v2.names")


@nox.session
def changelog(session: nox.Session) -> None:
    """Show what the next changelog entry will say."""
    session.install("towncrier")
    session.run("towncrier", "build", "--draft", "--version", "next")
