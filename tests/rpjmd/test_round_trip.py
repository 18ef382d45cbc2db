"""What is written to a workbook, or to the tables, is read back as it was."""

from copy import deepcopy

from hypothesis import HealthCheck, given, settings

from rpjmd.actions import import_rpjmd
from rpjmd.content import RpjmdContent, clean_content
from rpjmd.importing import rpjmd_workbook
from rpjmd.importing.reading import Reading, read_content
from rpjmd.importing.workbook import build_sheet, read_sheets
from rpjmd.importing.writing import content_sheets
from rpjmd.queries import read_rpjmd
from tests.cast import Cast
from tests.rpjmd.contents import AGENCIES, contents
from workspace.access import OPERATOR
from workspace.models import Agency

OFFICES = [Agency(short_name=name, name=f"Dinas {name}") for name in AGENCIES]


@given(contents())
@settings(max_examples=10)
def test_a_workbook_gives_back_the_content_that_was_written(content: RpjmdContent) -> None:
    assert read_content(read_sheets(rpjmd_workbook(content)), OFFICES) == Reading(content)


@given(contents())
@settings(max_examples=80)
def test_the_layout_gives_back_the_content_that_was_laid_out(content: RpjmdContent) -> None:
    sheets = [
        build_sheet({"name": name, "rows": rows, "percents": [], "hollow": []})
        for name, rows in content_sheets(content).items()
    ]
    assert read_content(sheets, OFFICES) == Reading(content)


@given(contents())
@settings(max_examples=12, suppress_health_check=[*HealthCheck])
def test_the_tables_give_back_the_content_that_was_loaded(
    cast: Cast, content: RpjmdContent
) -> None:
    version = import_rpjmd(plan=cast.plan, actor=OPERATOR, content=deepcopy(content))
    assert read_rpjmd(version) == content


@given(contents())
@settings(max_examples=80)
def test_cleaning_clean_content_changes_nothing(content: RpjmdContent) -> None:
    assert clean_content(deepcopy(content)) == content
