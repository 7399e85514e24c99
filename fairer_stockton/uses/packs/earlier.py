"""What a bulletin compares an edition with: an earlier edition, or an earlier build of the same one."""

from dataclasses import dataclass

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.manifests import read_manifest
from fairer_stockton.editions.published import PublishedEdition, list_edition_links
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.earlier_edition import EarlierEdition
from fairer_stockton.report.versions import EditionVersion, find_version, list_versions
from fairer_stockton.report.words.figures import MONTHS
from fairer_stockton.run.clock import read_moment
from fairer_stockton.run.errors import CatalogueError


@dataclass(frozen=True)
class ComparedEdition(EarlierEdition):
    """An earlier edition, and what sentences call it."""

    called: str = ""

    @property
    def name(self) -> str:
        """What sentences call it: an edition by its year, a build by its day."""
        return self.called or self.year


def find_edition_to_compare_with(settings: Settings, edition: Edition, since: str) -> ComparedEdition:
    """Return what the bulletin compares with: an edition or a build by name; else the build, or edition, before this.

    Raises:
        CatalogueError: there is none, or what is named is the edition in force itself, or another council's.
    """
    if since:
        return _find_named(settings, edition, since)
    before = [
        version
        for version in list_versions(settings.reports)
        if version.edition == settings.edition and version.was_in_force and not version.is_in_force
    ]
    if before:
        return _make_of_build(edition, before[0])
    if edition.earlier:
        return ComparedEdition(PublishedEdition(edition.earlier[-1]), edition.authority)
    raise CatalogueError(
        edition=settings.edition,
        found="no edition or build before this one",
        expected="one to compare with",
        remedy="this is the first edition: its report says all; run this again once it has been built anew",
    )


def _find_named(settings: Settings, edition: Edition, since: str) -> ComparedEdition:
    links = {link.name: link for link in list_edition_links(settings.reports)}
    if since in links:
        if read_manifest(links[since]).get("authority") != settings.authority:
            _refuse(settings, since, "an edition of another council")
        if links[since].resolve() == (settings.reports / settings.edition).resolve():
            _refuse(settings, since, "the edition in force itself")
        return ComparedEdition(PublishedEdition(links[since]), edition.authority)
    version = find_version(settings, since)
    if version.is_in_force:
        _refuse(settings, since, "the build in force itself")
    return _make_of_build(edition, version)


def _make_of_build(edition: Edition, version: EditionVersion) -> ComparedEdition:
    day = read_moment(version.published)
    called = f"the build of {day.day} {MONTHS[day.month - 1]} {day.year}"
    return ComparedEdition(PublishedEdition(version.folder), edition.authority, called)


def _refuse(settings: Settings, since: str, what: str) -> None:
    raise CatalogueError(
        setting="--since (VERSION=)",
        found=f"{since!r}, {what}",
        expected=f"an earlier edition of {settings.authority}, or an earlier build of {settings.edition}",
        remedy="name one: `fairer publish --list` shows the builds; left out, the one before is taken",
    )
