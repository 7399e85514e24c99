"""A browser that opens the pages of the published sample from their files, as a reader would."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.settings import Settings

WIDE, NARROW = {"width": 1200, "height": 900}, {"width": 320, "height": 700}
Opened = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("no Chromium on this machine: install the Debian package chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def folder(sample: Settings) -> Path:
    """The edition's folder."""
    return (sample.reports / sample.edition).resolve()


def open_tab(context: Any, faults: list[str]) -> Any:
    """Return a new tab that notes as a fault whatever a page writes to the console or asks of a network."""
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
    return page


@pytest.fixture(scope="session")
def first_tab(browser: Any) -> Iterator[tuple[Any, list[str]]]:
    """The tab that each test opens its first page in, and the faults of that page: a new one for each is slow."""
    faults: list[str] = []
    context = browser.new_context(viewport=WIDE, offline=True)
    yield open_tab(context, faults), faults
    context.close()


@pytest.fixture
def opened(browser: Any, folder: Path, first_tab: tuple[Any, list[str]]) -> Iterator[Opened]:
    """Open a page; anything that it writes to the console, or asks of a network, is a fault."""
    tab, faults = first_tab
    faults.clear()
    free, contexts = [tab], []

    def open_page(name: str, *, viewport: dict[str, int] | None = None, script: bool = True) -> Any:
        if script and free:
            page = free.pop()
            page.set_viewport_size(viewport or WIDE)
        else:
            contexts.append(browser.new_context(viewport=viewport or WIDE, java_script_enabled=script, offline=True))
            page = open_tab(contexts[-1], faults)
        file, *query = re.split(r"(?=[?#])", name, maxsplit=1)
        page.goto((folder / file).as_uri() + "".join(query))
        return page

    yield open_page
    for context in contexts:
        context.close()
    tab.emulate_media(media="null", color_scheme="null", forced_colors="null")
    tab.goto("about:blank")
    assert faults == []
