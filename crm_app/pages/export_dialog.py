"""导出: choose columns and kind of file, watch it grow, get it as a download."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Final

from nicegui import background_tasks, ui

from crm_app.actions.exports.export import ExportCancelled, export_customers
from crm_app.components.desk import Desk
from crm_app.components.export_choice import Progress, choose_export
from crm_app.components.notices import say, show_refusal
from crm_app.components.words import _, plural
from crm_app.rules.list_query import Column, Selection
from crm_app.rules.refusals import Refusal
from crm_app.view_models.customer_list import ListView
from crm_app.view_models.import_files import UploadFolder
from crm_app.view_models.work import in_long_thread

_KEPT_SECONDS: Final = 600.0
"""So long the file waits for its download."""


def open_export(desk: Desk, selection: Selection, count: int, shown: ListView) -> None:
    """Open the dialog for a selection of ``count`` customers."""

    async def export(columns: tuple[Column, ...], kind: str, progress: Progress) -> None:
        path = UploadFolder(desk.data_dir, desk.actor.member_id).new_file(f'.{kind}')

        def tell(done: int, total: int) -> None:
            progress.share = done / max(total, 1)

        def work() -> int:
            written = export_customers(
                desk.database,
                desk.actor,
                path,
                selection=selection,
                columns=columns,
                progress=tell,
                cancelled=lambda: progress.cancelled,
            )
            return written.rows

        try:
            rows = await in_long_thread(work)
        except ExportCancelled:
            return
        except Refusal as refusal:
            show_refusal(refusal)
            return
        ui.download.file(path, f'{_("Customers")} {datetime.now(shown.zone):%Y-%m-%d %H%M}.{kind}')
        background_tasks.create(_forget(path), name='export that waits for its download')
        say(plural('{n} customer exported.', '{n} customers exported.', rows))

    choose_export(count, shown.offered, shown.columns, export)


async def _forget(path: Path) -> None:
    await asyncio.sleep(_KEPT_SECONDS)
    await asyncio.to_thread(path.unlink, missing_ok=True)
