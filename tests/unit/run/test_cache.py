"""What is kept is given again only for the same content, code and bytes; what is not used goes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fairer_stockton.run.cache import FileCache


@pytest.fixture
def made(tmp_path: Path) -> list[str]:
    """What was made, in order."""
    return []


def maker(made: list[str], targets: list[Path], words: str) -> Callable[[], None]:
    def make() -> None:
        made.append(words)
        for place, target in enumerate(targets):
            target.write_text(f"{words} {place}")

    return make


def write_files(
    file_cache: FileCache, content: object, targets: list[Path], made: list[str], words: str = "made"
) -> bool:
    for target in targets:
        target.unlink(missing_ok=True)
    return file_cache.restore_or_make(content, targets, maker(made, targets, words))


def test_the_same_content_is_made_once(tmp_path: Path, made: list[str]) -> None:
    targets = [tmp_path / "a.svg", tmp_path / "b.svg"]
    assert write_files(FileCache(tmp_path / "kept", "code"), ("content", 1.5), targets, made)
    assert not write_files(FileCache(tmp_path / "kept", "code"), ("content", 1.5), targets, made, "again")
    assert made == ["made"]
    assert [target.read_text() for target in targets] == ["made 0", "made 1"]


@pytest.mark.parametrize(("content", "code"), [("other", "code"), ("content", "other")])
def test_other_content_or_code_is_made_anew(tmp_path: Path, made: list[str], content: str, code: str) -> None:
    targets = [tmp_path / "a.svg"]
    write_files(FileCache(tmp_path / "kept", "code"), "content", targets, made)
    assert write_files(FileCache(tmp_path / "kept", code), content, targets, made, "anew")
    assert targets[0].read_text() == "anew 0"


def test_a_kept_file_that_was_changed_is_made_anew(tmp_path: Path, made: list[str]) -> None:
    targets = [tmp_path / "a.svg", tmp_path / "b.svg"]
    write_files(FileCache(tmp_path / "kept"), "content", targets, made)
    next((tmp_path / "kept").iterdir()).write_text("spoilt")
    assert write_files(FileCache(tmp_path / "kept"), "content", targets, made, "anew")
    assert [target.read_text() for target in targets] == ["anew 0", "anew 1"]


def test_what_is_not_used_is_removed(tmp_path: Path, made: list[str]) -> None:
    targets = [tmp_path / "a.svg"]
    first = FileCache(tmp_path / "kept")
    write_files(first, "old", targets, made)
    write_files(first, "both", targets, made)
    first.remove_unused()
    second = FileCache(tmp_path / "kept")
    write_files(second, "both", targets, made)
    write_files(second, "new", targets, made)
    second.remove_unused()
    third = FileCache(tmp_path / "kept")
    assert [write_files(third, content, targets, made) for content in ("both", "new", "old")] == [False, False, True]


def test_what_others_keep_in_the_folder_stays(tmp_path: Path, made: list[str]) -> None:
    file_cache = FileCache(tmp_path / "kept")
    write_files(file_cache, "content", [tmp_path / "a.svg"], made)
    others = file_cache.find_path_in_cache_folder("answers.json")
    assert others is not None
    others.write_text("{}")
    file_cache.remove_unused()
    assert others.read_text() == "{}"
    assert len(list((tmp_path / "kept").iterdir())) == 2
    assert FileCache().find_path_in_cache_folder("answers.json") is None


def test_nothing_is_kept_without_a_folder(tmp_path: Path, made: list[str]) -> None:
    targets = [tmp_path / "a.svg"]
    file_cache = FileCache()
    assert write_files(file_cache, "content", targets, made)
    assert write_files(file_cache, "content", targets, made)
    file_cache.remove_unused()
    assert made == ["made", "made"]
    assert list(tmp_path.iterdir()) == targets
