"""Every row of the shared vectors is reproduced to 1e-9, known to differ for a stated reason, or not covered for one.

The rows hold what other libraries gave, with their arguments. `OURS` says, room by room, which of our measures a
function of theirs is; some are two of ours put together, and say how. `DIFFERENT` and `NOT_COVERED` hold the reasons
why a row is not reproduced. `MORE` are further rows of the same shape, mostly at the edges, run on the same versions.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from youthprog import diversity, representation, segregation, shares
from youthprog.counts import Counts, CountTable
from youthprog.representation import ReferencePopulation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Args: TypeAlias = "dict[str, Any]"
Row: TypeAlias = "dict[str, Any]"
Measures: TypeAlias = "Mapping[str, Callable[[Args], Any]]"

SKBIO = "skbio.diversity.alpha."
GREYLOCK = "Metacommunity.metacommunity_diversity(measure='{}')"
INFOMEASURE = "entropy(approach='{}', base='e')"
ONE, SEVERAL = "segregation.singlegroup.", "segregation.multigroup."


# --- Their arguments, read as ours -----------------------------------------------------------------------------------


def in_proportion(parts: list[float]) -> list[int]:
    """Give whole numbers in the proportions of decimal fractions."""
    exact = [Fraction(str(part)) for part in parts]
    unit = math.lcm(*(part.denominator for part in exact))
    return [int(part * unit) for part in exact]


def counts_of(numbers: list[int]) -> Counts:
    """Give counts of the categories observed, which are the only ones the peers know of."""
    return Counts({str(i): x for i, x in enumerate(numbers) if x})


def held(args: Args) -> Counts:
    listed = args.get("counts") or args.get("pk") or args.get("pmf") or []
    return counts_of(in_proportion(listed))


def spread(args: Args) -> Counts:
    """Give counts of things over units, those with none included."""
    return Counts({str(i): x for i, x in enumerate(args.get("data") or args["x"])})


def order(args: Args) -> float:
    return float(next(args[name] for name in ("order", "q", "viewpoint") if name in args))


def subcommunities(args: Args) -> CountTable:
    columns = zip(*args["counts_species_by_subcommunity"], strict=True)
    rows = {str(j): {str(i): x for i, x in enumerate(column)} for j, column in enumerate(columns)}
    return CountTable(rows, by="group")


def units(args: Args) -> CountTable:
    cells = args.get("table_units_by_groups")
    cells = cells or [[x, t - x] for x, t in zip(args["group"], args["total"], strict=True)]
    return CountTable({f"u{i}": {f"g{j}": x for j, x in enumerate(row)} for i, row in enumerate(cells)})


def population(parts: list[float]) -> ReferencePopulation:
    numbers = {str(i): weight for i, weight in enumerate(in_proportion(parts))}
    return ReferencePopulation(id="r", name="reference", of="group", source="synthetic", numbers=numbers)


# --- Which of our measures a function of theirs is -------------------------------------------------------------------


def gamma(args: Args) -> float:
    table, q = subcommunities(args), order(args)
    if args["similarity"] is None:
        return diversity.partition(table, q=q).gamma
    return diversity.similarity_hill(table.total(), similarity=args["similarity"], q=q)


def normalized_alpha(args: Args) -> float:
    """With likeness, the power mean of order 1 - q of the groups' numbers, weighted by size."""
    table, q = subcommunities(args), order(args)
    if args["similarity"] is None:
        return diversity.partition(table, q=q).alpha
    found = [diversity.similarity_hill(row, similarity=args["similarity"], q=q) for row in table.rows.values()]
    sizes = [row.known / table.total().known for row in table.rows.values()]
    if q == math.inf:
        return min(found)
    pairs = list(zip(found, sizes, strict=True))
    if q == 1:
        return math.exp(math.fsum(size * math.log(d) for d, size in pairs))
    return float(math.fsum(size * d ** (1 - q) for d, size in pairs) ** (1 / (1 - q)))


def simpson(args: Args) -> float:
    if args.get("finite"):
        return 1 - 1 / diversity.asymptotic_hill(held(args), q=2)
    return diversity.gini_simpson(held(args))


def in_units(args: Args, entropy: float) -> float:
    return entropy / math.log(2 if args.get("unit") == "bits" else args.get("base") or math.e)


