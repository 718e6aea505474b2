"""A browser for tests of pages, and what is looked at in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
OVERLAPS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    if (frame.width < 2) continue;
    const texts = [...svg.querySelectorAll('text')].map(text => [text.firstChild.nodeValue, text.getBoundingClientRect()]);
    texts.forEach(([said, a], i) => {
      if (a.left < frame.left - 0.5 || a.right > frame.right + 0.5) found.push(`outside: ${said}`);
      for (const [other, b] of texts.slice(i + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // Boxes of text are taller than its letters: lines that follow each other touch.
        if (wide > 1 && tall > 4) found.push(`${said} | ${other}`);
      }
    });
  }
  return found;
}"""
"""Texts of pictures that lie on each other, or leave their picture."""


@contextmanager
def chromium() -> Iterator[Any]:
    """Chromium, as the set-up installs it. Skips the test where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: `make setup` installs it where it can (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, whom containers run tests as.
        sandbox = [] if os.getuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=path, args=sandbox)
        try:
            yield browser
        finally:
            browser.close()
