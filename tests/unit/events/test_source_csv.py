"""CSV and TSV as sources of events."""

import csv
import gzip
import io
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.source_reading import opened, refused

from desireline.events.sources.rows import TRIMMED

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEADER = "id,time,customer,name,channel,plan\n"
ROW = "e1,2026-03-02T08:00:00Z,ann,called,phone,fibre\n"


def test_the_contracts_own_names_need_no_flags(tmp_path: Path) -> None:
    source = opened(tmp_path / "log.csv", HEADER + ROW)
    assert source.rows == [
        {
            "position": 0,
            "line": 2,
            "id": "e1",
            "time_us": 1_772_438_400_000_000,
            "customer": "ann",
            "name": "called",
            "channel": "phone",
            "person": None,
            "source": "log.csv",
            "bad": None,
            "remark": 0,
            "lost": 0,
            "raw": None,
            "plan": "fibre",
        }
    ]
    assert source.source.guessed == ()
    assert source.source.rows_estimate == 1


def test_an_empty_field_is_no_value(tmp_path: Path) -> None:
    assert opened(tmp_path / "log.csv", HEADER + 'e1,2026-03-02T08:00:00Z,ann,called,,""\n').rows[0].items() >= {
        ("channel", None),
        ("plan", None),
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bytes(range(256)) * 9, "looks like a binary file"),
        (b"name,time\n" + bytes(2_000), "looks like a binary file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
        (b"SQLite format 3\0" + bytes(99), "SQLite"),
        (b"%PDF-1.7\n", "a PDF document"),
        (gzip.compress(bytes(range(256))), "looks like a binary file"),
    ],
)
def test_what_is_no_text_is_said_to_be_none(tmp_path: Path, data: bytes, said: str) -> None:
    found = refused(tmp_path / "log.csv", data)
    assert found.code == "E102"
    assert said in found.headline
    assert found.fix is not None
    assert "CSV" in found.fix.message


def test_a_byte_or_two_that_stand_in_no_text_make_no_binary_file(tmp_path: Path) -> None:
    damaged = opened(tmp_path / "log.csv", HEADER + 9 * ROW + ROW.replace("phone", "pho\0ne"))
    assert damaged.column("channel")[:9] == ["phone"] * 9


def test_a_control_character_can_be_the_delimiter(tmp_path: Path) -> None:
    assert opened(tmp_path / "log.csv", (HEADER + ROW).replace(",", "\x01"), delimiter="\x01").column("name") == ["called"]


@pytest.mark.parametrize(
    ("name", "delimiter"), [("log.csv", ","), ("log.csv", ";"), ("log.csv", "|"), ("log.tsv", "\t"), ("log.txt", "\t"), ("log.tsv", ",")]
)
def test_the_delimiter_is_told_from_the_file(tmp_path: Path, name: str, delimiter: str) -> None:
    assert opened(tmp_path / name, (HEADER + ROW).replace(",", delimiter)).column("name") == ["called"]


def test_a_wrong_delimiter_is_told_with_the_right_one(tmp_path: Path) -> None:
    found = refused(tmp_path / "log.csv", (HEADER + ROW).replace(",", ";"), delimiter=",")
    assert found.code == "E106"
    assert found.fix is not None
    assert "--delimiter ';'" in found.fix.message


@pytest.mark.parametrize(
    ("before", "delimiter", "skip"),
    [("# made by X\n", ";", 1), ("Report of March\n\n", ",", 2), ("Report, March 2026\n", ",", 1), ("Report,,,,,\n", ",", 1)],
)
def test_lines_before_the_header_are_told_and_can_be_skipped(tmp_path: Path, before: str, delimiter: str, skip: int) -> None:
    text = before + (HEADER + ROW * 2).replace(",", delimiter)
    found = refused(tmp_path / "log.csv", text)
    assert (found.code, f"line {skip + 1} seems" in found.headline, f"--skip-lines {skip} " in str(found.fix)) == ("E127", True, True)
    assert opened(tmp_path / "log.csv", text, skip_lines=skip).column("line") == [skip + 2, skip + 3]


def test_skipping_all_lines_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.csv", HEADER + ROW, skip_lines=7).code == "E127"


def test_rows_wider_than_the_header_do_not_make_a_row_the_header(tmp_path: Path) -> None:
    rows = opened(tmp_path / "log.csv", HEADER + ROW.replace("\n", ",\n") * 3).rows
    assert [row["bad"] is None for row in rows] == [False] * 3


