"""``python main.py [--host H] [--port P] [--data-dir DIR] [--database URL]`` is the same as ``crm serve``."""

from __future__ import annotations

import sys

from crm_app.cli import main

if __name__ == '__main__':
    main(['serve', *sys.argv[1:]])
