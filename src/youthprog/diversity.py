"""How diverse one group is: pure functions of `Counts`, each over the people whose answer is known.

*By the question they answer.* How many groups are there: `richness`, `hill` and its relatives. How unpredictable is a
person's group: `shannon_entropy`, `renyi`, `tsallis`. How likely do two people differ: `gini_simpson`. Does one group
dominate: `berger_parker`, `simpson_concentration`. How even are the declared categories: `pielou`, `heip`,
`simpson_evenness`, and how unequal: `gini_concentration`. How unlike are people: `similarity_hill`. What do the
undisclosed change: `bounds`. Do the chapters differ: `partition`. What would a smaller, a larger, a complete sample
show: `rarefied`, `extrapolated`, `asymptotic_hill`, `chao1`, `chao_shen_entropy`, `coverage`, `compare`. Who is missing
where dimensions cross: `joint`, `empty_intersections`.

*Conventions.* `p` are the shares of the known, `n` their number, `S` the categories with somebody in them, `K` the
declared categories, `f1` and `f2` the categories with one and with two people. Logarithms are natural. The order `q` is
any number from 0 to infinity: the larger, the less small groups matter; another value raises `WrongType` or
`BrokenRule`. Every function raises `NotAPartition` where categories overlap and `EmptyCounts` where nobody is known. A
membership list is a census: the estimators of what a larger sample would show speak only where those counted are a
sample of others.
"""

from __future__ import annotations

import enum
import itertools
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import exp, exp2, expm1, fsum, inf, lgamma, log, log1p, log2
from numbers import Real
from operator import mul
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import frozen

from youthprog._checks import whole_number
from youthprog.counts import Counts, CountTable, Key
from youthprog.errors import BrokenRule, EmptyCounts, MissingField, NotAPartition, Undefined, UnknownField, WrongType
from youthprog.values import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np  # noqa: TC004, TID251  # attrs evaluates no annotation
    from numpy.typing import ArrayLike, NDArray  # noqa: TC004, TID251  # as above

__all__ = [
    "Batch",
    "Comparison",
    "EmptyIntersection",
    "Partition",
    "Verdict",
    "asymptotic_hill",
    "batch",
    "berger_parker",
    "bounds",
    "chao1",
    "chao_shen_entropy",
    "compare",
    "coverage",
    "empty_intersections",
    "extrapolated",
    "extremes",
    "gini_concentration",
    "gini_simpson",
    "heip",
    "hill",
    "inverse_simpson",
    "joint",
    "partition",
    "pielou",
    "rarefied",
    "renyi",
    "richness",
    "shannon_entropy",
    "similarity_hill",
    "simpson_concentration",
    "simpson_evenness",
    "tsallis",
]

Measure: TypeAlias = Callable[..., float]
"""A function of `Counts` in this room; its other arguments are given by keyword."""

Similarity: TypeAlias = Mapping[tuple[str, str], float] | Sequence[Sequence[float]]
"""How alike two categories are, by pair of categories or as a matrix in their declared order."""


# --- The one formula -------------------------------------------------------------------------------------------------


def _order(q: float) -> float:
    if q.__class__ is not float and q.__class__ is not int and (isinstance(q, bool) or not isinstance(q, Real)):
        raise WrongType("q", "must be a number from 0 to infinity")
    if not q >= 0:
        raise BrokenRule("q", "must be a number from 0 to infinity")
    return inf if q > 1e18 else float(q)  # the two agree to the last bit from there on


def _log_effective(weights: Sequence[float], values: Sequence[float], q: float, whole: float) -> float:
    """Give -ln of the weighted power mean of order q - 1 of values / whole, to full relative precision.

    With the largest value taken out, both parts below have one sign and nothing cancels, near q = 1 as for q in the
    millions.
    """
    top = max(values)
    head = log1p((whole - top) / top)
    if q == inf:
        return head
    total = fsum(weights)
    if q == 1:
        return head + fsum([w * log(top / v) for w, v in zip(weights, values, strict=True)]) / total
    e = q - 1
    part = fsum([w * expm1(e * log(v / top)) for w, v in zip(weights, values, strict=True)]) / total
    if part < -0.5:  # the largest value has so little weight that 1 + part would lose digits
        return head - log(fsum([w * (v / top) ** e for w, v in zip(weights, values, strict=True)]) / total) / e
    return head - log1p(part) / e


def _squares(numbers: Sequence[int]) -> int:
    return sum(map(mul, numbers, numbers))


def _effective(numbers: Sequence[int], q: float) -> float:
    """Give the Hill number; the same formula as above, written out for speed."""
    if q == 0:
        return float(len(numbers) - numbers.count(0))
    total = sum(numbers)
    if q == 2:
        return total * total / _squares(numbers)
    top = max(numbers)
    if q == inf:
        return total / top
    held = numbers if all(numbers) else [x for x in numbers if x]
    if q == 1:
        factor = exp2(fsum([x * log2(top / x) for x in held]) / total)
    else:
        e = q - 1
        if -0.5 < e < 0.5:
            factor = exp(-log1p(fsum([x * expm1(e * log(x / top)) for x in held]) / total) / e)
        else:
            factor = (fsum([x * (x / top) ** e for x in held]) / total) ** (-1 / e)
    found = total / top * factor
    return found if found < len(held) else float(len(held))


def _log_hill(numbers: Sequence[int], q: float) -> float:
    held = [x for x in numbers if x]
    return _log_effective(held, held, q, sum(held))


# --- Diversity -------------------------------------------------------------------------------------------------------


def richness(counts: Counts) -> int:
    """Count the categories with somebody in them.

    Formula: `S`. Up is more diverse. Range: 1 to `K`. Nobody known: raises `EmptyCounts`. Small groups count like large
    ones. Source: Hill (1973), order 0.

    >>> richness(Counts({"woman": 10, "man": 5, "another": 0}))
    2
    """
    numbers = counts.partition()
    return len(numbers) - numbers.count(0)


def hill(counts: Counts, *, q: float) -> float:
    """Give the effective number of categories: how many equally large ones would be as diverse.

    Formula: `(sum p^q)^(1/(1-q))`; at q = 1 its limit `exp(-sum p ln p)`, at infinity `1 / max p`. Up is more diverse;
    twice as large is twice as diverse. Range: 1 to `S`, and `S` exactly where all are equally large; falling in q.
    Nobody known: raises `EmptyCounts`. Orders 0, 2 and infinity are the exact quotients correctly rounded, every other
    order is within 1e-14. Source: Hill (1973), Ecology 54:427; Jost (2006), Oikos 113:363.

    >>> counts = Counts({"steppe": 10, "soum": 5, "aimag centre": 3, "capital": 2, "abroad": 0})
    >>> [round(hill(counts, q=q), 6) for q in (0, 1, 2, float("inf"))]
    [4.0, 3.346696, 2.898551, 2.0]
    """
    return _effective(counts.partition(), _order(q))


