"""Reads from the sources which messages they can show."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.support.server import ROOT

_ONE = {'_', 'N_', 'translate'}
_PLURAL = {'plural', 'translate_plural'}
_TABLES = ('LABELS', 'WORDS', 'TITLES', 'HINTS')


@dataclass
class Messages:
    """What the sources say: message ids with a place they stand at, plural pairs, and every other text constant."""

    single: dict[str, str] = field(default_factory=dict)
    plural: dict[tuple[str, str], str] = field(default_factory=dict)
    constants: set[str] = field(default_factory=set)


def of_the_sources() -> Messages:
    """Walk all modules.

    Ids are the literals given to ``_`` and its kin, class attributes ``message``, and the values of tables whose names
    end in LABELS, WORDS, TITLES or HINTS.
    """
    found = Messages()
    for path in sorted((ROOT / 'crm_app').rglob('*.py')):
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
            place = f'{name}:{getattr(node, "lineno", 0)}'
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.constants.add(node.value)
            for text in _single(node):
                found.single.setdefault(text, place)
            for pair in _pairs(node):
                found.plural.setdefault(pair, place)
    return found


def _single(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and _called(node) in _ONE and node.args:
        yield from _texts(node.args[0])
    elif isinstance(node, ast.ClassDef):
        for statement in node.body:
            if _target(statement) == 'message':
                yield from _texts(statement.value)  # type: ignore[attr-defined]
    elif _target(node).lstrip('_').endswith(_TABLES) and isinstance(getattr(node, 'value', None), ast.Dict):
        for value in node.value.values:  # type: ignore[attr-defined]
            yield from _texts(value)


def _pairs(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Call) and _called(node) in _PLURAL and len(node.args) >= 2:
        yield from zip(_texts(node.args[0]), _texts(node.args[1]), strict=True)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, 'attr', '')


def _target(node: ast.AST) -> str:
    target = (
        node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
    )
    return target.id if isinstance(target, ast.Name) else ''


def _texts(node: ast.AST | None) -> Iterator[str]:
    """The literals an expression can be: itself, or both branches of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
