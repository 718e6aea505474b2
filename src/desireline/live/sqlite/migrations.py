"""The tables, version by version. What was released is never edited: a change is a further entry."""

import sqlite3

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.sqlite.effects import fill_tasks
from desireline.live.sqlite.records import fill_quarantine

APPLICATION_ID = 0x4445_534C
"""`DESL`: marks a SQLite file as a store of Desireline."""
_SEEN = """
    SELECT a.application_id, u.user_version, EXISTS (SELECT 1 FROM sqlite_schema) FROM pragma_application_id AS a, pragma_user_version AS u
"""
"""In one statement, so of one moment: another process may be making the file just now."""
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE events (
        received INTEGER PRIMARY KEY,
        received_us INTEGER NOT NULL,
        source TEXT NOT NULL,
        id TEXT NOT NULL,
        identity TEXT NOT NULL,
        time_us INTEGER NOT NULL,
        name TEXT NOT NULL,
        channel TEXT,
        person TEXT,
        properties TEXT NOT NULL,
        UNIQUE (source, id)
    ) STRICT;
    CREATE INDEX events_of_identity ON events (identity);
    CREATE INDEX identifications ON events (identity) WHERE name = 'identify';

    CREATE TABLE claims (
        was TEXT NOT NULL,
        time_us INTEGER NOT NULL,
        id TEXT NOT NULL,
        source TEXT NOT NULL,
        customer TEXT NOT NULL,
        PRIMARY KEY (was, time_us, id, source),
        FOREIGN KEY (source, id) REFERENCES events (source, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE aliases (one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other)) STRICT, WITHOUT ROWID;
    CREATE TABLE identities (identity TEXT PRIMARY KEY, customer TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX identities_of_customer ON identities (customer);

    CREATE TABLE journeys (journey TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE states (
        customer TEXT NOT NULL,
        journey TEXT NOT NULL REFERENCES journeys (journey),
        version TEXT NOT NULL,
        data BLOB NOT NULL,
        next_us INTEGER,
        PRIMARY KEY (customer, journey)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX timers ON states (next_us) WHERE next_us IS NOT NULL;

    CREATE TABLE effects (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        customer TEXT NOT NULL,
        lane TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('owed', 'sending', 'done', 'dead', 'dropped', 'missed', 'withdrawn')),
        decided_us INTEGER NOT NULL,
        settled_us INTEGER,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_attempt_us INTEGER,
        error TEXT,
        taken_by TEXT,
        data BLOB NOT NULL
    ) STRICT;
    CREATE INDEX effects_of_customer ON effects (customer);
    CREATE INDEX effects_on_the_way ON effects (customer, lane, seq) WHERE status IN ('owed', 'sending');
    CREATE INDEX effects_next ON effects (lane, next_attempt_us) WHERE status IN ('owed', 'sending');
    CREATE INDEX effects_by_status ON effects (status, seq) WHERE status NOT IN ('done', 'owed');

    CREATE TABLE quarantine (
        seq INTEGER PRIMARY KEY,
        at_us INTEGER NOT NULL,
        reason TEXT NOT NULL,
        event TEXT NOT NULL,
        UNIQUE (event, reason)
    ) STRICT;
    CREATE TABLE audit (
        seq INTEGER PRIMARY KEY,
        at_us INTEGER NOT NULL,
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        said TEXT NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE installation (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    INSERT INTO installation (id) VALUES (lower(hex(randomblob(16))));
    CREATE INDEX audit_about ON audit (about);
    """,
    """
    CREATE TABLE keys (name TEXT PRIMARY KEY, digest BLOB NOT NULL UNIQUE, made_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE effects ADD COLUMN team TEXT;
    ALTER TABLE effects ADD COLUMN due_us INTEGER;
    CREATE INDEX tasks ON effects (status, due_us, seq) WHERE lane = 'task' AND status IN ('owed', 'sending');
    CREATE INDEX tasks_of_team ON effects (status, team, due_us, seq) WHERE lane = 'task' AND status IN ('owed', 'sending');
    """,
    """
    DROP INDEX timers;
    CREATE INDEX timers ON states (journey, next_us) WHERE next_us IS NOT NULL;
    """,
    """
    ALTER TABLE installation ADD COLUMN use TEXT;
    """,
    """
    ALTER TABLE quarantine RENAME TO quarantine_whole;
    CREATE TABLE quarantine (
        seq INTEGER PRIMARY KEY,
        at_us INTEGER NOT NULL,
        reason TEXT NOT NULL,
        event TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        digest BLOB NOT NULL UNIQUE
    ) STRICT;
    """,
)
_FILLING = {4: fill_tasks, 7: fill_quarantine}
"""What a version adds that is found by reading what was there."""


def migrate(con: sqlite3.Connection, path: str) -> None:
    """Bring a file to the newest version, all steps or none. Processes that open it at the same time wait for one of them to do it.

    Raises DesirelineError where the file belongs to another program (L101) or to a newer one of this (L102).
    """
    if version_of(con, path) == len(MIGRATIONS):
        return
    con.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(con, path)  # another process may have been at it meanwhile
        for number, script in enumerate(MIGRATIONS[version:], version + 1):
            for statement in script.split(";"):  # no text in them holds one
                con.execute(statement)
            if number in _FILLING:
                _FILLING[number](con)
        con.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        con.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        con.execute("COMMIT")
    except BaseException:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise


def version_of(con: sqlite3.Connection, path: str) -> int:
    """The version of a file's tables; 0: it has none. Raises DesirelineError as `migrate` does."""
    mark, version, holds = con.execute(_SEEN).fetchone()
    if mark != APPLICATION_ID and (mark or version or holds):
        raise DesirelineError(not_a_store(path))
    if version > len(MIGRATIONS):
        raise DesirelineError(
            Diagnostic(
                "L102",
                f"the store {path} is of version {version}; this program knows versions up to {len(MIGRATIONS)}",
                why="what the newer program wrote would be misread",
                fix=Fix("run the newer program, or give another file"),
            )
        )
    return int(version)


def not_a_store(path: str) -> Diagnostic:
    """A file of something else."""
    return Diagnostic(
        "L101",
        f"{path} is no store of Desireline",
        why="another program's file is neither read nor written",
        fix=Fix("give the path of a store; where there is none yet, `desireline serve` makes it"),
    )