def estimated(q: float) -> Callable[[Args], float]:
    return lambda args: diversity.asymptotic_hill(held(args), q=q)


DIVERSITY: Measures = {
    "hill": lambda args: diversity.hill(held(args), q=order(args)),
    SKBIO + "hill": lambda args: diversity.hill(held(args), q=order(args)),
    SKBIO + "renyi": lambda args: diversity.renyi(held(args), q=order(args)),
    SKBIO + "tsallis": lambda args: diversity.tsallis(held(args), q=order(args)),
    SKBIO + "sobs": lambda args: diversity.richness(held(args)),
    SKBIO + "shannon": lambda args: in_units(args, diversity.shannon_entropy(held(args))),
    SKBIO + "simpson": simpson,
    SKBIO + "dominance": lambda args: diversity.simpson_concentration(held(args)),
    SKBIO + "inv_simpson": lambda args: diversity.inverse_simpson(held(args)),
    SKBIO + "berger_parker_d": lambda args: diversity.berger_parker(held(args)),
    SKBIO + "pielou_e": lambda args: diversity.pielou(held(args)),
    SKBIO + "heip_e": lambda args: diversity.heip(held(args)),
    SKBIO + "simpson_e": lambda args: diversity.simpson_evenness(held(args)),
    SKBIO + "goods_coverage": lambda args: diversity.coverage(held(args), size=held(args).known - 1),
    SKBIO + "gini_index": lambda args: diversity.gini_concentration(spread(args)),
    "inequality.gini.Gini(x).g": lambda args: diversity.gini_concentration(spread(args)),
    # Theil's T is what Shannon's entropy misses of the logarithm of the number of units.
    "inequality.theil.Theil(x).T": lambda args: math.log(len(args["x"])) - diversity.shannon_entropy(spread(args)),
    "evenness_hill_ratio (D_q - 1)/(S - 1)": lambda args: (
        (diversity.hill(held(args), q=order(args)) - 1) / (diversity.richness(held(args)) - 1)
    ),
    'diversity(index="simpson")': lambda args: diversity.gini_simpson(held(args)),
    "scipy.stats.entropy": lambda args: in_units(args, diversity.shannon_entropy(held(args))),
    "dit.other.perplexity": lambda args: diversity.hill(held(args), q=1),
    "dit.other.renyi_entropy": lambda args: in_units(args, diversity.renyi(held(args), q=order(args))),
    "dit.other.tsallis_entropy": lambda args: diversity.tsallis(held(args), q=order(args)),
    "observed_hill": lambda args: diversity.hill(held(args), q=order(args)),
    "observed Shannon diversity": lambda args: diversity.hill(held(args), q=1),
    "observed Simpson diversity": lambda args: diversity.inverse_simpson(held(args)),
    INFOMEASURE.format("chao_shen"): lambda args: diversity.chao_shen_entropy(held(args)),
    INFOMEASURE.format("chao_wang_jost"): lambda args: math.log(diversity.asymptotic_hill(held(args), q=1)),
    "rarefied_hill": lambda args: diversity.rarefied(held(args), size=args["size"], q=order(args)),
    "rarefied richness q=0": lambda args: diversity.rarefied(held(args), size=args["size"], q=0),
    "rarefied Hill q=1": lambda args: diversity.rarefied(held(args), size=args["size"], q=1),
    "extrapolated_hill": lambda args: diversity.extrapolated(held(args), size=args["size"], q=order(args)),
    "extrapolated richness q=0": lambda args: diversity.extrapolated(held(args), size=args["size"], q=0),
    "sample_coverage": lambda args: diversity.coverage(held(args), size=args.get("size")),
    "expected coverage of a rarefied sample": lambda args: diversity.coverage(held(args), size=args["size"]),
    "extrapolated coverage": lambda args: diversity.coverage(held(args), size=args["size"]),
    "asymptotic_hill": lambda args: diversity.asymptotic_hill(held(args), q=order(args)),
    "asymptotic richness (Chao1)": lambda args: diversity.chao1(held(args)),
    "asymptotic Shannon diversity (exp of Chao-Wang-Jost 2013)": estimated(1),
    "asymptotic Simpson diversity": estimated(2),
    GREYLOCK.format("gamma"): gamma,
    GREYLOCK.format("normalized_alpha"): normalized_alpha,
    GREYLOCK.format("normalized_beta"): lambda args: gamma(args) / normalized_alpha(args),
}


