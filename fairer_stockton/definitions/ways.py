"""Ways: how a published file is had from its publisher, a dataclass for each kind, read from the tables `[way]`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fairer_stockton.run.toml_file import check_texts
from fairer_stockton.run.vocabulary import WayKind

PERIOD_IN_WAY = "{period}"  # where a way has the period of the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What every way says of itself.

    What is `unconfirmed` of it was learnt from what others publish, and not yet seen at the publisher's: a sentence,
    which goes with every message of the fetch. Of an `auto` way a new release is taken in by itself, where it has the
    form of the one before.
    """

    documentation: str = ""  # the address of what the publisher says of it
    unconfirmed: str = ""
    auto: bool = False

    @property
    def has_publishers_bytes(self) -> bool:
        """Whether the file comes as it was published, so that its sum is the same for everyone."""
        return isinstance(self, DirectFile | LandingPage)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectFile(Way):
    """A file at the address that its entry names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand(Way):
    """A file that no address leads to in this form: people bring it, from a folder."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingPage(Way):
    """A link on a page, known by its title and by how its address ends; of several the newest is the latest release.

    In `title` a star stands for any words, and `{period}` for the period; the title of a link may have more words
    before and after. Where the page lists pages that hold the files, `through` is the title of the link to such a page.
    """

    address: str
    title: str
    through: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NomisTable(Way):
    """A table of Nomis, page by page until there are as many rows as it declares."""

    address: str
    parameters: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureService(Way):
    """A layer of an ArcGIS feature service, such as those of the Open Geography Portal, page by page.

    Where each vintage is a service of its own, `service` is what their names have in common: `{period}` for the month
    and year in it, or for two digits of the year, and a star for any words.
    """

    address: str
    order_by: str  # a column that tells the rows apart, so that pages neither overlap nor leave anything out
    where: str = "1=1"
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FingertipsTable(Way):
    """Indicators of Fingertips for the areas of one type, as CSV."""

    address: str
    indicators: tuple[int, ...]
    child_area_type: int
    parent_area_type: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationDataSet(Way):
    """The latest version of a data set of Explore Education Statistics, found by its title in its publication's."""

    address: str
    publication: str
    data_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatXploreTable(Way):
    """The answer of Stat-Xplore to a query, as JSON.

    The key itself is in no file: it is read from the environment, and goes nowhere but into the one header.
    """

    address: str
    body: str  # JSON, in which `{period}` stands for the period of the file
    key_header: str
    key_variable: str


WAYS: Mapping[WayKind, type[Way]] = {
    WayKind.FILE: DirectFile,
    WayKind.LANDING_PAGE: LandingPage,
    WayKind.NOMIS: NomisTable,
    WayKind.FEATURE_SERVICE: FeatureService,
    WayKind.FINGERTIPS: FingertipsTable,
    WayKind.EXPLORE_EDUCATION_STATISTICS: EducationDataSet,
    WayKind.STAT_XPLORE: StatXploreTable,
    WayKind.BY_HAND: ByHand,
}


def read_way(table: Mapping[str, Any]) -> Way:
    """Read the way of a source, or of one of its files.

    Raises:
        ValueError: its kind is none, or a key of it is unknown, missing or of the wrong kind.
    """
    if not isinstance(table, Mapping):
        raise ValueError(f"way must be a table, found {table!r}")
    keys = dict(table)
    try:
        kind = WayKind(keys.pop("kind", ""))
    except ValueError:
        raise ValueError(f"kind of [way] is {table.get('kind')!r}, which is none of {', '.join(WayKind)}") from None
    if kind is WayKind.NOMIS:
        _check_parameters(keys.get("parameters"))
    if kind is WayKind.FINGERTIPS:
        keys["indicators"] = _read_numbers(keys.get("indicators"))
    try:
        way: Way = check_texts(WAYS[kind](**keys))
    except TypeError as wrong:
        words = str(wrong).partition("__init__() ")[2] or str(wrong)
        raise ValueError(f"[way] of kind {kind}: {words.replace('argument', 'key')}") from None
    if type(way.auto) is not bool:
        raise ValueError(f"auto of [way] must be true or false, found {way.auto!r}")
    return way


def _check_parameters(parameters: object) -> None:
    if not isinstance(parameters, Mapping) or any(type(value) is not str for value in parameters.values()):
        raise ValueError("[way] of nomis wants a table [way.parameters], each of them between quotation marks")


def _read_numbers(numbers: object) -> tuple[int, ...]:
    if not isinstance(numbers, list) or not numbers or any(type(number) is not int for number in numbers):
        raise ValueError(f"indicators of [way] must be a list of whole numbers, found {numbers!r}")
    return tuple(numbers)
