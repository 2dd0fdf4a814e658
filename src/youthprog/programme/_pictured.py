"""What a programme shows over the years and across the country, each with its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from youthprog import display
from youthprog.partnerships import Partnership
from youthprog.programme._views import Found, Headline
from youthprog.values import DistanceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HAPPENED = ("established", "renewed", "strengthened")


@frozen(kw_only=True)
class PartnershipYear:
    """The partnerships of one year.

    Attributes:
        year: the calendar year.
        active: which are active on its last day.
        headline: which were established, renewed or strengthened during it.
    """

    year: int
    active: Found[Partnership]
    headline: Headline


@frozen(kw_only=True, repr=False)
class PartnershipYears(display.Pictured):
    """Whether partnerships grow and last: how many are active at the end of each year, and what happened during it.

    Attributes:
        years: the years, in their order.
        renewal_months: how long a gap was allowed without a partnership having lapsed.
    """

    years: tuple[PartnershipYear, ...]
    renewal_months: int

    def __repr__(self) -> str:
        told = (f"{one.year}: {len(one.active.certain)}" for one in self.years)
        return f"<active partnerships at the end of the year: {', '.join(told)}>"

    def _caption(self) -> str:
        return "Partnerships over the years"

    def _foot(self) -> str:
        return f"renewed: after a gap of more than {self.renewal_months} months; one may be several of these"

    def _columns(self) -> Sequence[tuple[str, type]]:
        kinds = ("active", *_HAPPENED)
        return ("year", int), *((name, int) for kind in kinds for name in (kind, f"perhaps_{kind}"))

    def _lines(self) -> Iterable[tuple[int, ...]]:
        for one in self.years:
            found = (one.active, *(getattr(one.headline, kind) for kind in _HAPPENED))
            yield one.year, *(number for each in found for number in (len(each.certain), len(each.perhaps)))

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # a programme loads no pictures

        names = [name for name, _ in self._columns()]
        rows = [dict(zip(names, line, strict=True)) for line in self._lines()]
        return charts.over_the_years(rows, kinds=_HAPPENED, title=self._caption(), subtitle=(self._foot(),))


@frozen(kw_only=True)
class TrainingPlace:
    """A training on its way from home.

    Attributes:
        id: the training.
        title: what it is called; with its id where another one is called so too.
        generation: 1 for one that no earlier one led to.
        kilometres: how far from the programme's home; `None` where that is not recorded.
        learners: how many attended it as learners.
    """

    id: str
    title: str
    generation: int
    kilometres: float | None
    learners: int


@frozen(kw_only=True, repr=False)
class Journeys(display.Pictured):
    """How far from home trainings led to others: each by its generation and distance, with who went on to which.

    Attributes:
        kind: what kind of distance it is.
        places: the trainings, the earlier generations first.
        steps: from which training, by title, to which somebody went on, and how many did.
    """

    kind: DistanceKind
    places: tuple[TrainingPlace, ...]
    steps: tuple[tuple[str, str, int], ...]

    def __repr__(self) -> str:
        depth = max((one.generation for one in self.places), default=0)
        return f"<{display.number(len(self.places), 'training')} in {display.number(depth, 'generation')}>"

    def _caption(self) -> str:
        return "Trainings that led to others"

    def _foot(self) -> str:
        return f"kilometres from home ({self.kind.value.replace('-', ' ')})"

    def _columns(self) -> Sequence[tuple[str, type]]:
        return ("training", str), ("generation", int), ("kilometres", float), ("learners", int)

    def _lines(self) -> Iterable[Sequence[display.Plain]]:
        return [(one.title, one.generation, one.kilometres, one.learners) for one in self.places]

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # a programme loads no pictures

        places = [(one.title, one.generation, one.kilometres, one.learners) for one in self.places]
        return charts.journeys(places, self.steps, title=self._caption(), axis=self._foot())
