"""Which lane goes where, as values: what a targets file says, made into an outbox."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import structs

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.diagnostics.diagnostic import Near, Span
from desireline.live.clock import Clock
from desireline.live.customers import Programs, lanes_of
from desireline.live.out.addresses import Network
from desireline.live.out.handed import Handler, Limits, Retries
from desireline.live.out.log import log_to
from desireline.live.out.outbox import Outbox
from desireline.live.out.signing import Secret
from desireline.live.out.webhook import Webhook
from desireline.live.store import Store
from desireline.model import Map

GROUP = "desireline.handlers"
"""The group of entry points under which installed packages offer handlers."""
_LOOKING_UP_SECONDS = 30.0


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where the effects of one lane go: to exactly one of `url`, `handler` (an entry point's name) and `log`.

    secret_env, secret_file  environment variables and files that hold the signing secrets; both may be given, and several
    unsigned                 the requests are not signed, on purpose
    timeout_seconds          for one attempt: over HTTP it is cut off then, of a handler it has failed, though it may still go on
    allow                    networks that may be reached besides public addresses
    authorities              a file of certificates, besides those of the system
    place                    where the file says so
    """

    lane: str
    url: str | None = None
    handler: str | None = None
    log: bool = False
    secret_env: tuple[str, ...] = ()
    secret_file: tuple[Path, ...] = ()
    unsigned: bool = False
    timeout_seconds: float = 10.0
    allow: tuple[Network, ...] = ()
    authorities: Path | None = None
    limits: Limits = Limits()
    retries: Retries = Retries()
    place: Span | None = None


class Targets(msgspec.Struct, frozen=True):
    """Where effects go, lane by lane."""

    targets: tuple[Target, ...]

    def missing(self, programs: Programs) -> Sequence[str]:
        """Lanes that the maps need and that go nowhere: what they owe waits in the store until there is a target."""
        return sorted(lanes_of(programs) - {target.lane for target in self.targets})

    def outbox(
        self,
        store: Store,
        clock: Clock,
        maps: Iterable[Map],
        environment: Mapping[str, str] | None = None,
        *,
        around: Callable[[str, Handler], Handler] | None = None,
    ) -> Outbox:
        """An outbox that hands out to these targets.

        environment  where secrets are found; by default this process's
        around       lane and handler -> the handler to be used in its place, as one that also counts

        Raises DesirelineError with all secrets that cannot be had (L134), files of certificates that cannot be read (L135) and handlers
        that are not installed (L136).
        """
        found: dict[str, Handler] = {}
        problems: list[Diagnostic] = []
        for target in self.targets:
            try:
                handler = _handler(target, clock, os.environ if environment is None else environment)
                found[target.lane] = handler if around is None else around(target.lane, handler)
            except DesirelineError as error:
                problems.extend(error.diagnostics)
        if problems:
            raise DesirelineError(problems)
        return Outbox(
            store,
            clock,
            found,
            maps=maps,
            retries={target.lane: target.retries for target in self.targets},
            limits={target.lane: _limits(target) for target in self.targets},
            lease_seconds=max(60.0, *(4 * target.timeout_seconds for target in self.targets)) if self.targets else 60.0,
        )


def read_targets(path: str | Path) -> Targets:
    """Read a targets file (TOML). Raises DesirelineError with all that is wrong in it, each with its place (L130 to L133)."""
    from desireline.live.out.targets_file import read

    return Targets(read(Path(path)))


def _limits(target: Target) -> Limits:
    """A webhook ends by itself, but for the look-up of the receiver's name, which only its system ends."""
    return structs.replace(target.limits, timeout_seconds=target.timeout_seconds + (0 if target.url is None else _LOOKING_UP_SECONDS))


def _handler(target: Target, clock: Clock, environment: Mapping[str, str]) -> Handler:
    if target.log:
        return log_to()
    if target.handler is not None:
        return _installed(target.handler, target)
    secrets, problems = [], []
    for name, where in (*((n, "environment variable") for n in target.secret_env), *((str(p), "file") for p in target.secret_file)):
        try:
            secrets.append(Secret(_read(name, where, environment)))
        except (OSError, ValueError) as error:
            problems.append(_no_secret(target, where, name, error))
    if problems:
        raise DesirelineError(problems)
    try:
        return Webhook(
            target.url or "",
            clock,
            secrets=secrets,
            timeout_seconds=target.timeout_seconds,
            allow=target.allow,
            authorities=None if target.authorities is None else str(target.authorities),
        )
    except OSError as error:
        headline = f"`{target.lane}`: the certificates in {target.authorities} cannot be read: {error.strerror or error}"
        why = "the receiver could not be told from one who pretends to be it"
        raise DesirelineError(
            Diagnostic("L135", headline, target.place, why=why, fix=Fix("give a file of certificates, as PEM"))
        ) from error


def _read(name: str, where: str, environment: Mapping[str, str]) -> str:
    if where == "file":
        return Path(name).read_text(encoding="utf-8")
    if not environment.get(name):
        raise ValueError("it is not set")
    return environment[name]


def _no_secret(target: Target, where: str, name: str, error: Exception) -> Diagnostic:
    said = error.strerror or "it cannot be read" if isinstance(error, OSError) else str(error)
    return Diagnostic(
        "L134",
        f"`{target.lane}`: there is no secret in the {where} {name}: {said}",
        target.place,
        why="receivers could not tell our messages from anyone's",
        fix=Fix("put one there: `whsec_` and the base64 of 24 to 64 random bytes, as `openssl rand -base64 32` gives"),
    )


def _installed(name: str, target: Target) -> Handler:
    """The handler that an installed package offers under this name."""
    from importlib.metadata import entry_points

    offered = entry_points(group=GROUP)
    try:
        handler = next(point for point in offered if point.name == name).load()
    except StopIteration:
        problem = f"no installed package offers a handler `{name}`"
    except Exception as error:  # whatever loading a foreign package raises
        problem = f"the handler `{name}` cannot be loaded: {type(error).__name__}: {error}"
    else:
        if callable(handler):
            return handler  # type: ignore[no-any-return]
        problem = f"the handler `{name}` is a {type(handler).__name__}, and cannot be called"
    near = tuple(Near(point.name) for point in offered)
    fix = Fix(f"install a package with an entry point `{name}` in the group `{GROUP}`")
    raise DesirelineError(
        Diagnostic("L136", f"`{target.lane}`: {problem}", target.place, why="what is owed would go nowhere", fix=fix, near=near)
    )