def interval(found: Any) -> list[float]:
    return [found.low, found.high]


def selected(args: Args) -> list[Fraction]:
    groups = args["selected"].values()
    return [shares.share(Counts({"yes": k, "no": n - k}), of="yes").value for k, n in groups]


SHARES: Measures = {
    "proportion_confint(method='wilson')": lambda args: interval(
        shares.wilson(args["count"], args["nobs"], 1 - args["alpha"])
    ),
    "proportion_confint(method='beta')": lambda args: interval(
        shares.clopper_pearson(args["count"], args["nobs"], 1 - args["alpha"])
    ),
    "wilson 95%": lambda args: interval(shares.wilson(args["count"], args["nobs"])),
    "multinomial_proportions_confint(method='goodman')": lambda args: [
        interval(found)
        for found in shares.simultaneous(
            Counts({str(i): x for i, x in enumerate(args["counts"])}), 1 - args["alpha"]
        ).values()
    ],
    # Groups compared with each other: the largest share and the smallest.
    "demographic_parity_difference": lambda args: float(max(selected(args)) - min(selected(args))),
    "demographic_parity_ratio": lambda args: float(min(selected(args)) / max(selected(args))),
}

REPRESENTATION: Measures = {
    "ExpectedRepresentation": lambda args: (
        representation.chance_baseline(population(args["PopShares"]), seats=args["BodyN"]).expected
    ),
}


def minmax(args: Args) -> float:
    d = segregation.dissimilarity(units(args), group="g0")
    return 2 * d / (1 + d)


def by_share(measure: Callable[..., float], args: Args) -> dict[str, tuple[float, float]]:
    """Give a measure of every group against all others, and the share of the group."""
    table = units(args)
    everybody = table.total()
    return {group: (measure(table, group=group), everybody[group] / everybody.known) for group in everybody}


def multigroup_gini(args: Args) -> float:
    """The Gini index of each group weighted by the share of pairs of whom one is in the group."""
    found = by_share(segregation.gini, args).values()
    return sum(gini * p * (1 - p) for gini, p in found) / sum(p * (1 - p) for _, p in found)


SEGREGATION: Measures = {
    ONE + "Dissim": lambda args: segregation.dissimilarity(units(args), group="g0"),
    ONE + "Gini": lambda args: segregation.gini(units(args), group="g0"),
    ONE + "Isolation": lambda args: segregation.isolation(units(args), group="g0"),
    ONE + "Interaction": lambda args: segregation.exposure(units(args), group="g0", to="g1"),
    ONE + "CorrelationR": lambda args: segregation.correlation_ratio(units(args), group="g0"),
    ONE + "Entropy": lambda args: segregation.theil_h(units(args)),
    ONE + "MinMax": minmax,
    SEVERAL + "MultiDissim": lambda args: segregation.multigroup_dissimilarity(units(args)),
    SEVERAL + "MultiInfoTheory": lambda args: segregation.theil_h(units(args)),
    SEVERAL + "MultiDivergence": lambda args: segregation.mutual_information(units(args)),
    SEVERAL + "MultiGini": multigroup_gini,
    # The correlation ratio of each group, weighted by its share.
    SEVERAL + "MultiNormExposure": lambda args: sum(
        ratio * p for ratio, p in by_share(segregation.correlation_ratio, args).values()
    ),
    SEVERAL + "SimpsonsInteraction": lambda args: diversity.gini_simpson(units(args).total()),
    "dissimilarity": lambda args: segregation.dissimilarity(units(args), group="g0"),
}

OURS: Mapping[str, Measures] = {
    "diversity": DIVERSITY,
    "shares": SHARES,
    "representation": REPRESENTATION,
    "segregation": SEGREGATION,
}

DIFFERENT: Mapping[str, Callable[[Args], bool]] = {
    # The area under the Lorenz curve by rectangles above it, which makes the coefficient 1/K too low.
    SKBIO + "gini_index": lambda args: args["method"] == "rectangles" and len(set(args["data"])) > 1,
    # Averaged by itself, so that alpha times it is not gamma, save at order 1.
    GREYLOCK.format("normalized_beta"): lambda args: order(args) != 1,
    # Without the factor (n - 1)/n of iNEXT, or corrected as in vegan.
    SKBIO + "chao1": lambda _: True,
}
"""Rows that are not reproduced because the peer is wrong or means something else; each is tested to differ below."""

