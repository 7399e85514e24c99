"""The two commands: what they print, and that they change nothing but the copy beside a paper."""

import json
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
    assert "make report" in capsys.readouterr().err
