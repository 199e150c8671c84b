"""The arrows of the design: who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import ROOT

PACKAGE = 'crm_app'
MAY_IMPORT = {
    'rules': set(),
    'locale': {'rules'},
    'data': {'rules'},
    'actions': {'data', 'rules'},
    'view_models': {'data', 'rules'},
    'components': {'locale', 'rules', 'view_models'},
    'pages': {'actions', 'components', 'locale', 'rules', 'view_models'},
    'settings': {'rules'},
}
"""Layer → the other layers it may import. What is missing here (``app``, ``cli``, ``__main__``) wires all of them."""
EXTERNAL = {
    'nicegui': {'view_models', 'components', 'pages', 'app'},
    'sqlalchemy': {'data', 'actions', 'view_models', 'app'},
    'alembic': {'data'},
}
SOURCES = sorted((ROOT / PACKAGE).rglob('*.py'))


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT / PACKAGE).parts[0].removesuffix('.py')


def imported_by(path: Path) -> Iterator[str]:
    """All modules that a file imports anywhere, also inside functions and for types only."""
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f'{path}: imports are absolute'
            module = node.module or ''
            yield from (f'{module}.{alias.name}' for alias in node.names)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_layers_import_one_way() -> None:
    wrong = [
        f'{named(path)} imports {module}'
        for path in SOURCES
        if (layer := layer_of(path)) in MAY_IMPORT
        for module in imported_by(path)
        if module.startswith(f'{PACKAGE}.') and module.split('.')[1] not in MAY_IMPORT[layer] | {layer}
    ]
    assert not wrong, '\n'.join(wrong)


@pytest.mark.parametrize('library', EXTERNAL)
def test_a_library_is_known_only_where_it_belongs(library: str) -> None:
    wrong = [
        f'{named(path)} imports {module}'
        for path in SOURCES
        for module in imported_by(path)
        if module.split('.')[0] == library and layer_of(path) not in EXTERNAL[library]
    ]
    assert not wrong, '\n'.join(wrong)


def test_rules_know_no_clock_and_no_world() -> None:
    outside = {'os', 'random', 'socket', 'subprocess', 'tempfile', 'threading', 'time', 'asyncio'}
    wrong = []
    for path in (source for source in SOURCES if layer_of(source) == 'rules'):
        wrong += [f'{named(path)} imports {module}' for module in imported_by(path) if module.split('.')[0] in outside]
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
            if isinstance(node, ast.Attribute) and node.attr in {'now', 'utcnow', 'today'}:
                wrong.append(f'{named(path)}:{node.lineno} asks the clock')
    assert not wrong, '\n'.join(wrong)


def test_package_files_stay_empty() -> None:
    full = [named(path) for path in SOURCES if path.name == '__init__.py' and path.read_bytes().strip()]
    assert not full


def test_the_walk_sees_the_layers() -> None:
    assert {layer_of(path) for path in SOURCES} >= {'actions', 'components', 'data', 'pages', 'rules', 'view_models'}
