"""``python -m crm_app`` is the same as ``crm``."""

from __future__ import annotations

from crm_app.cli import main

if __name__ == '__main__':
    main()
