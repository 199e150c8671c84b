"""The desk of the current page, for components and pages."""

from __future__ import annotations

from crm_app.view_models.desk import Desk, Office, current_desk, sit_down

__all__ = ['Desk', 'Office', 'current_desk', 'sit_down']
