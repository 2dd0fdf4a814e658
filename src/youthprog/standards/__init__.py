"""Standards out and in: results for IATI, people and organisations as Popolo has them, regions by ISO 3166-2."""

from __future__ import annotations

from youthprog.standards._iati import (
    ActivityStatus,
    Indicator,
    IndicatorMeasure,
    IndicatorReference,
    Party,
    PartyRole,
    Reporting,
    Result,
    ResultType,
    to_iati,
)
from youthprog.standards._popolo import Loss, LossReason, PopoloDocument, PopoloReading, from_popolo, to_popolo
from youthprog.standards._regions import subdivisions

__all__ = [
    "ActivityStatus",
    "Indicator",
    "IndicatorMeasure",
    "IndicatorReference",
    "Loss",
    "LossReason",
    "Party",
    "PartyRole",
    "PopoloDocument",
    "PopoloReading",
    "Reporting",
    "Result",
    "ResultType",
    "from_popolo",
    "subdivisions",
    "to_iati",
    "to_popolo",
]
