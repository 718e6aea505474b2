"""Both real stores, for every test that asks for one: `store`, or `store_address` where it opens them itself."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

import psycopg
import pytest
from support.memory import MEMORY

from desireline.live import Store, open_store

if TYPE_CHECKING:
    from support.postgres_server import PostgresServer

EmptyStores = Callable[[], AbstractContextManager[str]]
_TABLES = ("events", "claims", "aliases", "identities", "journeys", "states", "effects", "quarantine", "audit", "keys")
_KEPT = {"desireline", "installation"}
"""What an empty store has, too."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator["PostgresServer"]:
    """One server for the tests of one process."""
    from support.postgres_server import PostgresServer

    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgres(postgres_server: "PostgresServer") -> Iterator[Callable[[], str]]:
    """Each call gives the address of an empty store, which is the one of the call before, emptied: that is far quicker than a new one."""
    postgres_server.execute("CREATE DATABASE emptied")
    address = postgres_server.address("emptied")
    open_store(address).close()
    emptying = ";".join([*(f"DELETE FROM {table}" for table in _TABLES), "UPDATE installation SET use = NULL"])
    with psycopg.connect(address, autocommit=True) as con:
        there = con.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        assert {name for (name,) in there} == {*_TABLES, *_KEPT}

        def emptied() -> str:
            con.execute(emptying.encode())
            return address

        yield emptied


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def empty_stores(request: pytest.FixtureRequest) -> EmptyStores:
    """For each kind: what makes an empty store, and gives its address."""
    if request.param == "postgres":
        emptied = request.getfixturevalue("postgres")
        return lambda: nullcontext(emptied())
    return _in_a_file


@pytest.fixture
def store_address(empty_stores: EmptyStores) -> Iterator[str]:
    """The address of an empty store, of each kind."""
    with empty_stores() as address:
        yield address


@pytest.fixture
def store(store_address: str) -> Iterator[Store]:
    """An empty store, of each kind."""
    opened = open_store(store_address)
    yield opened
    opened.close()


@contextmanager
def _in_a_file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield f"{folder}/store.db"