def shannon_entropy(counts: Counts) -> float:
    """Measure in nats how uncertain the category of a person is before asking.

    Formula: `-sum p ln p`, the logarithm of the Hill number of order 1. Up is more diverse. Range: 0 to `ln S`. Nobody
    known: raises `EmptyCounts`. For bits divide by `ln 2`. Source: Shannon (1948), Bell System Technical Journal
    27:379.

    >>> round(shannon_entropy(Counts({"a": 10, "b": 5, "c": 3, "d": 2})), 9)
    1.207973688
    """
    return _log_hill(counts.partition(), 1)


def gini_simpson(counts: Counts) -> float:
    """Give the probability that two people, drawn one after the other with return, are in different categories.

    Formula: `1 - sum p^2`; also called Blau's index and heterozygosity. Up is more diverse. Range: 0 to `1 - 1/S`.
    Nobody known: raises `EmptyCounts`. Source: Simpson (1949), Nature 163:688; Blau (1977).

    >>> gini_simpson(Counts({"a": 10, "b": 5, "c": 3, "d": 2}))
    0.655
    """
    numbers = counts.partition()
    total = sum(numbers)
    return (total * total - _squares(numbers)) / (total * total)


def inverse_simpson(counts: Counts) -> float:
    """Give the effective number of categories of order 2, which the large ones decide.

    Formula: `1 / sum p^2`. Up is more diverse. Range: 1 to `S`. Nobody known: raises `EmptyCounts`. Political science
    calls it the effective number of parties. Source: Hill (1973); Laakso & Taagepera (1979).

    >>> inverse_simpson(Counts({"a": 5, "b": 5, "c": 0}))
    2.0
    """
    return _effective(counts.partition(), 2)


def simpson_concentration(counts: Counts) -> float:
    """Give the probability that two people, drawn one after the other with return, are in the same category.

    Formula: `sum p^2`; economics calls it the Herfindahl-Hirschman index. Up is LESS diverse. Range: `1/S` to 1. Nobody
    known: raises `EmptyCounts`. Source: Simpson (1949), Nature 163:688.

    >>> simpson_concentration(Counts({"a": 10, "b": 5, "c": 3, "d": 2}))
    0.345
    """
    numbers = counts.partition()
    total = sum(numbers)
    return _squares(numbers) / (total * total)


def berger_parker(counts: Counts) -> float:
    """Give the share of the largest category.

    Formula: `max p`, one over the Hill number of order infinity. Up is LESS diverse. Range: `1/S` to 1. Nobody known:
    raises `EmptyCounts`. Source: Berger & Parker (1970), Science 168:1345.

    >>> berger_parker(Counts({"a": 10, "b": 5, "c": 3, "d": 2}))
    0.5
    """
    numbers = counts.partition()
    return max(numbers) / sum(numbers)


def renyi(counts: Counts, *, q: float) -> float:
    """Give the Rényi entropy of order q in nats, the logarithm of the Hill number.

    Formula: `ln(sum p^q) / (1 - q)`. Up is more diverse. Range: 0 to `ln S`. Nobody known: raises `EmptyCounts`.
    Source: Rényi (1961), Proceedings of the Fourth Berkeley Symposium 1:547.

    >>> round(renyi(Counts({"a": 10, "b": 5, "c": 3, "d": 2}), q=2), 9)
    1.064210862
    """
    return _log_hill(counts.partition(), _order(q))


def tsallis(counts: Counts, *, q: float) -> float:
    """Give the Tsallis entropy of order q, also called HCDT: one less than `S` at 0, Shannon's at 1, Gini-Simpson at 2.

    Formula: `(1 - sum p^q) / (q - 1)`. Up is more diverse. Range: 0 to `(1 - S^(1-q)) / (q - 1)`, and 0 at infinity.
    Nobody known: raises `EmptyCounts`. Source: Havrda & Charvát (1967); Tsallis (1988), Journal of Statistical Physics
    52:479.

    >>> round(tsallis(Counts({"a": 10, "b": 5, "c": 3, "d": 2}), q=3), 9)
    0.4275
    """
    numbers, q = counts.partition(), _order(q)
    if q == inf:
        return 0.0
    entropy = _log_hill(numbers, q)
    return entropy if q == 1 else -expm1((1 - q) * entropy) / (q - 1)


# --- Evenness among the declared categories ---------------------------------------------------------------------------


def _declared(counts: Counts) -> int:
    if len(counts) < 2:
        msg = "one declared category can be neither even nor uneven"
        raise Undefined(msg)
    return len(counts)


def pielou(counts: Counts) -> float:
    """Give Shannon's entropy as a share of the largest that the declared categories allow.

    Formula: `-sum p ln p / ln K`. Up is more even. Range: 0 to 1; an absent category lowers it. Nobody known: raises
    `EmptyCounts`; one declared category: raises `Undefined`. Source: Pielou (1966), Journal of Theoretical Biology
    13:131, with the declared categories for those observed.

    >>> round(pielou(Counts({"a": 10, "b": 5, "c": 3, "d": 2})), 9), round(pielou(Counts({"a": 5, "b": 5, "c": 0})), 9)
    (0.871368824, 0.630929754)
    """
    return _log_hill(counts.partition(), 1) / log(_declared(counts))


def heip(counts: Counts) -> float:
    """Give how far the effective number of categories of order 1 stands between one and all declared.

    Formula: `(exp(-sum p ln p) - 1) / (K - 1)`. Up is more even. Range: 0 to 1; an absent category lowers it. Nobody
    known: raises `EmptyCounts`; one declared category: raises `Undefined`. Source: Heip (1974), Journal of the Marine
    Biological Association 54:555, with the declared categories for those observed.

    >>> round(heip(Counts({"a": 10, "b": 5, "c": 3, "d": 2})), 9)
    0.782232108
    """
    return expm1(_log_hill(counts.partition(), 1)) / (_declared(counts) - 1)


def simpson_evenness(counts: Counts) -> float:
    """Give the effective number of categories of order 2 as a share of those declared.

    Formula: `1 / (K sum p^2)`. Up is more even. Range: `1/K` to 1; an absent category lowers it. Nobody known: raises
    `EmptyCounts`; one declared category: raises `Undefined`. Source: Smith & Wilson (1996), Oikos 76:70 (`E_1/D`), with
    the declared categories for those observed.

    >>> round(simpson_evenness(Counts({"a": 10, "b": 5, "c": 3, "d": 2})), 9)
    0.724637681
    """
    return _effective(counts.partition(), 2) / _declared(counts)


