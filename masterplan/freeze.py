"""Freezing: everything that a document shows, read at one moment and kept as canonical JSON.

    {"schema": 1, "is_draft": bool, "edition": "2023",
     "region": {"code", "slug", "name", "province", "head_title"},
     "plan": {"title", "slug", "start_year", "end_year", "is_sample"},
     "dimensions": [{"code", "name", "colour", "sub_dimensions": [{"code", "name"}]}],
     "agencies": [{"short_name", "name", "kind", "is_verified"}],
     "districts": {code: name},
     "programs": [{"id": "GOV-07", "code", "state", "lead", "disputed": [RPJMD indicator codes],
                   **opd.content.ProgramContent}],
     "rpjmd": rpjmd.content.RpjmdContent of the version in force, or null,
     "narratives": {key: Markdown}}

There is no clock in it, and nothing that is not shown or compared: the same plan gives the same
bytes on every database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Final

from django.db import connection, transaction

from dimensions.models import Dimension
from masterplan.models import Narrative, Release
from opd.content import Rows, read_content, read_with_rows
from opd.models import COUNTED, Program, ProgramState
from rpjmd.content import RpjmdContent, chain_of
from rpjmd.queries import current_version, read_rpjmd
from workspace.fingerprints import canonical_json, fingerprint
from workspace.models import Agency, District, Plan

SCHEMA: Final = 1

Content = dict[str, Any]


def freeze(plan: Plan, *, include_unapproved: bool) -> Release:
    """The release that holds the plan as it is now; the one of before when nothing changed.

    Without `include_unapproved` only approved programs are in it, otherwise all that are not
    deleted, each with its state, and the release is a draft.
    """
    with one_moment():
        content = canonical_json(read_plan(plan, include_unapproved=include_unapproved))
    release, _created = Release.objects.get_or_create(
        plan=plan,
        digest=sha256(content.encode()).hexdigest(),
        defaults={"content": content, "is_draft": include_unapproved},
    )
    return release


def shows_now(release: Release) -> bool:
    """Whether the plan is still as it was when this was frozen."""
    return release.digest == fingerprint(
        read_plan(release.plan, include_unapproved=release.is_draft)
    )


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction in which every read sees the same state of the database.

    SQLite's are so by nature. PostgreSQL is asked for it, which it allows only at the beginning
    of a transaction: inside one, the caller has chosen already.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def read_plan(plan: Plan, *, include_unapproved: bool) -> Content:
    """The content as a JSON value, in a number of queries that does not grow with the plan."""
    return {
        **read_surroundings(plan, is_draft=include_unapproved),
        "programs": read_programs(plan, include_unapproved=include_unapproved),
    }


def read_surroundings(plan: Plan, *, is_draft: bool) -> Content:
    """The content without its programs: all that one program's sheet needs beside itself."""
    region = plan.region
    return {
        "schema": SCHEMA,
        "is_draft": is_draft,
        "edition": plan.edition,
        "region": _fields(region, "code", "slug", "name", "province", "head_title"),
        "plan": _fields(plan, "title", "slug", "start_year", "end_year", "is_sample"),
        "dimensions": read_dimensions(plan),
        "agencies": [
            _fields(agency, "short_name", "name", "kind", "is_verified")
            for agency in sorted(Agency.objects.filter(region=region), key=_by_kind_and_name)
        ],
        "districts": dict(District.objects.filter(region=region).values_list("code", "name")),
        "rpjmd": read_current_rpjmd(plan),
        "narratives": dict(
            Narrative.objects.filter(plan=plan).exclude(body="").values_list("key", "body")
        ),
    }


def read_dimensions(plan: Plan) -> list[Content]:
    dimensions = Dimension.objects.of_plan(plan).prefetch_related("sub_dimensions")
    return [
        {
            **_fields(dimension, "code", "name", "colour"),
            "sub_dimensions": [
                _fields(sub, "code", "name") for sub in dimension.sub_dimensions.all()
            ],
        }
        for dimension in dimensions
    ]


def read_current_rpjmd(plan: Plan) -> RpjmdContent | None:
    version = current_version(plan)
    return chain_of(read_rpjmd(version)) if version else None


def read_programs(plan: Plan, *, include_unapproved: bool) -> list[Content]:
    """Every program with its whole content, in the order of dimensions and numbers."""
    programs = Program.objects.of_plan(plan)
    if not include_unapproved:
        programs = programs.filter(state=ProgramState.APPROVED)
    return [read_program(program, rows) for program, rows in read_with_rows(programs)]


def read_program(program: Program, rows: Rows) -> Content:
    """One program; its code is the `id` by which two releases pair it."""
    return {
        "id": program.code,
        "code": program.code,
        "state": program.state,
        "lead": program.lead_agency.short_name,
        "disputed": sorted(code for code, link in rows.alignments if link.state not in COUNTED),
        **read_content(program, rows),
    }


def _by_kind_and_name(agency: Agency) -> tuple[str, str]:
    """Sorted here, because each database sorts words in the manner of its own language."""
    return agency.kind, agency.name


def _fields(row: Any, *names: str) -> Content:
    return {name: getattr(row, name) for name in names}
