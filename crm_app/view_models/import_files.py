"""Where uploaded spreadsheets lie while a wizard needs them: one folder per member, below the data folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final
from uuid import uuid4

_FOLDER: Final = 'uploads'


class UploadFolder:
    """The folder of one member. It is made when needed and removed with all it holds."""

    def __init__(self, data_dir: Path, member_id: int) -> None:
        """Know the place; nothing is written yet."""
        self.path = data_dir / _FOLDER / str(member_id)

    def new_file(self, ending: str = '') -> Path:
        """Return a path for a new file under a name that nobody chose."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.path / f'{uuid4().hex}{ending}'

    def clear(self) -> None:
        """Remove the folder; that it is not there is fine."""
        shutil.rmtree(self.path, ignore_errors=True)


def sweep_uploads(data_dir: Path) -> None:
    """Remove what an earlier process left; call at start, before anybody uploads."""
    shutil.rmtree(data_dir / _FOLDER, ignore_errors=True)