def test_columns_aligned_with_spaces_are_refused(tmp_path: Path) -> None:
    found = refused(tmp_path / "log.txt", " customer  date  value\n 00001 19970101  1\n")
    assert (found.code, "spaces" in str(found.fix)) == ("E106", True)


def test_a_delimiter_of_two_characters_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.csv", HEADER + ROW, delimiter="||").code == "E106"


def test_columns_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    header = "time,customer,name,Variant,Variant,Variant_2,\n"
    source = opened(tmp_path / "log.csv", header + "2026-03-02T08:00:00Z,ann,called,1,2,3,4\n")
    assert source.rows[0].items() >= {("Variant", "1"), ("Variant_3", "2"), ("Variant_2", "3"), ("column_7", "4")}
    assert len(source.source.notes) == 2


def test_ragged_rows_are_set_aside_with_line_and_reason(tmp_path: Path) -> None:
    text = "time,customer,name,x\n" + "2026-03-02T08:00:00Z,ann,a,1\n" + "2026-03-02T08:00:00Z,ann\n" + "2026-03-02T08:00:00Z,ann,a,1,2\n"
    rows = opened(tmp_path / "log.csv", text).rows
    assert [(row["position"], row["line"], row["bad"]) for row in rows] == [
        (0, 2, None),
        (1, 3, "it has fewer fields than the header, which has 4"),
        (2, 4, "it has more fields than the header, which has 4"),
    ]
    assert rows[2]["raw"] == "2026-03-02T08:00:00Z,ann,a,1,2"


def test_missing_fields_are_set_aside(tmp_path: Path) -> None:
    text = "time,customer,name\n,ann,a\n2026-03-02T08:00:00Z,,a\n2026-03-02T08:00:00Z,ann,\nlater,ann,a\n"
    assert opened(tmp_path / "log.csv", text).column("bad") == [
        "it has no time in `time`",
        "it has no customer in `customer`",
        "it has no event name in `name`",
        "its time `later` is no ISO 8601 time with an offset from UTC within the years 1 to 9999",
    ]


def test_quotes_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    text = 'time,customer,name,note\n2026-03-02T08:00:00Z,"ann, b",a,"say ""hi""\nthen, go"\n2026-03-02T08:00:00Z,bob,a,x\n'
    rows = opened(tmp_path / "log.csv", text).rows
    assert [(row["customer"], row["note"], row["bad"]) for row in rows] == [
        ("ann, b", 'say "hi"\nthen, go', None),
        ("bob", "x", None),
    ]


def test_quotes_escaped_by_backslashes_and_single_quotes(tmp_path: Path) -> None:
    text = 'time,customer,name,note\n2026-03-02T08:00:00Z,ann,a,"say \\"hi\\""\n2026-03-02T08:00:00Z,bob,a,x\n'
    assert opened(tmp_path / "log.csv", text).column("note") == ['say "hi"', "x"]
    text = "time,customer,name,note\n2026-03-02T08:00:00Z,ann,a,'x, y'\n2026-03-02T08:00:00Z,bob,a,'z'\n"
    assert opened(tmp_path / "log.csv", text).column("note") == ["x, y", "z"]


def test_a_quote_that_is_never_closed_is_set_aside(tmp_path: Path) -> None:
    text = 'time,customer,name,note\n2026-03-02T08:00:00Z,ann,a,x\n2026-03-02T08:00:00Z,"bob,a,x\n2026-03-02T08:00:00Z,cat,a,x\n'
    assert [row["bad"] is None for row in opened(tmp_path / "log.csv", text).rows] == [True, False]


def test_a_quote_open_in_the_last_column_at_the_end_is_set_aside(tmp_path: Path) -> None:
    rows = opened(tmp_path / "log.csv", HEADER + ROW + ROW.replace("fibre", '"fibre') + ROW * 3).rows
    assert [row["bad"] for row in rows] == [None, "a quote that is opened in it and not closed swallowed 3 lines"]


def test_a_quote_that_swallows_many_lines_is_refused_with_its_line(tmp_path: Path) -> None:
    found = refused(tmp_path / "log.csv", HEADER + ROW * 100 + ROW.replace("fibre", '"fibre') + ROW * 19_899)
    assert (found.code, "line 102" in found.headline, "19,899 lines" in found.headline) == ("E119", True, True)


