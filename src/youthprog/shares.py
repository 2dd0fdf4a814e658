"""Shares: one share of a group, its exact bounds, and intervals of a proportion.

A *share* is the number of people in a category divided by the number whose answer is known. Two things make it
uncertain, and they are kept apart. *Bounds* say what the share of everybody would be if all who did not disclose were
outside the category, or all inside: they are exact and leave nothing to chance. An *interval* (Wilson, Clopper-Pearson)
says which shares of a larger population are plausible when those who were counted are a random sample of it.

A list of members is a census and not a sample: about the members themselves the share is simply true, and the interval
speaks only where the list stands for a wider population it could have been drawn from. Whether a board or a camp could
look as it does by luck is another question; `youthprog.representation.chance_baseline` answers that one.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from statistics import NormalDist
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from youthprog import display
from youthprog._checks import exact_share, flag, is_a, label, maybe, whole, whole_number
from youthprog.counts import Basis, Counts, counts_of
from youthprog.errors import BrokenRule, EmptyCounts, NotAPartition, WrongType
from youthprog.values import Interval, Tri

if TYPE_CHECKING:
    import numpy as np  # noqa: TID251  # annotations only
    from numpy.typing import ArrayLike, NDArray  # noqa: TID251  # annotations only

__all__ = ["Share", "SharesOverTime", "clopper_pearson", "over_time", "share", "simultaneous", "wilson", "wilson_rows"]

_NORMAL = NormalDist()


# --- Intervals of a proportion ---------------------------------------------------------------------------------------


def _confidence(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (float, Fraction)):
        raise WrongType("confidence", "must be a number between 0 and 1, such as 0.95")
    if not 0 < value < 1:
        raise BrokenRule("confidence", "must be above 0 and below 1")
    return float(value)


@functools.lru_cache(maxsize=64)
def _quantile(confidence: float) -> tuple[float, float, float, float]:
    """Give the two-sided normal quantile z, its square, and half and a quarter of that."""
    z = -_NORMAL.inv_cdf((1 - _confidence(confidence)) / 2)
    return z, z * z, z * z / 2, z * z / 4


def _k_of_n(k: Any, n: Any) -> tuple[int, int]:
    """Check a number of people among a number of people."""
    k, n = whole_number(k, field="k"), whole_number(n, field="n")
    if not n:
        msg = "n is 0, and the share of nobody is undefined"
        raise EmptyCounts(msg)
    if k > n:
        raise BrokenRule("k", "must not be above n")
    return k, n


def wilson(k: int, n: int, confidence: float = 0.95) -> Interval:
    """Give the Wilson score interval of a proportion.

    All shares p that a two-sided normal test would not reject after seeing k of n: those with
    `|k/n - p| <= z sqrt(p (1 - p) / n)`, that is
    `(k + z^2/2 ± z sqrt(k (n - k) / n + z^2/4)) / (n + z^2)`.

    It says which shares of a wider population are plausible when the n are a random sample of it. Of a full list of
    members nothing is left to estimate; whether a small board could look as it does by luck is asked of
    `youthprog.representation.chance_baseline`. On average over p it covers with about the stated confidence; where it
    must never cover with less, take `clopper_pearson`. Narrower is more certain. Range: within 0 and 1, k/n inside,
    exactly 0 at the lower end when k is 0 and exactly 1 at the upper end when k is n.

    Args:
        k: how many are in the category.
        n: how many there are.
        confidence: of the two-sided interval.

    Returns:
        An `Interval`.

    Raises:
        EmptyCounts: if n is 0.
        BrokenRule: if k is above n, a number is negative, or the confidence is not between 0 and 1.
        WrongType: if k or n is no whole number.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212.

    >>> interval = wilson(3, 10)
    >>> round(interval.low, 12), round(interval.high, 12)
    (0.107791267406, 0.603221852539)
    >>> wilson(0, 10).low, wilson(10, 10).high
    (0.0, 1.0)
    """
    # The checks of `_k_of_n`, first for plain integers: one interval costs less than a microsecond.
    if k.__class__ is not int or n.__class__ is not int or not 0 <= k <= n > 0:
        k, n = _k_of_n(k, n)
    try:
        z, square, half, quarter = _quantile(confidence)
    except TypeError:  # not hashable
        z, square, half, quarter = _quantile(_confidence(confidence))
    # In forms that keep k/n inside and do not cancel: the lower end from the product of both, k^2 / (n (n + z^2)), and
    # the upper end from its distance to k/n.
    share = k / n
    root = z * math.sqrt(share * (n - k) + quarter)
    high = share + (square * (0.5 - share) + root) / (n + square) if k < n else 1.0
    return Interval(share * (k / (k + half + root)), high)


def log_excess(d: float) -> float:
    """Give (1 + d) ln(1 + d) - d for d > -1, which is 0 where d is and positive elsewhere, without cancellation."""
    if not -0.1 < d < 0.1:
        return (1 + d) * math.log1p(d) - d
    # With v = d / (2 + d): ln(1 + d) = 2 (v + v^3/3 + v^5/5 + ...), and d = v (2 + d).
    v = d / (2 + d)
    square = v * v
    total, power, odd = d * v, 2 * (1 + d) * v * square, 3
    while True:
        more = total + power / odd
        if more == total:
            return total
        total, power, odd = more, power * square, odd + 2


_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)


@functools.lru_cache(maxsize=4096)
def _stirling(n: int) -> float:
    """Give ln n! - ln(sqrt(2 pi n) (n/e)^n), the error of Stirling's formula, for n > 0."""
    if n < 16:
        return math.log(math.factorial(n) / (math.sqrt(2 * math.pi * n) * n**n)) + n
    square = 1 / (n * n)
    total = 0.0
    for coefficient in reversed(_STIRLING):
        total = total * square + coefficient
    return total / n


