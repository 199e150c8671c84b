"""First step of an import: choose or drop a file, or take the template."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from html import escape
from typing import Any, Final

from nicegui import events, ui

from crm_app.components.empty import heading
from crm_app.components.notices import show_refusal
from crm_app.components.words import _
from crm_app.rules.spreadsheets import MOST_BYTES, NotASpreadsheet, SpreadsheetTooBig
from crm_app.view_models.import_jobs import Upload

_ENDINGS: Final = '.xlsx,.xls,.xlsm,.xlsb,.ods,.csv,.txt'
_MEGABYTES: Final = MOST_BYTES // 1024 // 1024
_REJECTED: Final = '(files) => emit(files.map((one) => [one.failedPropValidation, one.file.name]))'
_PATIENCE: Final = 5.0
_ZONE: Final = """
<div class="drop-zone">
  <q-icon name="upload_file" size="40px" aria-hidden="true"></q-icon>
  <div class="strong">{drop}</div>
  <div class="muted small">{kinds}</div>
  <q-btn unelevated no-caps color="primary" label="{choose}" :loading="props.isUploading" @click="props.pickFiles">
    <q-uploader-add-trigger></q-uploader-add-trigger>
  </q-btn>
  <q-linear-progress v-if="props.isUploading" :value="props.uploadProgress" rounded size="6px"></q-linear-progress>
</div>
"""


class FileStep:
    """The drop zone and the template."""

    def __init__(
        self,
        new_upload: Callable[[str], Upload],
        on_file: Callable[[Upload], Any],
        on_template: Callable[[], Awaitable[None]],
    ) -> None:
        """``on_file`` is given a file once it lies on the server whole."""
        self._new_upload = new_upload
        self._on_file = on_file
        self._answered = asyncio.Event()
        with ui.element('section').classes('card w-full import-file'):
            heading(_('Choose a spreadsheet'), level=2)
            upload = ui.upload(auto_upload=True, max_file_size=MOST_BYTES, on_upload=self._uploaded)
            upload.on('rejected', self._rejected, js_handler=_REJECTED)
            upload.on_begin_upload(self._answered.clear)
            upload.on('uploaded', self._answered.set, [])
            upload.props(f'flat accept="{_ENDINGS}"').classes('drop w-full')
            words = {
                'drop': _('Drop a file here'),
                'kinds': _('Excel (xlsx, xls), OpenDocument (ods) or csv, up to {most} MB', most=_MEGABYTES),
                'choose': _('Choose a file'),
            }
            upload.add_slot('header', _ZONE.format(**{key: escape(text) for key, text in words.items()}))
            upload.add_slot('list', '<span></span>')
            self._upload = upload
            with ui.row().classes('items-center gap-2'):
                ui.label(_('No sheet yet? Fill in the template; it has your fields and options.')).classes('muted')
                template = ui.button(_('Download the template'), icon='download', on_click=on_template)
                template.props('flat dense')

    async def _uploaded(self, event: events.UploadEventArguments) -> None:
        """Keep the file; browsers may leave out the check of its size, so it is done again here."""
        if event.file.size() > MOST_BYTES:
            self._upload.reset()
            show_refusal(SpreadsheetTooBig(name=event.file.name, megabytes=_MEGABYTES))
            return
        upload = self._new_upload(event.file.name)
        await event.file.save(upload.path)
        with contextlib.suppress(TimeoutError):  # the next step takes the place of this one: let the browser end first
            await asyncio.wait_for(self._answered.wait(), _PATIENCE)
        self._on_file(upload)

    def _rejected(self, event: events.GenericEventArguments) -> None:
        """Tell at once why the browser did not even send a file."""
        for reason, name in event.args:
            if reason == 'accept':
                show_refusal(NotASpreadsheet(name=name))
            else:
                show_refusal(SpreadsheetTooBig(name=name, megabytes=_MEGABYTES))
