"""Links on a page: the one of a period, and the newest.

GOV.UK describes its pages of attachments and collections at https://content-api.publishing.service.gov.uk/, and the
Office for National Statistics its data set pages at https://developer.ons.gov.uk/: both show each file as a link with
its title. The pages themselves are read, since every publisher has them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import PERIOD_IN_WAY, DirectFile, LandingPage
from fairer_stockton.fetch.polite import MB, DownloadError, PoliteClient
from fairer_stockton.fetch.publishers.answers import (
    Arrival,
    NothingThereError,
    download_from_address,
    read_answer,
)
from fairer_stockton.fetch.publishers.periods import PERIOD_PATTERN, PeriodKey, read_period_key

SHOWN_LINKS = 3
LONGEST_FILE_NAME = 200  # of a file, in bytes: every file system takes it, with an ending for what is not finished
TITLES = ("aria-label", "title")  # attributes of a link in which its title can stand


@dataclass(frozen=True, slots=True)
class Link:
    """A link that fits a rule, and the period in its title: empty where the rule names none."""

    address: str
    title: str
    period: PeriodKey = ()

    @property
    def file_name(self) -> str:
        """The name of the file that it leads to."""
        parts = urlsplit(self.address)
        return PurePosixPath(unquote(parts.query or parts.path)).name


def bring_linked_file(
    way: LandingPage, extract: Extract, path: Path, client: PoliteClient, held: Arrival | None = None
) -> Arrival | None:
    """Download the file that the page links to for the period of an entry."""
    link = _find_link(way, client, read_period_key(extract.period))
    return download_from_address(link.address, extract.largest_mb * MB, path, client, held)


def find_newer_link(way: LandingPage, extracts: Sequence[Extract], client: PoliteClient) -> Extract | None:
    """Return the file of a later period than any that is listed, as an entry, or None where the page has none."""
    if PERIOD_IN_WAY not in way.title + way.through:
        return None  # there is one link, and whether its file has changed is asked of the file
    latest = max(extracts, key=lambda extract: read_period_key(extract.period))
    link = _find_link(way, client, None)
    if link.period <= read_period_key(latest.period):
        return None
    return replace(
        latest, name=link.file_name, url=link.address, sha256="", way=DirectFile(unconfirmed=way.unconfirmed)
    )


def _find_link(way: LandingPage, client: PoliteClient, period: PeriodKey | None) -> Link:
    """Find the link to a file: of a period, or the newest."""
    if not way.through:
        return _choose_link(_read_links(way.address, way.title, way.ending, client), way.address, way.title, period)
    pages = _read_links(way.address, way.through, "", client)
    page = _choose_link(pages, way.address, way.through, period)
    links = _read_links(page.address, way.title, way.ending, client)
    link = _choose_link(links, page.address, way.title, page.period if PERIOD_IN_WAY in way.title else None)
    return replace(link, period=page.period or link.period)


def _choose_link(links: Sequence[Link], page: str, title: str, period: PeriodKey | None) -> Link:
    """Choose the link of a period, or the newest of all.

    Raises:
        DownloadError: there is none, or several that are equally new.
    """
    if period is not None and PERIOD_IN_WAY in title:
        links = [link for link in links if link.period == period]
    if not links:
        kind = DownloadError if period is None else NothingThereError
        raise kind(f"no link with the title {title!r} on {page}: the page may have changed")
    newest = [link for link in links if link.period == max(other.period for other in links)]
    if len(newest) > 1:
        shown = "; ".join(f"{link.title!r} ({link.file_name})" for link in newest[:SHOWN_LINKS])
        raise DownloadError(f"{len(newest)} links on {page} that are equally new: {shown}")
    return newest[0]


def _read_links(page: str, title: str, ending: str, client: PoliteClient) -> list[Link]:
    """Read the links of a page that fit a title and an ending, each address once."""
    reader = _LinkReader()
    reader.feed(read_answer(page, "page.html", client).decode("utf-8", "replace"))
    reader.close()
    pattern = _compile_title(title)
    links: dict[str, Link] = {}
    for address, titles in reader.links:
        try:
            whole = urljoin(page, address).partition("#")[0]
            file_name = Link(whole, "").file_name
        except ValueError:
            continue  # no address at all
        if not is_file_name(file_name):
            continue
        titles = [*titles, file_name]
        fitting = [(words, match) for words in titles if (match := pattern.search(words))]
        if fitting and unquote(whole).lower().endswith(ending.lower()):
            words, match = fitting[0]
            period = read_period_key(match["period"]) if PERIOD_IN_WAY in title else ()
            links.setdefault(whole, Link(whole, words, period))
    return list(links.values())


def is_file_name(name: str) -> bool:
    """Return whether a file can bear a name that a page gives it."""
    return name not in ("..", ".") and len(name.encode()) <= LONGEST_FILE_NAME and name.isprintable()


def _compile_title(title: str) -> re.Pattern[str]:
    """Return the pattern of a title: its words in any case and spacing, with `*` and `{period}`."""
    patterns = {"*": ".*?", PERIOD_IN_WAY: rf"(?P<period>{PERIOD_PATTERN})"}
    parts = re.split(r"(\*|\{period\}|\s+)", title)
    return re.compile(
        "".join(r"\s+" if part.isspace() else patterns.get(part, re.escape(part)) for part in parts), re.IGNORECASE
    )


class _LinkReader(HTMLParser):
    """Reads the links of a page: the address, and the words that can be its title."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, list[str]]] = []
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "a" and (address := attributes.get("href")):
            self._words = []
            titles = [" ".join(words.split()) for name in TITLES if (words := attributes.get(name))]
            self.links.append((address, titles))

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._words is not None:
            self.links[-1][1].insert(0, " ".join(" ".join(self._words).split()))
            self._words = None
