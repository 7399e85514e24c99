"""The commands: settings from options and environment, one run at a time, exit codes, links that swap in one step."""

import dataclasses
import errno
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path

import pyarrow as pa
import pytest

from fairer_stockton.cli import COMMANDS, main
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.england import refuse_cluster
from fairer_stockton.report import stage as report_stage
from fairer_stockton.run import errors
from fairer_stockton.run.errors import CatalogueError, FairerError, InputError, LockedError, indent_following_lines
from fairer_stockton.run.exit_codes import EXIT_CODES, find_exit_code
from fairer_stockton.run.fingerprints import compute_content_checksum, read_stamp, write_table_and_stamp
from fairer_stockton.run.lock import hold_locks_of_folders
from tests.conftest import PROJECT, RecordedProgress


def test_settings_from_environment() -> None:
    given = {"FAIRER_RAW": "/a", "FAIRER_PROCESSED": "", "FAIRER_EDITION": "2030"}
    settings = Settings.from_environment(given)
    assert (settings.raw, settings.processed, settings.edition) == (Path("/a"), Path("data/processed"), "2030")
    assert settings.staged == Path("data/processed/staged")


def test_setting_that_there_is_not() -> None:
    with pytest.raises(CatalogueError, match="FAIRER_SAMPLES\nfound     .*did you mean FAIRER_SAMPLE?"):
        Settings.from_environment({"FAIRER_SAMPLES": "no"})
    assert Settings.from_environment({"FAIRER_SAMPLES": "", "FAIRER_MIRROR": "/a"}).sample


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ENGINE": "chdb"}, "ENGINE= .*\nfound     'chdb'\nexpected  duckdb or spark"),
        ({"ENGINE": "spark"}, "MASTER= .*\nfound     no address"),
        ({"ENGINE": "spark", "MASTER": "spark://a:7077"}, "MASTER= .*\nfound     one that does not begin with sc://"),
        ({"ENGINE": "spark", "MASTER": "sc://a:15002x"}, "one that does not begin with sc://host:port\n.* up to 65535"),
        ({"ENGINE": "spark", "MASTER": "sc://a:150020"}, "one that does not begin with sc://host:port"),
        ({"MASTER": "sc://a"}, "ENGINE= .*\nfound     duckdb, with MASTER, which it does not use"),
        ({"STORE": "s3://a"}, "ENGINE= .*\nfound     duckdb, with STORE, which it does not use"),
    ],
)
def test_engine_and_cluster_that_do_not_fit(given: dict[str, str], said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        Settings.from_environment({f"FAIRER_{name}": value for name, value in given.items()})


@pytest.mark.parametrize("after", ["/;token=abc=", "/;tokenabc", "/token=abc", "//;token=abc", "/;token=abc;"])
def test_parameters_of_a_cluster_s_address_are_refused_and_not_shown(after: str) -> None:
    with pytest.raises(CatalogueError, match="MASTER= .*\nfound     something else after the host and port") as raised:
        Settings(engine="spark", master="sc://a:15002" + after)
    assert "abc" not in str(raised.value)
    assert Settings(engine="spark", master="sc://a:443/;use_ssl=true;token=abc%3D").master


def test_cluster_of_the_environment() -> None:
    given = {"FAIRER_ENGINE": "spark", "FAIRER_MASTER": "sc://a:1/;token=secret", "FAIRER_PROCESSED": "/p"}
    settings = Settings.from_environment(given)
    assert (settings.engine, settings.store_for_cluster) == ("spark", "/p/for-cluster")
    assert "secret" not in repr(settings)
    assert Settings.from_environment({**given, "FAIRER_STORE": "s3://a/b"}).store_for_cluster == "s3://a/b"


def test_every_council_at_once_is_not_for_a_cluster() -> None:
    with pytest.raises(CatalogueError, match="ENGINE= .*\nfound     spark, .*\nexpected  duckdb, for every council"):
        refuse_cluster(Settings(engine="spark", master="sc://a"))
    refuse_cluster(Settings())


def test_error_names_everything() -> None:
    text = str(InputError("a.csv", "'x'", "a number", "mend it", row=7, column="Homes"))
    assert text.splitlines() == [
        "file      a.csv",
        "row       7",
        "column    Homes",
        "found     'x'",
        "expected  a number",
        "to do     mend it",
    ]


def test_facts_are_laid_out_as_they_come() -> None:
    refusal = CatalogueError(
        kind="ward", column=["a", "b"], row=None, found=indent_following_lines(["two", "three"]), remedy="mend it"
    )
    assert str(refusal).splitlines() == [
        "kind      ward",
        "column    a",
        "column    b",
        "found     two",
        "          three",
        "to do     mend it",
    ]
    assert refusal.facts["remedy"] == "mend it"


@pytest.mark.parametrize(
    "refusal",
    [
        CatalogueError("a.toml: not TOML"),
        CatalogueError(file="a.toml", found="nothing"),
        InputError(file="a.csv", found="'x'", expected="a number", remedy="mend it", row=7),
    ],
)
def test_refusal_arrives_whole_from_another_process(refusal: FairerError) -> None:
    arrived = pickle.loads(pickle.dumps(refusal))
    assert type(arrived) is type(refusal)
    assert (str(arrived), arrived.facts, type(arrived)) == (str(refusal), refusal.facts, type(refusal))


def test_second_run_is_refused_naming_the_first(tmp_path: Path) -> None:
    held = pytest.raises(LockedError, match=f"process {os.getpid()} on")
    with hold_locks_of_folders(tmp_path), held, hold_locks_of_folders(tmp_path):
        pytest.fail("two runs at a time")
    with hold_locks_of_folders(tmp_path):
        pass


def test_lock_of_a_crashed_run_is_free(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom fairer_stockton.run.lock import hold_locks_of_folders\n"
        f"with hold_locks_of_folders(Path({str(tmp_path)!r})):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockedError, match=f"process {holder.pid} on"), hold_locks_of_folders(tmp_path):
            pass
        done = run_stage("ingest", tmp_path)
        assert done.returncode == 5
        assert f"process {holder.pid}" in done.stderr
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    for _ in range(50):
        try:
            with hold_locks_of_folders(tmp_path):
                return
        except LockedError:
            time.sleep(0.1)
    pytest.fail("the lock of a killed run is still held")


def run_stage(stage: str, processed: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a stage in folders of its own: a run holds the locks of all three."""
    own = {f"FAIRER_{name.upper()}": str(processed / name) for name in ("raw", "reports")}
    return subprocess.run(
        [sys.executable, "-m", f"pipelines.{stage}", "--processed", str(processed)],
        cwd=PROJECT,
        env={**os.environ, **own, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_exit_codes(tmp_path: Path) -> None:
    (tmp_path / "nothing/open_space/2025.retired").mkdir(parents=True)
    absent = run_stage("ingest", tmp_path / "a", FAIRER_RAW=str(tmp_path / "nothing"))
    assert absent.returncode == 6
    assert "open_space 2025: a correction was interrupted; the earlier extract is in force again" in absent.stderr
    assert "make sample" in absent.stderr
    assert "Nothing that was published has changed" in absent.stderr
    unjudged = run_stage("measure", tmp_path / "b")
    assert unjudged.returncode == 4
    assert "make validate" in unjudged.stderr


def test_error_of_a_run_with_rows_of_people_is_told_without_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where an extract of the council's own is there: of the sample the whole error is of use."""

    def fail(*_: object) -> None:
        """Fail."""
        raise ValueError("Bloggs")

    monkeypatch.setitem(COMMANDS, "measure", dataclasses.replace(COMMANDS["measure"], recipe=fail, options={}))
    command = ["measure", *(f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports"))]
    with pytest.raises(ValueError, match="Bloggs"):
        main(command)
    (tmp_path / "raw/debt_advice").mkdir()
    with pytest.raises(RuntimeError, match="ValueError; its words are left out") as caught:
        main(command)
    assert "Bloggs" not in "".join(traceback.format_exception(caught.value))


def test_each_refusal_has_an_exit_code_of_its_own() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, FairerError)}
    ends = {None, Exception, KeyboardInterrupt, errors.Terminated}
    assert {code.error for code in EXIT_CODES} == (kinds - {FairerError}) | ends
    stops = [128 + signal.SIGINT, 128 + signal.SIGTERM]
    assert [code.number for code in EXIT_CODES] == [*range(len(EXIT_CODES) - len(stops)), *stops]
    assert find_exit_code(InputError("a.csv", "'x'", "a number", "mend it")) == 3
    assert find_exit_code(FairerError()) == find_exit_code(ValueError()) == 1


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(errno.ENOSPC, "full", "tables.xlsx"), 9, "no room left on the disk"),
        (KeyboardInterrupt(), 130, "Stopped by Ctrl-C. Nothing that was published has changed"),
    ],
)
def test_run_that_is_stopped_from_outside_says_so(
    error: BaseException,
    code: int,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        """Fail."""
        raise error

    monkeypatch.setitem(COMMANDS, "measure", dataclasses.replace(COMMANDS["measure"], recipe=fail, options={}))
    (tmp_path / "raw/debt_advice").mkdir(parents=True)
    assert main(["measure", *(f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports"))]) == code
    assert words in capsys.readouterr().err


def test_run_that_the_system_asks_to_end_lets_go_of_its_locks_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wait(*_: object) -> None:
        """Wait for the signal."""
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(30)

    monkeypatch.setitem(COMMANDS, "measure", dataclasses.replace(COMMANDS["measure"], recipe=wait, options={}))
    before = signal.getsignal(signal.SIGTERM)
    assert main(["measure", *(f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports"))]) == 143
    assert "Stopped by the system. Nothing that was published has changed" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is before
    assert not list(tmp_path.glob("*/.lock.holder.json"))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_its_recipe_and_says_what_it_does(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert COMMANDS[name].recipe.__module__ == f"fairer_stockton.pipelines.{name.replace('-', '_')}"
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert end.value.code == 0
    assert COMMANDS[name].sentence in words
    for code in EXIT_CODES:
        assert f"{code.number} {code.short}" in words


@pytest.mark.parametrize("module", ["fairer_stockton", "fairer_stockton.cli", "pipelines.ingest"])
def test_a_wrong_option_ends_with_two(module: str) -> None:
    words = [] if module.startswith("pipelines") else ["ingest"]
    command = [sys.executable, "-m", module, *words, "--no-such-option"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "unrecognized arguments: --no-such-option" in done.stderr


def test_link_swaps_in_one_step(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    link = tmp_path / "latest"
    report_stage._replace_link(link, Path("one"))
    report_stage._replace_link(link, Path("two"))
    assert link.resolve() == tmp_path / "two"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest", "one", "two"]


def test_build_that_cannot_be_removed_does_not_undo_what_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("2026-1", "2026-2"):
        (tmp_path / ".editions" / name).mkdir(parents=True)

    def refuse(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(report_stage.shutil, "rmtree", refuse)
    progress = RecordedProgress()
    report_stage.publish_finished_edition(Settings(reports=tmp_path), tmp_path / ".editions/2026-2", progress)
    assert progress.lines[0] == "published edition 2026"
    assert progress.lines[1].startswith(f"could not remove the earlier build {tmp_path / '.editions/2026-1'}")
    assert (tmp_path / "2026").resolve().name == "2026-2"


def test_folder_of_someone_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    with pytest.raises(CatalogueError, match="move it away"):
        report_stage.refuse_to_replace_folders_of_others(tmp_path, Settings().edition)


def test_fingerprint_follows_content_not_order(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("1")
    b.write_text("2")
    before = compute_content_checksum([a, b])
    assert compute_content_checksum([b, a]) == before
    b.write_text("3")
    assert compute_content_checksum([a, b]) != before
    assert compute_content_checksum([a], [1]) != compute_content_checksum([a], [2])


def test_stamp_vouches_only_for_the_bytes_it_was_made_for(tmp_path: Path) -> None:
    output = tmp_path / "table.parquet"
    write_table_and_stamp(pa.table({"a": [1]}), output, "abc", synthetic=True)
    assert read_stamp(output)["content"] == "abc"
    assert read_stamp(output)["synthetic"] is True
    write_table_and_stamp(pa.table({"a": [2]}), tmp_path / "other.parquet", "xyz")
    (tmp_path / "other.parquet").replace(output)
    assert read_stamp(output) == {}
    output.unlink()
    assert read_stamp(output) == {}


@pytest.mark.parametrize("stamp", [b"", b"[1]", b"\xff\xfe", b'{"content":'])
def test_damaged_stamp_vouches_for_nothing(tmp_path: Path, stamp: bytes) -> None:
    output = tmp_path / "table.parquet"
    write_table_and_stamp(pa.table({"a": [1]}), output, "abc")
    output.with_name("table.parquet.stamp.json").write_bytes(stamp)
    assert read_stamp(output) == {}


@pytest.mark.parametrize("edition", ["latest", "updates", "Targets", "2026/27", "../x", ".hidden", "a b"])
def test_edition_that_could_not_be_a_folder(edition: str) -> None:
    with pytest.raises(CatalogueError, match="EDITION="):
        Settings(edition=edition)
