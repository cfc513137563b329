"""What `help()` and `inspect.signature` say of a method, read off its request class when somebody asks.

What a parameter is called, takes and means is written once: as a field with a docstring below it. Python forgets such
docstrings, so they are read from the source; where there is none (a bundle of byte code), parameters are listed
without them. This module knows nothing of particular operations.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, cast, get_args, get_origin

import attrs
from attrs import frozen

from .unset import UNSET, Unset
from .wire.request import Replay, Request

_WIDTH: Final = 100
_STEP: Final = "    "

_PYTHONS_OWN: Final = ("builtins", "collections.abc", "typing")
_RAISES: Final = (
    "`InvalidRequest` before anything is sent, for parameters that cannot be right; `CallFailed` for a call that did not"
    " end well, whose `outcome` says whether anything may have been stored."
)
_REPEATS: Final[Mapping[Replay, str]] = {
    Replay.SAFE: "it only reads, so it is tried again where a failure may pass.",
    Replay.KEYED: "a second copy is refused, so it is tried again where a failure may pass.",
    Replay.UNSAFE: "only where the first copy cannot have arrived.",
}


def describe(request: type[Request[Any]], gives: Any, about: str) -> str:
    """Return the docstring of a method: the request's own, then its parameters, what it gives and what may go wrong."""
    listed = "\n".join(_listed(request, _STEP, set()))
    parts = [
        inspect.cleandoc(request.__doc__ or ""),
        f"Parameters:\n{listed}" if listed else "",
        _paragraph(f"Returns: {_explained(gives, about)}"),
        _paragraph(f"Raises: {_RAISES}"),
        _paragraph(f"Repeats: {_repeats(request)}"),
    ]
    return "\n\n".join(part for part in parts if part)


def _listed(kind: type[Any], indent: str, shown: set[Any]) -> Iterator[str]:
    """List the parameters of a request, and below each value such as a filter its members; each class once."""
    for parameter in parameters_of(kind):
        yield _paragraph(_line(parameter), indent)
        for part in parameter.parts:
            if isinstance(part, type) and attrs.has(part) and part not in shown:
                shown.add(part)
                yield from _listed(part, indent + _STEP, shown)


def _line(parameter: "Parameter") -> str:
    about = [parameter.about or _first_sentence(parameter), *(_choices(part) for part in parameter.parts)]
    told = " ".join(text for text in about if text)
    return f"{parameter.name} ({parameter.kind}{_may_be_left_out(parameter.default)})" + (f": {told}" if told else "")


def _may_be_left_out(default: Any) -> str:
    if default is attrs.NOTHING:
        return ""
    return ", optional" if default is UNSET else f", {default} if not given"


def _first_sentence(parameter: "Parameter") -> str:
    """Let a value that has no words of its own be told by its class."""
    told = next((inspect.cleandoc(part.__doc__ or "") for part in parameter.parts if attrs.has(part)), "")
    return told.partition("\n")[0]


def _choices(part: Any) -> str:
    if not (isinstance(part, type) and issubclass(part, Enum)):
        return ""
    return f"One of {', '.join(repr(member.value) for member in part)}."


def _explained(gives: Any, about: str) -> str:
    """Name a type, say what it stands for here, and what it is if it is a class of ours."""
    kind = get_origin(gives) or gives
    itself = "" if kind in (Union, UnionType) or kind.__module__ in _PYTHONS_OWN else kind.__doc__ or ""
    return " ".join([f"{readable(gives)}.", *about.split(), *itself.split()])


def _repeats(request: type[Request[Any]]) -> str:
    rule = _REPEATS[request.replay]
    if request.replay_key is not None:
        rule = f"with `{request.replay_key}`, {rule} Without it: {_REPEATS[Replay.UNSAFE]}"
    exception = "" if request.replay_rule is Request.replay_rule else inspect.getdoc(request.replay_rule) or ""
    return f"{rule} {exception}".strip()


def _paragraph(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + _STEP,
        break_long_words=False,
        break_on_hyphens=False,
    )


# Signatures and types


def signature(request: type[Request[Any]], gives: Any) -> inspect.Signature:
    """Return a method's signature: the request's parameters behind `self`, and what the method really gives."""
    taken = inspect.signature(request).parameters.values()
    needed_first = sorted(taken, key=lambda one: (one.kind, one.default is not inspect.Parameter.empty))
    return _Signature([_SELF, *needed_first], return_annotation=gives)


_SELF: Final = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)


