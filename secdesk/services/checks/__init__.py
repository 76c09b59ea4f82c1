"""The paper check: numbered checks of the records and of a month's report, one module for each noun (domain.md 15)."""

from __future__ import annotations

from secdesk.services.checks.promises import Promise, PromiseState
from secdesk.services.checks.running import check_month, check_register, follow_promises

__all__ = ["Promise", "PromiseState", "check_month", "check_register", "follow_promises"]
