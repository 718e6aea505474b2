"""Columns as the server reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.live.postgres.arrays import blobs, integers, texts

if TYPE_CHECKING:
    from support.postgres_server import PostgresServer

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])) | st.sampled_from(
    ['"', "\\", '\\"', ",", "NULL", "{}", ""]
)
NUMBERS = st.none() | st.integers(-(2**63), 2**63 - 1)


@settings(max_examples=200)
@given(st.lists(st.none() | TEXT), st.lists(TEXT), st.lists(NUMBERS), st.lists(st.binary()))
def test_the_server_reads_what_was_written(
    postgres_server: PostgresServer, some: list[str | None], whole: list[str], numbers: list[int | None], data: list[bytes]
) -> None:
    with psycopg.connect(postgres_server.address()) as con:
        question = "SELECT %s::text[], %s::text[], %s::bigint[], %s::bytea[]"
        read = con.execute(question, (texts(some), texts(whole), integers(numbers), blobs(data)))
        assert read.fetchone() == (some, whole, numbers, data)


def test_a_text_that_no_database_can_hold_is_not_taken_for_two() -> None:
    assert texts(["a\0b", "c"]) == '{"a\0b","c"}'
