"""Which RPJMD indicators the editor offers, in which order, and why; one click takes one."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opd.content import with_content
from opd.models import Program
from opd.queries.suggestions import Suggestion, suggest_indicators
from rpjmd.models import Element, Indicator, Level
from tests.cast import Cast, build_program, submitted_program
from tests.opd.editor_posts import EditorClient, read_form, stored
from tests.opd.reading import text_of
from workspace.models import Agency, Membership

SignIn = Callable[[Membership], Client]


def add(cast: Cast, code: str, name: str, text: str = "x", agency: Agency | None = None) -> None:
    element = Element.objects.create(
        version=cast.rpjmd, level=Level.OBJECTIVE, code=f"S-{code}", text=text
    )
    Indicator.objects.create(
        version=cast.rpjmd, element=element, code=code, name=name, agency=agency
    )


def suggested(program: Program) -> list[Suggestion]:
    fresh = with_content(Program.objects.all()).get(pk=program.pk)
    indicators = Indicator.objects.filter(version__plan=program.plan_id).select_related("element")
    return suggest_indicators(fresh, list(indicators))


def codes(found: list[Suggestion]) -> list[str]:
    return [one.indicator.code for one in found]


def test_what_the_program_speaks_of_comes_first_with_the_words(cast: Cast) -> None:
    add(cast, "A", "Cakupan jaringan irigasi")
    add(cast, "B", "Waktu rujukan rumah sakit", "Mutu pelayanan")
    add(cast, "C", "Kepuasan pasien puskesmas")
    found = suggested(build_program(cast))
    assert codes(found) == ["C", "B"]
    assert found[0].reasons[0].startswith("kata yang sama: ")
    assert set(found[0].reasons[0].removeprefix("kata yang sama: ").split(", ")) == {
        "kepuasan",
        "pasien",
        "puskesmas",
    }


def test_what_it_measures_counts_too(cast: Cast) -> None:
    add(cast, "A", "Usia harapan", "Rujukan pasien puskesmas ke rumah sakit")
    assert codes(suggested(build_program(cast))) == ["A"]


def test_the_agencys_own_indicators_are_offered(cast: Cast) -> None:
    add(cast, "A", "Prevalensi stunting", agency=cast.dinkes)
    add(cast, "B", "Prevalensi kusta", agency=cast.dishub)
    (only,) = suggested(build_program(cast))
    assert (only.indicator.code, only.reasons) == ("A", ["indikator OPD Anda"])


def test_what_others_of_the_dimension_link_to_is_offered_without_naming_them(cast: Cast) -> None:
    submitted_program(cast, "Rahasia")  # linked to IKU-01, as every complete program of the cast
    own = build_program(cast, "Kosong", complete=False, actor=cast.stranger, agency=cast.dishub)
    (only,) = suggested(own)
    assert (only.indicator.code, only.reasons) == (
        "IKU-01",
        [f"ditautkan program lain di {own.sub_dimension.dimension.name}"],
    )


def test_a_draft_of_another_agency_tells_nothing(cast: Cast) -> None:
    build_program(cast, "Rahasia")
    own = build_program(cast, "Kosong", complete=False, actor=cast.stranger, agency=cast.dishub)
    assert suggested(own) == []


def test_another_regions_links_tell_nothing(cast: Cast) -> None:
    submitted_program(cast)
    foreign = Program.objects.create(
        plan=cast.foreign_plan,
        lead_agency=cast.foreign_agency,
        sub_dimension=cast.sub_dimension("LIV-2"),
        number=1,
        name="Kosong",
    )
    assert suggested(foreign) == []


def test_what_is_linked_is_not_offered_again(cast: Cast) -> None:
    assert "IKU-01" not in codes(suggested(build_program(cast)))


def test_one_query_however_many_indicators(cast: Cast) -> None:
    program = with_content(Program.objects.all()).get(pk=build_program(cast).pk)
    counts = []
    for number in (1, 300):
        for place in range(number):
            add(cast, f"X{number}-{place}", f"Kepuasan pasien {place}", "Rumah sakit")
        rows = list(Indicator.objects.filter(version=cast.rpjmd).select_related("element"))
        with CaptureQueriesContext(connection) as queries:
            assert suggest_indicators(program, rows)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_the_editor_shows_why(cast: Cast, sign_in: SignIn) -> None:
    add(cast, "C", "Kepuasan pasien puskesmas")
    program = build_program(cast)
    url = cast.plan.url("opd:section", pk=program.pk, section="alignment")
    words = text_of(sign_in(cast.owner).get(url))
    assert "C Kepuasan pasien puskesmas" in words
    assert "kata yang sama: " in words


def test_one_click_adds_it_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    add(cast, "C", "Kepuasan pasien puskesmas")
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "alignment")
    page = editor.post(
        {
            "add": "alignments.rpjmd_indicator=C Kepuasan pasien puskesmas",
            "alignments-0-reason": "Sedang diketik",
        }
    )
    shown = read_form(page.content.decode())
    assert (shown["alignments-0-reason"], shown["alignments-1-rpjmd_indicator"]) == (
        ["Sedang diketik"],
        ["C Kepuasan pasien puskesmas"],
    )
    assert "Mungkin berkaitan" not in text_of(page)  # nothing else is left to offer
    assert len(stored(program, "alignment")["alignments"]) == 1
    editor.client.post(editor.url, shown)
    rows = stored(program, "alignment")["alignments"]
    assert [row["rpjmd_indicator"] for row in rows] == ["IKU-01", "C"]


def test_it_fills_the_row_that_is_still_empty(cast: Cast, sign_in: SignIn) -> None:
    add(cast, "C", "Kepuasan pasien puskesmas")
    program = build_program(cast, "Kepuasan pasien", complete=False)
    editor = EditorClient(sign_in(cast.owner), program, "alignment")
    page = editor.post({"add": "alignments.rpjmd_indicator=C Kepuasan pasien puskesmas"})
    shown = read_form(page.content.decode())
    assert shown["alignments-0-rpjmd_indicator"] == ["C Kepuasan pasien puskesmas"]
    assert "alignments-1-rpjmd_indicator" not in shown