def test_a_quoted_field_of_many_lines_is_set_aside_where_quotes_go_in_pairs(tmp_path: Path) -> None:
    fields = [f'"{"x" + chr(10) * breaks}y"' for breaks in (100, 101)]
    rows = opened(tmp_path / "log.csv", HEADER + "".join(ROW.replace("fibre", field) for field in fields) + ROW).rows
    assert [row["bad"] for row in rows] == [None, "a quote that is opened in it and not closed swallowed 101 lines", None]


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [("fibre", "fibre", 2), ("ann", "ann", 2), ("phone", "fibre", None), ("ann", "fibre", None)],
)
def test_two_quotes_that_are_not_closed_lose_no_line_unseen(tmp_path: Path, first: str, second: str, lines: int | None) -> None:
    text = HEADER + ROW + ROW.replace(first, f'"{first}') + ROW + ROW.replace(second, f'"{second}') + ROW
    rows = opened(tmp_path / "log.csv", text).rows
    (bad,) = [row for row in rows if row["bad"]]
    assert sum(int(str(row["lost"])) for row in rows) + len(rows) == 5
    assert bad["line"] == 3
    assert lines is None or bad["bad"] == f"a quote that is opened in it and not closed swallowed {lines} lines"


def test_notes_of_several_lines_are_kept(tmp_path: Path) -> None:
    notes = ["a, b, c, d, e\nf", "on 2026-03-02, she said:\nwell, no", "2026-03-02\nx\n"]
    source = opened(tmp_path / "log.csv", HEADER + "".join(ROW.replace("fibre", f'"{note}"') for note in notes))
    assert source.column("plan") == notes
    assert source.column("bad") == [None] * 3


def test_blanks_around_fields_of_the_event_are_taken_off_and_properties_kept(tmp_path: Path) -> None:
    source = opened(tmp_path / "log.csv", HEADER.replace(",", " , ") + " e1, 2026-03-02T08:00:00Z ,ann\u00a0, called , , x \n" + ROW)
    fields = ("id", "customer", "name", "channel", "plan", "remark", "bad")
    assert [source.rows[0][field] for field in fields] == ["e1", "ann", "called", None, " x ", TRIMMED, None]
    assert source.column("remark") == [TRIMMED, 0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(tmp_path: Path, end: str) -> None:
    text = (HEADER + ROW + ROW.replace("ann", "bob")).replace("\n", end)
    assert opened(tmp_path / "log.csv", text).column("customer") == ["ann", "bob"]


def test_line_ends_of_several_kinds_in_one_file(tmp_path: Path) -> None:
    text = HEADER + ROW.replace("\n", "\r\n") + ROW.replace("\n", "\r") + ROW
    assert opened(tmp_path / "log.csv", text).column("bad") == [None] * 3


def test_what_spreadsheets_write_before_the_header(tmp_path: Path) -> None:
    source = opened(tmp_path / "log.csv", "sep=;\n" + (HEADER + ROW).replace(",", ";"))
    assert source.column("line") == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_encoding_is_told_from_the_file(tmp_path: Path, encoding: str) -> None:
    source = opened(tmp_path / "log.csv", (HEADER + ROW.replace("ann", "Zoë")).encode(encoding))
    assert source.column("customer") == ["Zoë"]
    assert bool(source.source.guessed) is not encoding.startswith("utf-8")


def test_an_encoding_that_is_said(tmp_path: Path) -> None:
    data = (HEADER + ROW.replace("ann", "Жанна")).encode("koi8-r")
    assert opened(tmp_path / "log.csv", data, encoding="koi8-r").column("customer") == ["Жанна"]
    assert refused(tmp_path / "log.csv", data, encoding="klingon").code == "E116"
    assert refused(tmp_path / "log.csv", b"\xff\xfe\x00", encoding="utf-16").code == "E116"


def test_rows_of_another_encoding_are_set_aside(tmp_path: Path) -> None:
    data = (HEADER + ROW.replace("ann", "Zoë")).encode() + ROW.replace("ann", "Zoë").encode("cp1252") + ROW.encode()
    assert [row["bad"] is None for row in opened(tmp_path / "log.csv", data).rows] == [True, False, True]


@pytest.mark.parametrize(("name", "pack"), [("log.csv.gz", gzip.compress), ("log.csv.zst", zstd.compress)])
def test_compressed_files_are_expanded_and_broken_ones_refused(tmp_path: Path, name: str, pack: object) -> None:
    assert callable(pack)
    data = pack((HEADER + ROW * 1000).encode())
    assert len(opened(tmp_path / name, data).rows) == 1000
    assert refused(tmp_path / name, data[:-9]).code == "E104"
    assert refused(tmp_path / name, data[:40] + b"\0\1\2\3" * 3 + data[52:]).code == "E104"
    assert refused(tmp_path / name, pack(b"")).code == "E103"


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desireline.events.sources.expanding.FREE_BYTES", 1 << 20)
    bomb = gzip.compress((HEADER + ROW).encode() + b"0,0,0,0,0,0\n" * 500_000)
    assert refused(tmp_path / "log.csv.gz", bomb).code == "E105"


def test_an_empty_file_is_refused_and_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.csv", b"").code == "E103"
    source = opened(tmp_path / "log.csv", HEADER)
    assert (source.rows, source.source.rows_estimate) == ([], 0)


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv").code == "E101"
    assert refused(tmp_path).code == "E101"


def test_a_line_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.csv", HEADER + "x" * (17 << 20)).code == "E122"


def test_a_large_field_is_kept_and_a_larger_one_set_aside(tmp_path: Path) -> None:
    text = HEADER + ROW.replace("fibre", "x" * (1 << 20)) + ROW.replace("fibre", "x" * ((1 << 20) + 1))
    rows = opened(tmp_path / "log.csv", text).rows
    assert [row["bad"] for row in rows] == [None, "it has a field that is longer than 1 MiB"]
    assert len(str(rows[1]["raw"])) == 2000


def test_texts_with_nul_and_unusual_values_are_kept(tmp_path: Path) -> None:
    text = HEADER + ROW.replace("fibre", "a\0b") + ROW.replace("fibre", "NaN") + ROW.replace("fibre", "-1")
    assert opened(tmp_path / "log.csv", text).column("plan") == ["a\0b", "NaN", "-1"]


def test_too_many_columns_are_refused_unless_those_that_matter_are_listed(tmp_path: Path) -> None:
    names = [f"x{number}" for number in range(5000)]
    text = f"time,customer,name,{','.join(names)}\n2026-03-02T08:00:00Z,ann,a,{','.join('1' * 5000)}\n"
    assert refused(tmp_path / "log.csv", text).code == "E121"
    assert opened(tmp_path / "log.csv", text, properties={"x": "x4999"}).stored == {"x": "text"}


def test_a_header_longer_than_the_first_look(tmp_path: Path) -> None:
    names = ",".join(f"x{number:050}" for number in range(3000))
    assert len(opened(tmp_path / "log.csv", f"time,customer,name,{names}\n").stored) == 3000


def test_a_name_with_wildcards_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "log1.csv").write_text(HEADER + ROW * 5)
    assert len(opened(tmp_path / "log[1]*.csv", HEADER + ROW).rows) == 1


