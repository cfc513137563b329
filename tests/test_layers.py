"""The house has one direction: a module imports only from its own row and the rows below it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.many import all_in_one

PACKAGE = Path(__file__).parent.parent / "firstpromoter_async"
ROWS: dict[str, int] = {
    # 0 words
    "errors": 0,
    "frozen": 0,
    "unset": 0,
    "outcomes": 0,
    "currencies": 0,
    "money": 0,
    "version": 0,
    "lazy": 0,
    "log": 0,
    "observe": 0,
    "redaction": 0,
    # 1 arithmetic and bytes
    "wire": 1,
    "policy": 1,
    "durable": 1,
    # 2 nouns as data
    "credentials": 2,
    "hosts": 2,
    "v1.models": 2,
    "v2.models": 2,
    # 3 bindings
    "documentation": 3,
    "resource": 3,
    "downloads": 3,
    "new_file": 3,
    "pages": 3,
    "sender": 3,
    "prefetch": 3,
    "transport": 3,
    "budget": 3,
    "lifetime": 3,
    "session": 3,
    "bulk": 3,
    # 4 vocabulary
    "v1": 4,
    "v2": 4,
    "catalogue": 4,
    "webhooks": 4,
    # 5 assembly
    "call": 5,
    "streamed_call": 5,
    "client": 5,
    "": 5,
    # 6 satellites
    "backfill": 6,
    "otel": 6,
    "webhooks.inbox": 6,
    "webhooks.asgi": 6,
    "sandbox": 6,
    "testing": 6,
    # 7 edges
    "sandbox.serve": 7,
    "cli": 7,
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def row_of(module: str) -> int:
    while module not in ROWS:
        if "." not in module:
            return ROWS[""]
        module = module.rpartition(".")[0]
    return ROWS[module]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports_of(path: Path, *, lazy: bool = True) -> Iterator[str]:
    """Yield what a module imports, absolute; with `lazy` also inside functions, never for type checkers alone."""
    tree = parsed(path)
    package = ["firstpromoter_async", *path.relative_to(PACKAGE).parent.parts]
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not lazy:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)
        todo.extend(ast.iter_child_nodes(node))


def ours(imported: str) -> str | None:
    """Return the module of ours that an import names, or None for somebody else's."""
    if imported.partition(".")[0] != "firstpromoter_async":
        return None
    inner = imported.partition(".")[2]
    while inner and not (PACKAGE / f"{inner.replace('.', '/')}.py").exists():
        if (PACKAGE / inner.replace(".", "/") / "__init__.py").exists():
            return inner
        inner = inner.rpartition(".")[0]
    return inner


@all_in_one("path", MODULES, name_of)
def test_imports_go_downwards(path: Path) -> None:
    row = row_of(name_of(path))
    upwards = [
        name for name in imports_of(path, lazy=False) if (target := ours(name)) is not None and row_of(target) > row
    ]
    assert upwards == []


@all_in_one("path", MODULES, name_of)
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    name = name_of(path)
    libraries = {imported.partition(".")[0] for imported in imports_of(path)}
    if not name.startswith("transport"):
        assert not libraries & {"httpx", "httpx2"}
    if name != "call":
        assert "tenacity" not in libraries
    if row_of(name) <= 2:
        assert "anyio" not in libraries
    if row_of(name) < 7:
        assert not libraries & {"cyclopts", "rich", "starlette", "uvicorn"}
    if name != "sandbox.serve":  # uvicorn is asyncio's
        assert not libraries & {"asyncio", "trio"}


@all_in_one("path", [path for path in MODULES if name_of(path).startswith(("v1", "v2"))], name_of)
def test_the_two_generations_never_import_each_other(path: Path) -> None:
    other = {"v1": "v2", "v2": "v1"}[name_of(path)[:2]]
    assert not [name for name in imports_of(path) if name.startswith(f"firstpromoter_async.{other}")]


def test_importing_the_package_loads_no_satellite_no_noun_and_no_http_library() -> None:
    code = "import sys, firstpromoter_async; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    unwanted = ("backfill", "sandbox", "testing", "cli.", "v1", "v2", "catalogue", "transport.with_httpx")
    assert not [name for name in loaded if name.startswith(tuple(f"firstpromoter_async.{part}" for part in unwanted))]
    assert not set(loaded) & {"httpx", "httpx2", "tenacity", "cyclopts", "rich", "starlette", "uvicorn", "sqlite3"}
