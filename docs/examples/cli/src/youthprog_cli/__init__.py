"""Youth programmes from the command line.

Results go to standard output and everything else to standard error. Nothing that takes time is imported before a
command needs it, so that help and completion are there at once.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import sys
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click
from click.shell_completion import get_completion_class

if TYPE_CHECKING:
    from collections.abc import Callable

    from youthprog import Activity, Programme, Purpose, Quota
    from youthprog.lottery import Lottery

DONE, WRONG, USAGE, NOT_MET = 0, 1, 2, 3

EPILOG = f"""\b
Exit status:
  {DONE}  done
  {WRONG}  the document has problems, or what was asked cannot be done with it
  {USAGE}  the command was called in a wrong way, or a file cannot be read
  {NOT_MET}  quotas: at least one is not met, or cannot be told from what is known"""


class Commands(click.Group):
    """Commands that tell what the library finds wrong on standard error, each problem on a line."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from youthprog import YouthprogError
            from youthprog.errors import InvalidDocument

            if isinstance(error, InvalidDocument):
                _fail(*map(str, error.problems), *(["and more; reading stopped here"] if error.more else []))
            if isinstance(error, YouthprogError):
                _fail(str(error))
            raise


class Day(click.ParamType[dt.date]):
    """A day, written YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read a day."""
        from youthprog import PartialDate, YouthprogError

        try:
            date = PartialDate.parse(value)
        except YouthprogError as error:
            self.fail(getattr(error, "rule", "must be a day"), param, ctx)
        if date.day is None:
            self.fail("must be a day, written YYYY-MM-DD", param, ctx)
        return date.earliest


class Why(click.ParamType["Purpose"]):
    """One of the purposes for which people have given their answers."""

    name = "purpose"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Purpose:
        """Read a purpose."""
        from youthprog import Purpose

        try:
            return Purpose(value)
        except ValueError:
            self.fail(f"must be one of {', '.join(one.value for one in Purpose)}", param, ctx)


