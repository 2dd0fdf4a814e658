"""What a smaller, a larger, a complete sample would show."""

from __future__ import annotations

import math
from collections import Counter
from math import exp, expm1, fsum, lgamma, log, log1p
from typing import TYPE_CHECKING, Final

from youthprog._checks import whole_number
from youthprog.counts import Counts  # noqa: TC001  # the examples make some
from youthprog.diversity._orders import effective, log_effective, numbers_of, order_of
from youthprog.errors import BrokenRule, Undefined

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    numbers = numbers_of(counts)
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
    >>> [round(rarefied(chapter, size=size, q=0), 4) for size in (1, 12, 500)]
    [1.0, 2.1321, 4.0]
    """
    numbers, q, size = numbers_of(counts), order_of(q), _size(size)
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
    return exp(log_effective(weights, values, q, size))


def chao1(counts: Counts) -> float:
    """Estimate from below how many categories the wider group has, from those met once and twice.

    Formula: `S + (n-1)/n f1^2 / (2 f2)`, and `S + (n-1)/n f1 (f1-1) / 2` where none was met twice. Up is more diverse.
    Range: `S` upwards; may exceed the declared categories. Nobody known: raises `EmptyCounts`. This is the form of
    iNEXT; scikit-bio and vegan leave out `(n-1)/n` or correct otherwise. Source: Chao (1984), Scandinavian Journal of
    Statistics 11:265; Chao & Jost (2012).

    >>> chao1(Counts({"a": 4, "b": 2, "c": 1, "d": 1}))
    5.75
    """
    numbers = numbers_of(counts)
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
    numbers = numbers_of(counts)
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
    numbers, q = numbers_of(counts), order_of(q)
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
    numbers, q, size = numbers_of(counts), order_of(q), _size(size)
    total = sum(numbers)
    if size < total:
        raise BrokenRule("size", "must not be below the number of people known; see rarefied")
    if q == 2:
        return _second_order(numbers, size)
    observed, limit = effective(numbers, q), asymptotic_hill(counts, q=q)
    if size == total or limit <= observed:
        return observed
    before = min(observed, rarefied(counts, size=total - 1, q=q))  # the two may differ by less than rounding
    kept = (limit - observed) / (limit - before)
    return observed + (limit - observed) * (1 - kept ** (size - total))