def log_binomial(k: int, n: int, p: float, q: float) -> float:
    """Give the logarithm of the binomial probability of k of n, from p and q = 1 - p, each with its full precision.

    Neither p nor q is 0. Saddle-point form: C. Loader, Fast and accurate computation of binomial probabilities (2000).
    """
    if not k:
        return n * (math.log1p(-p) if p < q else math.log(q))
    if k == n:
        return n * (math.log1p(-q) if q < p else math.log(p))
    inside, outside = n * p, n * q
    distance = inside * log_excess((k - inside) / inside) + outside * log_excess((n - k - outside) / outside)
    exponent = _stirling(n) - _stirling(k) - _stirling(n - k) - distance
    return exponent + math.log(n / (2 * math.pi * k * (n - k))) / 2


def _tail_ratio(k: int, n: int, odds: float) -> float:
    """Divide the probability of k or more of n by that of exactly k; every term is positive, so nothing cancels."""
    total, last, term = 0.0, -1.0, 1.0
    while total != last:
        last = total
        total += term
        term *= (n - k) * odds / (k + 1)
        k += 1
    return total


def _log_low(k: int, n: int, tail: float, start: float) -> float:
    """Find ln p at which k or more of n have the given probability, for k > 0.

    The logarithm of that probability is concave in ln p, so that Newton's method, once below the root, rises to it.
    """
    if k == n:
        return math.log(tail) / n
    aim = math.log(tail)

    def newton(t: float) -> float:
        p, q = math.exp(t), -math.expm1(t)
        ratio = _tail_ratio(k, n, p / q)
        return (aim - log_binomial(k, n, p, q) - math.log(ratio)) * ratio / k

    t = math.log(start)
    t += newton(t)
    while (step := newton(t)) > 1e-15 * abs(t):
        t += step
    return t


