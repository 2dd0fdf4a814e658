"""Results as the International Aid Transparency Initiative has them (IATI 2.03), made of releases only."""

from __future__ import annotations

import datetime as dt
import enum
import re
from itertools import product
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from attrs import field, frozen

from youthprog._checks import Noun, day, each, is_a, label, many, maybe, some, text
from youthprog.criteria import Is
from youthprog.disclosure import DISCLOSED, TOTAL, UNDISCLOSED, Release
from youthprog.errors import BrokenRule, WrongType
from youthprog.quotas import Quota
from youthprog.representation import ReferencePopulation
from youthprog.values import LocalisedText, PartialDate, Period, Tri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction
    from typing import Any

    from attrs import Attribute

    from youthprog.disclosure import Axis
    from youthprog.disclosure._shape import Cell

__all__ = [
    "ActivityStatus",
    "Indicator",
    "IndicatorMeasure",
    "IndicatorReference",
    "Party",
    "PartyRole",
    "Reporting",
    "Result",
    "ResultType",
    "to_iati",
]

VERSION: Final = "2.03"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ActivityStatus(enum.Enum):
    """How far an activity is; the value is IATI's code."""

    PIPELINE = "1"
    IMPLEMENTATION = "2"
    FINALISATION = "3"
    CLOSED = "4"
    CANCELLED = "5"
    SUSPENDED = "6"


class PartyRole(enum.Enum):
    """What an organisation does in an activity; the value is IATI's code."""

    FUNDING = "1"
    ACCOUNTABLE = "2"
    EXTENDING = "3"
    IMPLEMENTING = "4"


class ResultType(enum.Enum):
    """What kind of result it is; the value is IATI's code."""

    OUTPUT = "1"
    OUTCOME = "2"
    IMPACT = "3"
    OTHER = "9"


class IndicatorMeasure(enum.Enum):
    """What the numbers of an indicator are; the value is IATI's code.

    A share is one of those who disclosed, in percent.
    """

    PEOPLE = "1"
    SHARE = "2"


@frozen(kw_only=True, repr=False)
class Party(Noun):
    """An organisation that takes part in an activity.

    Attributes:
        name: its name in one or more languages.
        role: what it does.
        kind: IATI's code of its type, such as `22` for a national organisation; empty if it is not told.
        ref: its identifier; empty if it has none.
    """

    name: LocalisedText = field(validator=is_a(LocalisedText))
    role: PartyRole = field(validator=is_a(PartyRole))
    kind: str = field(default="", validator=label)
    ref: str = field(default="", validator=label)


@frozen(kw_only=True, repr=False)
class Reporting(Noun):
    """What IATI demands of every activity and a programme does not hold; nothing of it is made up for you.

    Attributes:
        identifier: the activity's own, which begins with that of the organisation that reports.
        ref: the identifier of the organisation that reports.
        kind: IATI's code of its type.
        name: its name.
        title: the activity's.
        description: what it is.
        parties: who takes part; one at least.
        status: how far it is.
        planned_start, actual_start, planned_end, actual_end: the first day and the last; a start at least.
        country: ISO 3166-1 code of the country it is for. The schema lets it be left out, IATI's rules do not, unless
            transactions tell it.
        sector: five-digit code of its sector (DAC); likewise.
    """

    identifier: str = field(validator=text)
    ref: str = field(validator=text)
    kind: str = field(validator=text)
    name: LocalisedText = field(validator=is_a(LocalisedText))
    title: LocalisedText = field(validator=is_a(LocalisedText))
    description: LocalisedText = field(validator=is_a(LocalisedText))
    parties: tuple[Party, ...] = field(converter=many, validator=some(is_a(Party)))
    status: ActivityStatus = field(validator=is_a(ActivityStatus))
    planned_start: dt.date | None = field(default=None, validator=maybe(day))
    actual_start: dt.date | None = field(default=None, validator=maybe(day))
    planned_end: dt.date | None = field(default=None, validator=maybe(day))
    actual_end: dt.date | None = field(default=None, validator=maybe(day))
    country: str = field(default="", validator=label)
    sector: str = field(default="", validator=label)

    def __attrs_post_init__(self) -> None:
        if self.planned_start is None and self.actual_start is None:
            raise BrokenRule("actual_start", "must be given, or planned_start: an activity has a date")
        for kind in ("planned", "actual"):
            start, end = getattr(self, f"{kind}_start"), getattr(self, f"{kind}_end")
            if start is not None and end is not None and end < start:
                raise BrokenRule(f"{kind}_end", "must not be earlier than the start")


