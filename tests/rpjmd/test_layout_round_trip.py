"""Untidy files of any kind: import, export and import again give the same content."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rpjmd.content import RpjmdContent
from rpjmd.importing.composing import compose
from rpjmd.importing.draft import Draft
from rpjmd.importing.layouts.reading import read_layouts
from rpjmd.importing.layouts.sheet import Context
from rpjmd.importing.layouts.writing import layout_workbook
from rpjmd.importing.outcome import new_content
from rpjmd.importing.workbook import build_sheet, read_sheets
from rpjmd.models import Level
from tests.rpjmd.workbooks import RENSTRA_HEADS
from workspace.models import Plan, Region

AGENCIES = {"dinkes": "Dinkes", "dinas kesehatan": "Dinkes", "diskominfo": "Diskominfo"}
PLAN = Plan(region=Region(name="Uji"), start_year=2026, end_year=2030)
CONTEXT = Context(PLAN.years, AGENCIES)

blanks = st.sampled_from(["", " ", "\u00a0", "  "])
names = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40
).filter(lambda text: any(letter.isalpha() for letter in text))
nothing = st.sampled_from([None, "", 0, "-", "–", "0", "\u00a0", "n/a"])
values = st.one_of(
    nothing,
    st.sampled_from(["85%", "BB", "WTP", "1.250,5", "1.250", "1.250.000", "85.5", "≥ 90", "2 dok"]),
    st.integers(-5, 10**7),
    st.floats(-1000, 10**6, allow_nan=False),
    names,
)
money = st.one_of(
    nothing,
    st.integers(0, 10**12),
    st.floats(0, 10**9, allow_nan=False),
    st.sampled_from(["1.250.000", "Rp 1,25 M", "Rp. 500 juta", "1250,50", "banyak", "-5"]),
)


@st.composite
def codes(draw: st.DrawFn) -> Any:
    """A code as people leave it: as a number, without zeros, in small letters, with blanks."""
    field = draw(st.sampled_from(["1.03", "2.16", "X.XX", "3.30"]))
    depth = draw(st.integers(1, 5))
    tail = [f"{draw(st.integers(1, 3)):02}", f"2.{draw(st.integers(1, 2)):02}", "0001"]
    code = field[0] if depth == 1 else ".".join([field, *tail[: depth - 2]])
    if depth < 3 and "X" not in code and draw(st.booleans()):
        return float(code)
    spelled = draw(st.sampled_from([code, code.lower(), f"{code}.", code.replace(".0", ".")]))
    return f"{draw(blanks)}{spelled}{draw(blanks)}"


@st.composite
def renstra_rows(draw: st.DrawFn) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for _number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["element", "element", "more", "blank", "total", "heads"]))
        if kind == "blank":
            rows.append([draw(nothing) for _head in RENSTRA_HEADS])
        elif kind == "total":
            rows.append(["Jumlah", None, None, None, None, None, *[draw(money)] * 10])
        elif kind == "heads":
            rows.append(list(RENSTRA_HEADS))
        else:
            code, name = (draw(codes()), draw(names)) if kind == "element" else (None, None)
            rows.append(
                [
                    draw(st.one_of(nothing, names)),
                    code,
                    name,
                    draw(st.one_of(nothing, names)),
                    draw(st.one_of(nothing, names, st.just("1. Satu\n2. Dua"))),
                    *(draw(values) for _value in range(6)),
                    *(draw(money) for _year in range(5)),
                    draw(st.one_of(nothing, names)),
                    draw(st.one_of(nothing, names)),
                ]
            )
    return rows


def read(rows: list[list[Any]]) -> Draft:
    cells = [["" if value is None else value for value in row] for row in rows]
    sheet = {"name": "Lembar", "rows": cells, "percents": [], "hollow": []}
    return read_layouts([build_sheet(sheet)], CONTEXT)


def load(draft: Draft, choose: Any = 0) -> RpjmdContent:
    """The content with every doubt answered, as a person would answer it."""
    answers = {doubt.id: doubt.choices[choose][0] for doubt in draft.doubts}
    return compose(new_content(PLAN), draft.decided(answers), set(AGENCIES.values())).content


def again(name: str, content: RpjmdContent) -> RpjmdContent:
    sheets = read_sheets(layout_workbook(name, content, []))
    draft = read_layouts(sheets, CONTEXT)
    assert (draft.refused, draft.doubts) == ([], [])
    return load(draft)


@given(renstra_rows(), st.sampled_from([0, 1]))
@settings(max_examples=25, deadline=None)
def test_what_an_untidy_renstra_holds_survives_its_export(
    rows: list[list[Any]], choice: int
) -> None:
    draft = read([["RENSTRA", None], list(RENSTRA_HEADS), *rows])
    content = load(draft, choice)
    assert again("renstra", content) == content


@given(renstra_rows())
@settings(max_examples=40, deadline=None)
def test_every_row_is_taken_doubtful_refused_or_left_out(rows: list[list[Any]]) -> None:
    draft = read([list(RENSTRA_HEADS), *rows])
    told = [row for entry in draft.entries for row in entry["rows"]]
    told += [problem.row for problem in [*draft.refused, *draft.skipped]]
    assert len(told) == len(set(told))
    said = {
        number
        for number, row in enumerate(rows, 2)
        if any(str(cell or 0).strip() not in ("", "-", "–", "0", "n/a") for cell in row[1:])
    }
    assert said <= set(told)


TABLE_HEADS = [
    *("KODE", "TUJUAN/SASARAN", "INDIKATOR", "SATUAN", "FORMULA", "SUMBER", "OPD"),
    *("KONDISI AWAL 2024", "2026", "2027", "2028", "2029", "2030", "KONDISI AKHIR", "IKU"),
]


@st.composite
def table_rows(draw: st.DrawFn) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for number in range(draw(st.integers(1, 4))):
        rows.append([f"{number + 1}", draw(names), *figures(draw)])
        for place in range(draw(st.integers(0, 3))):
            code = f"{number + 1}.{place + 1}"
            rows.append([draw(st.sampled_from([code, None])), draw(names), *figures(draw)])
    return rows


def figures(draw: st.DrawFn) -> list[Any]:
    return [
        draw(st.one_of(nothing, names)),
        draw(st.one_of(nothing, names)),
        draw(st.one_of(nothing, names)),
        draw(st.one_of(nothing, names)),
        draw(st.sampled_from([None, "Dinkes", "dinas kesehatan", "Dinas Ajaib"])),
        *(draw(values) for _value in range(7)),
        draw(st.sampled_from([None, "Ya", "v", "-"])),
    ]


@given(table_rows())
@settings(max_examples=25, deadline=None)
def test_what_an_untidy_table_holds_survives_its_export(rows: list[list[Any]]) -> None:
    content = load(read([list(TABLE_HEADS), *rows]))
    assert again("tables", content) == content


def test_a_table_that_comes_back_to_an_earlier_tujuan_survives_its_export() -> None:
    named = [("T1", "Satu"), ("T2", "Dua"), ("T1", "Satu"), ("S9", "Tiga"), ("T2", "Dua")]
    rows = [[code, name, *[None] * 13] for code, name in [*named, ("S8", "Empat")]]
    content = load(read([list(TABLE_HEADS), *rows]))
    parents = {row["code"]: row["parents"] for row in content["elements"]}
    assert parents == {"T1": [], "T2": [], "S9": ["T1"], "S8": ["T2"]}
    assert again("tables", content) == content


@given(
    st.lists(
        st.tuples(st.sampled_from(["Tujuan", "sasaran "]), names, st.one_of(nothing, names)),
        min_size=1,
        max_size=6,
    )
)
@example([("Tujuan", "A", ""), ("Tujuan", "B", ""), ("Tujuan", "A", ""), ("sasaran ", "C", "")])
@settings(max_examples=25, deadline=None)
def test_what_a_list_of_tujuan_and_sasaran_holds_survives_its_export(rows: Any) -> None:
    heads = ["KELOMPOK", "TUJUAN/SASARAN", "INDIKATOR", "KETERANGAN"]
    content = load(read([heads, *([*row, None] for row in rows)]))
    assert again("chain", content) == content


def test_programs_of_the_rpjmd_survive_their_export() -> None:
    heads = ["KODE", "BIDANG/PROGRAM", "INDIKATOR", "SATUAN", "KONDISI AWAL"]
    heads += ["TARGET 2026", "PAGU 2026", "TARGET 2027", "PAGU 2027", "KONDISI AKHIR", "OPD"]
    rows: list[Any] = [
        ["2", "Urusan wajib", *[None] * 9],
        [2.16, "Bidang", *[None] * 9],
        ["2.16.03", "Program", "Layanan", "persen", 46, "52%", 1.5e9, "60%", 2e9, "92%", "Dinkes"],
        [None, None, "Aplikasi", "buah", "-", 2, None, 3, None, 5, None],
    ]
    content = load(read([heads, *rows]))
    program = content["elements"][-1]
    assert (program["level"], program["parents"], program["ceilings"], program["agency"]) == (
        Level.PROGRAM,
        ["2.16"],
        {"2026": "1500000000.00", "2027": "2000000000.00"},
        "Dinkes",
    )
    assert again("programs", content) == content


def test_a_program_of_two_agencies_stays_two_and_survives_its_export() -> None:
    heads = ["KODE", "PROGRAM", "INDIKATOR", "TARGET 2026", "PAGU 2026", "OPD"]
    rows = [
        ["1.03.10", "Jalan", "Mantap", "1", 5, "Dinkes"],
        ["1.03.10", "Jalan", "Mantap", "2", 7, "Diskominfo"],
        ["x.xx.01", "Penunjang", "Nilai", "3", 8, "Dinkes"],
        ["x.xx.01", "Penunjang", "Nilai", "4", 9, "Diskominfo"],
    ]
    draft = read([heads, *rows])
    content = load(draft)
    found = {row["code"]: row["ceilings"]["2026"] for row in content["elements"]}
    assert (draft.doubts, found) == (
        [],
        {
            "1.03.10": "5.00",
            "1.03.10/Diskominfo": "7.00",
            "X.XX.01/Dinkes": "8.00",
            "X.XX.01/Diskominfo": "9.00",
        },
    )
    assert again("programs", content) == content


def test_the_sheet_of_one_agency_takes_nothing_from_another() -> None:
    title = ["RENSTRA DISKOMINFO"]
    stored = load(read([["RENSTRA DINKES"], RENSTRA_HEADS, [None, "1.03.10", "Jalan"]]))
    rows = [[None, "1.03.10", "Jalan kota"], [None, "1.03.10.2.01", "Kegiatan"]]
    draft = read([title, RENSTRA_HEADS, *rows])
    content = compose(stored, draft.decided({}), set(AGENCIES.values())).content
    assert [(row["code"], row["agency"], row["text"]) for row in content["elements"]] == [
        ("1.03.10", "Dinkes", "Jalan"),
        ("1.03.10.2.01", "Diskominfo", "Kegiatan"),
        ("1.03.10/Diskominfo", "Diskominfo", "Jalan kota"),
    ]
    assert content["elements"][1]["parents"] == ["1.03.10/Diskominfo"]