def gini_concentration(counts: Counts) -> float:
    """Give the Gini coefficient of the numbers: how unequally people, places or money are spread over the categories.

    Formula: `sum sum |x_i - x_j| / (2 K n)` over all pairs of declared categories, the mean difference of two of them
    over twice their mean. Up is LESS even. Range: 0, where all have as many, to `1 - 1/K`, where one has everything; an
    absent category raises it. Nobody known: raises `EmptyCounts`. Exact but for one rounding. How unequally a group is
    spread over units that differ in size is another question: `youthprog.segregation.gini`. Source: Gini (1912),
    Variabilità e mutabilità; Sen (1973), On Economic Inequality.

    >>> gini_concentration(Counts({"a": 10, "b": 5, "c": 3, "d": 2}))
    0.325
    >>> gini_concentration(Counts({"a": 5, "b": 5})), gini_concentration(Counts({"a": 5, "b": 5, "c": 0, "d": 0}))
    (0.0, 0.5)
    """
    numbers = sorted(counts.partition())
    k = len(numbers)
    return sum([(2 * i - k + 1) * x for i, x in enumerate(numbers)]) / (k * sum(numbers))


# --- Likeness --------------------------------------------------------------------------------------------------------


def _likeness(similarity: Similarity, categories: tuple[str, ...]) -> list[list[float]]:
    """Read how alike the categories are, in their order, and check it."""
    if isinstance(similarity, Mapping):
        if not similarity.keys() <= set(itertools.product(categories, repeat=2)):
            raise UnknownField("similarity", "must be keyed by pairs of declared categories")
        matrix = [
            [similarity.get((a, b), similarity.get((b, a), 1.0 if a == b else 0.0)) for b in categories]
            for a in categories
        ]
    else:
        matrix = [list(row) for row in similarity]
    if len(matrix) != len(categories) or any(len(row) != len(categories) for row in matrix):
        raise BrokenRule("similarity", "must have a row and a column for each declared category")
    for value in itertools.chain.from_iterable(matrix):
        if isinstance(value, bool) or not isinstance(value, Real):
            raise WrongType("similarity", "must hold numbers")
        if not 0 <= value <= 1:
            raise BrokenRule("similarity", "must be between 0 and 1")
    if any(row[i] != 1 for i, row in enumerate(matrix)):
        raise BrokenRule("similarity", "must be 1 between a category and itself")
    return matrix


def similarity_hill(counts: Counts, *, similarity: Similarity, q: float) -> float:
    """Give the effective number of categories where some are more alike than others, such as neighbouring ages.

    Formula: `(sum p (Zp)^(q-1))^(1/(1-q))`, `Zp` being the average likeness of a person's category to everybody's. Up
    is more diverse. Range: 1 to the Hill number, which it is where nothing is alike. Nobody known: raises
    `EmptyCounts`. Takes `S^2` steps. Source: Leinster & Cobbold (2012), Ecology 93:477.

    Args:
        counts: how many people are in each category.
        similarity: numbers from 0 (nothing in common) to 1 (the same), by pair of categories, where one order serves
            for both, a pair left out has nothing in common and a category is like itself; or as a matrix.
        q: the order.

    >>> ages = Counts({"15-17": 10, "18-24": 10, "25-34": 10})
    >>> alike = {("15-17", "18-24"): 0.5, ("18-24", "25-34"): 0.5}
    >>> round(similarity_hill(ages, similarity=alike, q=1), 6), hill(ages, q=1)
    (1.817121, 3.0)
    """
    numbers, q = counts.partition(), _order(q)
    matrix = _likeness(similarity, counts.categories)
    total = sum(numbers)
    held = [i for i, x in enumerate(numbers) if x]
    shares = [numbers[i] / total for i in held]
    alike = [fsum([matrix[i][j] * p for j, p in zip(held, shares, strict=True)]) for i in held]
    return exp(_log_effective(shares, alike, q, 1.0))


# --- What a smaller, a larger, a complete sample would show ----------------------------------------------------------


def _size(value: int) -> int:
    size = whole_number(value, field="size")
    if not size:
        raise BrokenRule("size", "must be at least 1")
    return size


def _rare(numbers: Sequence[int]) -> tuple[int, float]:
    """Give f1, and the odds that the next new answer to a category seen once is a category not yet seen."""
    f1, f2, others = numbers.count(1), numbers.count(2), sum(numbers) - 1
    return f1, (others * f1 / (2 * f2) if f2 else others * max(f1 - 1, 0) / 2)


def coverage(counts: Counts, *, size: int | None = None) -> float:
    """Estimate the share of the wider group whose category is among those met in a sample of some size.

    Formula: with `f1` categories met once and `f2` twice, `1 - f1/n (n-1)f1 / ((n-1)f1 + 2 f2)` at the size of the
    counts; below it the expectation over draws without return, above it the extrapolation. Up is more complete. Range:
    0 to 1, rising in size. Nobody known: raises `EmptyCounts`. Costs up to the smaller of `size` and the largest
    category, at most some multiple of the root of `n`, per category. Source: Good (1953), Biometrika 40:237; Chao &
    Jost (2012), Ecology 93:2533.

    Args:
        counts: how many people are in each category.
        size: how many people the sample has, at least 1; left out, as many as are known.

    >>> counts = Counts({"a": 4, "b": 2, "c": 1, "d": 1})
    >>> round(coverage(counts), 6), coverage(counts, size=4)
    (0.78125, 0.6285714285714286)
    """
    numbers = counts.partition()
    total = sum(numbers)
    size = total if size is None else _size(size)
    if size >= total:
        f1, odds = _rare(numbers)
        return 1 - f1 / total * (odds / (1 + odds)) ** (size - total + 1)
    missed = [c * x * _avoided(x - 1, size, total) for x, c in Counter(numbers).items() if x]
    return 1 - fsum(missed) / total


def _avoided(some: int, size: int, total: int) -> float:
    """Give the probability that `size` of the other `total` - 1 people are none of `some`, by the shorter product."""
    few, many = sorted((some, size))
    chance = 1.0
    for i in range(1, few + 1):
        chance *= max(0, total - many - i) / (total - i)
        if chance < 1e-30:
            break
    return chance