def clopper_pearson(k: int, n: int, confidence: float = 0.95) -> Interval:
    """Give the Clopper-Pearson interval of a proportion, which never covers with less than the stated confidence.

    The lower end is the share p at which k or more of n have probability (1 - confidence) / 2, the upper end that at
    which k or fewer have it: quantiles of the beta distributions (k, n - k + 1) and (k + 1, n - k).

    It says which shares of a wider population are plausible when the n are a random sample of it; see `wilson` for when
    that is the question, and for an interval that is narrower and covers with about the stated confidence on average.
    Range: within 0 and 1, k/n inside, exactly 0 at the lower end when k is 0 and exactly 1 at the upper end when k is
    n. The ends are right to about 1e-13 relative; the time grows with the square root of n.

    Args:
        k: how many are in the category.
        n: how many there are.
        confidence: of the two-sided interval.

    Returns:
        An `Interval`.

    Raises:
        EmptyCounts: if n is 0.
        BrokenRule: if k is above n, a number is negative, or the confidence is not between 0 and 1.
        WrongType: if k or n is no whole number.

    Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413.

    >>> interval = clopper_pearson(3, 10)
    >>> round(interval.low, 12), round(interval.high, 12)
    (0.066739511178, 0.65245285006)
    """
    k, n = _k_of_n(k, n)
    confidence = _confidence(confidence)
    tail = (1 - confidence) / 2
    near = wilson(k, n, confidence)
    low = math.exp(_log_low(k, n, tail, near.low)) if k else 0.0
    high = -math.expm1(_log_low(n - k, n, tail, 1 - near.high)) if k < n else 1.0
    return Interval(low, high)


def simultaneous(counts: Counts, confidence: float = 0.95) -> Mapping[str, Interval]:
    """Give an interval for the share of every category that hold together with the stated confidence.

    Wilson score intervals at 1 - (1 - confidence) / S for S categories (Bonferroni's inequality), which are Goodman's
    intervals for the shares of a multinomial; where categories overlap the inequality holds just as well.

    Reading six groups from one table at 95 % each, one of them is wrong more often than one time in twenty; these are
    wide enough for all at once. They speak of a wider population of which those counted are a random sample, see
    `wilson`. Range: within 0 and 1, the share inside, exact 0 and 1 at the ends.

    Args:
        counts: people by category. The undisclosed play no part; `share` gives the bounds they leave.
        confidence: that all intervals hold at once.

    Returns:
        Category to `Interval`, in the order of the categories; it cannot be changed.

    Raises:
        EmptyCounts: if nobody is known.
        BrokenRule: if the confidence is not between 0 and 1.

    Source: L. A. Goodman, On simultaneous confidence intervals for multinomial proportions, Technometrics 7 (1965)
    247-254.

    >>> intervals = simultaneous(Counts({"Khalkh": 412, "Kazakh": 388, "Buryat": 17, "Tuva": 9, "other": 4}))
    >>> round(intervals["Tuva"].low, 12), round(intervals["Tuva"].high, 12)
    (0.004717164562, 0.02472805306)
    """
    counts_of(counts)
    confidence = _confidence(confidence)
    known = counts.known
    if not known:
        msg = "nobody is counted, and the share of nobody is undefined"
        raise EmptyCounts(msg)
    each = 1 - (1 - confidence) / len(counts)
    return MappingProxyType({name: wilson(number, known, each) for name, number in counts.items()})


