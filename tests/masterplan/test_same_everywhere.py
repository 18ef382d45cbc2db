"""The same plan gives the same document on every database.

Databases differ in the keys that they give, in how they sort words and in how they return numbers.
None of it may reach the document: the content is compared with what is written down here, and the
document with one whose keys are all others.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from masterplan.document import compose
from masterplan.freeze import read_plan, read_program
from opd.content import read_with_rows
from opd.models import Program
from tests.cast import Cast, build_agency, build_program, complete_content
from tests.masterplan.plans import fill
from workspace.fingerprints import canonical_json
from workspace.models import District

pytestmark = pytest.mark.django_db

# In the order of code points, which is no language's order.
AGENCIES = ["Badan A", "Dinas-B", "Dinas B", "Zona", "apel", "Écriture", "Üb"]


def without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: without_keys(inner)
            for name, inner in value.items()
            if name not in ("id", "program_indicator")
        }
    return [without_keys(inner) for inner in value] if isinstance(value, list) else value


def other_keys(value: Any) -> Any:
    """The content as another database would have numbered its rows."""
    if isinstance(value, dict):
        return {
            name: 7 * inner + 1000
            if name in ("id", "program_indicator") and isinstance(inner, int)
            else other_keys(inner)
            for name, inner in value.items()
        }
    return [other_keys(inner) for inner in value] if isinstance(value, list) else value


def test_no_key_of_the_database_reaches_the_document(cast: Cast) -> None:
    fill(cast)
    for is_draft in (True, False):
        content = read_plan(cast.plan, include_unapproved=is_draft)
        elsewhere = canonical_json(other_keys(content))
        assert elsewhere != canonical_json(content)
        assert compose(elsewhere).parts == compose(canonical_json(content)).parts


def test_agencies_and_districts_stand_in_an_order_that_no_database_chooses(cast: Cast) -> None:
    for name in reversed(AGENCIES):
        build_agency(cast.plan.region, name, name)
    content = read_plan(cast.plan, include_unapproved=True)
    names = [row["name"] for row in content["agencies"] if row["name"] in AGENCIES]
    assert names == sorted(AGENCIES)
    District.objects.create(region=cast.plan.region, code="35.28.2", name="Z")
    text = canonical_json(read_plan(cast.plan, include_unapproved=True))
    assert list(json.loads(text)["districts"]) == sorted(json.loads(text)["districts"])


def test_a_programs_content_is_this_to_the_letter(cast: Cast) -> None:
    name = "Uji ≥ 90 “kutip” é"
    budgets = {"apbd_kabupaten": {"2026": "1250000000.50", "2027": "3"}}
    program = build_program(cast, name, budget={"budgets": budgets})
    ((stored, rows),) = read_with_rows(Program.objects.filter(pk=program.pk))
    entered = complete_content(program)
    found = json.loads(canonical_json(without_keys(read_program(stored, rows))))
    assert (found["code"], found["state"], found["lead"]) == ("LIV-01", "draf", "Dinkes")
    assert found["budget"] == {"budgets": budgets}
    assert found["identity"] == {**entered["identity"], "name": name}
    assert found["objective"] == entered["objective"]
    assert found["activities"] == entered["activities"]
    assert [row["targets"] for row in found["indicators"]["indicators"]] == [
        row["targets"] for row in entered["indicators"]["indicators"]
    ]
