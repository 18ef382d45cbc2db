"""Plans whose document is worth reading: three programs in every state that matters."""

from __future__ import annotations

from typing import Any

from masterplan.actions import change_narrative
from opd.actions import approve_program
from opd.models import Program
from tests.cast import Cast, build_program, submitted_program

HOSTILE_NAME = "<script>alert(1)</script> {{ 7*7 }} {% load static %} & ≥ 90"
HOSTILE_TEXT = (
    "<b>tebal</b> <img src=http://contoh.example/a.png> [tautan](http://contoh.example) "
    "{{ 6*7 }} <style>p{color:red}</style>\n\n**sungguh tebal**"
)


def approved_program(cast: Cast, name: str, **options: Any) -> Program:
    program = submitted_program(cast, name, **options)
    return approve_program(program=program, actor=cast.admin)


def fill(cast: Cast) -> None:
    """Two approved programs (one a quick win), one submitted, one draft, and some texts."""
    approved_program(cast, "Telemedisin Puskesmas", identity={"is_quick_win": True})
    approved_program(
        cast,
        HOSTILE_NAME,
        sub_dimension="GOV-1",
        objective={"description": HOSTILE_TEXT},
        identity={"sub_dimension": "GOV-1", "name": HOSTILE_NAME},
    )
    submitted_program(
        cast, "Parkir Nontunai", sub_dimension="ECO-3", identity=_eco("Parkir Nontunai")
    )
    build_program(cast, "Kampung Iklim", sub_dimension="ENV-1", complete=False)
    for key in ("pendahuluan", "strategi-GOV-1"):
        change_narrative(
            plan=cast.plan, actor=cast.admin, key=key, body=f"Naskah **{key}** dari {HOSTILE_TEXT}"
        )


def _eco(name: str) -> dict[str, Any]:
    return {"sub_dimension": "ECO-3", "name": name}
