"""The two commands: what they print, and that they change nothing but the copy beside a paper."""

import io
import json
import re
from pathlib import Path

import pytest

from fairer_stockton.cli import main
from fairer_stockton.definitions.settings import Settings

pytestmark = pytest.mark.xdist_group("answers")


def run(settings: Settings, *words: str) -> int:
    folders = [f"--{name}={getattr(settings, name)}" for name in ("raw", "processed", "reports")]
    return main([words[0], *folders, *words[1:]])


def test_ask_and_check_print_json(sample: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sample, "ask", "turnout in Yarm", "--json") == 0
    (cell,) = json.loads(capsys.readouterr().out)["cells"]
    assert cell["link"].startswith(f"{sample.reports.as_posix()}/{sample.edition}/explorer.html#measure=turnout")
    (paper := tmp_path / "paper.txt").write_text(f"Turnout in Yarm was {cell['number'] + 9:.1f}%.")
    assert run(sample, "check", str(paper), "--json") == 0
    (mark,) = json.loads(capsys.readouterr().out)
    assert (mark["verdict"], mark["paragraph"]) == ("differs", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paper-checked.html", "paper.txt"]


def test_an_edition_that_there_is_not_ends_with_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(raw=tmp_path, processed=tmp_path, reports=tmp_path)
    assert run(settings, "ask", "turnout") == 3
    words = capsys.readouterr().err
    assert all(name in words for name in ("make report", "REPORTS=", "--edition"))


@pytest.mark.parametrize("words", [["ask"], ["ask", " "], ["ask", "turnout", "--serve"]])
def test_ask_without_a_question_or_with_one_to_serve_is_refused(words: list[str], tmp_path: Path) -> None:
    assert run(Settings(raw=tmp_path, processed=tmp_path, reports=tmp_path), *words) == 2


def test_an_answer_is_printed_where_the_screen_has_no_minus_sign(
    sample: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(screen, encoding="cp1252", write_through=True))
    assert run(sample, "ask", "gap with England in turnout") == 0
    assert re.search(r": -\d+\.\d percentage points", screen.getvalue().decode("cp1252"))


def test_a_wrong_byte_spoils_its_own_message_alone(
    sample: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = io.BytesIO(b'\xff\n{"jsonrpc": "2.0", "id": 9, "method": "ping"}\n')
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(sent, encoding="utf-8"))
    assert run(sample, "ask", "--serve") == 0
    refusal, pong = map(json.loads, capsys.readouterr().out.splitlines())
    assert (refusal["error"]["code"], pong["id"]) == (-32700, 9)
