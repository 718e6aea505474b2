"""The program `desireline`: its commands, and the one place where errors become text and an exit code.

Exit codes: 0 done and clean, 1 findings, 2 could not run.
"""

import os
import sys
import tempfile
import traceback
from typing import Any, NoReturn

import click

from desireline import __version__
from desireline.cli.check import check
from desireline.cli.customers import customers
from desireline.cli.define import define
from desireline.cli.discover import discover
from desireline.cli.effects import effects
from desireline.cli.explain import explain
from desireline.cli.failures import COULD_NOT_RUN, of_the_system
from desireline.cli.fmt import fmt
from desireline.cli.import_ import import_
from desireline.cli.init import init
from desireline.cli.keys import keys
from desireline.cli.measure import measure
from desireline.cli.picture import picture
from desireline.cli.replay import replay
from desireline.cli.report import report
from desireline.cli.rules import rules
from desireline.cli.schema import schema
from desireline.cli.serve import serve
from desireline.cli.simulate import simulate
from desireline.cli.store import store
from desireline.cli.studio import studio
from desireline.cli.sync import sync
from desireline.cli.walk import walk
from desireline.diagnostics import DesirelineError, Diagnostic, Fix

INTERRUPTED = 130
NOBODY_READS = 141
"""As of programs that end by SIGPIPE: no finding, and nothing that could not be run."""
EXIT_CODES = (
    "Exit codes: 0 done and clean; 1 findings; 2 could not run; 130 stopped by Ctrl-C; 141 what read the output, such as `head`, has ended."
)
HEADINGS = {init.name: "Maps", import_.name: "What customers did", serve.name: "Maps that run live"}
"""Headings of the list of commands, each before the command at which it begins."""


class Program(click.Group):
    """The group of all commands. It lists them in the order in which a newcomer meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks with a context
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click gives a context
        sections: dict[str, list[tuple[str, str]]] = {}
        heading = "Commands"
        for name, command in self.commands.items():
            heading = HEADINGS.get(name, heading)
            sections.setdefault(heading, []).append((name, command.get_short_help_str(formatter.width)))
        for heading, rows in sections.items():
            with formatter.section(heading):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DesirelineError as error:
            if _was_interrupted(error):
                _stop()
            _report(error)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except KeyboardInterrupt:
            _stop()
        except BrokenPipeError:
            # What is not written yet would be tried once more at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(NOBODY_READS)
        except OSError as error:
            _report(DesirelineError(of_the_system(error)))
        except Exception as error:
            if _was_interrupted(error):
                _stop()
            _report(DesirelineError(_of_ours(error)))
        sys.exit(COULD_NOT_RUN)


@click.group(cls=Program, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="desireline")
def main() -> None:
    """Customer journeys as one text file: checked, run, and held against what customers really do."""


for command in (
    init,
    check,
    walk,
    rules,
    fmt,
    schema,
    import_,
    discover,
    replay,
    measure,
    customers,
    define,
    explain,
    picture,
    report,
    studio,
    simulate,
    serve,
    effects,
    sync,
    store,
    keys,
):
    main.add_command(command)


def _stop() -> NoReturn:
    click.echo("stopped; nothing was left half-written", err=True)
    sys.exit(INTERRUPTED)


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether it comes from Ctrl-C: while DuckDB works, it takes the signal, and says so by an error of its own."""
    # Only a DuckDB that is loaded already can have raised it.
    duckdb = sys.modules.get("duckdb")
    while error is not None:
        if isinstance(error, KeyboardInterrupt) or (isinstance(error, RuntimeError) and str(error) == "Query interrupted"):
            return True
        if duckdb is not None and isinstance(error, duckdb.InterruptException):
            return True
        error = error.__cause__
    return False


def _report(error: DesirelineError) -> None:
    from desireline.cli.printing import print_diagnostics

    print_diagnostics(error.diagnostics)


def _of_ours(error: Exception) -> Diagnostic:
    with tempfile.NamedTemporaryFile("w", prefix="desireline-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write("".join(traceback.format_exception(error)))
    return Diagnostic(
        "C199",
        f"a mistake inside Desireline: {type(error).__name__}: {error}",
        why="this is not your fault, and nothing was left half-written",
        fix=Fix(f"please report it with {file.name}"),
    )
