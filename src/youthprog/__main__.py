"""The report from the command line.

`python -m youthprog [FILE] [--on DATE] [--format FORMAT] [--staff PURPOSE] [--key FILE]`
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, NoReturn

from youthprog.errors import InvalidDocument, Problem, YouthprogError
from youthprog.values import Purpose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from youthprog.programme import Programme
    from youthprog.report import Drawing

PATIENCE = 1.0
"""For how many seconds the command may work without a word on the terminal."""


def _day(text: str) -> dt.date:
    from youthprog.values import PartialDate

    try:
        date = PartialDate.parse(text)
    except Problem:
        date = None
    if date is None or date.day is None:
        msg = "must be a day of the calendar, YYYY-MM-DD"
        raise argparse.ArgumentTypeError(msg)
    return date.earliest


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m youthprog",
        description="Print the report of a youth programme. "
        "Unless staff ask for it, it is for the public and tells of no group that is too small.",
        epilog="Exit status: 0 if the report was printed, "
        "2 if the file or an argument is wrong or the report cannot be written.",
    )
    parser.add_argument("file", nargs="?", help="a programme document (JSON); the case study if left out")
    parser.add_argument(
        "--on",
        type=_day,
        metavar="DATE",
        help="the day of the report, YYYY-MM-DD; the end of the last year with activities",
    )
    parser.add_argument(
        "--format", choices=("text", "markdown", "html", "json"), default="text", help="text if left out"
    )
    parser.add_argument(
        "--staff",
        metavar="PURPOSE",
        choices=[purpose.value for purpose in Purpose],
        help=f"show working figures, marked confidential, for one of: {', '.join(one.value for one in Purpose)}",
    )
    parser.add_argument(
        "--key",
        metavar="FILE",
        help="a file with 16 secret bytes or more, kept from year to year; sensitive questions are shown only with it",
    )
    return parser.parse_args(words)


def _fail(message: str) -> NoReturn:
    print(f"youthprog: {message}", file=sys.stderr)
    raise SystemExit(2)


@contextmanager
def _telling(what: str) -> Iterator[None]:
    """Say on a terminal what the command is at, if it lasts."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    line = Timer(PATIENCE, print, args=[f"youthprog: {what} ..."], kwargs={"file": sys.stderr, "flush": True})
    line.start()
    try:
        yield
    finally:
        line.cancel()


def _given(file: str | None, key_file: str | None) -> tuple[Programme, bytes | None, list[Drawing]]:
    """Give the programme, the key to publish it with, and its lotteries."""
    from youthprog import exchange, samples
    from youthprog.report import Drawing

    key = None if key_file is None else Path(key_file).read_bytes()
    if file is not None:
        return exchange.load(file), key, []
    camp = Drawing(activity="a-camp-2022", lottery=samples.mongolia_camp(), seed=samples.CAMP_SEED)
    return samples.mongolia(), key or samples.KEY, [camp]


def main(words: Sequence[str] | None = None) -> int:
    """Print the report and give the exit status."""
    asked = _arguments(words)
    try:
        from youthprog import report

        with _telling(f"reading {asked.file or 'the case study'}"):
            programme, key, drawings = _given(asked.file, asked.key)
        on = asked.on or report.last_year_end(programme)
        if on is None:
            _fail("the programme has no activity to take the day of the report from; name it with --on")
        staff = None if asked.staff is None else Purpose(asked.staff)
        with _telling("making the report, with its releases and the proofs of its lotteries"):
            made = report.make(programme, on=on, staff=staff, key=key, drawings=drawings)
        text = {"text": made.text, "markdown": made.markdown, "html": made.html, "json": made.json}[asked.format]()
    except InvalidDocument as error:
        _fail(str(error))
    except YouthprogError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename or asked.file}: {error.strerror or 'cannot be read'}")
    return _print(text)


def _print(text: str) -> int:
    """Write to standard output in UTF-8, and stop quietly when nobody reads on."""
    if sys.stdout is None:
        _fail("standard output: is closed")
    try:
        sys.stdout.buffer.write(text.encode() if text.endswith("\n") else f"{text}\n".encode())
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to print goes nowhere
        if not isinstance(error, BrokenPipeError):
            _fail(f"standard output: {error.strerror}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
