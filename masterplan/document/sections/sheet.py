"""A program's sheet (F5 of the guide): everything that its agency entered, on its own pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256

from masterplan.document import wording
from masterplan.document.blocks import Block, Context, Entry
from masterplan.document.frozen import Frozen, Json, Program
from masterplan.document.tables import Column, row, table, text, year_columns


def sheet(program: Program, frozen: Frozen) -> Block:
    """The block of one program. Its part depends on nothing but the program itself and the names
    that it refers to, so that an edit elsewhere leaves it stored."""
    return Block(
        slug=program.anchor.lower(),
        title=f"Program {program.code} {program.name}",
        template="document/blocks/sheet.html",
        context={
            "anchor": program.anchor,
            "code": program.code,
            "name": program.name,
            "state": _state(program, frozen),
            "is_quick_win": program.is_quick_win,
            "facts": list(facts(program, frozen)),
            "texts": list(texts(program)),
            "tables": [made for made in sheet_tables(program, frozen) if made["rows"]],
        },
        alone=True,
        entry=Entry(program.anchor, program.code, program.name, 3),
    )


def _state(program: Program, frozen: Frozen) -> Context | None:
    """Drafts say of each program where it stands."""
    if not frozen.is_draft:
        return None
    return {"value": program.state, "label": wording.state(program.state)}


def facts(program: Program, frozen: Frozen) -> Iterator[list[Context]]:
    """Lines of label and value, short ones two to a line; what nobody entered is left out."""
    identity = program.row["identity"]
    long = _given(
        ("OPD penanggung jawab", frozen.agency_name(program.lead)),
        ("Subdimensi", _sub_dimension(program, frozen)),
    )
    short = _given(
        ("Kode nomenklatur", identity["nomenclature_code"]),
        ("Periode", wording.period(identity)),
        ("Jangka waktu", wording.horizon(identity["horizon"])),
        ("Status program", wording.novelty(identity["novelty"])),
    )
    rest = _given(
        ("Lokasi", location(program, frozen)),
        ("OPD pendukung", ", ".join(program.supporting)),
        ("Mitra", "; ".join(_partner(partner) for partner in identity["partners"])),
        ("Pagu indikatif", f"Rp{wording.millions(program.total)} juta" if program.total else ""),
    )
    yield from ([fact] for fact in long)
    yield from (short[place : place + 2] for place in range(0, len(short), 2))
    yield from ([fact] for fact in rest)


def _given(*facts: tuple[str, str]) -> list[Context]:
    return [
        {"label": label, "value": value}
        for label, value in facts
        if value and value != wording.NOTHING
    ]


def _sub_dimension(program: Program, frozen: Frozen) -> str:
    names = {code: name for row in frozen.dimension_names for code, name in row.subs}
    return f"{program.sub_dimension} {names[program.sub_dimension]}"


def _partner(partner: Json) -> str:
    contribution = partner["contribution"]
    return f"{partner['name']}: {contribution}" if contribution else str(partner["name"])


def location(program: Program, frozen: Frozen) -> str:
    activities = program.row["activities"]
    if activities["covers_region"]:
        return "Seluruh wilayah"
    names = [frozen.row["districts"].get(code, code) for code in activities["districts"]]
    return f"Kecamatan {', '.join(names)}" if names else ""


def texts(program: Program) -> Iterator[Context]:
    """The program in words (Markdown)."""
    for key, title in (
        ("problem", "Masalah"),
        ("objective", "Sasaran program"),
        ("description", "Uraian"),
        ("beneficiaries", "Penerima manfaat"),
    ):
        if body := program.row["objective"][key]:
            yield {"title": title, "body": body}


def sheet_tables(program: Program, frozen: Frozen) -> Iterator[Context]:
    yield activity_table(program)
    yield indicator_table(program, frozen.years)
    yield budget_table(program, frozen.years)
    yield alignment_table(program, frozen)


def activity_table(program: Program) -> Context:
    columns = [
        Column("Kode", 14),
        Column("Kegiatan"),
        Column("Keluaran", 25),
        Column("Jenis", 12),
        Column("Tahun", 12),
    ]
    rows = [
        row(
            columns,
            [
                wording.given(activity["code"]),
                activity["name"],
                wording.given(activity["output"]),
                wording.short_family(activity["family"]),
                wording.period(activity),
            ],
        )
        for activity in program.activities
    ]
    return table(columns, rows, title="Kegiatan")


def indicator_table(program: Program, years: range) -> Context:
    columns = [
        Column("Indikator"),
        Column("Satuan", 10),
        Column("Kondisi awal", 11, is_number=True),
        *year_columns(years, _year_width(years, 50)),
    ]
    rows = [_indicator_row(columns, indicator, years) for indicator in program.indicators]
    return table(columns, rows, title="Indikator dan target")


def _year_width(years: range, share: int) -> int:
    return max(4, share // len(years))


def _indicator_row(columns: list[Column], indicator: Json, years: range) -> Context:
    name = text(indicator["name"])
    name["detail"] = " · ".join(
        words
        for words in (
            wording.level(indicator["level"]) if indicator["level"] else "",
            f"Sumber: {indicator['data_source']}" if indicator["data_source"] else "",
        )
        if words
    )
    baseline = text(wording.given(indicator["baseline"]))
    if indicator["baseline_year"]:
        baseline["detail"] = f"({indicator['baseline_year']})"
    targets = [wording.given(indicator["targets"].get(str(year), "")) for year in years]
    return row(columns, [name, wording.unit(indicator), baseline, *targets])


def budget_table(program: Program, years: range) -> Context:
    columns = [
        Column("Sumber dana"),
        *year_columns(years, _year_width(years, 60)),
        Column("Jumlah", 15, is_number=True),
    ]
    rows = [
        _budget_row(columns, wording.source(source), amounts, years)
        for source, amounts in program.amounts.items()
    ]
    if len(rows) > 1:
        sums = {
            year: sum((row.get(year, Decimal()) for row in program.amounts.values()), Decimal())
            for year in years
        }
        rows.append(_budget_row(columns, "Jumlah", sums, years, "total"))
    return table(columns, rows, title="Pagu indikatif menurut sumber dana", unit="juta rupiah")


def _budget_row(
    columns: list[Column], name: str, amounts: Mapping[int, Decimal], years: range, kind: str = ""
) -> Context:
    cells = [wording.millions(amounts.get(year, Decimal())) for year in years]
    return row(columns, [name, *cells, wording.millions(sum(amounts.values(), Decimal()))], kind)


def alignment_table(program: Program, frozen: Frozen) -> Context:
    columns = [
        Column("Kode", 10),
        Column("Indikator RPJMD", 32),
        Column("Kontribusi", 13),
        Column("Alasan"),
    ]
    rows = [
        row(
            columns,
            [
                {**text(link["rpjmd_indicator"]), "to": rpjmd_anchor(link["rpjmd_indicator"])}
                if link["rpjmd_indicator"] in frozen.rpjmd_indicators
                else link["rpjmd_indicator"],
                rpjmd_name(frozen, link["rpjmd_indicator"]),
                wording.contribution(link["contribution"]),
                wording.given(link["reason"]),
            ],
        )
        for link in program.alignments
    ]
    return table(columns, rows, title="Keterkaitan dengan RPJMD")


def rpjmd_name(frozen: Frozen, code: str) -> str:
    """The indicator's name; a link to an indicator of an older version keeps its code alone."""
    indicator = frozen.rpjmd_indicators.get(code)
    return str(indicator["name"]) if indicator else wording.NOTHING


def rpjmd_anchor(code: str) -> str:
    """Where the annex speaks of an RPJMD indicator. Codes may hold anything that people type."""
    return f"rpjmd-{sha256(code.encode()).hexdigest()[:12]}"