def _hypergeometric(some: int, size: int, total: int) -> tuple[list[int], list[float]]:
    """Give how many of `some` may be among `size` drawn from `total`, with probabilities, from the mode outwards."""
    mode, spare = (size + 1) * (some + 1) // (total + 2), total - some - size
    drawn: list[int] = []
    weights: list[float] = []
    k, weight = mode, 1.0
    while weight > 1e-300:  # 0 beyond the last that may be; below, a float stops falling
        drawn.append(k)
        weights.append(weight)
        weight *= (some - k) * (size - k) / ((k + 1) * (spare + k + 1))
        k += 1
    k, weight = mode, 1.0
    while (weight := weight * (k * (spare + k) / ((some - k + 1) * (size - k + 1)))) > 1e-300:
        k -= 1
        drawn.append(k)
        weights.append(weight)
    whole = fsum(weights)
    return drawn, [weight / whole for weight in weights]


def _second_order(numbers: Sequence[int], size: int) -> float:
    total = sum(numbers)
    pairs = total * (total - 1)
    return size * pairs / (pairs + (size - 1) * sum([x * (x - 1) for x in numbers])) if pairs else 1.0


def rarefied(counts: Counts, *, size: int, q: float) -> float:
    """Give the diversity to expect of fewer people, drawn from those known without return.

    Formula: the Hill number of the expected numbers of categories with 1, 2, ... of the `size` people in them. Up is
    more diverse. Range: 1 (of one person) to `hill` (of all). Nobody known: raises `EmptyCounts`. Costs up to `size`
    steps per category, at most some multiple of the root of `n`. Source: Hurlbert (1971), Ecology 52:577, for order 0;
    Chao et al. (2014), Ecological Monographs 84:45.

    Args:
        counts: how many people are in each category.
        size: how many people are drawn, from 1 to the number known.
        q: the order.

    >>> chapter = Counts({"a": 400, "b": 90, "c": 9, "d": 1})
    >>> round(rarefied(chapter, size=12, q=0), 4), hill(chapter, q=0)
    (2.1321, 4.0)
    """
    numbers, q, size = counts.partition(), _order(q), _size(size)
    total = sum(numbers)
    if size > total:
        raise BrokenRule("size", "must not exceed the number of people known; see extrapolated")
    if q == 2:
        return _second_order(numbers, size)
    weights: list[float] = []
    values: list[float] = []
    for x, times in Counter(numbers).items():
        for k, chance in zip(*_hypergeometric(x, size, total), strict=True):
            if k:
                weights.append(times * chance * k)
                values.append(k)
    return exp(_log_effective(weights, values, q, size))


def chao1(counts: Counts) -> float:
    """Estimate from below how many categories the wider group has, from those met once and twice.

    Formula: `S + (n-1)/n f1^2 / (2 f2)`, and `S + (n-1)/n f1 (f1-1) / 2` where none was met twice. Up is more diverse.
    Range: `S` upwards; may exceed the declared categories. Nobody known: raises `EmptyCounts`. This is the form of
    iNEXT; scikit-bio and vegan leave out `(n-1)/n` or correct otherwise. Source: Chao (1984), Scandinavian Journal of
    Statistics 11:265; Chao & Jost (2012).

    >>> chao1(Counts({"a": 4, "b": 2, "c": 1, "d": 1}))
    5.75
    """
    numbers = counts.partition()
    f1, odds = _rare(numbers)
    return len(numbers) - numbers.count(0) + f1 * odds / sum(numbers)


def chao_shen_entropy(counts: Counts) -> float:
    """Estimate Shannon's entropy of the wider group in nats, those not met allowed for.

    Formula: `-sum Cp ln Cp / (1 - (1 - Cp)^n)` with the coverage `C = 1 - f1/n`. Up is more diverse. Range: 0 upwards.
    Nobody known: raises `EmptyCounts`; every category met once: raises `Undefined`, for nothing is covered. Source:
    Chao & Shen (2003), Environmental and Ecological Statistics 10:429.

    >>> round(chao_shen_entropy(Counts({"a": 10, "b": 5, "c": 3, "d": 2})), 9)
    1.252419568
    """
    numbers = counts.partition()
    total = sum(numbers)
    covered = total - numbers.count(1)
    if not covered:
        msg = "every category was met once: nothing is covered, and the entropy cannot be estimated"
        raise Undefined(msg)
    terms = []
    for x in numbers:
        p = x * covered / (total * total)
        if 0 < p < 1:
            terms.append(p * log(p) / expm1(total * log1p(-p)))
    return fsum(terms)


_STIRLING: Final = ((1, 1 / 12), (3, -1 / 360), (5, 1 / 1260), (7, -1 / 1680), (9, 1 / 1188))


def _rise(z: float, e: float) -> float:
    """Give (ln Gamma(z + e) - ln Gamma(z)) / e for z and z + e above 0; the digamma function where e is 0."""
    below: list[float] = []
    while min(z, z + e) < 16:
        below.append(log1p(e / z) / e if e else 1 / z)
        z += 1
    slope = log1p(e / z) / e if e else 1 / z
    tail = [c * z**-m * (expm1(-m * e * slope) / e if e else -m / z) for m, c in _STIRLING]
    return log(z) + (z + e - 0.5) * slope - 1 + fsum(tail) - fsum(below)


def _beyond(q: float, size: int, odds: float) -> float:
    """Integrate `size` (1 - t)^(size - 1) (1 + odds t)^-q over 0 to 1, by Gauss's continued fraction."""
    change = q * odds / (size + 1)
    whole, down, k = 1 + change, 1.0, 1
    while abs(change) > 1e-17 * whole:
        k += 1
        half, odd = divmod(k, 2)
        step = (q + half) * (size + half) if odd else half * (size + half - q)
        down = 1 / (1 + odds * step / ((size + k - 1) * (size + k)) * down)
        change *= down - 1
        whole += change
    return 1 / whole


