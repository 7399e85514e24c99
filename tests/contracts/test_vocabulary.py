"""Closed sets of words are enums of one place, and production code names their members instead of spelling them."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import pytest

from docs_generator.house import PROJECT, ROOMS, code_files
from fairer_stockton.run import vocabulary, vocabulary_of_uses
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.vocabulary import (
    AreaType,
    ClaimVerdict,
    Comparison,
    Direction,
    DisclosureMethod,
    GapType,
    LeavesOut,
    OtherColumns,
    Polarity,
    PriorityKind,
    PriorityVerdict,
    Reason,
    Statistic,
    Status,
    Trend,
    Zeros,
)
from fairer_stockton.statistics.life_expectancy import SMALLEST_POPULATION
from fairer_stockton.statistics.standardisation import FEWEST_EVENTS

WORDS_OF_MODULES = {**vars(vocabulary), **vars(vocabulary_of_uses)}
SETS = [kind for kind in WORDS_OF_MODULES.values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
OF_WORDS = {Path(module.__file__) for module in (vocabulary, vocabulary_of_uses)}
WATCHED = (ClaimVerdict, Comparison, Direction, GapType, Polarity, PriorityVerdict, Statistic, Status, Trend)
# Words that are also ordinary English, a column or a key: of these the code may hold the plain text.
ALSO_OTHER_THINGS = {
    "breakdown", "community", "published", "proportion", "rate", "better", "worse", "higher", "lower", "not", "close",
}  # fmt: skip
WORDS = {str(member) for kind in WATCHED for member in kind} - ALSO_OTHER_THINGS
# Which words a column, a field or a parameter of this name can hold; of these the code spells out none.
COLUMNS: dict[str, tuple[type[StrEnum], ...]] = {
    "area_type": (AreaType,),
    "status": (Status,),
    "statistic": (Statistic,),
    "polarity": (Polarity,),
    "comparison": (Comparison,),
    "against_borough": (Comparison,),
    "trend": (Trend,),
    "direction": (Direction,),
    "gap_type": (GapType,),
    "leaves_out": (LeavesOut,),
    "verdict": (ClaimVerdict, PriorityVerdict),
    "kind": (PriorityKind, GapType, AreaType),
    "method": (DisclosureMethod,),
    "zeros": (Zeros,),
    "other_columns": (OtherColumns,),
}
# Words that a reader is shown, which happen to be those of a set.
SHOWN = {
    ("report/charts/spine.py", "similar"),
    ("report/maps/inline.py", "suppressed"),
    ("report/words/figures.py", "suppressed"),
    ("schemas/staged/census_ethnicity.py", "mixed"),  # an ethnic group, not a change
}
# The sample writes the publishers' files, whose words are their own.
OPEN_ROOMS = {"sample"}


def list_nodes(path: Path) -> list[ast.AST]:
    return [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def spelt_words(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield the words of the sets that a file spells out with their lines, docstrings aside."""
    for node in nodes:
        if isinstance(node, ast.Constant) and node.value in WORDS:
            yield node.lineno, node.value


