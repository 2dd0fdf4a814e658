"""From working figures to a release, and the proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from youthprog.counts import Basis, Counts, CountTable
from youthprog.disclosure._audit import engine
from youthprog.disclosure._ledger import History, Ledger, proved_beside, publish_beside
from youthprog.disclosure._network import CLOSED
from youthprog.disclosure._protect import ATTEMPTS, OUTSIDERS, Insiders, factors_of, prices_of, protect
from youthprog.disclosure._release import Evidence, Publication, Published, Release
from youthprog.disclosure._rules import CannotPublish, Rule, checked_key, due
from youthprog.disclosure._shape import (
    Cell,
    Groups,
    System,
    axes_of,
    canonical,
    cell_named,
    nested,
    rearranged,
    silent_in,
    system,
    values_of,
)
from youthprog.errors import BrokenRule, WrongType

if TYPE_CHECKING:
    from collections.abc import Sequence


FAULT = "the proof of this release does not hold, so it is not made; please report the fault"


def publish(
    table: Counts | CountTable | History,
    *,
    rule: Rule | None = None,
    key: bytes | None = None,
    ledger: Ledger | None = None,
    groups: Groups | None = None,
    impossible: Iterable[str | Cell] = (),
    must_publish: Iterable[str | Cell] = (),
    margins: Literal["all", "nested"] | Iterable[Iterable[str]] = "all",
) -> Publication:
    """Make a release of counts, in which no small group can be worked out.

    Cells that are too small are hidden, sums too, and with them as many others as it takes that a reader who knows all
    that is shown, and adds and subtracts as well as can be, can still believe any number from 0 to k of each.

    Args:
        table: the counts.
        rule: what is too small: `SPECIAL` if the table is sensitive, else `ORDINARY`. A tighter one is free; a looser
            one must give its reason, which is stamped on the release.
        key: a secret of 16 bytes or more that decides between cells that would do equally well, so that nobody can
            repeat the choice; needed for a sensitive table. Keep it: with the same key the same table gives the same
            release, and two releases that hide different cells of one table tell what both hide.
        ledger: the earlier releases of the same people. The table is then the history that `ledger.history` makes, and
            the release tells nothing new beside all of them together; add it to the ledger when it is out. What is
            impossible, what must be published and other margins cannot be stated then.
        groups: by the name of a dimension, each group with its categories or smaller groups, such as the provinces of
            each region; a sum is published for each.
        impossible: cells in which nobody can be by definition; always shown, as every reader knows them.
        must_publish: cells that may not be hidden, such as a total that is known anyway.
        margins: which sums are published: "all"; or "nested", the rows in each other without the sums over all but
            the first dimensions, which needs no solver for any number of dimensions; or several tables of the same
            people, each by the names of its dimensions, protected together.

    Returns:
        A `Publication` of the release and of the confidential evidence for it, which `verify` checks.

    Raises:
        KeyRequired: if the table is sensitive and there is no key.
        CannotPublish: if what must be published leaves no way to keep the rule.
        SolverMissing: if the table has three dimensions or more, or there is a ledger, and the solver is not
            installed.
        BrokenRule, UnknownField, WrongType, NotAPartition: if an argument cannot be.

    Source: Fischetti & Salazar-González (2001), Solving the cell suppression problem on tabular data with linear
    constraints, Management Science 47:1008-1027, for the problem and the reader's view of it.

    >>> made = publish(Counts({"rural": 3, "urban": 30, "abroad": 9}, of="residence"))
    >>> made.release
    <release of residence: rural: not shown, urban: 30, abroad: not shown, undisclosed: 0, total: 42>
    >>> verify(Counts({"rural": 3, "urban": 30, "abroad": 9}, of="residence"), made.release, made.evidence)
    True
    """
    if not isinstance(groups or {}, Mapping):
        raise WrongType("groups", "must map dimensions to groups")
    for argument, cells in (("impossible", impossible), ("must_publish", must_publish)):
        if isinstance(cells, str) or not isinstance(cells, Iterable):
            raise WrongType(argument, "must list cells")
    if isinstance(table, History):
        if margins != "all" or [*impossible, *must_publish]:
            raise BrokenRule("margins", "must be left out, as must what is impossible or must be published")
        made = publish_beside(table, ledger, rule=rule, key=key, groups=groups)
        if not verify(table, made.release, made.evidence):
            raise CannotPublish(FAULT)
        return made
    if ledger is not None:
        raise WrongType("table", "must be a history made by the ledger, `ledger.history(...)`")
    axes = axes_of(table, groups or {})
    tables: tuple[tuple[str, ...], ...] | None = None
    if margins == "nested":
        if not isinstance(table, CountTable) or len(axes) < 3 or (groups or {}).keys() & set(table.by):
            raise BrokenRule("margins", "must not be nested without several dimensions of rows, or with groups of them")
        axes = (nested(table)[1], axes[-1])
    elif margins != "all":
        tables = _margins(margins, {one.name for one in axes})
    printed, axes = axes, canonical(axes)
    silent = silent_in(axes, tables)
    kept = due(rule, sensitive=table.secret)
    secret = checked_key(key, needed=table.secret or kept.symmetric)
    parts = system(axes)
    values = values_of(table, axes)
    closed = _impossible(parts, values, {cell_named(cell, axes, field="impossible") for cell in impossible})
    prices = [0 if cell in silent else price for cell, price in enumerate(prices_of(parts, values))]
    for cell in closed:
        prices[cell] = CLOSED
    for name in must_publish:
        cell = parts.index[cell_named(name, axes, field="must_publish")]
        if cell in silent:
            raise BrokenRule("must_publish", "must name cells of the tables that are published")
        prices[cell] = CLOSED
    demands = {
        cell: (0, kept.high)
        for cell, number in enumerate(values)
        if kept.protects(number) and cell not in closed and cell not in silent
    }
    found = protect(
        engine(parts),
        values,
        demands,
        prices,
        factors_of(axes, parts, secret),
        attempts=1 if parts.arcs is None else ATTEMPTS,
        symmetric=dict.fromkeys(set(range(len(values))) - silent, (0, kept.high)) if kept.symmetric else None,
        silent=silent,
        insiders=_insiders(parts, values, kept),
    )
    shown = [None if cell in found.hidden else number for cell, number in enumerate(values)]
    release = Release(
        axes=printed,
        shown=rearranged(shown, held=axes, wanted=printed),
        margins=tables,
        impossible=frozenset(parts.cells[cell] for cell in closed),
        rule=kept,
        sensitive=table.secret,
        basis=_basis(table),
    )
    evidence = Evidence(rearranged(witness, held=axes, wanted=printed) for witness in found.witnesses)
    if not verify(table, release, evidence):
        raise CannotPublish(FAULT)
    return Publication(release=release, evidence=evidence)


def _margins(margins: Any, names: set[str]) -> tuple[tuple[str, ...], ...]:
    if isinstance(margins, str) or not isinstance(margins, Iterable):
        raise WrongType("margins", "must be all, nested, or the dimensions of each table")
    tables = tuple(tuple(margin) for margin in margins)
    if not tables or any(not margin or not names.issuperset(margin) for margin in tables):
        raise BrokenRule("margins", "must name dimensions of the table, one or more for each table to publish")
    return tables


def _impossible(parts: System, values: Sequence[int], named: Iterable[Cell]) -> frozenset[int]:
    """Give the impossible cells: the parts of an impossible sum too, and a sum of impossible parts."""
    closed = {parts.index[cell] for cell in named}
    before = -1
    while len(closed) > before:
        before = len(closed)
        closed |= {part for total, some in parts.sums if total in closed for part in some}
        closed |= {total for total, some in parts.sums if closed.issuperset(some)}
    if any(values[cell] for cell in closed):
        raise BrokenRule("impossible", "must name only cells in which nobody is counted")
    return frozenset(closed)


def _insiders(parts: System, values: Sequence[int], rule: Rule) -> Insiders:
    """Give the insiders of a rule; in tables that are no network their own cell alone leaves room for them."""
    if not rule.insiders or parts.arcs is None:
        return OUTSIDERS
    counted = {cell: above for cell, above in parts.counted.items() if values[cell] >= rule.insiders}
    return Insiders(number=rule.insiders, k=rule.k, counted=counted)


def _basis(table: Counts | CountTable) -> Basis | None:
    if isinstance(table, Counts):
        return table.basis
    found = {row.basis for row in table.rows.values() if row.basis is not None}
    return found.pop() if len(found) == 1 else None


def verify(table: Counts | CountTable | History, release: Release, evidence: Evidence) -> bool:
    """Check that a release shows the truth, and that the evidence proves that it keeps its rule.

    Whole numbers and sums only: neither the search nor a solver is trusted, except for how much room earlier releases
    of a ledger left where it is less than the rule asks for. Of each protected cell there must be a table that a reader
    could believe in which nobody is in it, and one in which as many people are as the rule asks for.

    Args:
        table: the counts the release was made of, or the history.
        release: the release.
        evidence: its evidence.

    Returns:
        Whether every number that is shown is the true one and may be told, and every protected cell is proved.
    """
    if isinstance(table, History):
        return proved_beside(table, release, evidence)
    try:
        values = values_of(table, release.axes)
    except BrokenRule:
        return False
    parts, rule, shown, silent = release.system, release.rule, release.shown, release.silent
    closed = {parts.index[cell] for cell in release.impossible}
    if not all(told in (None, true) for told, true in zip(shown, values, strict=True)):
        return False
    if not all(_believable(witness, release) for witness in evidence.witnesses):
        return False
    if any(rule.protects(true) and shown[cell] is not None and cell not in closed for cell, true in enumerate(values)):
        return False
    proved = {
        cell
        for cell, reached in enumerate(zip(*evidence.witnesses, strict=True))
        if min(reached) <= 0 and max(reached) >= rule.high
    }
    insiders = _insiders(parts, values, rule)
    asked = [cell for cell, true in enumerate(values) if cell not in closed and cell not in silent]
    asked = [cell for cell in asked if rule.protects(values[cell]) or (rule.symmetric and shown[cell] is None)]
    hidden = frozenset(cell for cell, told in enumerate(shown) if told is None)
    if insiders.unmet(asked, hidden, evidence.witnesses):
        return False
    return all(
        shown[cell] is not None or cell in proved or cell in silent or not (rule.symmetric or rule.protects(true))
        for cell, true in enumerate(values)
    )


def _believable(witness: Sequence[Any], table: Published) -> bool:
    """Say whether a reader of the table could believe these numbers."""
    parts = table.system
    return (
        len(witness) == len(parts.cells)
        and all(number.__class__ is int and number >= 0 for number in witness)
        and all(witness[whole] == sum(map(witness.__getitem__, some)) for whole, some in parts.sums)
        and all(told in (None, number) for told, number in zip(table.shown, witness, strict=True))
        and not any(witness[parts.index[cell]] for cell in table.impossible)
    )