class Key(click.ParamType[bytes]):
    """A file that holds a secret."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        """Read the secret."""
        source: IO[bytes] = click.File("rb").convert(value, param, ctx)
        return source.read()


document = click.argument("document", type=click.File("rb"))
on = click.option(
    "--on", type=Day(), help="The day that is spoken of.  [default: end of the last year with activities]"
)
key = click.option("--key", type=Key(), metavar="FILE", help="A file with a secret of 16 bytes or more.")
staff = click.option("--staff", type=Why(), help="Show working figures, for this purpose; else all is for the public.")
purpose = click.option("--staff", "purpose", type=Why(), required=True, help="What staff need it for; not for others.")


def formats(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let the user choose a format; the first is the usual one."""
    return click.option("--format", "form", type=click.Choice(names), default=names[0], show_default=True)


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="youthprog-cli")
@click.pass_context
def main(context: click.Context) -> None:
    """Youth programmes: check, report, publish, keep quotas, draw lots.

    DOCUMENT is a file, or - for standard input. What is printed is for the public unless you say --staff PURPOSE.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False


@main.command()
@document
def check(document: IO[bytes]) -> None:
    """Find everything that is wrong with a programme."""
    programme = _programme(document)
    click.echo(f"no problem: {len(programme.members)} members, {len(programme.activities)} activities", err=True)


@main.command()
@document
@on
@formats("text", "markdown", "json")
@staff
@key
def report(document: IO[bytes], on: dt.date | None, form: str, staff: Purpose | None, key: bytes | None) -> None:
    """Print the report of a programme."""
    from youthprog import report

    programme = _programme(document)
    made = report.make(programme, on=on or _last_day(programme), staff=staff, key=key)
    _print({"text": made.text, "markdown": made.markdown, "json": made.json}[form]())


@main.command()
@document
@click.option("--of", required=True, metavar="DIMENSION", help="What is counted, along the columns.")
@click.option("--by", multiple=True, metavar="DIMENSION", help="What the rows are; may be repeated.")
@on
@formats("csv", "json")
@click.option("--staff", type=Why(), help="Why sensitive answers are counted, if they are.")
@key
def publish(
    document: IO[bytes],
    of: str,
    by: tuple[str, ...],
    on: dt.date | None,
    form: str,
    staff: Purpose | None,
    key: bytes | None,
) -> None:
    """Publish a table of those who belong to the programme.

    No small group can be worked out from it. Tables of one programme can be laid side by side, though: decide once
    which ones you publish.
    """
    from youthprog import counts, disclosure

    programme = _programme(document)
    day = on or _last_day(programme)
    people = programme.belonging(on=day).certain
    columns, rows = programme.dimension(of), [programme.dimension(name) for name in by]
    table = (
        counts.cross_tally(people, of=columns, by=rows, on=day, purpose=staff)
        if rows
        else counts.tally(people, of=columns, on=day, purpose=staff)
    )
    release = disclosure.publish(table, key=key).release
    _print({"csv": release.csv, "json": release.json}[form]())


@main.command()
@document
@formats("text", "json")
@purpose
def quotas(document: IO[bytes], form: str, purpose: Purpose) -> None:
    """Say of every quota whether it is kept at the activities it binds, and what is missing."""
    from youthprog import QuotaStatus, exchange

    programme = _programme(document)
    findings = [found for one in programme.quotas for found in programme.findings(one.name, purpose=purpose)]
    if form == "json":
        answer = [
            {"activity": activity.id, "finding": exchange.plain(finding, purpose=purpose)}
            for activity, finding in findings
        ]
        _print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        colour = {QuotaStatus.MET: "green", QuotaStatus.NOT_MET: "red", QuotaStatus.UNDETERMINED: "yellow"}
        lines = (f"{one.id}: {click.style(found.sentence, fg=colour.get(found.status))}" for one, found in findings)
        _print("\n".join(lines))
    if any(found.status in (QuotaStatus.NOT_MET, QuotaStatus.UNDETERMINED) for _, found in findings):
        raise click.exceptions.Exit(NOT_MET)


@main.command()
@document
@click.argument("activity")
@click.option("--seats", type=click.IntRange(min=0), help="How many seats there are.  [default: the activity's]")
@click.option("--quota", "names", multiple=True, help="A quota by name.  [default: all that bind the activity]")
@purpose
def lottery(document: IO[bytes], activity: str, seats: int | None, names: tuple[str, ...], purpose: Purpose) -> None:
    """Make the fairest lottery among those who applied to an activity.

    It is printed as a document, for draw and rules. Keep it as you keep the applications: it tells who is in which
    group.
    """
    from youthprog import Purpose, exchange
    from youthprog.lottery import lottery

    programme = _programme(document)
    one = programme.activity(activity)
    seats = one.capacity if seats is None else seats
    if seats is None:
        raise click.UsageError("it is not recorded how many seats the activity has: say --seats")
    with _Progress() as progress:
        made = lottery(
            programme.applicants(activity),
            seats=seats,
            quotas=[programme.quota(name) for name in names] or _binding(programme, one),
            on=one.period.start.earliest,
            purpose=purpose,
            progress=progress,
        )
    _print(exchange.dumps(made, purpose=Purpose.STORE))


@main.command()
@click.argument("lottery", type=click.File("rb"))
@click.option("--seed", required=True, help="What chance said in public, such as '2022-06-20: 5 7 16 29 44'.")
def draw(lottery: IO[bytes], seed: str) -> None:
    """Check the proof of a lottery, draw it, and print the ids of those drawn, each on a line."""
    read = _lottery(lottery)
    click.echo(str(read.check()), err=True)
    _print("\n".join(read.draw(seed=seed)))


@main.command()
@click.argument("lottery", type=click.File("rb"))
@click.option(
    "--key", type=Key(), metavar="FILE", help="Commit to the whole lottery; the secret is the file, in hexadecimal."
)
@formats("text", "json")
def rules(lottery: IO[bytes], key: bytes | None, form: str) -> None:
    """Print what may be told of a lottery before it is drawn."""
    from youthprog import exchange

    public = _lottery(lottery).public(key="" if key is None else key.hex())
    told = f"{public}\nCommitment: {public.commitment}" if key else str(public)
    _print(told if form == "text" else json.dumps(exchange.plain(public), ensure_ascii=False, indent=1))


@main.command()
@click.argument("kind", type=click.Choice(["programme", "lottery", "member"]), default="programme")
def schema(kind: str) -> None:
    """Print the JSON Schema of a document, or of a member."""
    from youthprog import Member, Programme, exchange
    from youthprog.lottery import Lottery

    described = exchange.json_schema({"programme": Programme, "lottery": Lottery, "member": Member}[kind])
    _print(json.dumps(described, ensure_ascii=False, indent=1))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands and options: for bash, eval "$(youthprog-cli completion bash)"."""
    found = get_completion_class(shell)
    assert found is not None  # noqa: S101  # click brings all three
    _print(found(main, {}, "youthprog-cli", "_YOUTHPROG_CLI_COMPLETE").source())


# --- In and out ------------------------------------------------------------------------------------------------------


def _programme(document: IO[bytes]) -> Programme:
    from youthprog import exchange

    return exchange.loads(document.read())


def _lottery(document: IO[bytes]) -> Lottery:
    from youthprog import exchange

    return exchange.loads_lottery(document.read())


def _last_day(programme: Programme) -> dt.date:
    from youthprog import report

    day = report.last_year_end(programme)
    if day is None:
        raise click.UsageError("the programme has no activity to take the day from: say --on")
    return day


def _binding(programme: Programme, activity: Activity) -> list[Quota]:
    return [quota for quota in programme.quotas if {activity.id, activity.series} & set(quota.scope)]


def _print(text: str) -> None:
    """Write a result, and stop quietly when nobody reads on."""
    if not isinstance(sys.stdout, io.TextIOWrapper):
        _fail("standard output is closed")
    sys.stdout.reconfigure(encoding="utf-8")  # a document is, whatever the terminal
    try:
        click.echo(text, nl=not text.endswith("\n"))
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to write has nowhere to go
        if not isinstance(error, BrokenPipeError):
            _fail(f"standard output: {error.strerror}")


def _fail(*problems: str) -> NoReturn:
    for problem in problems:
        click.secho(problem, err=True, fg="red")
    raise click.exceptions.Exit(WRONG)


class _Progress:
    """A line on a terminal that says what is being done; nothing where standard error is no terminal."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def __call__(self, doing: str, done: int, most: int) -> None:
        if self.shown:
            click.echo(f"\r\x1b[K{doing}: {done} of at most {most}", nl=False, err=True)

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)