def asymptotic_hill(counts: Counts, *, q: float) -> float:
    """Estimate the diversity of the wider group, those not met allowed for.

    Formula: the power `1/(1-q)` of the sum of `Gamma(x+1) Gamma(n+1-q) / (Gamma(x+1-q) Gamma(n+1))` over the
    categories, which needs no correction for the large ones, and a term in `f1` and `f2` for those not met; `chao1` at
    0, the estimator of Chao, Wang & Jost at 1, `n(n-1) / sum x(x-1)` at 2. Up is more diverse. Range: 1 upwards. Nobody
    known: raises `EmptyCounts`; an order of 2 or more than the largest category: raises `Undefined`, and so does
    infinity. Takes some multiple of the root of `n f1 / f2` steps beside those of the categories. Source: Chao, Wang &
    Jost (2013), Methods in Ecology and Evolution 4:1091; Chao & Jost (2015), ibid. 6:873; the sums in closed form.

    >>> counts = Counts({"a": 4, "b": 2, "c": 1, "d": 1})
    >>> [round(asymptotic_hill(counts, q=q), 4) for q in (0, 1, 2)]
    [5.75, 4.7835, 4.0]
    """
    numbers, q = counts.partition(), _order(q)
    if q >= 2 and q > max(numbers):
        msg = "the largest category is too small to estimate a diversity of this order"
        raise Undefined(msg)
    if q == 0:
        return chao1(counts)
    if q == 2:
        total = sum(numbers)
        return total * (total - 1) / sum([x * (x - 1) for x in numbers])
    tally = {x: times for x, times in Counter(numbers).items() if x}
    total, e = sum(numbers), 1 - q
    f1, odds = _rare(numbers)
    unmet = f1 * odds / (total * total) * _beyond(q, total, odds)
    rise = _rise(total, e)
    if q == 1:
        return exp(fsum([c * x / total * (rise - _rise(x, 0)) for x, c in tally.items()]) + unmet)
    if q < 1.5:
        part = fsum([c * x / total * expm1(e * (rise - _rise(x, e))) for x, c in tally.items()])
        return exp(log1p(part + e * unmet * exp(e * (rise - _rise(1, e)))) / e)
    terms = [(c * x / total, *_weighed(x, q, e * rise)) for x, c in tally.items()]
    terms.append((e * unmet, *_weighed(1, q, e * rise)))
    most = max(height for _, _, height in terms)
    part = fsum([share * sign * exp(height - most) for share, sign, height in terms])
    if part <= 0:
        msg = "too many categories were met too rarely to estimate a diversity of this order"
        raise Undefined(msg)
    return exp((most + log(part)) / e)


def _weighed(x: int, q: float, rise: float) -> tuple[float, float]:
    """Give Gamma(x) / Gamma(x + 1 - q) times exp(rise) as a factor and a logarithm; by reflection where x < q - 1."""
    if x > q - 1:
        return 1.0, rise - (1 - q) * _rise(x, 1 - q)
    factor = 0.0 if q == int(q) else math.sin(math.pi * math.fmod(q - x, 2)) / math.pi
    return factor, rise + lgamma(x) + (lgamma(q - x) if factor else 0.0)


def extrapolated(counts: Counts, *, size: int, q: float) -> float:
    """Estimate the diversity that a sample of more people would show.

    Formula: `D(n) + (D_inf - D(n)) (1 - (1 - b)^(size - n))`, where `D_inf` is `asymptotic_hill` and `b` the share of
    what is missing that the last person added, `(D(n) - D(n-1)) / (D_inf - D(n-1))`; at 2 the unbiased form of
    `rarefied`. Up is more diverse. Range: `hill` to `asymptotic_hill`. Nobody known: raises `EmptyCounts`; undefined
    where `asymptotic_hill` is. At order 0 not to be trusted beyond twice the number known. Source: Chao et al. (2014),
    Ecological Monographs 84:45; Hsieh, Ma & Chao (2016), Methods in Ecology and Evolution 7:1451.

    Args:
        counts: how many people are in each category.
        size: how many people the sample has, at least the number known.
        q: the order.

    >>> counts = Counts({"a": 4, "b": 2, "c": 1, "d": 1})
    >>> round(extrapolated(counts, size=16, q=0), 4)
    5.1487
    """
    numbers, q, size = counts.partition(), _order(q), _size(size)
    total = sum(numbers)
    if size < total:
        raise BrokenRule("size", "must not be below the number of people known; see rarefied")
    if q == 2:
        return _second_order(numbers, size)
    observed, limit = _effective(numbers, q), asymptotic_hill(counts, q=q)
    if size == total or limit <= observed:
        return observed
    before = min(observed, rarefied(counts, size=total - 1, q=q))  # the two may differ by less than rounding
    kept = (limit - observed) / (limit - before)
    return observed + (limit - observed) * (1 - kept ** (size - total))


class Verdict(enum.Enum):
    """Whether a comparison of two groups is supported, and if not, why."""

    SUPPORTED = "supported"
    TOO_FEW_PEOPLE = "too few people"
    LOW_COVERAGE = "low coverage"
    UNDISCLOSED = "the undisclosed could turn it round"


@frozen(kw_only=True)
class Comparison:
    """Two groups compared at equal coverage.

    Attributes:
        verdict: whether the comparison is supported, else the first reason against it.
        first: the diversity of the first group at that coverage.
        second: the diversity of the second.
        q: the order.
        coverage: the share of each wider group that is covered, the smaller of the two estimates.
        sizes: how many people of each group make that coverage; between two whole numbers by interpolation.
        rule: what the verdict was asked for.
    """

    verdict: Verdict
    first: float
    second: float
    q: float
    coverage: float
    sizes: tuple[float, float]
    rule: str


def _at_coverage(counts: Counts, target: float, q: float) -> tuple[float, float]:
    """Give the size and the diversity at a coverage, interpolated between whole numbers of people."""
    if coverage(counts) <= target:
        return counts.known, hill(counts, q=q)
    low, high = 1, counts.known
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if coverage(counts, size=middle) <= target else (low, middle)
    below = coverage(counts, size=low)
    if below >= target:
        return low, rarefied(counts, size=low, q=q)
    part = (target - below) / (coverage(counts, size=high) - below)
    less, more = (rarefied(counts, size=size, q=q) for size in (low, high))
    return low + part, less + part * (more - less)


def compare(
    first: Counts, second: Counts, *, q: float, least_people: int = 10, least_coverage: float = 0.5
) -> Comparison:
    """Compare two groups at equal coverage, and say whether the comparison is supported.

    The better covered group is rarefied to the coverage of the other, so that a chapter of 900 is not more diverse than
    one of 12 for its size alone. The comparison is not supported if fewer people than `least_people` of a group remain,
    if less than `least_coverage` is covered, or if the undisclosed could have answered so that the order of the two
    Hill numbers turns. Nobody known in one of them: raises `EmptyCounts`. Source: Chao & Jost (2012), Ecology 93:2533.

    >>> small, large = Counts({"a": 6, "b": 3, "c": 2, "d": 1}), Counts({"a": 700, "b": 150, "c": 40, "d": 9, "e": 1})
    >>> found = compare(small, large, q=0)
    >>> found.verdict.value, found.first, round(found.second, 2), round(found.sizes[1], 1)
    ('too few people', 4.0, 2.26, 9.3)
    """
    target = min(coverage(first), coverage(second))
    (size, diversity), (other_size, other) = (_at_coverage(counts, target, q) for counts in (first, second))
    one, two = bounds(hill, first, q=q), bounds(hill, second, q=q)
    if min(size, other_size) < least_people:
        verdict = Verdict.TOO_FEW_PEOPLE
    elif target < least_coverage:
        verdict = Verdict.LOW_COVERAGE
    elif first.undisclosed + second.undisclosed and one.low <= two.high and two.low <= one.high:
        verdict = Verdict.UNDISCLOSED
    else:
        verdict = Verdict.SUPPORTED
    return Comparison(
        verdict=verdict,
        first=diversity,
        second=other,
        q=float(q),
        coverage=target,
        sizes=(size, other_size),
        rule=f"at least {least_people} people and coverage {least_coverage}, and an order the undisclosed cannot turn",
    )


