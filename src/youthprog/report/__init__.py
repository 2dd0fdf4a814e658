"""The report of a programme, for people: what was recorded, how diverse it is, what was kept and what came of it.

There are two audiences. The public report is made of releases (see `youthprog.disclosure`): no table or measure in it
tells of a group that is too small. The staff report shows working figures, needs a purpose, and bears "confidential"
on every page.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from youthprog._checks import a_date
from youthprog.errors import BrokenRule, PurposeRequired
from youthprog.report._charts import chart, picture
from youthprog.report._desk import Desk
from youthprog.report._language import Language
from youthprog.report._people import people, reading
from youthprog.report._seats import lotteries, quotas
from youthprog.report._shape import Drawing, Report, Section, Table
from youthprog.report._year import activities, cascade, outcomes, partnerships
from youthprog.values import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from gettext import NullTranslations

    from youthprog.programme import Programme

__all__ = ["Drawing", "Report", "Section", "Table", "chart", "last_year_end", "make", "picture"]


def last_year_end(programme: Programme) -> dt.date | None:
    """Give the last day of the last year in which an activity began; `None` if there is no activity.

    The report's command speaks of that day when none is named, for it reads no clock.
    """
    years = [activity.period.start.earliest.year for activity in programme.activities]
    return dt.date(max(years), 12, 31) if years else None


def make(
    programme: Programme,
    *,
    on: dt.date,
    staff: Purpose | None = None,
    key: bytes | None = None,
    renewal_months: int = 12,
    drawings: Iterable[Drawing] = (),
    language: str = "en",
    translations: NullTranslations | None = None,
) -> Report:
    """Make the report of a programme, for the public or for staff.

    Args:
        programme: the programme.
        on: the day people are counted on; activities and partnerships are those of its calendar year up to and with it.
        staff: why staff may see working figures; left out, the report is for the public and made of releases.
        key: the secret key of releases, see `disclosure.publish`; without it sensitive dimensions are left out of a
            public report.
        renewal_months: how long a gap in a partnership may be without it having lapsed.
        drawings: lotteries to tell of: to the public their rules, to staff the chances and who was drawn as well.
        language: the language by BCP 47 tag; names that the programme has in it are told in it, the others in English.
        translations: the texts in that language, a catalogue of gettext made from `report/locale/youthprog.pot`; a
            text that is left out of it is told in English.

    Returns:
        A `Report`, the same for the same programme and arguments.

    Raises:
        PurposeRequired: if `staff` is something else than a purpose.
        BrokenRule, WrongType: if the key is too short, or not bytes, or the day is none.
        KeyError: if a translation has a name in braces that its text has not.

    >>> from youthprog import samples
    >>> import datetime as dt
    >>> make(samples.mongolia(), on=dt.date(2022, 12, 31)).audience
    'public'
    """
    a_date(on)
    if on == dt.date.max:
        raise BrokenRule("on", "must be before the last day of the calendar")
    if staff is not None and not isinstance(staff, Purpose):
        msg = "a staff report is made for a purpose, one of youthprog.Purpose"
        raise PurposeRequired(msg)
    words = Language(tag=language) if translations is None else Language(tag=language, catalogue=translations)
    desk = Desk(programme=programme, on=on, staff=staff, key=key, words=words)

    parts = (
        people(desk),
        partnerships(desk, renewal_months=renewal_months),
        activities(desk),
        quotas(desk),
        lotteries(desk, drawings),
        cascade(desk),
        outcomes(desk),
        reading(desk),
    )
    return Report(
        title=words.say("{programme}: report on {day}", programme=words.name(programme.name), day=on.isoformat()),
        audience="public" if staff is None else "staff",
        mark=""
        if staff is None
        else words.say("CONFIDENTIAL - staff only, for the purpose: {purpose}", purpose=words.term(staff.value)),
        on=on,
        sections=tuple(part for part in parts if part is not None),
        language=language,
    )