NOT_COVERED: Mapping[str, str] = {
    SKBIO + "brillouin_d": "not offered: it grows with the group and has no effective number",
    SKBIO + "ace": "not offered: a threshold of rarity is a silent definition",
    INFOMEASURE.format("miller_madow"): "not offered beside Chao-Shen and Chao-Wang-Jost",
    INFOMEASURE.format("grassberger"): "not offered beside Chao-Shen and Chao-Wang-Jost",
    INFOMEASURE.format("zhang"): "not offered by itself: it is the part for those met of Chao-Wang-Jost",
    "scipy.stats.entropy (KL, members vs reference)": "not offered: infinite where the reference lacks a group",
    "scipy.spatial.distance.jensenshannon": "not offered: a distance between two groups",
    "proportion_confint(method='jeffreys')": "not offered: it depends on a prior",
    "proportion_confint(method='agresti_coull')": "not offered: it leaves 0 to 1, and Wilson's is what it approximates",
    "multinomial_proportions_confint(method='sison-glaz')": "not offered beside Goodman's intervals",
    ONE + "HutchensSqrt": "not offered beside mutual information, which asks the same and parts exactly",
    ONE + "Atkinson": "not offered: a function of the square-root index",
    "estimateR(BCI[1:5,]) S.obs": "the counts are named and not given",
    "estimateR(BCI[1:5,]) S.chao1": "the counts are named and not given",
    "estimateR(BCI[1:5,]) S.ACE": "the counts are named and not given",
    "mutual_total within/between": "the table of schools is named and not given",
    "local/region overlap from beta (closed form)": "a transformation of beta; no counts are given",
}
"""Rows that none of our measures is meant for, with the reason."""


def found_in(row: Row) -> str:
    """Give where a row is accounted for: the room that reproduces it, or why it is not reproduced."""
    function, args = row["function"], row["args"]
    if function in DIFFERENT and DIFFERENT[function](args):
        return "different"
    if function in NOT_COVERED or isinstance(args.get("data"), str):  # the tables of schools are only named
        return "not covered"
    return next(room for room, measures in OURS.items() if function in measures)


def assert_reproduced(row: Row) -> None:
    ours = OURS[found_in(row)][row["function"]](row["args"])
    several = isinstance(ours, list) and isinstance(ours[0], list)
    for found, value in zip(ours, row["value"], strict=True) if several else [(ours, row["value"])]:
        assert found == pytest.approx(value, rel=1e-9, abs=0), row


# --- The rows --------------------------------------------------------------------------------------------------------

GIRDLED = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2, *[1] * 12]
PARTED = [[10, 20, 0], [0, 15, 10], [25, 10, 5], [10, 35, 2]]
LIKE = [[1, 0.5, 0.2, 0], [0.5, 1, 0.2, 0], [0.2, 0.2, 1, 0.1], [0, 0, 0.1, 1]]
UNITS = [[40, 20, 3], [20, 40, 8], [5, 60, 30], [10, 15, 80]]
TRAPEZOIDS, RECTANGLES = {"method": "trapezoids"}, {"method": "rectangles"}