def wilson_rows(
    k: ArrayLike, n: ArrayLike, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the Wilson score interval of every element of arrays of counts; needs numpy.

    Args:
        k: how many are in the category; whole numbers.
        n: how many there are; broadcast against k.
        confidence: of each two-sided interval.

    Returns:
        The lower and the upper ends, equal to those of `wilson` to 1e-12; NaN where n is 0 (nobody to measure).

    Raises:
        WrongType: if an array does not hold whole numbers (floats and truth values are refused).
        BrokenRule: if a number is negative, some k is above its n, or the confidence is not between 0 and 1.

    >>> low, high = wilson_rows([3, 0, 0], [10, 10, 0])
    >>> low.round(6).tolist(), high.round(6).tolist()
    ([0.107791, 0.0, nan], [0.603222, 0.277533, nan])
    """
    import numpy as np  # noqa: TID251  # the caller holds arrays

    z, square, half, quarter = _quantile(_confidence(confidence))
    inside, base = np.asarray(k), np.asarray(n)
    for name, numbers in (("k", inside), ("n", base)):
        if numbers.dtype.kind not in "iu":
            raise WrongType(name, "must be an array of whole numbers")
        if (numbers < 0).any():
            raise BrokenRule(name, "must not be negative")
    if (inside > base).any():
        raise BrokenRule("k", "must not be above n")
    inside, base = (numbers.astype(np.float64) for numbers in np.broadcast_arrays(inside, base))
    nobody = base == 0
    base = np.where(nobody, 1.0, base)
    share = inside / base
    root = z * np.sqrt(share * (base - inside) + quarter)
    low = share * (inside / (inside + half + root))
    high = np.where(inside < base, share + (square * (0.5 - share) + root) / (base + square), 1.0)
    return np.where(nobody, np.nan, low), np.where(nobody, np.nan, high)


# --- One share -------------------------------------------------------------------------------------------------------


@frozen(kw_only=True, repr=False)
class Share(display.Shown):
    """The share of one category, or of several together, with what makes it uncertain.

    Attributes:
        of: the categories whose share it is.
        dimension: the name of the dimension they belong to; empty where the counts bear none.
        numerator: how many people are in the categories.
        known: of how many people the answer is known.
        undisclosed: how many more are in the base without a known answer.
        confidence: of the interval.
        basis: the day, purpose and definitions of the counts.
        sensitive: whether to print the shape instead of the numbers.
        value: the share among the known, exactly: numerator / known.
        low: the share of all if nobody of the undisclosed is in the categories, exactly: numerator / (known +
            undisclosed).
        high: the share of all if all of them are, exactly: (numerator + undisclosed) / (known + undisclosed).
        interval: the Wilson interval of the share among the known; see `wilson` for when it speaks.
    """

    of: tuple[str, ...]
    dimension: str = field(default="", validator=label)
    numerator: int = field(validator=whole())
    known: int = field(validator=whole())
    undisclosed: int = field(default=0, validator=whole())
    confidence: float = field(default=0.95, converter=_confidence)
    basis: Basis | None = field(default=None, validator=maybe(is_a(Basis)))
    sensitive: bool = field(default=False, validator=flag)
    value: Fraction = field(init=False)
    low: Fraction = field(init=False)
    high: Fraction = field(init=False)
    interval: Interval = field(init=False)

    def __attrs_post_init__(self) -> None:
        put = functools.partial(object.__setattr__, self)
        put("interval", wilson(self.numerator, self.known, self.confidence))
        total = self.known + self.undisclosed
        put("value", Fraction(self.numerator, self.known))
        put("low", Fraction(self.numerator, total))
        put("high", Fraction(self.numerator + self.undisclosed, total))

    def exceeds(self, threshold: Fraction | str | int) -> Tri:
        """Say whether the share of all is above a threshold, whatever the undisclosed would say.

        Args:
            threshold: an exact share: `"60%"`, `"3/5"`, a `Fraction`, 0 or 1; a float is refused.

        Returns:
            `Tri.YES` if it is above even if nobody of the undisclosed is in the categories, `Tri.NO` if it is not even
            if all of them are, else `Tri.UNKNOWN`. Exactly at the threshold is not above it.

        Raises:
            WrongType, BrokenRule: if the threshold is no exact share between 0 and 1.

        >>> young = share(Counts({"young": 7, "older": 3}, undisclosed=1), of="young")
        >>> young.exceeds("60%"), young.exceeds("70%"), young.exceeds("3/4")
        (<Tri.YES: 'yes'>, <Tri.UNKNOWN: 'unknown'>, <Tri.NO: 'no'>)
        """
        limit = exact_share(threshold, field="threshold")
        return Tri.YES if self.low > limit else Tri.NO if self.high <= limit else Tri.UNKNOWN

    def __repr__(self) -> str:
        what = f"share of {' or '.join(self.of)}"
        if self.sensitive:
            return f"<sensitive {what}>"
        hidden = f", {self.undisclosed} undisclosed" if self.undisclosed else ""
        return f"<{what}: {self.numerator} of {self.known}, {float(self.value):.1%}{hidden}>"

    def __reduce__(self) -> tuple[Any, ...]:
        given = (self.of, self.dimension, self.numerator, self.known, self.undisclosed, self.confidence, self.basis)
        return _remade, given

    def _caption(self) -> str:
        return f"Share of {' or '.join(self.of)}"

    def _hidden(self) -> str:
        hidden = f"{self._caption()}: sensitive; reveal the counts for a purpose to see the numbers."
        return hidden if self.sensitive else ""

    def _foot(self) -> str:
        return "" if self.basis is None else self.basis.words

    def _columns(self) -> Sequence[tuple[str, type]]:
        whole, parts = ("numerator", "known", "undisclosed"), ("share", "low", "high", "interval_low", "interval_high")
        return ("of", str), *((name, int) for name in whole), *((name, float) for name in parts)

    def _lines(self) -> Iterable[Sequence[display.Plain]]:
        parts = float(self.value), float(self.low), float(self.high), self.interval.low, self.interval.high
        return [(" or ".join(self.of), self.numerator, self.known, self.undisclosed, *parts)]

    def _table(self) -> str:
        rows = [
            ("people", (str(self.numerator),)),
            ("known", (str(self.known),)),
            ("undisclosed", (str(self.undisclosed),)),
            ("share among the known", (f"{float(self.value):.1%}",)),
            ("share of all, at least", (f"{float(self.low):.1%}",)),
            ("share of all, at most", (f"{float(self.high):.1%}",)),
            (f"{self.confidence:.4g} interval", (f"{self.interval.low:.1%} to {self.interval.high:.1%}",)),
        ]
        return display.table(self._caption(), (self.dimension or "share", "figure"), rows, foot=self._foot())


def _remade(
    of: tuple[str, ...],
    dimension: str,
    numerator: int,
    known: int,
    undisclosed: int,
    confidence: float,
    basis: Basis | None,
) -> Share:
    return Share(
        of=of,
        dimension=dimension,
        numerator=numerator,
        known=known,
        undisclosed=undisclosed,
        confidence=confidence,
        basis=basis,
    )


def share(counts: Counts, *, of: str | Iterable[str], confidence: float = 0.95) -> Share:
    """Give the share of a category, with its exact bounds and an interval.

    `value = k / n` among those whose answer is known; `low = k / (n + u)` and `high = (k + u) / (n + u)` for the u who
    did not disclose. The value lies between the bounds, which are as far apart as the undisclosed are many: `high -
    low` is their share. Range: 0 to 1; a category with nobody in it has the share 0, which is a finding.

    The bounds are facts about the people counted. The interval speaks of a wider population of which the known are a
    random sample, see `wilson`; for a full list of members it answers no question.

    Args:
        counts: people by category.
        of: the category, or several categories of a partition to be taken together.
        confidence: of the interval.

    Returns:
        A `Share`. Of sensitive counts it prints its shape and not its numbers.

    Raises:
        EmptyCounts: if nobody is known, even if there are undisclosed.
        UnknownField: if a category is not declared.
        NotAPartition: if several categories are asked for and they overlap: nobody knows how many people are in either.
        BrokenRule: if no category is named, or one twice.

    Source: the bounds are those of C. F. Manski, Partial Identification of Probability Distributions (2003), for a mean
    with missing data.

    >>> rural = share(Counts({"rural": 299, "urban": 707}, undisclosed=4), of="rural")
    >>> rural.value, rural.low, rural.high
    (Fraction(299, 1006), Fraction(299, 1010), Fraction(3, 10))
    >>> rural
    <share of rural: 299 of 1006, 29.7%, 4 undisclosed>
    """
    counts_of(counts)
    if isinstance(of, str):
        names: tuple[str, ...] = (of,)
    elif isinstance(of, Iterable):
        names = tuple(of)
    else:
        raise WrongType("of", "must be a category or several")
    if not names:
        raise BrokenRule("of", "must name a category")
    if len(set(names)) < len(names):
        raise BrokenRule("of", "must not name a category twice")
    numerator = sum(counts[name] for name in names)
    if counts.overlapping and len(names) > 1:
        msg = f"the categories of {counts.of or 'these counts'} overlap; ask for the share of one of them"
        raise NotAPartition(msg)
    return Share(
        of=names,
        dimension=counts.of,
        numerator=numerator,
        known=counts.known,
        undisclosed=counts.undisclosed,
        confidence=confidence,
        basis=counts.basis,
        sensitive=counts.sensitive,
    )


# --- Shares over time ------------------------------------------------------------------------------------------------


@frozen(kw_only=True, repr=False)
class SharesOverTime(display.Pictured):
    """The share of the same categories on several days, each with the definition it was counted by.

    Attributes:
        days: in their order.
        shares: one for each day.
    """

    days: tuple[dt.date, ...]
    shares: tuple[Share, ...]

    @property
    def definitions(self) -> tuple[str, ...]:
        """The definitions in the order in which they first occur; shares of different ones are not to be compared."""
        return tuple(dict.fromkeys(definition for _, definition in self._dated()))

    def _dated(self) -> Iterable[tuple[str, str]]:
        for day, one in zip(self.days, self.shares, strict=True):
            definitions = () if one.basis is None else one.basis.definitions
            yield day.isoformat(), "; ".join(definitions) or "no definition is named"

    def __repr__(self) -> str:
        sensitive = "sensitive " if self._hidden() else ""
        days = display.number(len(self.shares), "day")
        definitions = display.number(len(self.definitions), "definition")
        return f"<{sensitive}{self._caption()[0].lower()}{self._caption()[1:]} on {days}, by {definitions}>"

    def _caption(self) -> str:
        return f"{self.shares[0]._caption()} over time"

    def _hidden(self) -> str:
        return next(filter(None, (one._hidden() for one in self.shares)), "")

    def _columns(self) -> Sequence[tuple[str, type]]:
        return ("day", str), ("definition", str), *self.shares[0]._columns()[1:]

    def _lines(self) -> Iterable[Sequence[display.Plain]]:
        for one, (day, definition) in zip(self.shares, self._dated(), strict=True):
            for line in one._lines():
                yield day, definition, *line[1:]

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # measuring loads no pictures

        rows = [
            (day, float(one.value), float(one.low), float(one.high), definition)
            for one, (day, definition) in zip(self.shares, self._dated(), strict=True)
        ]
        return charts.over_time(rows, title=self._caption(), axis="share of those whose answer is known")


def over_time(shares: Iterable[Share]) -> SharesOverTime:
    """Put shares of the same categories on several days beside one another.

    Args:
        shares: each of counts that bear their day; definitions may differ, and the picture then breaks its line.

    Raises:
        BrokenRule: if there is none, one has no day, two have the same, or they are of different categories.

    >>> import datetime as dt
    >>> def rural(year, people):
    ...     basis = Basis(on=dt.date(year, 12, 31), definitions=("rural: outside the towns",))
    ...     return share(Counts({"rural": people, "urban": 30}, of="home", basis=basis), of="rural")
    >>> over_time([rural(2022, 20), rural(2021, 10)])
    <share of rural over time on 2 days, by 1 definition>
    """
    every = tuple(shares)
    days = [one.basis.on for one in every if one.basis is not None and one.basis.on is not None]
    if not every or len(days) < len(every):
        raise BrokenRule("shares", "must be some, each of counts that bear their day")
    if len(set(days)) < len(days):
        raise BrokenRule("shares", "must be of different days")
    if len({(one.of, one.dimension) for one in every}) > 1:
        raise BrokenRule("shares", "must be of the same categories")
    order = sorted(range(len(every)), key=days.__getitem__)
    return SharesOverTime(days=tuple(sorted(days)), shares=tuple(every[place] for place in order))
