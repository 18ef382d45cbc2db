"""The audit trail: who may read which entry, in plain words, with filters."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from workspace.access import OPERATOR
from workspace.actions import change_member, change_plan, create_region, import_districts
from workspace.acts import record
from workspace.models import Agency, AuditEntry, Membership, Role, User
from workspace.queries import audit_rows
from workspace.verbs import registered_verbs, verb_label

SignIn = Callable[[User | Membership], Client]
ROOT = Path(__file__).parents[2]
PACKAGES = ("workspace", "dimensions", "rpjmd", "opd", "masterplan")


def note(cast: Cast, actor: Membership, agency: Agency | None, name: str) -> AuditEntry:
    cast.plan.title = name
    return record(
        "workspace.change_plan", plan=cast.plan, actor=actor, target=cast.plan, agency=agency
    )


def names(client: Client, url: str) -> list[str]:
    return [row.entry.target_name for row in client.get(url).context["rows"]]


def test_staff_read_what_concerns_their_agency_and_administrators_all(
    cast: Cast, sign_in: SignIn
) -> None:
    url = cast.plan.url("workspace:audit")
    note(cast, cast.owner, cast.dinkes, "milik Dinkes")
    note(cast, cast.stranger, cast.dishub, "milik Dishub")
    note(cast, cast.admin, None, "umum")
    record(
        "workspace.change_plan", plan=cast.foreign_plan, actor=OPERATOR, target=cast.foreign_plan
    )
    assert names(sign_in(cast.admin), url) == ["umum", "milik Dishub", "milik Dinkes"]
    assert names(sign_in(cast.owner), url) == ["milik Dinkes"]
    assert names(sign_in(cast.stranger), url) == ["milik Dishub"]


def test_staff_choose_only_among_people_they_meet(cast: Cast, sign_in: SignIn) -> None:
    form = sign_in(cast.owner).get(cast.plan.url("workspace:audit")).context["filters"]
    offered = [str(person) for person in form.fields["person"].queryset]
    assert offered == ["Admin", "Colleague", "Other Admin", "Owner"]
    assert list(form.fields) == ["person", "verb", "since", "until", "q"]


def test_the_trail_is_filtered(cast: Cast, sign_in: SignIn) -> None:
    first = note(cast, cast.owner, cast.dinkes, "pertama")
    AuditEntry.objects.filter(pk=first.pk).update(at=first.at - timedelta(days=3))
    change_member(membership=cast.owner, actor=cast.admin, role=Role.STAFF, agency=cast.dishub)
    today = timezone.localdate(first.at)
    earlier = today - timedelta(days=2)
    client, url = sign_in(cast.admin), cast.plan.url("workspace:audit")
    moved, both = ["Owner (Dishub)"], ["Owner (Dishub)", "pertama"]
    answers = {
        f"person={cast.owner.user_id}": ["pertama"],
        f"agency={cast.dinkes.pk}": ["pertama"],
        f"agency={cast.foreign_agency.pk}": both,
        "verb=workspace.change_member": moved,
        "verb=karangan": both,
        f"since={earlier:%Y-%m-%d}": moved,
        f"until={earlier:%Y-%m-%d}": ["pertama"],
        "since=kemarin": both,
        "q=PERT": ["pertama"],
        f"q=owner&since={today + timedelta(days=2):%Y-%m-%d}": [],
    }
    for query, expected in answers.items():
        assert (query, names(client, f"{url}?{query}")) == (query, expected)


def test_changed_values_are_shown_in_words(cast: Cast) -> None:
    change_member(membership=cast.owner, actor=cast.admin, role=Role.STEWARD)
    (row,) = audit_rows(cast.admin, AuditEntry.objects.all())
    assert row.label == "Mengubah peran pengguna"
    assert [(change.label, change.before, change.after) for change in row.changes] == [
        ("agency", "Dinkes", "kosong"),
        ("peran", "Staf OPD", "Bapperida"),
    ]


def test_a_target_is_linked_only_while_the_reader_may_see_it(cast: Cast) -> None:
    change_member(membership=cast.owner, actor=cast.admin, role=Role.STAFF, agency=cast.dishub)
    entries = list(AuditEntry.objects.all())
    expected = cast.plan.url("workspace:change_member", pk=cast.owner.pk)
    assert [row.url for row in audit_rows(cast.admin, entries)] == [expected]
    assert [row.url for row in audit_rows(cast.owner, entries)] == [""]
    assert [row.url for row in audit_rows(cast.foreign_admin, entries)] == [""]


def test_what_people_typed_stays_text(cast: Cast, sign_in: SignIn) -> None:
    change_plan(
        plan=cast.plan, actor=cast.admin, title="<script>x</script>", submission_deadline=None
    )
    html = sign_in(cast.admin).get(cast.plan.url("workspace:audit")).content.decode()
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html


def test_an_operators_act_has_no_person(cast: Cast, sign_in: SignIn) -> None:
    region = create_region(code="35.26", name="Kabupaten Bangkalan", province="Jawa Timur")
    import_districts(region=region, rows=[{"code": "35.26.01", "name": "Kamal"}])
    import_districts(region=cast.plan.region, rows=[{"code": "35.28.11", "name": "Pasean"}])
    html = sign_in(cast.admin).get(cast.plan.url("workspace:audit")).content.decode()
    assert "operator" in html
    assert "Memuat daftar kecamatan" in html


def recorded_verbs() -> Iterator[str]:
    """Every verb that stands as a word in a call of `record`, `_record` or `_move`."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORDERS:
                    words = [
                        str(word.value) for word in node.args if isinstance(word, ast.Constant)
                    ]
                    yield from (word for word in words if word.split(".")[0] in PACKAGES)


RECORDERS = {"record", "_record", "_move", "_set_active"}


def test_every_verb_that_acts_record_has_a_label() -> None:
    assert sorted(set(recorded_verbs()) - registered_verbs()) == []


def test_a_verb_of_an_older_version_stays_readable() -> None:
    assert verb_label("opd.forgotten") == "opd.forgotten"


@pytest.mark.parametrize("number", [26, 60])
def test_the_trail_is_paged(cast: Cast, sign_in: SignIn, number: int) -> None:
    for place in range(number):
        note(cast, cast.admin, None, f"catatan {place}")
    client, url = sign_in(cast.admin), cast.plan.url("workspace:audit")
    assert len(names(client, url)) == 25
    assert names(client, f"{url}?page=2")[0] == f"catatan {number - 26}"
    assert len(names(client, f"{url}?page=99")) in range(1, 26)
