"""Every link in the pages of the repository leads to a file that is there, and to a heading that it has."""

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

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


def test_every_link_leads_somewhere() -> None:
    assert len(PAGES) > 50
    faults = [(page, link, find_fault(page, link)) for page in PAGES for link in links(page)]
    assert not [f"{page.relative_to(PROJECT)}: {link}: {fault}" for page, link, fault in faults if fault]


def find_fault(page: Path, link: str) -> str:
    """Return what is wrong with a link of a page; nothing where it leads somewhere."""
    if link.startswith(ELSEWHERE):
        return ""
    name, _, anchor = unquote(link).partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists():
        return "no such file"
    if not target.is_relative_to(PROJECT.resolve()):
        return "leads out of the repository"
    return "no such heading" if anchor and anchor not in anchors(target) else ""


def test_pages_of_the_site_link_to_pages_of_the_site() -> None:
    """Keep to what the built site holds: of other files a page says the path."""
    inside = (PROJECT / "docs").resolve()
    assert not [
        f"{page.relative_to(PROJECT)}: {link}"
        for page in PAGES
        if page.is_relative_to(PROJECT / "docs")
        for link in links(page)
        if not link.startswith((*ELSEWHERE, "#"))
        and not (page.parent / link.partition("#")[0]).resolve().is_relative_to(inside)
    ]


def test_every_page_is_in_the_contents_of_the_site() -> None:
    listed = set(
        re.findall(r"(?:: |- )([\w/.-]+\.md)$", (PROJECT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    )
    pages = {page.relative_to(PROJECT / "docs").as_posix() for page in (PROJECT / "docs").rglob("*.md")}
    assert pages == listed - {"glossary.md", "changelog.md"}


def test_links_are_found() -> None:
    assert sum(len(links(page)) for page in PAGES) > 100
    assert len(anchors(PROJECT / "docs/operations.md")) > 5
