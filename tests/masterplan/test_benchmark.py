"""The benchmark compares the same document, and says when it has become slower."""

import pytest

from masterplan.benchmark import ratios
from masterplan.benchmark.plain import join_html, page_rules
from masterplan.rendering import Part

FIGURES = {
    "n": 60,
    "plain_s": 20.0,
    "cold_s": 5.0,
    "edit_description_s": 0.4,
    "edit_budget_s": 0.5,
    "add_program_s": 1.0,
    "plain_bytes": 1000,
    "bytes": 900,
}


def make_part(slug: str, **context: object) -> Part:
    return Part(slug, "BAB I · Satu & dua", slug, "t", context)


@pytest.fixture
def baseline(tmp_path, monkeypatch):
    monkeypatch.setattr(ratios, "BASELINE", tmp_path / "baseline.json")


def test_the_plain_document_holds_every_part_with_its_colours():
    html = (
        "<head><style>:root { --colour: #123456; --tint: #EEEEEE; }</style></head>"
        "<body>\n<p>isi</p>\n</body>"
    )
    joined = join_html([(make_part("a"), html), (make_part("b"), html)], "Judul & anak judul")
    part = (
        '<div class="part" data-chapter="BAB I · Satu &amp; dua" '
        'style="--colour: #123456; --tint: #EEEEEE;">\n<p>isi</p>\n</div>'
    )
    assert joined.count(part) == 2
    assert "<title>Judul &amp; anak judul</title>" in joined


def test_html_of_another_make_is_refused():
    with pytest.raises(ValueError, match="a is not a part"):
        join_html([(make_part("a"), "<p>isi</p>")], "Judul")


def test_a_title_is_written_into_the_running_line_as_text():
    assert r'content: "Judul \"baru\""' in page_rules('Judul "baru"')


def test_ratios_are_shares_of_the_plain_document():
    assert ratios.ratios(FIGURES) == {
        "cold": 0.25,
        "edit_description": 0.02,
        "edit_budget": 0.025,
        "add_program": 0.05,
        "bytes": 0.9,
    }


def test_a_slower_design_shows(baseline):
    ratios.save(FIGURES)
    assert ratios.worse({**FIGURES, "cold_s": 6.0}) == {}
    assert ratios.worse({**FIGURES, "cold_s": 8.0}) == {"cold": (0.25, 0.4)}


def test_there_is_nothing_to_compare_with_for_another_size(baseline):
    ratios.save(FIGURES)
    with pytest.raises(LookupError):
        ratios.worse({**FIGURES, "n": 300})
