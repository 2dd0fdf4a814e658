"""Quotas: what is demanded of a group's number or share, whether it is met, and why it cannot be.

A quota is a criterion with a minimum or a maximum. Shares are exact, seats are whole, and people whose facts are
incomplete make a finding undetermined and not "not met". `check` and `check_all` look at a group there is, `forecast`
at one that is still growing, and `explain` at whether one can be chosen from those who applied.
"""

from __future__ import annotations

from youthprog._solver import SolverFailed, SolverMissing, TimeLimitReached
from youthprog.quotas._demand import Base, Finding, Findings, Quota, QuotaStatus, check, check_all, seats_needed
from youthprog.quotas._diagnosis import Advice, Bound, Demand, Diagnosis, Disclosure, Move, Reason, Recruits
from youthprog.quotas._explain import explain
from youthprog.quotas._forecast import Forecast, Outlook, forecast

__all__ = [
    "Advice",
    "Base",
    "Bound",
    "Demand",
    "Diagnosis",
    "Disclosure",
    "Finding",
    "Findings",
    "Forecast",
    "Move",
    "Outlook",
    "Quota",
    "QuotaStatus",
    "Reason",
    "Recruits",
    "SolverFailed",
    "SolverMissing",
    "TimeLimitReached",
    "check",
    "check_all",
    "explain",
    "forecast",
    "seats_needed",
]
