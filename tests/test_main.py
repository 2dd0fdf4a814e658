"""The command: a report on standard output; or exit status 2, nothing there, and every problem on standard error."""

import errno
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from youthprog import Purpose, exchange, report, samples
from youthprog.__main__ import main

BAD_DOCUMENTS = {
    "an unknown key": {
        "youthprog": 1,
        "sensitive": "included",
        "programme": {"id": "p", "name": {"en": "P"}, "colour": 1},
    },
    "a wrong type": {"youthprog": 1, "sensitive": "included", "programme": {"id": 3, "name": {"en": "P"}}},
    "a dangling reference": {
        "youthprog": 1,
        "sensitive": "included",
        "programme": {"id": "p", "name": {"en": "P"}, "organisation": "nobody"},
    },
    "a newer version": {"youthprog": 99},
    "no document": [1, 2, 3],
}


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "youthprog", *words]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("programme") / "programme.json"
    exchange.dump(samples.mongolia(), path, purpose=Purpose.STORE)
    return path


def test_without_a_file_it_prints_the_case_study(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([]) == 0
    printed = capsysbinary.readouterr()
    assert printed.err == b""
    assert "report on 2022-12-31" in printed.out.decode().splitlines()[0]


def test_a_file_is_reported_as_the_case_study_it_holds(
    stored: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """But for the lottery of the camp, which is a document of its own, and with the key of the sample."""
    main(["--format", "json"])
    expected = json.loads(capsysbinary.readouterr().out)
    expected["sections"] = [one for one in expected["sections"] if one["title"] != "Lotteries"]
    key = tmp_path / "key"
    key.write_bytes(samples.KEY)
    main(["--format", "json", "--key", str(key), str(stored)])
    assert json.loads(capsysbinary.readouterr().out) == expected


def test_with_a_key_the_public_reads_sensitive_tables(
    stored: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    table = b"Members and supporters by disability"
    assert main([str(stored)]) == 0
    assert table not in capsysbinary.readouterr().out
    key = tmp_path / "key"
    key.write_bytes(b"a secret of sixteen bytes")
    assert main(["--key", str(key), str(stored)]) == 0
    assert table in capsysbinary.readouterr().out
    key.write_bytes(b"short")
    with pytest.raises(SystemExit):
        main(["--key", str(key)])
    assert b"key: must be at least 16 bytes long" in capsysbinary.readouterr().err
    with pytest.raises(SystemExit):
        main(["--key", str(tmp_path / "none")])
    assert b"No such file" in capsysbinary.readouterr().err


def test_the_formats_are_text_markdown_and_json(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["--format", "markdown"])
    assert capsysbinary.readouterr().out.startswith(b"# ")
    main(["--format", "json"])
    assert json.loads(capsysbinary.readouterr().out)["audience"] == "public"


def test_staff_see_working_figures_marked_confidential(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["--staff", "report", "--on", "2022-12-31"])
    assert "CONFIDENTIAL - staff only, for the purpose: report" in capsysbinary.readouterr().out.decode()


@pytest.mark.parametrize("what", BAD_DOCUMENTS)
def test_a_bad_document_ends_with_status_2_and_nothing_on_standard_output(
    what: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(BAD_DOCUMENTS[what]))
    with pytest.raises(SystemExit) as exited:
        main([str(path)])
    printed = capsysbinary.readouterr()
    assert (exited.value.code, printed.out) == (2, b"")
    assert printed.err.startswith(b"youthprog: ")
    assert b"$" in printed.err


@pytest.mark.parametrize(
    "content",
    [b"{", b"\xff\xfe\x00", b"[" * 10_000_000, b""],
    ids=["cut off", "another encoding", "10 MB of nesting", "empty"],
)
def test_a_file_that_is_no_json_ends_with_status_2_and_no_traceback(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    done = run(str(path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr


def test_a_file_that_is_not_there_ends_with_status_2(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with pytest.raises(SystemExit) as exited:
        main([str(tmp_path / "none.json")])
    assert exited.value.code == 2
    assert b"No such file" in capsysbinary.readouterr().err


@pytest.mark.parametrize(
    "words", [["--on", "2022"], ["--on", "31.12.2022"], ["--staff", "curiosity"], ["--format", "pdf"]]
)
def test_a_wrong_argument_ends_with_status_2(words: list[str], capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(words)
    assert (exited.value.code, capsysbinary.readouterr().out) == (2, b"")


@pytest.mark.parametrize("day", ["2022", "2022-12", "31.12.2022", "2022-02-30", "0000-01-01", "today"])
def test_what_is_no_day_is_told_how_a_day_reads(day: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit):
        main(["--on", day])
    assert b"argument --on: must be a day of the calendar, YYYY-MM-DD\n" in capsysbinary.readouterr().err


def test_the_last_day_of_the_calendar_is_no_day_of_a_report(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(["--on", "9999-12-31"])
    printed = capsysbinary.readouterr()
    assert (exited.value.code, printed.out) == (2, b"")
    assert printed.err.startswith(b"youthprog: on: must be before the last day of the calendar")
    assert main(["--on", "9999-12-30"]) == 0


def test_a_programme_without_activities_needs_a_day(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "small.json"
    path.write_text('{"youthprog": 1, "sensitive": "included", "programme": {"id": "p", "name": {"en": "P"}}}')
    with pytest.raises(SystemExit) as exited:
        main([str(path)])
    assert exited.value.code == 2
    assert b"--on" in capsysbinary.readouterr().err
    assert main([str(path), "--on", "2022-12-31"]) == 0


def test_a_purpose_the_library_refuses_ends_with_status_2(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from youthprog import report
    from youthprog.errors import PurposeRequired

    def refuse(*_: object, **__: object) -> None:
        msg = "say why"
        raise PurposeRequired(msg)

    monkeypatch.setattr(report, "make", refuse)
    with pytest.raises(SystemExit) as exited:
        main([])
    assert (exited.value.code, capsysbinary.readouterr().err) == (2, b"youthprog: say why\n")


def test_it_prints_utf_8_whatever_the_terminal_says() -> None:
    done = run(PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "Нууц" in done.stdout.decode()


def test_a_reader_who_leaves_early_is_no_error() -> None:
    command = f'"{sys.executable}" -m youthprog --format json | head -c 1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)  # noqa: S607
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{", b"")


class Closed:
    """A standard output that nobody reads any more."""

    class buffer:  # noqa: N801  # as sys.stdout names it
        @staticmethod
        def write(_: bytes) -> None:
            raise BrokenPipeError

    @staticmethod
    def fileno() -> int:
        return -1


def test_what_is_left_to_print_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    turned: list[int] = []
    monkeypatch.setattr(os, "dup2", lambda _, target: turned.append(target))
    monkeypatch.setattr(sys, "stdout", Closed)
    assert (main([]), turned) == (0, [-1])


class Full:
    """A standard output on a disk that is full."""

    class buffer:  # noqa: N801  # as sys.stdout names it
        @staticmethod
        def write(_: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    @staticmethod
    def fileno() -> int:
        return -1


@pytest.mark.parametrize(
    ("output", "said"),
    [(Full, "standard output: No space left on device"), (None, "standard output: is closed")],
)
def test_a_report_that_cannot_be_written_ends_with_status_2(
    output: Any, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    monkeypatch.setattr(sys, "stdout", output)
    with pytest.raises(SystemExit) as exited:
        main([])
    assert (exited.value.code, capsys.readouterr().err) == (2, f"youthprog: {said}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is full")
@pytest.mark.parametrize("format_", ["text", "json"])
@pytest.mark.parametrize(("shell", "status", "lines"), [(">/dev/full", 2, 1), (">&-", 2, 1), ("2>&- >/dev/null", 0, 0)])
def test_the_command_ends_without_a_traceback_wherever_its_streams_go(
    format_: str, shell: str, status: int, lines: int
) -> None:
    command = f'"{sys.executable}" -m youthprog --format {format_} {shell}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)  # noqa: S607
    assert (done.returncode, done.stderr.count(b"\n")) == (status, lines)
    assert done.stderr.startswith(b"youthprog: standard output: " * lines)


def test_two_hash_seeds_print_the_same() -> None:
    assert run(PYTHONHASHSEED="1").stdout == run(PYTHONHASHSEED="2").stdout


class Terminal(io.StringIO):
    """A standard error that a person looks at, and that knows when it has been told of the report."""

    def __init__(self) -> None:
        super().__init__()
        self.told = threading.Event()

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        if "making the report" in self.getvalue():
            self.told.set()


def test_long_work_is_told_on_a_terminal_and_not_in_the_report(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    main([])
    expected = capsysbinary.readouterr().out
    terminal, made = Terminal(), report.make

    def slowly(*words: Any, **options: Any) -> Any:
        assert terminal.told.wait(timeout=60)
        return made(*words, **options)

    monkeypatch.setattr("youthprog.__main__.PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(report, "make", slowly)
    assert main([]) == 0
    assert (
        "youthprog: making the report, with its releases and the proofs of its lotteries ...\n" in terminal.getvalue()
    )
    assert capsysbinary.readouterr().out == expected


def test_short_work_is_done_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("youthprog.__main__.PATIENCE", 600.0)
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main([]) == 0
    assert capsysbinary.readouterr().out.startswith(b"Youth programme")
    assert terminal.getvalue() == ""
    assert all(one.finished.is_set() for one in threading.enumerate() if isinstance(one, threading.Timer))
