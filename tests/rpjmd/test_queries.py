from django.test import TestCase

from rpjmd.models import Element, Level
from rpjmd.queries import current_version, read_rpjmd
from tests.cast import Cast


def test_it_reads_the_whole_version_as_one_value(cast: Cast) -> None:
    assert read_rpjmd(cast.rpjmd) == {
        "name": "RPJMD contoh",
        "label": "Murni",
        "start_year": 2025,
        "end_year": 2030,
        "vision": "Sejahtera",
        "regulation": "",
        "remark": "",
        "elements": [
            {
                "level": "mission",
                "code": "M1",
                "text": "Layanan dasar",
                "parents": [],
                "agency": "",
                "nomenclature_code": "",
                "objective": "",
                "ceilings": {},
                "location": "",
                "remark": "",
            },
            {
                "level": "objective",
                "code": "S1",
                "text": "Derajat kesehatan meningkat",
                "parents": ["M1"],
                "agency": "",
                "nomenclature_code": "",
                "objective": "",
                "ceilings": {},
                "location": "",
                "remark": "",
            },
        ],
        "indicators": [
            {
                "code": "IKU-01",
                "name": "Umur Harapan Hidup",
                "element": "S1",
                "is_headline": True,
                "unit": "tahun",
                "direction": "increase",
                "adds_up": False,
                "formula": "",
                "data_source": "",
                "agency": "",
                "baseline_year": 2024,
                "baseline": "73,66",
                "targets": {"2026": "73,9"},
                "final": "",
                "remark": "",
            }
        ],
    }


def test_it_reads_in_the_same_number_of_queries_whatever_the_size(cast: Cast) -> None:
    def add(code: str) -> None:
        element = Element.objects.create(
            version=cast.rpjmd, level=Level.OBJECTIVE, code=code, text="Contoh", agency=cast.dinkes
        )
        element.parents.add(cast.rpjmd.elements.get(code="M1"))
        indicator = cast.rpjmd.indicators.create(element=element, code=f"I-{code}", name="Contoh")
        indicator.targets.create(year=2026, text="1")

    with TestCase().assertNumQueries(4):
        read_rpjmd(cast.rpjmd)
    add("S2")
    add("S3")
    with TestCase().assertNumQueries(4):
        read_rpjmd(cast.rpjmd)


def test_a_plan_without_an_rpjmd_has_no_current_version(cast: Cast) -> None:
    cast.rpjmd.delete()
    assert current_version(cast.plan) is None


def test_the_current_version_is_the_one_in_force(cast: Cast) -> None:
    cast.plan.rpjmd_versions.create(
        name="RPJMD lama", label="Lama", start_year=2020, end_year=2024, is_current=False
    )
    assert current_version(cast.plan) == cast.rpjmd
