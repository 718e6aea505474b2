"""The studio as a user starts it: the command, its link, and a page that tells of everything it should not do."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MAIN = "from desireline.cli import main; main()"
AXE = ROOT / "studio" / "node_modules" / "axe-core" / "axe.min.js"
TELL_OF_VIOLATIONS = "addEventListener('securitypolicyviolation', e => console.error(`refused: ${e.violatedDirective} ${e.blockedURI}`))"

# All rules, of which only what fails is told: to tell of all that passes takes far longer.
TELL_WHAT_AXE_FINDS = """async () => {
  const found = await axe.run({resultTypes: ['violations']});
  return found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary ?? ''}`));
}"""


@contextmanager
def started(*words: str | Path, folder: Path | None = None, stop: int = signal.SIGINT) -> Iterator[str]:
    """Start `desireline studio` with some words in a folder; its link. It is stopped as Ctrl-C does, or by another signal."""
    program = [
        sys.executable,
        "-c",
        f"import signal; signal.signal({int(signal.SIGHUP)}, signal.SIG_DFL); {MAIN}",
        "studio",
        "--no-open",
        *map(str, words),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=folder) as running:
        assert running.stdout is not None
        link = running.stdout.readline().strip()
        try:
            assert link.startswith("http://127.0.0.1:"), running.stderr.read() if running.stderr and running.poll() is not None else link
            yield link
        finally:
            running.send_signal(stop)
            running.communicate(timeout=20)
        assert running.returncode == 0


@contextmanager
def opened(browser: Any, link: str, width: int = 1440, height: int = 900, **context: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page that came in by the link, and the list of what went wrong in it: errors, refusals, requests to elsewhere."""
    origin = link.partition("/enter")[0]
    wrong: list[str] = []
    with browser.new_context(viewport={"width": width, "height": height}, **context) as inside:
        page = inside.new_page()
        page.add_init_script(TELL_OF_VIOLATIONS)
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith((origin, "blob:")) else wrong.append(f"elsewhere: {asked.url}"))
        page.goto(link)
        try:
            yield page, wrong
        except Exception as error:
            error.add_note(f"went wrong: {wrong}\nthe page shows: {page.evaluate('document.body.innerText')[:2000]}")
            raise


def see(page: Any, path: str) -> None:
    """Go to a path of the studio, and wait until all of it is there."""
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
    page.wait_for_load_state("networkidle")


def violations(page: Any) -> Sequence[str]:
    """What axe finds wrong with a page as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    told: list[str] = page.evaluate(TELL_WHAT_AXE_FINDS)
    return told
