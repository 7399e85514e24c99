"""Every link in the pages of the repository leads to a file that is there, and to a heading that it has."""

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest

from docs_generator.house import PROJECT

PAGES = [
    *sorted(PROJECT.glob("*.md")),
    *sorted((PROJECT / "docs").rglob("*.md")),
    PROJECT / "data/processed/README.md",
    PROJECT / "reports/README.md",
]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"``.*?``|`[^`\n]*`")
ELSEWHERE = ("https://", "http://", "mailto:")


def links(page: Path) -> list[str]:
    return LINK.findall(CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8"))))


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page that a forge and the site agree on."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    plain = [re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower() for heading in headings]
    forge = {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}
    ascii_only = [unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode() for heading in plain]
    site = {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip()) for heading in ascii_only}
    return forge & site


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if link.startswith(ELSEWHERE):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{link}: no such file"
        assert target.is_relative_to(PROJECT.resolve()), f"{link} leads out of the repository"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


@pytest.mark.parametrize("page", sorted((PROJECT / "docs").rglob("*.md")), ids=lambda page: page.stem)
def test_a_page_of_the_site_links_to_pages_of_the_site(page: Path) -> None:
    """Keep to what the built site holds: of other files a page says the path."""
    inside = (PROJECT / "docs").resolve()
    for link in links(page):
        if not link.startswith((*ELSEWHERE, "#")):
            assert (page.parent / link.partition("#")[0]).resolve().is_relative_to(inside), link


def test_every_page_is_in_the_contents_of_the_site() -> None:
    listed = set(
        re.findall(r"(?:: |- )([\w/.-]+\.md)$", (PROJECT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    )
    pages = {page.relative_to(PROJECT / "docs").as_posix() for page in (PROJECT / "docs").rglob("*.md")}
    assert pages == listed - {"glossary.md", "changelog.md"}


def test_links_are_found() -> None:
    assert sum(len(links(page)) for page in PAGES) > 100
    assert len(anchors(PROJECT / "docs/operations.md")) > 5