@frozen(kw_only=True, repr=False)
class IndicatorReference(Noun):
    """A standard indicator: the code of its vocabulary, its own, and where it is described."""

    vocabulary: str = field(validator=text)
    code: str = field(validator=text)
    uri: str = field(default="", validator=label)


def _release(_: object, attribute: Attribute[Any], value: Any) -> None:
    if not isinstance(value, Release):
        raise WrongType(attribute.name, "must be a release: true counts are not for the public, publish them first")


@frozen(kw_only=True, repr=False)
class Indicator(Noun):
    """What a release tells, as an indicator.

    Attributes:
        title: what is measured, such as "Members by residence".
        release: the table; true counts are refused.
        measure: whether numbers of people are told, or shares of those who disclosed.
        during: the period it speaks of, known to the day; the day of the release unless said otherwise.
        description: what it is, beside the definitions, which are always told.
        baseline: an earlier release of the same dimensions, which names its day.
        target: what is aimed at. A quota of one category gives its minimum, a share or a number of people; a reference
            population gives the share of each category.
        references: standard indicators it is one of.

    Raises:
        WrongType: if the release is none.
        BrokenRule: if no period can be told, or the baseline or target does not fit the release and the measure.
    """

    title: LocalisedText = field(validator=is_a(LocalisedText))
    release: Release = field(validator=_release)
    measure: IndicatorMeasure = field(default=IndicatorMeasure.PEOPLE, validator=is_a(IndicatorMeasure))
    during: Period | None = field(default=None, validator=maybe(is_a(Period)))
    description: LocalisedText | None = field(default=None, validator=maybe(is_a(LocalisedText)))
    baseline: Release | None = field(default=None, validator=maybe(_release))
    target: Quota | ReferencePopulation | None = field(default=None, validator=maybe(is_a(Quota, ReferencePopulation)))
    references: tuple[IndicatorReference, ...] = field(
        default=(), converter=many, validator=each(is_a(IndicatorReference))
    )

    def __attrs_post_init__(self) -> None:
        self.days()
        if self.baseline is not None:
            if self.baseline.dimensions != self.release.dimensions:
                raise BrokenRule("baseline", "must be of the dimensions of the release")
            if self._baseline_on is None:
                raise BrokenRule("baseline", "must be a release that names its day")
        self.targets()

    def days(self) -> tuple[dt.date, dt.date]:
        """Give the first and the last day of the period."""
        on = None if self.release.basis is None else self.release.basis.on
        if self.during is None:
            if on is None:
                raise BrokenRule("during", "must be given where the release names no day")
            return on, on
        start, end = self.during.start, self.during.end
        if start.day is None or not isinstance(end, PartialDate) or end.day is None:
            raise BrokenRule("during", "must begin and end on a day")
        if on is not None and self.during.holds(on) is not Tri.YES:
            raise BrokenRule("during", "must hold the day of the release")
        return start.earliest, end.earliest - dt.timedelta(days=1)

    def targets(self) -> Mapping[str, str]:
        """Give what is aimed at in each category, as text."""
        target, of = self.target, self.release.of
        if target is None:
            return {}
        if len(self.release.axes) > 1:
            raise BrokenRule("target", "must be left out where the release has several dimensions")
        categories = self.release.axes[0].categories
        if isinstance(target, ReferencePopulation):
            if self.measure is not IndicatorMeasure.SHARE:
                raise BrokenRule("target", "must not be a reference population where people are counted: it has shares")
            if target.of != of or not set(target.categories) <= set(categories):
                raise BrokenRule("target", "must be a reference population of the dimension, with its categories")
            return {category: _percent(share) for category, share in target.proportions.items()}
        criterion = target.of
        if not isinstance(criterion, Is) or criterion.dimension.name != of or len(criterion.categories) > 1:
            raise BrokenRule("target", "must be a quota of one category of the dimension")
        (category,) = criterion.categories
        if category not in categories:
            raise BrokenRule("target", "must be a quota of one category of the dimension")
        if self.measure is IndicatorMeasure.SHARE:
            if target.minimum is None:
                raise BrokenRule("target", "must be a quota with a smallest share")
            return {category: _percent(target.minimum)}
        if target.minimum_people is not None:
            return {category: str(target.minimum_people)}
        if target.minimum is None or self.release.total is None:
            raise BrokenRule("target", "must be a quota that demands a number of people among those who are shown")
        return {category: str(target.needed(self.release.total))}

    @property
    def _baseline_on(self) -> dt.date | None:
        basis = None if self.baseline is None else self.baseline.basis
        return None if basis is None else basis.on


