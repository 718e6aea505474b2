"""Files that were sent, while they are kept: never too many or too large, none under a name that is a path, none left at the end."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desireline.service.problems import ProblemError
from desireline.service.studio.bring.uploads import Uploads, safe_name


async def _parts(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


TOO_MUCH = [(11, (b"x",), 413), (None, (b"12345", b"678901"), 413), (None, (), 400), (9, (b"1",), 400)]


@pytest.mark.parametrize(("said", "parts", "status"), TOO_MUCH)
def test_what_cannot_be_kept_whole_is_not_kept(
    said: int | None, parts: tuple[bytes, ...], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    uploads = Uploads(most_bytes=10)
    with pytest.raises(ProblemError) as refused:
        asyncio.run(uploads.receive("log.csv", said, _parts(*parts)))
    assert refused.value.problem.status == status
    assert [*tmp_path.glob("*/*")] == []


def test_uploads_are_gone_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    uploads = Uploads()
    kept = [asyncio.run(uploads.receive("log.csv", None, _parts(b"x"))) for _ in range(6)]
    assert [one.path.exists() for one in kept] == [False, False, True, True, True, True]
    uploads.drop(kept[-1].id)
    assert not kept[-1].path.exists()
    del uploads
    assert list(tmp_path.iterdir()) == []


def test_an_upload_in_use_stays_until_nobody_uses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    uploads = Uploads()

    def sent(count: int) -> list[Path]:
        return [asyncio.run(uploads.receive("log.csv", None, _parts(b"x"))).path for _ in range(count)]

    first = asyncio.run(uploads.receive("log.csv", None, _parts(b"x")))
    with uploads.using(first.id):
        with uploads.using(first.id):
            more = sent(5)
            assert [path.exists() for path in (first.path, *more)] == [True, False, False, True, True, True]
        uploads.drop(first.id)
        with pytest.raises(ProblemError), uploads.using(first.id):
            pass
        assert first.path.exists()
    assert [path.exists() for path in (first.path, *more)] == [False, False, False, True, True, True]


@pytest.mark.parametrize(
    ("sent", "name"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\log.csv", "log.csv"), ("..", "events"), ("", "events"), (".hidden.csv", "hidden.csv")],
)
def test_the_name_of_a_file_is_never_a_path(sent: str, name: str) -> None:
    assert safe_name(sent) == name
    assert len(os.fsencode(safe_name("ü" * 300 + ".csv.gz"))) < 200
    assert safe_name("ü" * 300 + ".csv.gz").endswith(".csv.gz")