MORE: list[tuple[str, Args, Any]] = [
    (SKBIO + "sobs", {"counts": [7, 0, 0]}, 1.0),
    (SKBIO + "pielou_e", {"counts": [10, 5, 3, 2, 0]}, 0.8713688243068336),
    (SKBIO + "heip_e", {"counts": [10, 5, 3, 2, 0]}, 0.7822321083157452),
    (SKBIO + "inv_simpson", {"counts": [1, 1, 1, 1]}, 4.0),
    (SKBIO + "tsallis", {"counts": [10, 5, 3, 2, 0], "order": 0.5}, 1.8212657636482543),
    (SKBIO + "hill", {"counts": [10**9, 1], "order": 3}, 1.0000000015),
    (SKBIO + "hill", {"counts": [5], "order": 1}, 1.0),
    (SKBIO + "renyi", {"counts": [1, 2], "order": "inf"}, 0.40546510810816444),
    (SKBIO + "gini_index", {"data": [0, 0, 0, 10], **TRAPEZOIDS}, 0.75),
    (SKBIO + "gini_index", {"data": [5], **TRAPEZOIDS}, 0.0),
    (SKBIO + "gini_index", {"data": [1, 1, 1, 100], **RECTANGLES}, 0.470873786407767),
    ("inequality.gini.Gini(x).g", {"x": [0, 1, 2, 3]}, 0.4166666666666667),
    ("inequality.theil.Theil(x).T", {"x": [1, 1, 1, 100]}, 1.2226043884126736),
    ("proportion_confint(method='beta')", {"count": 0, "nobs": 10, "alpha": 0.05}, [0.0, 0.30849710781876083]),
    ("proportion_confint(method='beta')", {"count": 10, "nobs": 10, "alpha": 0.01}, [0.5887040186524746, 1.0]),
    (
        "proportion_confint(method='beta')",
        {"count": 412, "nobs": 830, "alpha": 0.001},
        [0.4389182090122217, 0.5539193375504339],
    ),
    ("proportion_confint(method='wilson')", {"count": 1, "nobs": 1, "alpha": 0.1}, [0.269865948784054, 1.0]),
    ("proportion_confint(method='wilson')", {"count": 0, "nobs": 10, "alpha": 0.01}, [0.0, 0.3988540933049082]),
    (
        "multinomial_proportions_confint(method='goodman')",
        {"counts": [1, 0, 9], "alpha": 0.05},
        [
            [0.013294328939044515, 0.47816017689037066],
            [0.0, 0.36431813228676896],
            [0.5218398231096294, 0.9867056710609555],
        ],
    ),
    ("observed_hill", {"counts": [3, 2, 1], "q": 1.5}, 2.6521604619206123),
    ("extrapolated_hill", {"counts": GIRDLED, "size": 336, "q": 1}, 13.016965787582189),
    ("extrapolated_hill", {"counts": GIRDLED, "size": 336, "q": 2}, 8.003912458735785),
    ("rarefied_hill", {"counts": [5, 5], "size": 9, "q": 1}, 1.9876669750024154),
    ("sample_coverage", {"counts": [3, 2, 1], "size": 12}, 0.98418924897263),
    ("asymptotic_hill", {"counts": [3, 2, 1], "q": 2}, 3.75),
    (INFOMEASURE.format("chao_shen"), {"counts": [412, 388, 17, 9, 4]}, 0.8580311528725448),
    (INFOMEASURE.format("chao_wang_jost"), {"counts": [4, 4]}, 0.7595238095238095),
    *(
        (
            GREYLOCK.format(measure),
            {"counts_species_by_subcommunity": PARTED, "viewpoint": q, "similarity": alike},
            value,
        )
        for measure, q, alike, value in (
            ("normalized_alpha", 0, LIKE, 2.552975866481622),
            ("normalized_alpha", 1, LIKE, 2.4277490257185694),
            ("normalized_alpha", 2, LIKE, 2.316513394642143),
            ("normalized_beta", 1, None, 1.232308776664967),
        )
    ),
    (ONE + "Dissim", {"group": [10, 0], "total": [10, 10]}, 1.0),
    (ONE + "Gini", {"group": [30, 0, 7, 11, 0], "total": [30, 20, 70, 12, 5]}, 0.8909176029962547),
    (ONE + "Entropy", {"group": [1, 0, 0], "total": [5, 7, 9]}, 0.37765935119335137),
    (SEVERAL + "MultiDivergence", {"table_units_by_groups": UNITS}, 0.2712453334786122),
    (SEVERAL + "MultiGini", {"table_units_by_groups": [[0, 4, 1], [2, 0, 9], [7, 7, 0]]}, 0.68561872909699),
    (SEVERAL + "MultiInfoTheory", {"table_units_by_groups": [[9, 0, 0], [0, 9, 0], [0, 0, 9]]}, 1.0),
]
"""What scikit-bio 0.7.4, inequality 1.1.2, statsmodels 0.15.0, hillrep 0.4.0, infomeasure 0.6.3, greylock 1.1.0 and
segregation 2.6.0 gave beside the shared rows."""


FURTHER: list[Row] = [{"function": function, "args": args, "value": value} for function, args, value in MORE]


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[Row]:
    loaded: list[Row] = json.loads((shared / "vectors" / "measures.json").read_text(encoding="utf-8"))
    return loaded


