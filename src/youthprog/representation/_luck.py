"""What a draw by lot from the same population would score."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from youthprog import display
from youthprog._checks import whole_number
from youthprog.errors import BrokenRule, Undefined
from youthprog.representation._indices import Measure, gallagher, index_of, rose
from youthprog.representation._population import ReferencePopulation, pickled, stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction


BOARDS: Final = 100_000
"""How many boards `chance_baseline` goes through where there is no closed form."""


@frozen(kw_only=True)
class ChanceBaseline(display.Shown):
    """What an index would be if the seats were drawn by lot from the reference population.

    Attributes:
        measure: the name of the index.
        expected: its expectation.
        standard_deviation: how far a draw typically lies from that.
        seats: how many are drawn.
        population: from how many people without putting back (hypergeometric), or `None` for a population so large that
            each draw is independent (multinomial).
        reference: the population, with its year, source and definition.
    """

    measure: str
    expected: float
    standard_deviation: float
    seats: int
    population: int | None
    reference: ReferencePopulation

    def __reduce__(self) -> tuple[Any, ...]:
        return pickled(self)

    def _columns(self) -> Sequence[tuple[str, type]]:
        figures = (("expected", float), ("standard_deviation", float), ("seats", int), ("population", int))
        return ("measure", str), *figures

    def _lines(self) -> Iterator[tuple[str | float | None, ...]]:
        yield self.measure, self.expected, self.standard_deviation, self.seats, self.population

    def _caption(self) -> str:
        return f"{self.measure.replace('_', ' ')} of a draw by lot".capitalize()

    def _table(self) -> str:
        rows = [
            ("expected", (f"{self.expected:.4f}",)),
            ("standard deviation", (f"{self.standard_deviation:.4f}",)),
            ("seats", (str(self.seats),)),
            (
                "population",
                ("so large that a draw does not change it" if self.population is None else str(self.population),),
            ),
        ]
        return display.table(self._caption(), ("figure", "value"), rows, foot=self.reference.words)


@frozen
class _Lot:
    """A draw in which so many of the whole are of one kind; the whole is finite, or only a ratio."""

    inside: int
    whole: int
    finite: bool

    def mean(self, draws: int) -> float:
        return draws * self.inside / self.whole

    def variance(self, draws: int) -> float:
        rest = self.whole - self.inside
        top, bottom = draws * self.inside * rest, self.whole**2
        if self.finite:
            top, bottom = top * (self.whole - draws), bottom * (self.whole - 1)
        return top / bottom

    def probability(self, k: int, draws: int) -> float:
        """Give the probability of k of the kind among the draws; there are some of the kind and some not."""
        from youthprog.shares import log_binomial

        rest = self.whole - self.inside
        if not 0 <= k <= draws:
            return 0.0
        if not self.finite:
            return math.exp(log_binomial(k, draws, self.inside / self.whole, rest / self.whole))
        if k > self.inside or draws - k > rest:
            return 0.0
        if draws in {0, self.whole}:
            return 1.0
        p, q = draws / self.whole, (self.whole - draws) / self.whole
        one, other = log_binomial(k, self.inside, p, q), log_binomial(draws - k, rest, p, q)
        return math.exp(one + other - log_binomial(draws, self.whole, p, q))

    def stays(self, k: int, draws: int) -> float:
        """Give the part that turns the probability of k into the partial expectation above it; see `_apart`."""
        rest = self.whole - self.inside
        return (rest - draws + k if self.finite else rest) / self.whole

    def likely(self, draws: int) -> range:
        """Give the possible numbers but those that a draw takes with less than 1e-21 (Bernstein's inequality)."""
        mean, far = self.mean(draws), 40 + 10 * math.sqrt(self.variance(draws))
        least, most = math.floor(mean - far), math.ceil(mean + far)
        if self.finite:
            least, most = max(least, draws - self.whole + self.inside), min(most, self.inside)
        return range(max(least, 0), min(most, draws) + 1)


def by_lot(share: Fraction, draws: int, confidence: float) -> tuple[float, float]:
    """Give the shares between which a draw by lot lies, but for half of 1 - confidence on either side.

    The draw is from a population so large that it does not change it; so a category's number is binomial.
    """
    if share in {0, 1}:
        return float(share), float(share)
    lot = _Lot(share.numerator, share.denominator, finite=False)
    tail = (1 - confidence) / 2
    likely = lot.likely(draws)

    def first(numbers: Sequence[int]) -> float:
        """Give the first of the numbers up to which the probabilities sum to more than the tail, as a share."""
        up_to = accumulate(lot.probability(k, draws) for k in numbers)
        return next(k for k, p in zip(numbers, up_to, strict=True) if p > tail) / draws

    return first(likely), first(likely[::-1])


def _apart(lot: _Lot, draws: int, point: float, up_to: float) -> float:
    """Give the expected distance of a draw from a point, from the probability that it is at most floor(point).

    (k - mean) P(k) = g(k) - g(k + 1) with g(k) = k stays(k) P(k), for both kinds of lot; so the sums telescope
    (de Moivre's formula for the mean absolute deviation, when the point is the mean).
    """
    above = math.floor(point) + 1
    partial = above * lot.stays(above, draws) * lot.probability(above, draws)
    return (lot.mean(draws) - point) * (1 - 2 * up_to) + 2 * partial


def _together(one: _Lot, other: _Lot, seats: int) -> float:
    """Give the expected product of the distances of two categories' seats from their means."""
    mean, point = one.mean(seats), other.mean(seats)
    above = math.floor(point) + 1
    # Whoever is not of the first category is drawn from the rest.
    rest = _Lot(other.inside, one.whole - one.inside, one.finite)
    likely = one.likely(seats)
    draws = seats - likely[0]
    up_to = math.fsum(rest.probability(k, draws) for k in rest.likely(draws) if k < above)
    terms = []
    for k in likely:
        draws = seats - k
        terms.append(one.probability(k, seats) * abs(k - mean) * _apart(rest, draws, point, up_to))
        if draws:
            up_to += above / draws * rest.probability(above, draws)  # one draw fewer
    return math.fsum(terms)


def _boards(lots: Sequence[int], seats: int, *, finite: bool) -> Iterator[tuple[tuple[int, ...], float]]:
    """Go through all boards, each with its probability."""
    first, *others = lots
    if not others:
        yield (seats,), 1.0
        return
    lot = _Lot(first, sum(lots), finite)
    for k in range(seats + 1):
        here = lot.probability(k, seats)
        if here:
            for board, there in _boards(others, seats - k, finite=finite):
                yield (k, *board), here * there


def _moments(lots: Sequence[int], seats: int, *, finite: bool) -> tuple[float, float]:
    """Give expectation and variance of the sum of the distances of all categories' seats from their means."""
    each = [_Lot(lot, sum(lots), finite) for lot in lots]
    apart = [_apart(lot, seats, lot.mean(seats), 0.5) for lot in each]
    variances = [lot.variance(seats) for lot in each]
    expected = math.fsum(apart)
    if len(lots) == 2:  # what one has too many the other has too few
        square = 4 * variances[0]
    else:
        pairs = [_together(each[i], each[j], seats) for i in range(len(each)) for j in range(i)]
        square = math.fsum(variances) + 2 * math.fsum(pairs)
    variance = square - expected**2
    # Where all boards score alike nothing but rounding is left.
    return expected, variance if variance > 1e-14 * square else 0.0


def chance_baseline(
    reference: ReferencePopulation | None, *, seats: int, population: int | None = None, measure: Measure = rose
) -> ChanceBaseline:
    """Give what an index would be if the seats were drawn by lot from the reference population.

    A board of nine from a population of 80 and 20 % is never exactly proportional. Were it drawn by lot, the Rose index
    would be 0.8926 on average, give or take 0.0790; a board that scores 0.9111 is as representative as luck would make
    it, and one at 0.6 is not. So an index is read against its expectation under chance, not against parity, and one
    further away than two or three standard deviations wants another explanation than luck.

    Where the seats are drawn from a population so large that drawing does not change it, the numbers of seats are
    multinomial; with `population`, people are drawn from that many without putting back (hypergeometric), and everybody
    drawn means no luck at all. Expectation and standard deviation are exact, with no simulation. For Loosemore-Hanby
    and Rose they come in closed form, the expectation as a sum of de Moivre's mean absolute deviations, in a time that
    grows with the square of the number of categories and the square root of the seats. For Gallagher all boards are
    gone through, up to `BOARDS` of them: `comb(seats + K - 1, K - 1)` for K categories.

    Args:
        reference: the population seats are drawn from; `None` if there is none, which is refused by name.
        seats: how many are drawn, at least 1.
        population: of how many people, or `None` for a very large number. Each category must be a whole number of them.
        measure: `loosemore_hanby`, `rose` or `gallagher`.

    Returns:
        A `ChanceBaseline`. Its expectation is in the range of the measure; the same way is up.

    Raises:
        Undefined: if there is no reference population, or more than `BOARDS` boards would have to be gone through.
        BrokenRule: if there is no seat, more seats than people, or a category is no whole number of people.
        WrongType: for another measure, or a number that is not whole.

    Source: J. Gerring, C. T. Jerzak and E. Öncel, The Composition of Descriptive Representation, American Political
    Science Review 118 (2024) 784-801, who find the standard deviation by simulation; P. Diaconis and S. Zabell, Closed
    form summation for classical distributions, Statistical Science 6 (1991) 284-302.

    >>> census = ReferencePopulation(id="c", name="census", of="settlement", shares={"urban": "0.8", "rural": "0.2"},
    ...                              source="example")
    >>> board = chance_baseline(census, seats=9)
    >>> round(board.expected, 10), round(board.standard_deviation, 10)
    (0.8926258176, 0.0790478509)
    >>> chance_baseline(census, seats=9, population=10).expected > board.expected
    True
    """
    index = index_of(measure)
    reference = stated(reference, "this population")
    seats = whole_number(seats, field="seats")
    if not seats:
        raise BrokenRule("seats", "must be at least 1")
    lots = [weight for weight in reference.weights.values() if weight]
    whole = sum(lots)
    if population is not None:
        population = whole_number(population, field="population")
        if population < seats:
            raise BrokenRule("population", "must not be below the number of seats")
        if any(population * lot % whole for lot in lots):
            raise BrokenRule("population", "must make a whole number of people of each category's share")
        lots = [population * lot // whole for lot in lots]
        whole = population
    finite = population is not None
    if measure is gallagher:
        if math.comb(seats + len(lots) - 1, seats) > BOARDS:
            msg = f"more than {BOARDS} boards would have to be gone through"
            raise Undefined(msg)
        found = [
            (index([k * whole - seats * lot for k, lot in zip(board, lots, strict=True)], seats * whole), chance)
            for board, chance in _boards(lots, seats, finite=finite)
        ]
        expected = math.fsum(value * chance for value, chance in found)
        variance = math.fsum((value - expected) ** 2 * chance for value, chance in found)
    elif population == seats:
        expected, variance = index([0], 1), 0.0
    else:
        distance, variance = _moments(lots, seats, finite=finite)
        expected, variance = distance / (2 * seats), variance / (2 * seats) ** 2
        expected = 1 - expected if measure is rose else expected
    return ChanceBaseline(
        measure=measure.__name__,
        expected=expected,
        standard_deviation=math.sqrt(variance),
        seats=seats,
        population=population,
        reference=reference,
    )
