"""Both real stores, for every test that asks for one: `store`, or `store_address` where it opens them itself."""

import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import psycopg
import pytest
from support.memory import MEMORY

from desireline.live import Store, open_store

if TYPE_CHECKING:
    from support.postgres_server import PostgresServer

_TABLES = ("events", "claims", "aliases", "identities", "journeys", "states", "effects", "quarantine", "audit")


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
    emptying = ";".join(f"DELETE FROM {table}" for table in _TABLES)
    with psycopg.connect(address, autocommit=True) as con:

        def emptied() -> str:
            con.execute(emptying.encode())
            return address

        yield emptied


@pytest.fixture(params=["sqlite", "postgres"])
def store_address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty store, of each kind; in memory, where the machine has room there."""
    if request.param == "postgres":
        yield request.getfixturevalue("postgres")()
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield f"{folder}/store.db"


@pytest.fixture
def store(store_address: str) -> Iterator[Store]:
    """An empty store, of each kind."""
    opened = open_store(store_address)
    yield opened
    opened.close()
