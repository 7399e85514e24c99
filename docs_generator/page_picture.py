"""A picture of a page for the docs: `python -m docs_generator.page_picture PAGE.html PICTURE.png`."""

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WIDTH, HEIGHT = 1280, 1600
SHRUNK_TO = 1000  # pixels wide
COLOURS = 200  # of the picture: the pages have few, and so a page needs a third of the bytes
TakePicture = Callable[[str, Path], None]  # of the page at an address, into a file


@contextmanager
def open_camera(shrunk_to: int = SHRUNK_TO, height: int = HEIGHT) -> Iterator[TakePicture]:
    """Open a browser, and hand out what writes the top of a page, as a wide screen shows it, as a PNG of few colours.

    Raises:
        FileNotFoundError: Debian's Chromium is not installed.
    """
    from playwright.sync_api import ViewportSize, sync_playwright

    browser_file = shutil.which("chromium")
    if browser_file is None:
        raise FileNotFoundError("no Chromium on this machine: install the Debian package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_file, args=["--no-sandbox"])
        tab = browser.new_page(viewport=ViewportSize(width=WIDTH, height=height))

        def take_picture(address: str, picture: Path) -> None:
            tab.goto(address)
            tab.wait_for_load_state("networkidle")  # a page that answers a question loads what it needs first
            save_in_few_colours(tab.screenshot(), picture, shrunk_to)

        yield take_picture
        browser.close()


def save_in_few_colours(shot: bytes, picture: Path, shrunk_to: int) -> None:
    """Write a picture smaller, as a PNG."""
    from PIL import Image

    image = Image.open(io.BytesIO(shot)).convert("RGB")
    small = image.resize((shrunk_to, round(image.height * shrunk_to / image.width)), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(picture, optimize=True)


def save_page_picture(page: Path, picture: Path) -> None:
    """Write the top of a page as a picture."""
    with open_camera() as take_picture:
        take_picture(page.resolve().as_uri(), picture)


if __name__ == "__main__":
    save_page_picture(*map(Path, sys.argv[1:]))
