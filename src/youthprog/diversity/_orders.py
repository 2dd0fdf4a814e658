"""The Hill numbers and what is made of them: entropies, indices, evenness, concentration, likeness.

All of them are one formula, `log_effective`, and the other modules of this room read their orders and measure with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from math import exp, exp2, expm1, fsum, inf, log, log1p, log2
from numbers import Real
from operator import mul
from typing import TypeAlias

from youthprog.counts import Counts, counts_of
from youthprog.errors import BrokenRule, Undefined, UnknownField, WrongType

Measure: TypeAlias = Callable[..., float]
"""A function of `Counts` in this room; its other arguments are given by keyword."""

Similarity: TypeAlias = Mapping[tuple[str, str], float] | Sequence[Sequence[float]]
"""How alike two categories are, by pair of categories or as a matrix in their declared order."""


# --- The one formula --------------------------------------------------------------------------------------------------


def order_of(q: float) -> float:
    """Read an order: a number from 0 to infinity."""
    if q.__class__ is not float and q.__class__ is not int and (isinstance(q, bool) or not isinstance(q, Real)):
        raise WrongType("q", "must be a number from 0 to infinity")
    if not q >= 0:
        raise BrokenRule("q", "must be a number from 0 to infinity")
    return inf if q > 1e18 else float(q)  # the two agree to the last bit from there on


def numbers_of(counts: Counts) -> tuple[int, ...]:
    """Read counts as the numbers of a partition with somebody in it."""
    return counts_of(counts).partition()


def log_effective(weights: Sequence[float], values: Sequence[float], q: float, whole: float) -> float:
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


def effective(numbers: Sequence[int], q: float) -> float:
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


def log_hill(numbers: Sequence[int], q: float) -> float:
    held = [x for x in numbers if x]
    return log_effective(held, held, q, sum(held))


# --- Diversity --------------------------------------------------------------------------------------------------------


def richness(counts: Counts) -> int:
    """Count the categories with somebody in them.

    Formula: `S`. Up is more diverse. Range: 1 to `K`. Nobody known: raises `EmptyCounts`. Small groups count like large
    ones. Source: Hill (1973), order 0.

    >>> richness(Counts({"woman": 10, "man": 5, "another": 0}))
    2
    """
    numbers = numbers_of(counts)
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
    return effective(numbers_of(counts), order_of(q))


def shannon_entropy(counts: Counts) -> float:
    """Measure in nats how uncertain the category of a person is before asking.

    Formula: `-sum p ln p`, the logarithm of the Hill number of order 1. Up is more diverse. Range: 0 to `ln S`. Nobody
    known: raises `EmptyCounts`. For bits divide by `ln 2`. Source: Shannon (1948), Bell System Technical Journal
    27:379.

    >>> round(shannon_entropy(Counts({"a": 10, "b": 5, "c": 3, "d": 2})), 9)
    1.207973688
    """
    return log_hill(numbers_of(counts), 1)


def gini_simpson(counts: Counts) -> float:
    """Give the probability that two people, drawn one after the other with return, are in different categories.

    Formula: `1 - sum p^2`; also called Blau's index and heterozygosity. Up is more diverse. Range: 0 to `1 - 1/S`.
    Nobody known: raises `EmptyCounts`. Source: Simpson (1949), Nature 163:688; Blau (1977).

    >>> gini_simpson(Counts({"a": 10, "b": 5, "c": 3, "d": 2}))
    0.655
    """
    numbers = numbers_of(counts)
    total = sum(numbers)
    return (total * total - _squares(numbers)) / (total * total)


def inverse_simpson(counts: Counts) -> float:
    """Give the effective number of categories of order 2, which the large ones decide.

    Formula: `1 / sum p^2`. Up is more diverse. Range: 1 to `S`. Nobody known: raises `EmptyCounts`. Political science
    calls it the effective number of parties. Source: Hill (1973); Laakso & Taagepera (1979).

    >>> inverse_simpson(Counts({"a": 5, "b": 5, "c": 0}))
    2.0
    """
    return effective(numbers_of(counts), 2)


def simpson_concentration(counts: Counts) -> float:
    """Give the probability that two people, drawn one after the other with return, are in the same category.

    Formula: `sum p^2`; economics calls it the Herfindahl-Hirschman index. Up is LESS diverse. Range: `1/S` to 1. Nobody
    known: raises `EmptyCounts`. Source: Simpson (1949), Nature 163:688.

    >>> simpson_concentration(Counts({"a": 10, "b": 5, "c": 3, "d": 2}))
    0.345
    """
    numbers = numbers_of(counts)
    total = sum(numbers)
    return _squares(numbers) / (total * total)


def berger_parker(counts: Counts) -> float:
    """Give the share of the largest category.

    Formula: `max p`, one over the Hill number of order infinity. Up is LESS diverse. Range: `1/S` to 1. Nobody known:
    raises `EmptyCounts`. Source: Berger & Parker (1970), Science 168:1345.

    >>> berger_parker(Counts({"a": 10, "b": 5, "c": 3, "d": 2}))
    0.5
    """
    numbers = numbers_of(counts)
    return max(numbers) / sum(numbers)


def renyi(counts: Counts, *, q: float) -> float:
    """Give the Rényi entropy of order q in nats, the logarithm of the Hill number.

    Formula: `ln(sum p^q) / (1 - q)`. Up is more diverse. Range: 0 to `ln S`. Nobody known: raises `EmptyCounts`.
    Source: Rényi (1961), Proceedings of the Fourth Berkeley Symposium 1:547.

    >>> round(renyi(Counts({"a": 10, "b": 5, "c": 3, "d": 2}), q=2), 9)
    1.064210862
    """
    return log_hill(numbers_of(counts), order_of(q))


def tsallis(counts: Counts, *, q: float) -> float:
    """Give the Tsallis entropy of order q, also called HCDT: one less than `S` at 0, Shannon's at 1, Gini-Simpson at 2.

    Formula: `(1 - sum p^q) / (q - 1)`. Up is more diverse. Range: 0 to `(1 - S^(1-q)) / (q - 1)`, and 0 at infinity.
    Nobody known: raises `EmptyCounts`. Source: Havrda & Charvát (1967); Tsallis (1988), Journal of Statistical Physics
    52:479.

    >>> round(tsallis(Counts({"a": 10, "b": 5, "c": 3, "d": 2}), q=3), 9)
    0.4275
    """
    numbers, q = numbers_of(counts), order_of(q)
    if q == inf:
        return 0.0
    entropy = log_hill(numbers, q)
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
    return log_hill(numbers_of(counts), 1) / log(_declared(counts))


def heip(counts: Counts) -> float:
    """Give how far the effective number of categories of order 1 stands between one and all declared.

    Formula: `(exp(-sum p ln p) - 1) / (K - 1)`. Up is more even. Range: 0 to 1; an absent category lowers it. Nobody
    known: raises `EmptyCounts`; one declared category: raises `Undefined`. Source: Heip (1974), Journal of the Marine
    Biological Association 54:555, with the declared categories for those observed.

    >>> round(heip(Counts({"a": 10, "b": 5, "c": 3, "d": 2})), 9)
    0.782232108
    """
    return expm1(log_hill(numbers_of(counts), 1)) / (_declared(counts) - 1)


def simpson_evenness(counts: Counts) -> float:
    """Give the effective number of categories of order 2 as a share of those declared.

    Formula: `1 / (K sum p^2)`. Up is more even. Range: `1/K` to 1; an absent category lowers it. Nobody known: raises
    `EmptyCounts`; one declared category: raises `Undefined`. Source: Smith & Wilson (1996), Oikos 76:70 (`E_1/D`), with
    the declared categories for those observed.

    >>> round(simpson_evenness(Counts({"a": 10, "b": 5, "c": 3, "d": 2})), 9)
    0.724637681
    """
    return effective(numbers_of(counts), 2) / _declared(counts)


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
    numbers = sorted(numbers_of(counts))
    k = len(numbers)
    return sum([(2 * i - k + 1) * x for i, x in enumerate(numbers)]) / (k * sum(numbers))


# --- Likeness ---------------------------------------------------------------------------------------------------------


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
    numbers, q = numbers_of(counts), order_of(q)
    matrix = _likeness(similarity, counts.categories)
    total = sum(numbers)
    held = [i for i, x in enumerate(numbers) if x]
    shares = [numbers[i] / total for i in held]
    alike = [fsum([matrix[i][j] * p for j, p in zip(held, shares, strict=True)]) for i in held]
    return exp(log_effective(shares, alike, q, 1.0))