# --- What the undisclosed change -------------------------------------------------------------------------------------

WAYS: Final = 20_000
"""How many ways of answering `bounds` goes through where no shortcut is exact."""


def _answered(counts: Counts, numbers: Sequence[int]) -> Counts:
    return Counts(
        dict(zip(counts, numbers, strict=True)),
        not_applicable=counts.not_applicable,
        of=counts.of,
        sensitive=counts.sensitive,
        basis=counts.basis,
    )


def _some(counts: Counts) -> tuple[int, ...]:
    """Give the numbers of counts in which somebody is known or undisclosed."""
    return counts.partition() if counts.overlapping or not counts.undisclosed or not len(counts) else counts.numbers


def extremes(counts: Counts) -> tuple[Counts, Counts]:
    """Give the least and the most diverse group that the undisclosed could have made by answering.

    The least: all join the largest category. The most: each joins the smallest, so that the low categories fill up like
    a vessel with water. The two serve every order `q` and every measure in which moving a person from a larger to a
    smaller category never lowers diversity, so a profile needs them once. Takes `O(K log K)`.

    Raises:
        EmptyCounts: if nobody is known or undisclosed, or no category is declared.
        NotAPartition: if the categories overlap.

    >>> least, most = extremes(Counts({"a": 5, "b": 2, "c": 0}, undisclosed=4))
    >>> least.numbers, most.numbers
    ((9, 2, 0), (5, 3, 3))
    """
    numbers = _some(counts)
    largest = numbers.index(max(numbers))
    least = [x + counts.undisclosed * (i == largest) for i, x in enumerate(numbers)]
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    held = width = 0
    for i in order:  # how many of the smallest categories the undisclosed bring to one level
        if numbers[i] * width - held > counts.undisclosed:
            break
        held, width = held + numbers[i], width + 1
    level, over = divmod(held + counts.undisclosed, width)
    most = list(numbers)
    for rank, i in enumerate(order[:width]):
        most[i] = level + (rank >= width - over)
    return _answered(counts, least), _answered(counts, most)


def bounds(measure: Measure, counts: Counts, **options: Any) -> Interval:
    """Give the least and the greatest value of a measure over all ways the undisclosed could have answered.

    Each could be in any of the declared categories. Exact: from the two `extremes` for the measures in which moving a
    person from a larger to a smaller category never lowers, or never raises, the value (`richness`, `hill`,
    `shannon_entropy`, `gini_simpson`, `inverse_simpson`, `simpson_concentration`, `berger_parker`, `renyi`, `tsallis`,
    `pielou`, `heip`, `simpson_evenness`, `gini_concentration`, `rarefied`), in `O(K log K)` and two measurements; for
    any other function of counts by going through all ways, up to `WAYS` of them. Source: Marshall, Olkin & Arnold
    (2011), Inequalities: Theory of Majorization.

    Args:
        measure: the function, such as `hill`.
        counts: how many people are in each category, and how many did not disclose.
        options: what the measure takes beside, such as `q=1`.

    Raises:
        Undefined: if there are too many ways, or the measure has no value for one of them.

    >>> counts = Counts({"a": 412, "b": 388, "c": 17, "d": 9, "e": 4}, undisclosed=60)
    >>> found = bounds(hill, counts, q=1)
    >>> round(found.low, 3), round(found.high, 3)
    (2.327, 2.89)
    """
    ways: Iterator[Counts] = iter(extremes(counts))
    if measure not in _ORDERLY:
        u, k = counts.undisclosed, len(counts)
        if math.comb(u + k - 1, u) > WAYS:
            msg = "there are too many ways to answer to go through for this measure"
            raise Undefined(msg)
        bars = itertools.combinations(range(u + k - 1), k - 1)
        shares = ([b - a - 1 for a, b in itertools.pairwise((-1, *bar, u + k - 1))] for bar in bars)
        ways = (_answered(counts, [x + y for x, y in zip(counts.numbers, share, strict=True)]) for share in shares)
    values = [float(measure(way, **options)) for way in ways]
    return Interval(low=min(values), high=max(values))


_ORDERLY: Final[frozenset[Measure]] = frozenset(
    {
        richness,
        hill,
        shannon_entropy,
        gini_simpson,
        inverse_simpson,
        simpson_concentration,
        berger_parker,
        renyi,
        tsallis,
        pielou,
        heip,
        simpson_evenness,
        gini_concentration,
        rarefied,
    }
)


# --- Within and among groups -----------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Partition:
    """The diversity of all, parted into that within the groups and that among them.

    Attributes:
        alpha: the effective number of categories within a group.
        beta: the effective number of different groups; 1 where all are composed alike.
        gamma: the effective number of categories of all together; alpha times beta.
        q: the order.
        weighting: how the groups were weighted: `size`, `equal` or `given`.
        weights: the weight of each group by the key of its row; they sum to 1.
        definition: which alpha and beta these are, in words.
    """

    alpha: float
    beta: float
    gamma: float
    q: float
    weighting: str
    weights: tuple[tuple[Key, float], ...]
    definition: str = "alpha is the power mean of order 1 - q of the groups' Hill numbers; beta is gamma / alpha"


def _weights(
    groups: Mapping[Key, Sequence[int]], weights: Literal["size", "equal"] | Mapping[Any, float]
) -> list[float]:
    if isinstance(weights, Mapping):
        given = {key if isinstance(key, tuple) else (key,): weight for key, weight in weights.items()}
        if not given.keys() <= groups.keys():
            raise UnknownField("weights", "must be keyed by the rows of the table")
        if not given.keys() >= groups.keys():
            raise MissingField("weights", "must name every row of the table")
        for weight in given.values():
            if isinstance(weight, bool) or not isinstance(weight, Real):
                raise WrongType("weights", "must be numbers")
            if not 0 <= weight < inf:
                raise BrokenRule("weights", "must be finite and not negative")
        found = [float(given[key]) for key in groups]
    elif weights == "size":
        found = [float(sum(numbers)) for numbers in groups.values()]
    elif weights == "equal":
        found = [1.0] * len(groups)
    else:
        raise BrokenRule("weights", 'must be "size", "equal" or a weight for each row')
    whole = fsum(found)
    if not whole:
        msg = "no group with a weight has anybody in it"
        raise EmptyCounts(msg)
    return [weight / whole for weight in found]


