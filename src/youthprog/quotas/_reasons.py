"""Shortfalls told as sentences."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from youthprog.display import listed, number
from youthprog.quotas._applicants import Pool
from youthprog.quotas._arithmetic import Rows, Shortfall, Side
from youthprog.quotas._demand import Quota
from youthprog.quotas._diagnosis import Bound, Demand, Reason

__all__ = ["Case"]


@frozen(kw_only=True)
class Case:
    """What the sentences speak of.

    Attributes:
        quotas: the quotas, by name.
        rows: what they come to in seats.
        pool: the applicants, by what they are known to count in.
        known: the same, parted by what is not known of them too.
        cap: how many of one household may be seated.
    """

    quotas: Sequence[Quota]
    rows: Rows
    pool: Pool
    known: Pool
    cap: int

    def demand(self, side: Side) -> Demand:
        """Name a demand."""
        seats = self.rows.low[side.row] if side.minimum else self.rows.high[side.row]
        bound = Bound.MINIMUM if side.minimum else Bound.MAXIMUM
        return Demand(quota=self.quotas[side.row], bound=bound, seats=seats)

    def reason(self, family: frozenset[Side], short: Shortfall) -> Reason:
        """Tell a shortfall."""
        last = self.rows.last
        return Reason(
            demands=tuple(self.demand(side) for side in self.rows.sides if side in family),
            fills_the_seats=last in short.minima,
            asked=short.asked,
            there=short.there,
            sentence=self._sentence(short),
        )

    def _sentence(self, short: Shortfall) -> str:
        last = frozenset({self.rows.last})
        minima, maxima = sorted(short.minima - last), sorted(short.maxima - last)
        shape = (len(minima), len(maxima), last <= short.minima, last <= short.maxima)
        match shape:
            case (1, 1, False, False) if minima == maxima:
                return self._no_number(minima[0])
            case (1, 0, False, False):
                return self._too_few(minima[0], short)
            case (1, 0, False, True):
                return self._taken_by_others(minima[0], short)
            case (0, 1, False, False):
                return self._taken_by_them(maxima[0], short)
            case (0, 0, True, False):
                return self._empty_seats(short)
            case (0, 1, True, False):
                return self._too_few_others(maxima[0], short)
            case (_, 0, False, True):
                return self._apart(f"Of {number(self.rows.seats, 'seat')}", minima, short)
            case (_, 1, False, False) if len(minima) > 1 and not self._filled(short):
                most, name = number(self.rows.high[maxima[0]], "seat"), self._name(maxima[0])
                return self._apart(f"Of at most {most} for {name}", minima, short)
            case (1, _, False, False):
                return self._covered(minima[0], maxima, short)
            case (0, _, True, False):
                return self._all_covered(maxima, short)
        return self._together(minima, maxima, short)

    def _spare(self, short: Shortfall) -> int:
        """Give how many places those who are confirmed take up beyond those they fill."""
        return -sum(min(0, short.worth(kind)) * kind.people for kind in self.pool.kinds if kind.confirmed)

    def _filled(self, short: Shortfall) -> int:
        """Give how many places those who can be seated fill beyond those they take up."""
        return self.pool.most([max(0, short.worth(kind)) for kind in self.pool.kinds])

    def _name(self, row: int) -> str:
        return self.quotas[row].name

    def _of_seats(self, seats: int) -> str:
        return f"{seats} of {number(self.rows.seats, 'seat')}"

    def _must(self, row: int) -> str:
        return f"{self._name(row)}: {self._of_seats(self.rows.low[row])} must go to people who meet it"

    def _may(self, row: int) -> str:
        return f"{self._name(row)}: at most {self._of_seats(self.rows.high[row])} may go to people who meet it"

    def _household(self, applied: int, there: int) -> str:
        if there >= applied:
            return ""
        return f", of whom {there} can be seated with at most {self.cap} of a household"

    def _no_number(self, row: int) -> str:
        low, high, seats = self.rows.low[row], self.rows.high[row], self.rows.seats
        if low > seats:
            return f"{self._name(row)}: {number(low, 'seat')} must go to people who meet it, and there are {seats}."
        return (
            f"{self._name(row)}: at least {low} and at most {high} of {number(seats, 'seat')}, and no number is both."
        )

    def _too_few(self, row: int, short: Shortfall) -> str:
        yes = self.pool.count(lambda kind: row in kind.meets)
        unknown = self.known.count(lambda kind: row in kind.perhaps)
        hoped = self.known.most([int(row in kind.meets | kind.perhaps) for kind in self.known.kinds])
        fewest = max(0, self.rows.low[row] - hoped)
        who = (
            f"{yes} of {self._applicants()} {'does' if yes == 1 else 'do'}" if yes else "nobody who applied is known to"
        )
        who += self._household(yes, short.there) + (f", and for {unknown} it is not known" if unknown else "")
        all_of_them = {1: "that one turns", 2: "both turn"}.get(unknown, "all of them turn")
        hope = f", or {fewest} if {all_of_them} out to meet it" if fewest < short.size else ""
        spelt = "" if yes or 0 < unknown < self.pool.people else " Is a category or an answer misspelt?"
        return f"{self._must(row)}, and {who}; {short.size} short{hope}.{spelt}"

    def _applicants(self) -> str:
        return number(self.pool.people, "applicant")

    def _empty(self, short: Shortfall) -> str:
        return number(short.size, "seat stays", "seats stay") + " empty"

    def _taken_by_others(self, row: int, short: Shortfall) -> str:
        if self.rows.low[row] > self.rows.seats:
            return self._no_number(row)
        others = self.pool.count(lambda kind: kind.confirmed and row not in kind.meets)
        confirmed = number(others, "is", "are") + " confirmed for people who do not"
        return f"{self._must(row)}, and {confirmed}; {short.size} short."

    def _taken_by_them(self, row: int, short: Shortfall) -> str:
        taken = self.pool.count(lambda kind: kind.confirmed and row in kind.meets)
        return f"{self._may(row)}, and {number(taken, 'of them is', 'of them are')} confirmed; {short.size} too many."

    def _empty_seats(self, short: Shortfall) -> str:
        seated = self._household(self.pool.people, short.there)
        return f"{number(self.rows.seats, 'seat')} and {self._applicants()}{seated}; {self._empty(short)}."

    def _too_few_others(self, row: int, short: Shortfall) -> str:
        others = self.pool.count(lambda kind: row not in kind.meets)
        who = number(others, "other", "others") if others else "nobody else"
        return (
            f"{self._may(row)}, and {who} applied{self._household(others, self._filled(short))}; {self._empty(short)}."
        )

    def _apart(self, lead: str, minima: Sequence[int], short: Shortfall) -> str:
        needs = listed([f"{self.rows.low[row]} for {self._name(row)}" for row in minima])
        saved, others = self._filled(short), self._spare(short)
        both = "both" if len(minima) == 2 else "more than one of them"
        words = f"{lead} there must be {needs}"
        words += f"; those who count as {both} save {saved}" if saved else f", and nobody who applied counts as {both}"
        words += f"; {number(others, 'is', 'are')} confirmed for people who count as none" if others else ""
        return f"{words}: {short.asked - saved + others} are needed."

    def _confirmed(self, short: Shortfall) -> str:
        spare = self._spare(short)
        return f" ({spare} already taken by those confirmed)" if spare else ""

    def _covered(self, row: int, maxima: Sequence[int], short: Shortfall) -> str:
        caps = listed([f"{self.rows.high[other]} may count as {self._name(other)}" for other in maxima])
        rest = self._filled(short)
        others = "who does not" if rest < 2 else "who do not"
        if len(maxima) > 1:
            others = "who counts as none of these" if rest < 2 else "who count as none of these"
        words = f"{self._must(row)}; of those at most {caps}{self._confirmed(short)}"
        return f"{words}, and {rest or 'nobody'} {others} can be seated; {short.size} short."

    def _all_covered(self, maxima: Sequence[int], short: Shortfall) -> str:
        caps = listed([f"{self.rows.high[row]} for {self._name(row)}" for row in maxima])
        words = f"Of {number(self.rows.seats, 'seat')} there may be at most {caps}{self._confirmed(short)}"
        return f"{words}, and {self._filled(short) or 'none'} for others; {self._empty(short)}."

    def _together(self, minima: Sequence[int], maxima: Sequence[int], short: Shortfall) -> str:
        last, seats = self.rows.last, number(self.rows.seats, "seat")
        asked = [f"{self._name(row)} at least {self.rows.low[row]}" for row in minima]
        asked += [f"{seats} to fill"] if last in short.minima else []
        there = [f"{self._name(row)} at most {self.rows.high[row]}" for row in maxima]
        there += [f"{seats} in all"] if last in short.maxima else []
        fill = f"those who applied can fill {short.there}"
        leave = f"with {listed(there)} {fill}" if there else fill
        ask = "asks" if len(asked) == 1 else "ask"
        return f"Counted together, {listed(asked)} {ask} for {number(short.asked, 'place')}; {leave}."