def test_a_column_of_json_objects_gives_its_properties(tmp_path: Path) -> None:
    text = 'time,customer,name,properties\n2026-03-02T08:00:00Z,ann,a,"{""mbps"": 1.5, ""plan"": ""fibre""}"\n2026-03-02T09:00:00Z,ann,a,\n'
    source = opened(tmp_path / "log.csv", text)
    assert source.stored == {"mbps": "number", "plan": "text"}
    assert source.column("mbps") == [1.5, None]


def test_order_is_that_of_the_file_over_many_buffers(tmp_path: Path) -> None:
    lines = "".join(f"2026-03-02T08:00:00Z,c{number % 7},a,{number}{'x' * 30}\n" for number in range(200_000))
    source = opened(tmp_path / "log.csv", "time,customer,name,x\n" + lines)
    wrong = f"SELECT count(*) FROM ({source.source.sql}) WHERE p_0 NOT LIKE position || 'x%' OR line <> position + 2"
    assert source.con.execute(wrong).fetchone() == (0,)


def test_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.xlsx", b"PK\x03\x04 and so on").code == "E102"
    assert refused(tmp_path / "log.bin", b"who knows").code == "E102"


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufffd\ufeff") | st.sampled_from("\",;|\t\n\\'x"), max_size=8)


@settings(max_examples=30)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=12), delimiter=st.sampled_from(",;|\t"))
@example(rows=[("\\", '"')], delimiter=",")
def test_what_python_writes_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["time", "customer", "name", "a", "b"])
    writer.writerows(["2026-03-02T08:00:00Z", "ann", "called", *row] for row in rows)
    source = opened(tmp_path_factory.mktemp("csv") / "log.csv", file.getvalue())
    assert [(row["a"] or "", row["b"] or "", row["bad"]) for row in source.rows] == [(*row, None) for row in rows]
