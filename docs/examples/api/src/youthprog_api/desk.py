"""What the service does, whatever serves it.

What is told of the programme is for the public: its report and one table, made once. Who could choose tables could
subtract one from another. Questions bring their own people, are answered from them alone, and are forgotten.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeVar

from attrs import frozen

from youthprog import Member, Purpose, YouthprogError, counts, disclosure, exchange, lottery, quotas, report
from youthprog.errors import DanglingReference, InvalidDocument, Problem, PurposeRequired
from youthprog.lottery import PublicLottery, SolverFailed, SolverMissing, TimeLimitReached

if TYPE_CHECKING:
    from collections.abc import Sequence

    from youthprog import Programme

MOST_BYTES: Final = 4_000_000
"""How large a body may be."""
MOST_SECONDS: Final = 20.0
"""How long a lottery may be searched for."""

T = TypeVar("T")


@frozen(kw_only=True)
class QuotaQuestion:
    """Is a quota of the programme met among these people?

    Attributes:
        quota: its name.
        people: those it applies to.
        on: the day.
        seats: for a quota on seats, how many there are.
        purpose: why sensitive answers are used.
    """

    quota: str
    people: tuple[Member, ...]
    on: dt.date
    seats: int | None = None
    purpose: Purpose | None = None


@frozen(kw_only=True)
class LotteryQuestion:
    """Who has a seat?

    Attributes:
        quotas: the names of the quotas of the programme that must be met.
        applicants: those who applied.
        seats: how many seats there are.
        on: the day.
        seed: what chance said in public.
        purpose: why sensitive answers are used.
    """

    quotas: tuple[str, ...]
    applicants: tuple[Member, ...]
    seats: int
    on: dt.date
    seed: str
    purpose: Purpose | None = None


@frozen(kw_only=True)
class Drawn:
    """Who has a seat, by place in the list of those who applied, counted from 0.

    Attributes:
        rules: how they were drawn.
        places: the places of those drawn.
    """

    rules: PublicLottery
    places: tuple[int, ...]


class Refused(Exception):
    """A request that is not answered, with its status and what is wrong with it: pointers and rules."""

    def __init__(self, status: HTTPStatus, *problems: tuple[str, str]) -> None:
        """Say what is wrong."""
        super().__init__(status, *problems)
        self.status, self.problems = status, problems

    @property
    def body(self) -> bytes:
        """The problem as RFC 9457 has it."""
        told: dict[str, Any] = {"type": "about:blank", "title": self.status.phrase, "status": self.status.value}
        if self.problems:
            told["problems"] = [{"pointer": pointer, "rule": rule} for pointer, rule in self.problems]
        return json.dumps(told, ensure_ascii=False).encode()


class Desk:
    """Answers for one programme.

    Args:
        programme: the programme.
        on: the day its report and its table speak of.
        of: the dimension that the published table counts.
        by: the dimensions of its rows; none for a single row.

    Raises:
        YouthprogError: if there is no such dimension, or the table cannot be published.
    """

    def __init__(self, programme: Programme, *, on: dt.date, of: str, by: Sequence[str] = ()) -> None:
        """Make everything that is told of the programme, once."""
        self.programme = programme
        self.report = _json(exchange.plain(report.make(programme, on=on)))
        people, columns = programme.belonging(on=on).certain, programme.dimension(of)
        rows = [programme.dimension(name) for name in by]
        table = (
            counts.cross_tally(people, of=columns, by=rows, on=on) if rows else counts.tally(people, of=columns, on=on)
        )
        self.table = _json(exchange.plain(disclosure.publish(table).release))
        self._converter = exchange.make_converter(dimensions=programme.dimensions)

    def check_programme(self, body: bytes) -> None:
        """Find everything that is wrong with a programme."""
        try:
            exchange.loads(body)
        except InvalidDocument as error:
            raise refused(error) from None

    def check_quota(self, body: bytes) -> bytes:
        """Say whether a quota is met among the people of a question."""
        return self.answer_quota(self.read(body, QuotaQuestion))

    def draw(self, body: bytes) -> bytes:
        """Make a lottery among the applicants of a question, and draw it."""
        return self.answer_lottery(self.read(body, LotteryQuestion))

    def answer_quota(self, asked: QuotaQuestion) -> bytes:
        """Say whether a quota is met."""
        try:
            quota = self.programme.quota(asked.quota)
        except DanglingReference as error:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, ("/quota", error.rule)) from None
        try:
            found = quotas.check(quota, asked.people, on=asked.on, seats=asked.seats, purpose=asked.purpose)
        except YouthprogError as error:
            raise refused(error) from None
        return _json(exchange.plain(found, purpose=asked.purpose))

    def answer_lottery(self, asked: LotteryQuestion) -> bytes:
        """Make a lottery and draw it."""
        places = {member.id: place for place, member in enumerate(asked.applicants)}
        try:
            made = lottery.lottery(
                asked.applicants,
                seats=asked.seats,
                quotas=[self.programme.quota(name) for name in asked.quotas],
                on=asked.on,
                purpose=asked.purpose,
                time_limit=MOST_SECONDS,
            )
            drawn = made.draw(seed=asked.seed)
        except YouthprogError as error:
            raise refused(error) from None
        answer = Drawn(rules=made.public(), places=tuple(sorted(places[name] for name in drawn)))
        return _json({"rules": exchange.plain(answer.rules), "places": list(answer.places)})

    def read(self, body: bytes, kind: type[T]) -> T:
        """Read a question, strictly."""
        return self.structure(parsed(body), kind)

    def structure(self, raw: Any, kind: type[T]) -> T:
        """Make a question of what was in the body; all that is wrong is told at once."""
        try:
            return self._converter.structure(raw, kind)
        except YouthprogError as error:
            raise refused(error) from None


def parsed(body: bytes) -> Any:
    """Parse JSON: no key twice, no number that is not finite, no half of a character."""
    try:
        value = json.loads(body, object_pairs_hook=_once, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused(HTTPStatus.BAD_REQUEST, ("", "must be JSON")) from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return made


def _refuse_constant(_: str) -> float:
    raise ValueError


def refused(error: YouthprogError) -> Refused:
    """Say in HTTP's words what the library found wrong. Its messages hold no value of an answer, a name or a birth."""
    if isinstance(error, (SolverFailed, SolverMissing)):
        return Refused(HTTPStatus.INTERNAL_SERVER_ERROR)
    if isinstance(error, TimeLimitReached):
        return Refused(HTTPStatus.SERVICE_UNAVAILABLE)
    if isinstance(error, InvalidDocument):
        problems = [(pointer(problem.path), problem.rule) for problem in error.problems]
    elif isinstance(error, Problem):
        problems = [(pointer(f".{error.field}" if error.field else ""), error.rule)]
    else:
        problems = [("/purpose" if isinstance(error, PurposeRequired) else "", str(error))]
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, *problems)


def pointer(path: str) -> str:
    """Give a path as a JSON pointer (RFC 6901).

    >>> pointer("$.people[3].birth")
    '/people/3/birth'
    """
    steps = re.findall(r"[^.\[\]]+", path.removeprefix("$"))
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
