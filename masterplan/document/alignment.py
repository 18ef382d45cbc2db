"""The facts of the alignment matrix, as a release holds them: rows go by their codes and names."""

from __future__ import annotations

from collections.abc import Iterator

from masterplan.document.frozen import Frozen, Json, Program
from opd.alignment import Facts
from opd.alignment.facts import (
    ElementFact,
    IndicatorFact,
    LinkFact,
    ProgramFact,
    ShortfallFact,
    YearShort,
)
from rpjmd.trajectory import Trajectory


def frozen_facts(frozen: Frozen) -> Facts | None:
    """The same facts as `opd.alignment.read_facts` reads of the living plan; None without an RPJMD.

    A link to an indicator that the RPJMD in force does not have counts for nothing in either.
    """
    if frozen.rpjmd is None:
        return None
    elements = frozen.rpjmd["elements"]
    return Facts(
        dimensions={row["code"]: row["name"] for row in frozen.dimensions},
        agencies={program.lead: program.lead for program in frozen.programs},
        elements=[
            ElementFact(row["code"], row["level"], row["code"], row["text"]) for row in elements
        ],
        ties=[(parent, row["code"]) for row in elements for parent in row["parents"]],
        indicators=[
            IndicatorFact(row["code"], row["element"], row["code"], row["name"])
            for row in frozen.rpjmd["indicators"]
        ],
        programs={
            program.code: program_fact(program, dimension["code"])
            for dimension in frozen.dimensions
            for program in frozen.programs_of(dimension["code"])
        },
        links=[
            LinkFact(program.code, link["rpjmd_indicator"], link["contribution"])
            for program, link in links_in_force(frozen)
        ],
        shortfalls=list(shortfalls(frozen)),
    )


def program_fact(program: Program, dimension: str) -> ProgramFact:
    number = int(program.code.rpartition("-")[2])
    return ProgramFact(
        program.code, dimension, number, program.name, program.lead, program.state, program.total
    )


def links_in_force(frozen: Frozen) -> Iterator[tuple[Program, Json]]:
    for program in frozen.programs:
        for link in program.alignments:
            code = link["rpjmd_indicator"]
            if code in frozen.rpjmd_indicators and not program.disputes(code):
                yield program, link


def shortfalls(frozen: Frozen) -> Iterator[ShortfallFact]:
    for program, link in links_in_force(frozen):
        theirs = frozen.rpjmd_indicators[link["rpjmd_indicator"]]
        for own in program.indicators:
            if own["id"] == link["program_indicator"]:
                found = Trajectory.of(own).worse_than(Trajectory.of(theirs))
                if years := tuple(YearShort(*year) for year in found):
                    yield ShortfallFact(program.code, theirs["code"], own["name"], years)