def spelt_beside_columns(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield the words, with their lines, that a file spells out where it asks what a column holds, or sets it."""
    for node in nodes:
        if isinstance(node, (ast.Compare, ast.Call, ast.keyword, ast.Assign)):
            yield from ((node.lineno, word) for word in spelt_at(node))


def spelt_at(node: ast.Compare | ast.Call | ast.keyword | ast.Assign) -> Iterator[str]:
    if isinstance(node, ast.Compare):
        yield from spelt_beside([node.left, *node.comparators], [node.left, *node.comparators])
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("isin", "mask", "where", "fillna"):
            yield from spelt_beside([node.func.value], node.args)
    elif isinstance(node, ast.keyword):
        yield from (word for word in texts_in(node.value) if is_of(word, node.arg or ""))
    else:
        yield from spelt_beside(node.targets, [node.value])


def spelt_beside(columns: Sequence[ast.expr], words: Sequence[ast.expr]) -> Iterator[str]:
    for name in filter(None, map(column_of, columns)):
        yield from (word for node in words for word in texts_in(node) if is_of(word, name))


def column_of(node: ast.expr) -> str:
    """Return the column or field that an expression reads: of `rows["status"]` and `row.status` it is status."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if not isinstance(node, ast.Subscript):
        return node.id if isinstance(node, ast.Name) else ""
    last = node.slice.elts[-1] if isinstance(node.slice, ast.Tuple) else node.slice
    return last.value if isinstance(last, ast.Constant) and isinstance(last.value, str) else ""


def texts_in(node: ast.expr) -> list[str]:
    """List the texts in an expression that are values: those in brackets and in choices, not names of columns."""
    inside = {ast.Tuple: "elts", ast.List: "elts", ast.Set: "elts"}
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return texts_in(node.body) + texts_in(node.orelse)
    if isinstance(node, ast.Call):
        return [text for argument in node.args for text in texts_in(argument)]
    return [text for part in getattr(node, inside.get(type(node), ""), ()) for text in texts_in(part)]


def is_of(word: str, column: str) -> bool:
    return any(word in tuple(kind) for kind in COLUMNS.get(column, ()))


def room_and_file(path: Path) -> tuple[str, str]:
    inside = path.relative_to(PROJECT)
    parts = inside.parts[1:] if inside.parts[0] == "fairer_stockton" else inside.parts
    return Path(parts[0]).stem, "/".join(parts)


def test_open_rooms_are_rooms() -> None:
    assert set(ROOMS) >= OPEN_ROOMS


def test_words_of_closed_sets_are_not_spelt_out() -> None:
    watched = {path: room_and_file(path) for path in code_files() if path not in OF_WORDS}
    names = {path: name for path, (room, name) in watched.items() if room not in OPEN_ROOMS}
    assert len(names) > 300
    assert not [
        f"{name}:{line}: {word}"
        for path, name in names.items()
        for nodes in (list_nodes(path),)
        for line, word in (
            *((line, word) for line, word in spelt_words(nodes) if (name, word) not in SHOWN),
            *spelt_beside_columns(nodes),
        )
    ]


def test_words_that_are_shown_are_still_there() -> None:
    for name, word in SHOWN:
        words = {word for _, word in spelt_words(list_nodes(PACKAGE / name))}
        assert word in words, f"{name} no longer shows {word!r}"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('rows["status"] == "published"', ["published"]),
        ('rows.loc[here, "area_type"] = "ward"', ["ward"]),
        ('measure.statistic in ("rate", "number")', ["rate"]),
        ('rows["gap_type"].isin(["breakdown"])', ["breakdown"]),
        ('rows.assign(status=np.where(known, "published", "other"))', ["published"]),
        ('edition.observed(name, area_type="borough")', ["borough"]),
        ('rows["breakdown"] == "all"', []),
        ('rows["status"] == Status.PUBLISHED', []),
    ],
)
def test_spelt_words_are_found(code: str, words: list[str]) -> None:
    assert list(spelt_beside_columns(ast.walk(ast.parse(f"\n{code}")))) == [(2, word) for word in words]


@pytest.mark.parametrize("kind", SETS, ids=lambda kind: kind.__name__)
def test_a_set_says_what_it_is_and_names_its_members_by_their_values(kind: type[StrEnum]) -> None:
    assert kind.__doc__
    sentences = kind is Reason  # of which a note is written as it is
    assert all(member.name == member.value.upper() for member in kind) or sentences
    assert [f"{member}" for member in kind] == [member.value for member in kind], "a sentence holds the value alone"


def test_every_set_is_used() -> None:
    texts = [path.read_text(encoding="utf-8") for path in code_files()]
    uses = {kind.__name__: sum(kind.__name__ in text for text in texts) for kind in SETS}
    assert not [name for name, number in uses.items() if number < 2]


def test_reasons_have_the_numbers_that_the_statistics_go_by() -> None:
    assert Reason.FEW_PEOPLE.startswith(f"{SMALLEST_POPULATION:,} people")
    assert Reason.FEW_EVENTS.startswith(f"fewer than {FEWEST_EVENTS} ")