@frozen(kw_only=True, repr=False)
class Result(Noun):
    """A result with its indicators; one at least."""

    title: LocalisedText = field(validator=is_a(LocalisedText))
    kind: ResultType = field(validator=is_a(ResultType))
    indicators: tuple[Indicator, ...] = field(converter=many, validator=some(is_a(Indicator)))
    description: LocalisedText | None = field(default=None, validator=maybe(is_a(LocalisedText)))


def to_iati(results: Iterable[Result], *, reporting: Reporting) -> str:
    """Write results as an IATI 2.03 activity file.

    Of each release every number that is shown is an `actual` whose `dimension` elements name its categories. One
    without a dimension is the total, and the value "undisclosed" stands for those who did not disclose. A number that
    is hidden is left out, for it is not 0. The day, the definitions and the rule of the release stand in the
    indicator's description, in English. Numbers of people are marked as not to be added up over periods.

    Args:
        results: what is told.
        reporting: what IATI demands beside.

    Returns:
        The file as text, to be written in UTF-8; the same for equal arguments. It follows the published schema, which
        does not look up codes.

    Raises:
        BrokenRule: if a text holds a character that XML has not.

    >>> import datetime as dt
    >>> from youthprog import counts, disclosure
    >>> members = counts.Counts({"rural": 40, "urban": 55}, of="residence")
    >>> words = LocalisedText({"en": "Members by residence"})
    >>> indicator = Indicator(
    ...     title=words, release=disclosure.publish(members).release, during=Period.year(2022))
    >>> people = LocalisedText({"en": "Example"})
    >>> reporting = Reporting(
    ...     identifier="XX-1-A", ref="XX-1", kind="22", name=people, title=people, description=people,
    ...     parties=[Party(name=people, role=PartyRole.IMPLEMENTING)], status=ActivityStatus.IMPLEMENTATION,
    ...     actual_start=dt.date(2021, 1, 1))
    >>> text = to_iati([Result(title=words, kind=ResultType.OUTPUT, indicators=[indicator])], reporting=reporting)
    >>> [line.strip() for line in text.splitlines() if "dimension" in line or "<actual" in line][:2]
    ['<actual value="40">', '<dimension name="residence" value="rural" />']
    """
    root = ET.Element("iati-activities", {"version": VERSION})
    _activity(ET.SubElement(root, "iati-activity"), reporting)
    for result in results:
        _result(ET.SubElement(root[0], "result", {"type": result.kind.value}), result)
    for element in root.iter():
        for words in (element.text or "", *element.attrib.values()):
            if _NO_XML.search(words):
                raise BrokenRule(element.tag, "must not hold control characters, which XML has not")
    ET.indent(root, space=" ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _narratives(parent: ET.Element, tag: str, words: LocalisedText, **attributes: str) -> None:
    element = ET.SubElement(parent, tag, {name: value for name, value in attributes.items() if value})
    for language, told in words.texts.items():
        ET.SubElement(element, "narrative", {_LANG: language}).text = told


def _activity(element: ET.Element, one: Reporting) -> None:
    ET.SubElement(element, "iati-identifier").text = one.identifier
    _narratives(element, "reporting-org", one.name, ref=one.ref, type=one.kind)
    _narratives(element, "title", one.title)
    _narratives(element, "description", one.description)
    for party in one.parties:
        _narratives(element, "participating-org", party.name, ref=party.ref, type=party.kind, role=party.role.value)
    ET.SubElement(element, "activity-status", {"code": one.status.value})
    dates = (one.planned_start, one.actual_start, one.planned_end, one.actual_end)
    for code, date in enumerate(dates, start=1):
        if date is not None:
            ET.SubElement(element, "activity-date", {"type": str(code), "iso-date": date.isoformat()})
    for tag, code_of in (("recipient-country", one.country), ("sector", one.sector)):
        if code_of:
            ET.SubElement(element, tag, {"code": code_of})


def _result(element: ET.Element, result: Result) -> None:
    _narratives(element, "title", result.title)
    if result.description is not None:
        _narratives(element, "description", result.description)
    for indicator in result.indicators:
        _indicator(element, indicator)


def _indicator(parent: ET.Element, one: Indicator) -> None:
    attributes = {"measure": one.measure.value, "aggregation-status": "0"}
    element = ET.SubElement(parent, "indicator", attributes)
    _narratives(element, "title", one.title)
    _narratives(element, "description", _described(one))
    for reference in one.references:
        names = {"vocabulary": reference.vocabulary, "code": reference.code, "indicator-uri": reference.uri}
        ET.SubElement(element, "reference", {name: value for name, value in names.items() if value})
    if one.baseline is not None and one._baseline_on is not None:
        on = one._baseline_on
        day_of = {"iso-date": on.isoformat(), "year": str(on.year)}
        for cell, value in _values(one.baseline, one.measure):
            _figure(element, "baseline", one.baseline, cell, value, day_of)
    period = ET.SubElement(element, "period")
    for tag, date in zip(("period-start", "period-end"), one.days(), strict=True):
        ET.SubElement(period, tag, {"iso-date": date.isoformat()})
    for category, value in one.targets().items():
        _figure(period, "target", one.release, (category,), value, {})
    for cell, value in _values(one.release, one.measure):
        _figure(period, "actual", one.release, cell, value, {})


def _figure(
    parent: ET.Element, tag: str, release: Release, cell: Cell, value: str, attributes: Mapping[str, str]
) -> None:
    element = ET.SubElement(parent, tag, {**attributes, "value": value})
    for name, node in zip(release.dimensions, cell, strict=True):
        if node != TOTAL:
            ET.SubElement(element, "dimension", {"name": name, "value": node})


def _values(release: Release, measure: IndicatorMeasure) -> Iterator[tuple[Cell, str]]:
    """Give what is shown of each cell."""
    shown = release.cells
    *rows, columns = [_told(one) for one in release.axes]
    if measure is IndicatorMeasure.SHARE:
        columns = [node for node in columns if node not in (UNDISCLOSED, DISCLOSED, TOTAL)]
    for cell in product(*rows, columns):
        if shown.get(cell) is None:
            continue
        if measure is IndicatorMeasure.PEOPLE:
            yield cell, str(shown[cell])
        elif (share := release.share(*cell)) is not None:
            yield cell, _percent(share)


def _told(one: Axis) -> list[str]:
    """Leave out those not in a category, whom the others tell."""
    others = {f"not {category}" for category in one.categories} if one.overlapping else set()
    return [node for node in one.nodes if node not in others]


def _percent(share: Fraction) -> str:
    """Give a share in percent, exactly or to two decimals."""
    hundredths = round(share * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def _described(one: Indicator) -> LocalisedText:
    """Give what an indicator is, with the definitions its numbers follow."""
    release = one.release
    basis, rule = release.basis, release.rule
    parts = [] if basis is None or basis.on is None else [f"counted on {basis.on.isoformat()}"]
    parts += () if basis is None else basis.definitions
    if one.measure is IndicatorMeasure.SHARE:
        parts.append("shares are of those who disclosed")
    if any(axis.overlapping for axis in release.axes):
        parts.append("a person may be in several categories")
    parts.append(f"groups of fewer than {rule.k} people, and others that would tell them, are not shown")
    parts += [f"looser than the standard: {rule.reason}"] if rule.reason else []
    definitions = "; ".join(parts)
    texts = dict(one.description.texts) if one.description is not None else {}
    texts["en"] = f"{texts['en']} ({definitions})" if "en" in texts else definitions
    return LocalisedText(texts)
