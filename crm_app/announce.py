"""What the terminal shows once the program answers: where the data lies, and the addresses to open."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from ipaddress import ip_address

from crm_app.commands.common import language
from crm_app.locale.texts import translate
from crm_app.settings import Settings
from crm_app.view_models.desk import Office


def announce(settings: Settings, office: Office) -> None:
    """Print data folder, addresses, and the one-time code as long as there is no administrator."""
    tongue = language()
    lines = [translate('Data folder: {folder}', tongue, folder=settings.data_dir)]
    if not office.database.is_sqlite:
        shown = office.database.engine.url.render_as_string(hide_password=True)
        lines.append(translate('Database: {url}', tongue, url=shown))
    own, *others = addresses(settings.host, settings.port)
    lines.append(translate('On this machine: {address}', tongue, address=own))
    lines += [translate('For colleagues in the network: {address}', tongue, address=other) for other in others]
    if not office.is_set_up:
        lines.append(translate('One-time code to set up from another machine: {code}', tongue, code=office.setup_code))
    lines.append(translate('Stop with Ctrl-C.', tongue))
    sys.stdout.write('\n'.join(lines) + '\n')
    sys.stdout.flush()


def addresses(host: str, port: int) -> list[str]:
    """Return the addresses under which a server with this host and port is reached; this machine's comes first."""
    if host not in ('', '0.0.0.0', '::'):  # noqa: S104 - compared, not bound
        return [_address(host, port)]
    return [_address('localhost', port), *(_address(found, port) for found in sorted(_own_addresses()))]


def _own_addresses() -> set[str]:
    """Return this machine's addresses in its networks, as far as they can be found without asking anybody."""
    found: set[str] = set()
    with suppress(OSError):
        found.update(str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET))
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(('192.0.2.1', 9))  # sends nothing: it only asks which way a packet would take
        found.add(probe.getsockname()[0])
    return {address for address in found if not ip_address(address).is_loopback}


def _address(host: str, port: int) -> str:
    return f'http://[{host}]:{port}' if ':' in host else f'http://{host}:{port}'
