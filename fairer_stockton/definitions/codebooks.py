"""The codebooks of surveys: for each wave, which question stands in which column and what its answer codes mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition

NO_ANSWER = "no_answer"  # what a code means that is neither an answer nor a blank: refused, not applicable
CARRIED_KINDS = ("record", "code", "count", "number")
POPULATIONS = ("points_in_stratum", "people_in_point")  # of a sample in two stages: a wave need not give them


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question of a wave: our name, its column, its wording, and what each code of its answers means."""

    name: str
    header: str
    wording: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WaveConstant:
    """A number that holds for the whole wave, and where it was taken from."""

    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """One wave: columns carried as they are, questions, what was not asked, and constants."""

    path: Path
    title: str
    carried: tuple[tuple[str, str, str], ...]
    questions: tuple[SurveyQuestion, ...]
    answers_not_asked: tuple[str, ...]
    figures_not_asked: tuple[str, ...]
    constants: Mapping[str, WaveConstant]
    no_answer: Mapping[str, tuple[str, ...]]  # of a column carried as it is: its codes for "refused" or "don't know"

    @property
    def columns(self) -> tuple[tuple[str, str, str], ...]:
        """Every column to read: (name, header, kind)."""
        return self.carried + tuple((question.name, question.header, "answer") for question in self.questions)


def list_codebook_files(source_name: str, codebooks_folder: Path | None) -> list[Path]:
    """List the codebooks of a source, a file a wave; none for most sources."""
    return sorted((codebooks_folder / source_name).glob("*.toml")) if codebooks_folder else []


def load_codebook(source_name: str, wave: str, codebooks_folder: Path | None) -> Codebook | None:
    """Read the codebook of a wave; None for a source that has none at all.

    Raises:
        CatalogueError: the source has codebooks but not of this wave, or a key is missing, unknown or of another kind.
    """
    if not codebooks_folder or not (codebooks_folder / source_name).is_dir():
        return None
    path = codebooks_folder / source_name / f"{wave}.toml"
    if not path.is_file():
        raise CatalogueError(
            f"{source_name}: no codebook for {wave}: write codebooks/{source_name}/{path.name} like the others"
        )
    return _read_codebook(path, f"{source_name}/{path.name}", path.read_bytes())


@cache  # a run asks for each wave a hundred times over
def _read_codebook(path: Path, name: str, _: bytes) -> Codebook:
    """Read a codebook; what is in its file is handed in so that nothing is taken for it that it no longer holds."""
    with open_toml_definition(path, name) as raw:
        lists = raw.pop("answers", {})
        not_asked = raw.pop("not_asked", {})
        stated = {*not_asked.get("figures", ()), *(ours for kind in CARRIED_KINDS for ours in raw.get(kind, {}))}
        book = Codebook(
            path=path,
            title=raw.pop("title"),
            carried=tuple((ours, header, kind) for kind in CARRIED_KINDS for ours, header in raw.pop(kind, {}).items()),
            questions=tuple(_make_survey_question(ours, entry, lists) for ours, entry in raw.pop("question").items()),
            answers_not_asked=tuple(not_asked.pop("answers", ())),
            figures_not_asked=(*not_asked.pop("figures", ()), *(ours for ours in POPULATIONS if ours not in stated)),
            constants={ours: WaveConstant(**entry) for ours, entry in raw.pop("constant", {}).items()},
            no_answer=read_codes_for_no_answer(raw.pop("no_answer", {})),
        )
        raw |= not_asked  # what is left of either is unknown
    names = [column for column, _, _ in book.columns] + [*book.answers_not_asked, *book.figures_not_asked]
    if twice := sorted({column for column in names if names.count(column) > 1}):
        raise CatalogueError(f"{name}: {twice[0]!r} stands twice")
    if unknown := sorted(book.no_answer.keys() - {column for column, _, _ in book.carried}):
        raise CatalogueError(f"{name}: no_answer names {unknown[0]!r}, which is no column under code, count or number")
    return book


def read_codes_for_no_answer(codes_by_column: Mapping[str, Sequence[str | int]]) -> dict[str, tuple[str, ...]]:
    """Read which codes of which column mean that there is no answer; a number may stand there without quotes."""
    return {column: tuple(map(str, codes)) for column, codes in codes_by_column.items()}


def _make_survey_question(
    question_name: str, toml_entry: dict[str, Any], shared_answers: Mapping[str, Mapping[str, str]]
) -> SurveyQuestion:
    """Build a question; its answers are a list of its own or the name of a shared one, its wording its header's."""
    answers, header = toml_entry.pop("answers"), toml_entry.pop("header")
    wording = toml_entry.pop("wording", header)
    if toml_entry:
        raise TypeError(f"unknown key {sorted(toml_entry)[0]!r} in question {question_name!r}")
    return SurveyQuestion(
        question_name, header, wording, shared_answers[answers] if isinstance(answers, str) else answers
    )