def partition(
    table: CountTable, *, q: float, weights: Literal["size", "equal"] | Mapping[Any, float] = "size"
) -> Partition:
    """Part the diversity of all groups together into that within groups and that among them.

    Formula: gamma is the Hill number of the weighted mean composition, alpha the weighted power mean of order `1 - q`
    of the groups' Hill numbers, beta = gamma / alpha. Up is more diverse; beta is up where groups differ. Range: alpha
    and gamma from 1, alpha never above gamma; beta from 1 to the number of groups with equal weights, else to one over
    the least weight. Other definitions of alpha agree with equal weights and differ otherwise; the result names its
    own. Source: Reeve et al. (2016), arXiv:1404.6520; Routledge (1979), Theoretical Population Biology 16:12.

    Args:
        table: how many people are in each category, by group. A row of those who did not disclose their group is left
            out, and so are undisclosed answers.
        q: the order.
        weights: `size` weights each group by its known people, so each person counts alike; `equal` each group alike; a
            mapping gives a relative weight for each row.

    Raises:
        EmptyCounts: if no group, or a group with a weight, has nobody known.
        NotAPartition: if a person may be in several rows or categories.

    >>> table = CountTable({"north": {"a": 10, "b": 10, "c": 0}, "south": {"a": 0, "b": 10, "c": 10}}, by="chapter")
    >>> found = partition(table, q=1, weights="equal")
    >>> round(found.alpha, 6), round(found.beta, 6), round(found.gamma, 6)
    (2.0, 1.414214, 2.828427)
    """
    if table.overlapping_rows or table.overlapping:
        msg = "rows or categories overlap; parting diversity needs each person in one"
        raise NotAPartition(msg)
    q = _order(q)
    groups = {key: row.numbers for key, row in table.disclosed.items()}
    shares = _weights(groups, weights)
    held = [(table.rows[key], share) for key, share in zip(groups, shares, strict=True) if share]
    logs = [_log_hill(row.partition(), q) for row, _ in held]
    alpha = exp(_log_effective([share for _, share in held], [exp(-entropy) for entropy in logs], q, 1.0))
    if weights == "size":
        gamma = _effective([sum(column) for column in zip(*groups.values(), strict=True)], q)
    else:
        columns = zip(*([share * x / row.known for x in row.numbers] for row, share in held), strict=True)
        pooled = [p for p in map(fsum, columns) if p]
        gamma = exp(_log_effective(pooled, pooled, q, fsum(pooled)))
    return Partition(
        alpha=alpha,
        beta=gamma / alpha,
        gamma=gamma,
        q=q,
        weighting=weights if isinstance(weights, str) else "given",
        weights=tuple(zip(groups, shares, strict=True)),
    )


# --- Where dimensions cross ------------------------------------------------------------------------------------------


def _crossed(table: CountTable) -> dict[tuple[str, ...], int]:
    """Give the number of people in every intersection of one category for each dimension of the table."""
    if table.overlapping_rows or table.overlapping:
        msg = "rows or categories overlap; intersections need each person in one"
        raise NotAPartition(msg)
    disclosed, none = table.disclosed, (0,) * len(table.categories)
    axes = [dict.fromkeys(part for key in table if (part := key[i]) is not None) for i in range(len(table.by))]
    return {
        (*key, name): x
        for key in itertools.product(*axes)
        for name, x in zip(table.categories, disclosed[key].numbers if key in disclosed else none, strict=True)
    }


def joint(table: CountTable) -> Counts:
    """Count people by the intersections of all dimensions of a table, those with nobody included.

    Any measure then speaks of intersections: the diversity of two dimensions together is at least that of each. Whoever
    did not disclose one of the dimensions is undisclosed here; `bounds` then allow more than those who disclosed the
    other dimension could do.

    Raises:
        NotAPartition: if a person may be in several rows or categories.

    >>> table = CountTable({"Uvs": {"woman": 1, "man": 4}, "Zavkhan": {"woman": 3, "man": 0}}, of="gender", by="aimag")
    >>> joint(table).numbers, round(hill(joint(table), q=1), 4)
    ((1, 4, 3, 0), 2.6494)
    """
    cells = _crossed(table)
    numbers = {" × ".join(cell): x for cell, x in cells.items()}
    if len(numbers) < len(cells):
        raise BrokenRule("categories", "must not make two intersections read alike")
    everybody = sum(row.total for row in table.rows.values())
    return Counts(
        numbers,
        undisclosed=everybody - sum(numbers.values()),
        not_applicable=table.not_applicable + sum(row.not_applicable for row in table.rows.values()),
        of=" × ".join((*table.by, table.of)),
        sensitive=table.sensitive,
    )


@frozen(kw_only=True)
class EmptyIntersection:
    """An intersection in which nobody is known to be.

    Attributes:
        categories: one category for each dimension of the rows, in their order, and last that of the columns.
        expected: how many people would be there if the dimensions had nothing to do with each other.
        undisclosed: how many people could be there for all they said; 0 means that it is certainly empty.
    """

    categories: tuple[str, ...]
    expected: float
    undisclosed: int


def empty_intersections(table: CountTable) -> tuple[EmptyIntersection, ...]:
    """Find the intersections with nobody in them, the most surprising first: who is missing is a finding.

    Formula: `expected` is `n` times the product of the shares of each category alone. Every category that the table
    declares takes part, rows that are not there included. Source: Crenshaw (1989) for the question; the expectation is
    Pearson's (1900) under independence.

    Raises:
        NotAPartition: if a person may be in several rows or categories.
        EmptyCounts: if nobody is known.

    >>> table = CountTable({"Uvs": {"woman": 1, "man": 4}, "Zavkhan": {"woman": 3, "man": 0}}, of="gender", by="aimag")
    >>> empty_intersections(table)
    (EmptyIntersection(categories=('Zavkhan', 'man'), expected=1.5, undisclosed=0),)
    """
    cells = _crossed(table)
    alone: Counter[tuple[int, str]] = Counter()
    for cell, x in cells.items():
        alone.update(dict.fromkeys(enumerate(cell), x))
    total = sum(cells.values())
    if not total:
        msg = "nobody is counted, and every intersection is empty"
        raise EmptyCounts(msg)
    found = [
        EmptyIntersection(
            categories=cell,
            expected=math.prod(alone[part] for part in enumerate(cell)) / total ** (len(cell) - 1),
            undisclosed=_possible(table, cell),
        )
        for cell, x in cells.items()
        if not x
    ]
    return tuple(sorted(found, key=lambda finding: -finding.expected))


