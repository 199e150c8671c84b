"""The near side of the parsing process: start it, ask it, and turn its end into a refusal."""

from __future__ import annotations

import io
import json
import pickle
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any, Final

from crm_app.data.spreadsheets import worker
from crm_app.rules.spreadsheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    DamagedSpreadsheet,
    ProtectedSpreadsheet,
    SpreadsheetRefused,
    SpreadsheetTooBigUnpacked,
    TooManyColumns,
    TooManyRows,
)

_NO_WINDOW: Final = getattr(subprocess, 'CREATE_NO_WINDOW', 0)
_ALLOWED: Final = frozenset({('datetime', 'date'), ('datetime', 'datetime'), ('datetime', 'time')})


class _Cells(pickle.Unpickler):
    """Reads cells and nothing else: the worker may have been taken over by the file it reads."""

    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f'{module}.{name}')
        return super().find_class(module, name)


class ParsingProcess:
    """A running worker with one open workbook. Close it."""

    def __init__(self, path: Path, name: str) -> None:
        """Start the worker; ``sheets`` are then known.

        Raises:
            SpreadsheetRefused: The workbook cannot be opened.
        """
        self._name = name
        self._lock = Lock()
        self._process = subprocess.Popen(  # noqa: S603 - our own script, a list of arguments, no shell
            [sys.executable, '-P', str(Path(worker.__file__)), str(path.resolve()), str(MOST_ROWS), str(MOST_COLUMNS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
        self.sheets: list[str] = self._answer()

    def ask(self, question: str, *parameters: str | int) -> Any:
        """Return the worker's answer (a method of its ``Parser``).

        Raises:
            SpreadsheetRefused: The file is damaged or too large.
        """
        with self._lock:
            assert self._process.stdin is not None
            try:
                self._process.stdin.write(json.dumps([question, *parameters]).encode() + b'\n')
                self._process.stdin.flush()
            except OSError as error:
                raise SpreadsheetTooBigUnpacked(name=self._name) from error
            return self._answer()

    def close(self) -> None:
        """End the worker."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        length = self._process.stdout.read(4)
        frame = self._process.stdout.read(int.from_bytes(length, 'big'))
        if len(length) < 4 or not frame:
            self.close()
            raise SpreadsheetTooBigUnpacked(name=self._name)
        try:
            verdict, value = _Cells(io.BytesIO(frame)).load()
        except (pickle.UnpicklingError, EOFError) as error:
            self.close()
            raise DamagedSpreadsheet(name=self._name) from error
        if verdict == 'refused':
            self.close()
            raise self._refusal(value)
        return value

    def _refusal(self, reason: str) -> SpreadsheetRefused:
        match reason:
            case 'password':
                return ProtectedSpreadsheet(name=self._name)
            case 'rows':
                return TooManyRows(name=self._name, most=MOST_ROWS)
            case 'columns':
                return TooManyColumns(name=self._name, most=MOST_COLUMNS)
            case 'memory':
                return SpreadsheetTooBigUnpacked(name=self._name)
            case _:
                return DamagedSpreadsheet(name=self._name)
