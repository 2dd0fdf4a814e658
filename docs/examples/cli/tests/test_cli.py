"""The tool as its users have it: a process with arguments, pipes and a terminal."""

import json
import os
import pty
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import attrs
import pytest

from youthprog import Base, Member, Programme, Purpose, Quota, exchange, report, samples
from youthprog.lottery import Lottery, lottery

TOOL = str(Path(sysconfig.get_path("scripts"), "youthprog-cli"))
CAMP = "a-camp-2022"
SEED = "2022-06-20: 5 7 16 29 44"


def run(*words: str, given: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([TOOL, *words], input=given, capture_output=True, check=False, env=os.environ | settings)


def shell(command: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    bash = shutil.which("bash")
    assert bash is not None
    words = [bash, "-c", f"set -o pipefail; {command}"]
    return subprocess.run(words, capture_output=True, check=False, env=os.environ | {"TOOL": TOOL} | settings)


def on_a_terminal(*words: str, **settings: str) -> tuple[int, str]:
    """Run with a terminal, and give the exit status and what it showed."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [TOOL, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | settings
    ) as tool:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux says so that the other side is closed
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return tool.returncode, shown.decode()


@pytest.fixture(scope="session")
def programme() -> Programme:
    return samples.mongolia()


@pytest.fixture(scope="session")
def document(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("documents") / "programme.json"
    exchange.dump(programme, path, purpose=Purpose.STORE)
    return str(path)


@pytest.fixture(scope="session")
def camp(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("documents") / "camp.json"
    exchange.dump(samples.mongolia_camp(), path, purpose=Purpose.STORE)
    return str(path)


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("keys") / "key"
    path.write_bytes(samples.KEY)
    return str(path)


# --- Results on standard output, everything else on standard error ---------------------------------------------------


def test_a_sound_document_has_no_problem(document: str) -> None:
    done = run("check", document)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"no problem: 351 members, 24 activities\n"


def test_every_problem_is_told_with_its_path_and_none_with_its_value() -> None:
    faulty = '{"youthprog": 1, "sensitive": "included", "programme": {"id": 3, "nmae": "Dorj", "members": [{"id": 7}]}}'
    done = run("check", "-", given=faulty.encode())
    assert (done.returncode, done.stdout) == (1, b"")
    told = done.stderr.decode().splitlines()
    assert [line.partition(": ")[0] for line in told] == [
        "$.programme.id",
        "$.programme.name",
        "$.programme.members[0].id",
        "$.programme.nmae",
    ]
    assert "Dorj" not in done.stderr.decode()


def test_the_report_is_the_library_s(document: str) -> None:
    day = report.last_year_end(samples.mongolia())
    assert day is not None
    made = report.make(samples.mongolia(), on=day)
    assert run("report", document).stdout.decode().rstrip("\n") == made.text().rstrip("\n")
    assert run("report", document, "--format", "markdown").stdout.decode().rstrip("\n") == made.markdown().rstrip("\n")
    assert run("report", document, "--format", "json").stdout.decode() == made.json()


def test_the_report_is_for_the_public_unless_staff_say_why(document: str) -> None:
    public, staff = run("report", document), run("report", document, "--staff", "report")
    assert b"CONFIDENTIAL" not in public.stdout
    assert staff.stdout.count(b"CONFIDENTIAL") > 1
    assert (public.stderr, staff.stderr) == (b"", b"")


def test_a_document_comes_through_a_pipe(document: str) -> None:
    piped = shell(f'cat "{document}" | "$TOOL" report - --on 2022-12-31')
    assert (piped.returncode, piped.stdout) == (0, run("report", document, "--on", "2022-12-31").stdout)


def test_a_table_is_published_safely(document: str) -> None:
    done = run("publish", document, "--of", "young", "--by", "settlement", "--on", "2022-12-31")
    assert done.stdout.decode().splitlines()[:3] == [
        "settlement,young,people",
        "rural,15 to 34 (Mongolia),not shown",
        "rural,other ages,22",
    ]
    one = run("publish", document, "--of", "settlement", "--format", "json")
    assert json.loads(one.stdout)["shown"] == [76, 212, 10, 298]


def test_a_sensitive_table_needs_a_purpose_and_a_key(document: str, key: str) -> None:
    words = ["publish", document, "--of", "gender"]
    assert run(*words).returncode == 1
    assert run(*words, "--staff", "report").returncode == 1
    done = run(*words, "--staff", "report", "--key", key)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, b"gender,people")


def test_quotas_are_told_in_the_officer_s_sentence(document: str) -> None:
    done = run("quotas", document, "--staff", "quota")
    assert done.returncode == 3, "one of them hangs on two missing answers"
    assert done.stdout.decode().splitlines()[0] == (
        "a-camp-2021: rural young people: undetermined. 7 of 32 meet it, and for 2 it is not known; 8 needed; "
        "1 short, or 0 if all turn out to meet it."
    )
    findings = json.loads(run("quotas", document, "--staff", "quota", "--format", "json").stdout)
    assert [one["finding"]["status"] for one in findings].count("met") == 6


def test_quotas_that_are_kept_end_well(programme: Programme, tmp_path: Path) -> None:
    kept = attrs.evolve(programme, quotas=[one for one in programme.quotas if one.scope == ("a-camp-2022",)])
    exchange.dump(kept, tmp_path / "kept.json", purpose=Purpose.STORE)
    assert run("quotas", str(tmp_path / "kept.json"), "--staff", "quota").returncode == 0


def test_a_lottery_is_made_in_one_process_and_drawn_in_another(document: str, programme: Programme) -> None:
    done = shell(
        f'"$TOOL" lottery "{document}" {CAMP} --staff quota --quota "rural young people" | "$TOOL" draw - --seed 7'
    )
    expected = lottery(
        programme.applicants(CAMP),
        seats=40,
        quotas=[programme.quota("rural young people")],
        on=programme.activity(CAMP).period.start.earliest,
        purpose=Purpose.QUOTA,
    ).draw(seed="7")
    assert (done.returncode, done.stdout.decode().split()) == (0, list(expected))


def test_the_quotas_that_bind_an_activity_are_kept(document: str) -> None:
    done = run("lottery", document, CAMP, "--staff", "quota")
    read = exchange.loads_lottery(done.stdout)
    assert [quota.name for quota in read.quotas] == sorted(quota.name for quota in samples.mongolia_camp().quotas)
    assert read.chances == pytest.approx(samples.mongolia_camp().chances)


def test_a_quota_that_cannot_be_kept_is_told(programme: Programme, tmp_path: Path) -> None:
    all_rural = Quota(name="all", of=programme.quota("rural young people").of, minimum="100%", base=Base.SEATS)
    exchange.dump(attrs.evolve(programme, quotas=[all_rural]), tmp_path / "all.json", purpose=Purpose.STORE)
    done = run("lottery", str(tmp_path / "all.json"), CAMP, "--quota", "all", "--staff", "quota")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr


def test_a_draw_tells_the_proof_beside_the_result(camp: str) -> None:
    done = run("draw", camp, "--seed", SEED)
    assert done.stdout.decode().split() == list(samples.mongolia_camp().draw(seed=SEED))
    assert done.stderr.decode().strip().endswith("by leximin no lottery is better")


def test_rules_tell_nothing_of_anybody(camp: str, key: str) -> None:
    done = run("rules", camp, "--key", key)
    public = samples.mongolia_camp().public(key=samples.KEY.hex())
    assert done.stdout.decode() == f"{public}\nCommitment: {public.commitment}\n"
    assert json.loads(run("rules", camp, "--format", "json").stdout)["seats"] == 40


@pytest.mark.parametrize("kind", [Programme, Lottery, Member])
def test_the_schema_is_the_library_s(kind: type) -> None:
    assert json.loads(run("schema", kind.__name__.lower()).stdout) == exchange.json_schema(kind)


# --- Exit status -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "Usage: "),
        (["report"], "Missing argument"),
        (["report", "missing.json"], "No such file"),
        (["report", "-", "--on", "2022-02-30"], "must be a day of that month"),
        (["report", "-", "--staff", "curiosity"], "must be one of store, report, quota"),
        (["report", "-", "--format", "pdf"], "'pdf'"),
        (["quotas", "-"], "--staff"),
        (["lottery", "-", CAMP, "--seats", "-1", "--staff", "quota"], "--seats"),
    ],
)
def test_a_wrong_call_is_two(words: list[str], told: str) -> None:
    done = run(*words, given=b"")
    assert (done.returncode, done.stdout) == (2, b"")
    assert told in done.stderr.decode()


@pytest.mark.parametrize(
    "words",
    [
        ["check", "-"],
        ["report", "-"],
        ["quotas", "-", "--staff", "quota"],
        ["draw", "-", "--seed", "7"],
    ],
)
def test_what_is_no_document_is_one(words: list[str]) -> None:
    done = run(*words, given=b"{")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "$: must be JSON; it stops being so at line 1, column 2\n"


@pytest.mark.parametrize("words", [["publish", "--of", "hair"], ["lottery", "a-picnic", "--staff", "quota"]])
def test_what_the_programme_does_not_have_is_one(document: str, words: list[str]) -> None:
    done = run(words[0], document, *words[1:])
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Traceback" not in done.stderr


def test_without_a_day_or_seats_to_be_found_the_call_is_wrong(programme: Programme, tmp_path: Path) -> None:
    bare = Programme(id="bare", name=programme.name)
    exchange.dump(bare, tmp_path / "bare.json")
    assert run("report", str(tmp_path / "bare.json")).returncode == 2
    exchange.dump(programme, tmp_path / "left-out.json")
    assert run("lottery", str(tmp_path / "left-out.json"), "a-yoga-1", "--staff", "quota").returncode == 2


# --- Pipes and terminals ---------------------------------------------------------------------------------------------


def test_a_reader_who_has_had_enough_is_no_error(document: str) -> None:
    done = shell(f'"$TOOL" report "{document}" --format json | head -1')
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{\n", b"")


def test_a_reader_who_never_was_is_no_error(document: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run([TOOL, "schema"], stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_result_that_cannot_be_written_is_an_error(document: str) -> None:
    closed = shell(f'"$TOOL" report "{document}" >&-')
    assert (closed.returncode, closed.stderr) == (1, b"standard output is closed\n")
    full = shell(f'"$TOOL" report "{document}" >/dev/full')
    assert (full.returncode, full.stderr) == (1, b"standard output: No space left on device\n")


def test_standard_error_may_be_closed(document: str) -> None:
    done = shell(f'"$TOOL" check "{document}" 2>&-')
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_result_is_utf_8_whatever_the_terminal(document: str) -> None:
    done = run("report", document, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout) == (0, run("report", document).stdout)


def test_colour_and_progress_are_for_terminals_alone(document: str) -> None:
    words = ["quotas", document, "--staff", "quota"]
    assert b"\x1b" not in run(*words).stdout
    status, shown = on_a_terminal(*words)
    assert (status, "\x1b[32m" in shown) == (3, True)
    assert "\x1b" not in on_a_terminal(*words, NO_COLOR="1")[1]
    faulty = on_a_terminal("draw", document, "--seed", "7")
    assert (faulty[0], faulty[1].startswith("\x1b[31m")) == (1, True)


def test_long_work_shows_its_progress_on_a_terminal(document: str) -> None:
    words = ["lottery", document, CAMP, "--staff", "quota"]
    piped, (status, shown) = run(*words), on_a_terminal(*words)
    assert (piped.stderr, status) == (b"", 0)
    assert "levels: " in shown
    assert shown.replace("\r\n", "\n").endswith("\r\x1b[K" + piped.stdout.decode())
    assert json.loads(piped.stdout)["lottery"]["seats"] == 40


# --- Help, completion, start -----------------------------------------------------------------------------------------

COMMANDS = ["check", "completion", "draw", "lottery", "publish", "quotas", "report", "rules", "schema"]


def test_help_names_every_command_and_status() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, b"")
    listed = done.stdout.decode().partition("Commands:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in listed.splitlines()] == COMMANDS
    assert "Exit status:" in done.stdout.decode()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    done = run(command, "-h")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(f"Usage: youthprog-cli {command} ".encode())


def test_the_version_is_told() -> None:
    assert run("--version").stdout == b"youthprog-cli, version 0.1.0\n"


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_completion_script_is_printed(name: str) -> None:
    done = run("completion", name)
    assert done.returncode == 0
    assert b"_YOUTHPROG_CLI_COMPLETE" in done.stdout


def test_commands_and_options_complete() -> None:
    def completed(*words: str) -> list[str]:
        typed = " ".join(["youthprog-cli", *words])
        done = run(_YOUTHPROG_CLI_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD=str(len(words)))
        return done.stdout.decode().split()

    assert completed("re") == ["plain,report"]
    assert completed("report", "--f") == ["plain,--format"]
    assert completed("report", "--format", "") == ["plain,text", "plain,markdown", "plain,json"]


def test_help_loads_none_of_the_library() -> None:
    code = "import sys, youthprog_cli; sys.exit('attrs' in sys.modules or 'youthprog' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_start_is_quick() -> None:
    """At most half a second more than Python itself, on a busy machine too; on a quiet one it is about a tenth."""

    def seconds(*words: str) -> float:
        taken = []
        for _ in range(5):
            begin = time.perf_counter()
            subprocess.run(words, capture_output=True, check=True)
            taken.append(time.perf_counter() - begin)
        return min(taken)

    bare, tool = seconds(sys.executable, "-c", "pass"), seconds(TOOL, "--help")
    print(f"python -c pass {bare:.3f} s, youthprog-cli --help {tool:.3f} s")
    assert tool - bare < 0.5