def test_every_shared_row_is_reproduced_or_has_a_reason_why_not(rows: list[Row]) -> None:
    for row in rows:
        if found_in(row) in OURS:
            assert_reproduced(row)
    tally = Counter(map(found_in, rows))
    assert (tally["diversity"], tally["shares"], tally["representation"], tally["segregation"]) == (91, 9, 2, 19)
    assert (tally["different"], tally["not covered"]) == (7, 22)


@pytest.mark.parametrize("row", FURTHER)
def test_more_rows_of_the_same_shape_are_reproduced(row: Row) -> None:
    if found_in(row) == "different":
        assert_different(row)
    else:
        assert_reproduced(row)


def test_no_reason_and_no_measure_is_idle(rows: list[Row]) -> None:
    """A function is named where a row asks for it, and in one place, unless it differs for some arguments only."""
    everywhere = [*rows, *FURTHER]
    asked = Counter((found_in(row), row["function"]) for row in everywhere)
    named = {(room, function) for room, measures in OURS.items() for function in measures}
    named |= {("different", function) for function in DIFFERENT} | {
        ("not covered", function) for function in NOT_COVERED
    }
    schools = {key for key in asked if key[0] == "not covered" and key[1] not in NOT_COVERED}
    assert asked.keys() - schools == named


def test_rows_that_differ_do_so_for_their_reason(rows: list[Row]) -> None:
    for row in rows:
        if found_in(row) == "different":
            assert_different(row)


def assert_different(row: Row) -> None:
    """Find that the peer gives another value than ours, and that its value follows from the reason."""
    function, args, value = row["function"], row["args"], row["value"]
    if function == SKBIO + "gini_index":
        ours = diversity.gini_concentration(spread(args))
        theirs = max(0.0, ours - 1 / len(args["data"]))
    elif function == SKBIO + "chao1":
        counts, f1, f2 = held(args), args["counts"].count(1), args["counts"].count(2)
        seen, ours = diversity.richness(counts), diversity.chao1(counts)
        n = counts.known
        corrected = f1 * (f1 - 1) / (2 * (f2 + 1))
        theirs = seen + (corrected if args["bias_corrected"] else (ours - seen) * n / (n - 1))
    else:
        ours, theirs = DIVERSITY[function](args), averaged_by_itself(args)
    assert ours != pytest.approx(value, rel=1e-3)
    assert theirs == pytest.approx(value, rel=1e-9)


def averaged_by_itself(args: Args) -> float:
    """Give the power mean of order 1 - q of each group's own distinctness, weighted by size."""
    q, columns = order(args), list(zip(*args["counts_species_by_subcommunity"], strict=True))
    everybody = sum(map(sum, columns))

    def ordinary(numbers: Sequence[int]) -> list[float]:
        return [sum(z * x for z, x in zip(row, numbers, strict=True)) / sum(numbers) for row in args["similarity"]]

    pooled = ordinary([sum(row) for row in zip(*columns, strict=True)])
    apart = 0.0
    for column in columns:
        terms = zip(column, ordinary(column), pooled, strict=True)
        distinct = sum(x / sum(column) * (here / there) ** (q - 1) for x, here, there in terms) ** (1 / (q - 1))
        apart += sum(column) / everybody * distinct ** (1 - q)
    return float(apart ** (1 / (1 - q)))


def test_alpha_times_a_beta_that_is_averaged_by_itself_is_not_gamma(rows: list[Row]) -> None:
    args = next(row["args"] for row in rows if row["function"] == GREYLOCK.format("normalized_alpha"))
    found = diversity.partition(subcommunities(args), q=0)
    averaged_by_itself = 3.919 / found.alpha
    assert found.alpha * found.beta == pytest.approx(found.gamma, rel=1e-15)
    assert found.beta == pytest.approx(1.123, abs=5e-4)
    assert found.beta != pytest.approx(averaged_by_itself, abs=0.01)


def test_other_intervals_of_a_proportion_are_not_ours(rows: list[Row]) -> None:
    others = {"proportion_confint(method='jeffreys')", "proportion_confint(method='agresti_coull')"}
    for row in rows:
        if row["function"] in others:
            k, n = row["args"]["count"], row["args"]["nobs"]
            for ours in (shares.wilson(k, n), shares.clopper_pearson(k, n)):
                assert interval(ours) != pytest.approx(row["value"], rel=1e-3)