class _Signature(inspect.Signature):
    """A signature that is printed as an editor shows it, types by their names alone; its annotations are real."""

    def __str__(self) -> str:
        return str(self._in_words())

    def format(self, **layout: Any) -> str:
        """Print it in a width, as Python 3.13 and newer do."""
        in_words: Any = self._in_words()
        return str(in_words.format(**layout))

    def _in_words(self) -> inspect.Signature:
        taken = [one.replace(annotation=_words(one.annotation)) for one in self.parameters.values()]
        return inspect.Signature(taken, return_annotation=_words(self.return_annotation))


class _Words(str):
    """An annotation that is printed without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _words(annotation: Any) -> Any:
    return annotation if annotation is inspect.Signature.empty else _Words(readable(annotation))


def readable(kind: Any) -> str:
    """Write a type as one would in code that imports its names: `Recorded[Event] | None`."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _union(parts)
    if origin is Literal:
        return " | ".join(map(repr, parts))
    if origin is not None:
        return f"{readable(origin)}[{', '.join(map(readable, parts))}]"
    if kind in (NoneType, Ellipsis):
        return "None" if kind is NoneType else "..."
    return str(getattr(kind, "__name__", kind))


def _union(parts: tuple[Any, ...]) -> str:
    text = " | ".join(readable(part) for part in parts if part is not Unset)
    return f"Maybe[{text}]" if Unset in parts else text


# What a class's parameters are, in words


@frozen
class Parameter:
    """One parameter of a request class, or one member of a value such as a filter, in words."""

    name: str
    kind: str
    """What it takes: `MinorUnits`, or `PayoutStatus | str`."""
    about: str
    """What it means; empty where the name says it all."""
    default: Any
    """What counts if it is not given: `attrs.NOTHING` where it must be given, `UNSET` where nothing is sent."""
    parts: tuple[Any, ...]
    """The types in `kind`, without `None`."""


def parameters_of(kind: type[Any]) -> tuple[Parameter, ...]:
    """Return the parameters of a request class, or the members of a value class: first those that must be given."""
    taken = [_parameter(kind, attribute) for attribute in attrs.fields(kind) if attribute.init]
    return tuple(sorted(taken, key=lambda one: one.default is not attrs.NOTHING))


def _parameter(kind: type[Any], attribute: "attrs.Attribute[Any]") -> Parameter:
    written = _written(kind, attribute.name)
    return Parameter(
        name=attribute.name,
        kind=_converted(kind, attribute) or written.annotation or _without_maybe(readable(attribute.type)),
        about=written.about,
        default=attribute.default,
        parts=tuple(part for part in _parts(attribute.type) if part not in (Unset, NoneType)),
    )


def _converted(kind: type[Any], attribute: "attrs.Attribute[Any]") -> str:
    """Say what a converter takes, which is more than the field will hold."""
    converts = cast(Any, attribute).converter is not None
    taken: Any = kind.__init__.__annotations__.get(attribute.name) if converts else None
    return "" if taken is None else _without_maybe(readable(taken))


def _parts(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _without_maybe(text: str) -> str:
    return text[len("Maybe[") : -1] if text.startswith("Maybe[") else text


# What only the source knows


@frozen
class _Written:
    annotation: str = ""
    about: str = ""


def _written(kind: type[Any], field: str) -> _Written:
    """Look a field up in the class that declares it, or else in those it comes from."""
    for base in kind.__mro__:
        found = _fields_of(base.__module__).get(f"{base.__qualname__}.{field}")
        if found is not None:
            return found
    return _Written()


def said_below(module: str, name: str) -> str:
    """Return the docstring below an attribute such as `Track.sale`, or nothing."""
    return _fields_of(module).get(name, _Written()).about


@cache
def _fields_of(module: str) -> Mapping[str, _Written]:
    """Read the attributes of all classes of a module, each with the docstring below it."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError, KeyError, SyntaxError):  # no source here: byte code alone, or typed into a terminal
        return {}
    return dict(_fields_in(tree.body, ""))


def _fields_in(body: list[ast.stmt], path: str) -> Iterator[tuple[str, _Written]]:
    for statement, below in zip(body, [*body[1:], None], strict=True):
        match statement:
            case ast.ClassDef(name=name, body=inner):
                yield from _fields_in(inner, f"{path}{name}.")
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                yield f"{path}{name}", _Written(_without_maybe(ast.unparse(annotation)), _docstring(below))
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield f"{path}{name}", _Written(about=_docstring(below))
            case _:
                pass


def _docstring(statement: ast.stmt | None) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split())
        case _:
            return ""
