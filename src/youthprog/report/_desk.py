"""Where one report is written: the programme, whom it is for, and in which language."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from youthprog.programme import Programme
from youthprog.report._language import Language
from youthprog.values import Period, Purpose, Tri

if TYPE_CHECKING:
    from youthprog.activities import Activity


@frozen(kw_only=True)
class Desk:
    """What every section is written from.

    Attributes:
        programme: the programme.
        on: the day people are counted on.
        staff: why staff may see working figures; `None` if the report is for the public.
        key: the key of releases.
        words: the texts in the language of the report.
    """

    programme: Programme
    on: dt.date
    staff: Purpose | None
    key: bytes | None
    words: Language

    @property
    def year(self) -> Period:
        """The calendar year, up to and with the day."""
        return Period(dt.date(self.on.year, 1, 1), self.on + dt.timedelta(days=1))

    @cached_property
    def held(self) -> tuple[Activity, ...]:
        """The activities that began in the year."""
        year = self.year
        return tuple(one for one in self.programme.activities if year.covers(one.period.start) is not Tri.NO)
