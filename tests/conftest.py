from __future__ import annotations

from hypothesis import settings

pytest_plugins = ['tests.support.skips', 'tests.support.databases', 'tests.support.cast']

settings.register_profile('crm', deadline=None, derandomize=True, print_blob=True)
settings.load_profile('crm')