def _possible(table: CountTable, cell: tuple[str, ...]) -> int:
    """Count the people who could be in a cell for all they said."""
    fitting = (
        (key, row)
        for key, row in table.rows.items()
        if all(part in {None, wanted} for part, wanted in zip(key, cell[:-1], strict=True))
    )
    return sum(row.undisclosed + (row[cell[-1]] if None in key else 0) for key, row in fitting)


# --- Many groups at once ---------------------------------------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class Batch:
    """A measure of many groups.

    Attributes:
        values: the value for each group, NaN where it has none.
        mask: whether the group has no value, as in numpy's masked arrays.
    """

    values: NDArray[np.float64]
    mask: NDArray[np.bool]


def batch(measure: Measure, array: ArrayLike, **options: Any) -> Batch:
    """Measure every row of an array of counts, groups by categories; needs numpy.

    Each value equals that of the scalar form to 1e-12. A row for which the scalar form raises `Undefined`, such as one
    with nobody in it, is masked instead. `richness`, `hill`, `renyi`, `tsallis`, the entropies, indices and evennesses
    and `gini_concentration` run at the speed of numpy, the Hill numbers of order 1 and 2 in about the time of one
    logarithm of each number; any other measure of this room is taken row by row. A column is a declared category.

    Args:
        measure: the function, such as `hill`.
        array: whole numbers in two dimensions, with fewer than 2^53 people in a row.
        options: what the measure takes beside, such as `q=1`.

    Raises:
        WrongType: if the array holds anything but whole numbers.
        BrokenRule: for a negative number, another number of dimensions, or too many people.

    >>> found = batch(hill, [[10, 5, 3, 2, 0], [0, 0, 0, 0, 0]], q=2)
    >>> found.values.round(6).tolist(), found.mask.tolist()
    ([2.898551, nan], [False, True])
    """
    import numpy as np  # noqa: TID251  # batches are for those who have numpy

    table = np.asarray(array)
    if table.dtype.kind not in "iu":
        raise WrongType("array", "must hold whole numbers")
    if table.ndim != 2:
        raise BrokenRule("array", "must have two dimensions, groups and categories")
    table = table.astype(np.int64, order="C", copy=False)
    categories = table.shape[1]
    top = int(table.view(np.uint64).max(initial=0))  # unsigned, so that a negative number is huge
    if top * categories >= 2**53:
        raise BrokenRule("array", "must hold no negative number and fewer than 2^53 people in a row")
    if measure in _IN_ROWS and categories > 1:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.asarray(_IN_ROWS[measure](np, table, top, **options), np.float64)
    else:
        values = np.array([_value(measure, row, options) for row in table.tolist()], np.float64)
    return Batch(values=values, mask=np.isnan(values))


def _value(measure: Measure, row: list[int], options: dict[str, Any]) -> float:
    try:
        return measure(Counts({str(i): x for i, x in enumerate(row)}), **options)
    except Undefined:
        return math.nan


# Below `np` is numpy, `x` the array and `top` its largest number; a row with nobody gives NaN.


def _held_rows(np: Any, x: Any, _: int) -> Any:
    held = np.count_nonzero(x, axis=1)
    return np.where(held, held, np.nan)


def _log_hill_rows(np: Any, x: Any, top: int, *, q: float) -> Any:
    q = _order(q)
    n = np.einsum("ij->i", x)
    tops = x.max(axis=1)
    head = np.log1p((n - tops) / tops)
    if q == inf:
        return head
    logs = np.log(x / tops[:, None], where=x > 0, out=np.zeros(x.shape))
    if q == 1:
        return head - np.einsum("ij,ij->i", x, logs) / n
    e = q - 1
    return head - np.log1p(np.einsum("ij,ij->i", x, np.expm1(e * logs)) / n) / e


def _squares_rows(np: Any, x: Any, top: int) -> Any:
    held = x if top * top * x.shape[1] < 2**63 else x.astype(float)  # squares of large whole numbers would overflow
    return np.einsum("ij,ij->i", held, held)


def _hill_rows(np: Any, x: Any, top: int, *, q: float) -> Any:
    q = _order(q)
    if q == 0:
        return _held_rows(np, x, top)
    if q == 2:
        n = np.einsum("ij->i", x).astype(float)
        return n * n / _squares_rows(np, x, top)
    if q != 1:
        return np.exp(_log_hill_rows(np, x, top, q=q))
    if top < x.size:  # then a table takes fewer logarithms
        numbers = np.arange(top + 1)
        products = (numbers * np.log(np.maximum(numbers, 1))).take(x)
    else:
        products = x * np.log(np.maximum(x, 1))
    n = np.einsum("ij->i", x)
    return np.maximum(n * np.exp(products @ np.ones(x.shape[1]) / -n), 1)


def _gini_rows(np: Any, x: Any, _: int) -> Any:
    k = x.shape[1]
    gaps, below = np.diff(np.sort(x, axis=1), axis=1), np.arange(1.0, k)
    pairs = below * (k - below)  # so many pairs of categories have the gap between them; no term is negative
    return gaps @ pairs / k / np.einsum("ij->i", x)


def _tsallis_rows(np: Any, x: Any, top: int, *, q: float) -> Any:
    q = _order(q)
    if q == 2:
        n = np.einsum("ij->i", x).astype(float)
        return np.einsum("ij,ij->i", x.astype(float), n[:, None] - x) / (n * n)
    if q == inf:
        return _held_rows(np, x, top) * 0
    entropy = _log_hill_rows(np, x, top, q=q)
    return entropy if q == 1 else -np.expm1((1 - q) * entropy) / (q - 1)


_IN_ROWS: Final[dict[Measure, Callable[..., Any]]] = {
    richness: _held_rows,
    hill: _hill_rows,
    shannon_entropy: lambda np, x, top: _log_hill_rows(np, x, top, q=1),
    gini_simpson: lambda np, x, top: _tsallis_rows(np, x, top, q=2),
    inverse_simpson: lambda np, x, top: _hill_rows(np, x, top, q=2),
    simpson_concentration: lambda np, x, top: 1 / _hill_rows(np, x, top, q=2),
    berger_parker: lambda np, x, top: 1 / _hill_rows(np, x, top, q=inf),
    renyi: _log_hill_rows,
    tsallis: _tsallis_rows,
    pielou: lambda np, x, top: _log_hill_rows(np, x, top, q=1) / np.log(x.shape[1]),
    heip: lambda np, x, top: np.expm1(_log_hill_rows(np, x, top, q=1)) / (x.shape[1] - 1),
    simpson_evenness: lambda np, x, top: _hill_rows(np, x, top, q=2) / x.shape[1],
    gini_concentration: _gini_rows,
}
