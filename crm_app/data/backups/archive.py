"""The one file of a PostgreSQL backup: a zip with one member per table and a manifest that says what must be in it."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

FORMAT: Final = 'crm-backup-1'
_MANIFEST: Final = 'manifest.json'
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class TablePart:
    """One table: its columns in order, how many rows, and the SHA-256 of what COPY gave."""

    name: str
    columns: list[str]
    rows: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup holds."""

    revision: str
    taken_at: str
    tables: list[TablePart] = field(default_factory=list)
    sequences: dict[str, int] = field(default_factory=dict)
    """Table → the last id it gave."""


class DamagedArchive(Exception):  # noqa: N818 - it says what is the matter
    """The file is not what its manifest says, or not an archive of ours."""


def new(target: Path) -> zipfile.ZipFile:
    """Open a new archive; compressed lightly, for the disk is slower."""
    return zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED, compresslevel=1)


def write_table(archive: zipfile.ZipFile, name: str, columns: list[str], data: Iterable[bytes]) -> TablePart:
    """Write a table's rows as PostgreSQL's text COPY gives them."""
    digest = hashlib.sha256()
    rows = 0
    with archive.open(_member(name), 'w', force_zip64=True) as file:
        for chunk in data:
            digest.update(chunk)
            rows += bytes(chunk).count(b'\n')
            file.write(chunk)
    return TablePart(name, columns, rows, digest.hexdigest())


def finish(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write the manifest, last: an archive without one was never finished."""
    archive.writestr(_MANIFEST, json.dumps({'format': FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1))


def verified(path: Path) -> Manifest:
    """Read the whole file and return its manifest; raises ``DamagedArchive``."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(json.loads(archive.read(_MANIFEST)))
            for part in manifest.tables:
                _verify(archive, part)
    except (
        OSError, zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, AttributeError, EOFError,
        NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        raise DamagedArchive from error
    return manifest


def chunks(archive: zipfile.ZipFile, part: TablePart) -> Iterator[bytes]:
    """Yield a table's rows in pieces."""
    with archive.open(_member(part.name)) as file:
        yield from _pieces(file)


def _verify(archive: zipfile.ZipFile, part: TablePart) -> None:
    digest = hashlib.sha256()
    rows = 0
    for piece in chunks(archive, part):
        digest.update(piece)
        rows += piece.count(b'\n')
    if digest.hexdigest() != part.sha256 or rows != part.rows:
        raise DamagedArchive


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_CHUNK):
        yield piece


def _manifest(stored: dict[str, Any]) -> Manifest:
    if stored.pop('format') != FORMAT:
        raise DamagedArchive
    stored['tables'] = [TablePart(**part) for part in stored['tables']]
    return Manifest(**stored)


def _member(table: str) -> str:
    return f'{table}.copy'
