"""Every address, asked by everybody.

The test walks the URL resolver. An address that the table below does not know fails the suite, so a
new page cannot be forgotten. "Opens" means anything but 403, 404 and a redirect to the sign-in; who
is not named gets 404, as if the page did not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from masterplan.models import Export, ExportState
from opd.actions import approve_program, delete_program, open_thread
from rpjmd.actions import add_succession, add_value, add_version
from rpjmd.queries import read_rpjmd
from tests.cast import Cast, build_program, submitted_program
from tests.rpjmd.nomenclatures import load_both
from workspace.account_urls import closed
from workspace.models import Invitation, Plan, Role, User, hash_token

PEOPLE = (
    "owner",
    "colleague",
    "supporter",
    "stranger",
    "admin",
    "steward",
    "reviewer",
    "foreigner",
    "foreign_admin",
    "outsider",
)
STAFF = {"owner", "colleague", "supporter", "stranger"}
MEMBERS = STAFF | {"admin", "steward", "reviewer"}
LEADERS = {"owner", "colleague"}
SEE_SUBMITTED = LEADERS | {"supporter", "admin", "steward"}
ADMIN = {"admin"}
STEWARD = {"steward"}


@dataclass(frozen=True)
class Door:
    """Whom an address opens to, and whom it tells that they may not (403) instead of 404."""

    opens_to: set[str]
    forbidden_to: set[str]
    method: str = "get"
    of: str = ""  # the object whose pk stands in the address
    kwargs: tuple[tuple[str, Any], ...] = ()


def door(
    opens_to: set[str],
    *,
    forbidden_to: set[str] | None = None,
    method: str = "get",
    of: str = "",
    **kwargs: Any,
) -> Door:
    return Door(opens_to, forbidden_to or set(), method, of, tuple(kwargs.items()))


WORKSPACE = {
    "workspace:plan_home": door(MEMBERS),
    "workspace:plan_settings": door(ADMIN),
    "workspace:member_list": door(ADMIN),
    "workspace:change_member": door(ADMIN, of="membership"),
    "workspace:deactivate_member": door(ADMIN, of="membership", method="post"),
    "workspace:reactivate_member": door(ADMIN, of="membership", method="post"),
    "workspace:invitation_list": door(ADMIN),
    "workspace:invite_member": door(ADMIN),
    "workspace:resend_invitation": door(ADMIN, of="invitation", method="post"),
    "workspace:cancel_invitation": door(ADMIN, of="invitation", method="post"),
    "workspace:notifications": door(MEMBERS),
    "workspace:mark_notifications_read": door(MEMBERS, method="post"),
    "workspace:open_notification": door({"owner"}, of="notification", method="post"),
    "workspace:audit": door(STAFF | ADMIN),
}
OPD = {
    "opd:program_list": door(MEMBERS),
    "opd:program_create": door(STAFF),
    "opd:program": door(SEE_SUBMITTED, of="program"),
    # Who may read but not change is led to the sheet.
    "opd:section": door(SEE_SUBMITTED, of="draft", section="identity"),
    "opd:section (post)": door(
        LEADERS,
        of="draft",
        section="identity",
        method="post",
        forbidden_to=SEE_SUBMITTED - LEADERS,
    ),
    "opd:program_submit": door(LEADERS, of="draft", method="post", forbidden_to={"supporter"}),
    "opd:program_delete": door(LEADERS, of="draft", forbidden_to={"supporter"}),
    "opd:program_restore": door(LEADERS, of="deleted", method="post"),
    "opd:program_return": door(ADMIN, of="program", method="post"),
    "opd:program_approve": door(ADMIN, of="program", method="post"),
    "opd:program_unlock": door(ADMIN, of="approved", method="post"),
    "opd:program_successor": door(LEADERS, of="draft", method="post", forbidden_to={"supporter"}),
    "opd:thread_open": door(SEE_SUBMITTED, of="program"),
    "opd:thread_reply": door(SEE_SUBMITTED, of="thread", method="post"),
    "opd:thread_resolve": door(
        {"admin"}, of="thread", method="post", forbidden_to=SEE_SUBMITTED - {"admin"}
    ),
    "opd:review_queue": door(ADMIN),
    "opd:review": door(ADMIN, of="program"),
    "opd:coverage": door(ADMIN | STEWARD),
    "opd:version_changes": door(ADMIN | STEWARD, of="version"),
    "opd:version_in_force": door(STEWARD, of="version", method="post"),
    "opd:alignment_list": door(ADMIN | STEWARD),
    "opd:alignment": door(ADMIN | STEWARD, of="alignment"),
    "opd:alignment_confirm": door(STEWARD, of="alignment", method="post"),
    "opd:alignment_dispute": door(STEWARD, of="alignment", method="post"),
    "opd:matrix": door(ADMIN | STEWARD),
    "opd:matrix_workbook": door(ADMIN | STEWARD),
}
MASTERPLAN = {
    "masterplan:control_room": door(ADMIN),
    "masterplan:checks": door(ADMIN),
    "masterplan:check": door(ADMIN, code="P601"),
    "masterplan:narrative_list": door(ADMIN),
    "masterplan:narrative": door(ADMIN, key="pendahuluan"),
    "masterplan:narrative_preview": door(ADMIN, key="pendahuluan"),
    "masterplan:narrative_pdf": door(ADMIN, key="pendahuluan"),
    # A picture opens to whom its seal was given: tests/masterplan/test_previews.py.
    "masterplan:narrative_page": door(set(), key="pendahuluan", seal="x", page=1, width=720),
    "masterplan:program_preview": door(SEE_SUBMITTED, of="program"),
    "masterplan:program_pdf": door(SEE_SUBMITTED, of="program"),
    "masterplan:program_page": door(set(), of="program", seal="x", page=1, width=720),
    "masterplan:document": door(ADMIN | STEWARD | {"reviewer"}),
    "masterplan:export_request": door(ADMIN, method="post"),
    "masterplan:export_progress": door(ADMIN, of="export"),
    "masterplan:export_retry": door(ADMIN, of="export", method="post"),
    "masterplan:export_download": door(ADMIN | STEWARD | {"reviewer"}, of="export"),
}
RPJMD = {
    "rpjmd:rpjmd": door(MEMBERS),
    "rpjmd:version": door(STEWARD),
    "rpjmd:element_add": door(STEWARD),
    "rpjmd:element": door(STEWARD, of="element"),
    "rpjmd:renstra": door(MEMBERS, of="element"),
    "rpjmd:element_delete": door(STEWARD, of="element"),
    "rpjmd:indicator_add": door(STEWARD),
    "rpjmd:indicator": door(STEWARD, of="rpjmd_indicator"),
    "rpjmd:indicator_delete": door(STEWARD, of="rpjmd_indicator"),
    "rpjmd:version_list": door(MEMBERS),
    "rpjmd:version_add": door(STEWARD),
    "rpjmd:version_delete": door(STEWARD, of="version"),
    "rpjmd:line": door(MEMBERS, of="rpjmd_indicator"),
    "rpjmd:value_add": door(STEWARD, of="rpjmd_indicator", method="post"),
    "rpjmd:value_use": door(STEWARD, of="value", method="post"),
    "rpjmd:value_delete": door(STEWARD, of="value", method="post"),
    "rpjmd:succession_add": door(STEWARD, of="rpjmd_indicator", method="post"),
    "rpjmd:succession_delete": door(STEWARD, of="succession", method="post"),
    "rpjmd:workbook": door(STEWARD),
    "rpjmd:workbook_confirm": door(STEWARD, method="post"),
    "rpjmd:workbook_template": door(STEWARD),
    "rpjmd:workbook_layout": door(STEWARD | ADMIN, layout="renstra"),
    "rpjmd:workbook_download": door(STEWARD | ADMIN),
    "rpjmd:nomenclature": door(MEMBERS),
    "rpjmd:nomenclature_search": door(MEMBERS),
    "rpjmd:nomenclature_entry": door(MEMBERS, of="nomenclature_entry"),
    "rpjmd:nomenclature_edition": door(MEMBERS, of="nomenclature"),
    "rpjmd:nomenclature_use": door(STEWARD | ADMIN, of="nomenclature", method="post"),
    "rpjmd:nomenclature_delete": door(STEWARD | ADMIN, of="nomenclature", method="post"),
    "rpjmd:nomenclature_successors": door(STEWARD | ADMIN, of="nomenclature", code="2.16.03"),
}
DOORS = {**WORKSPACE, **OPD, **MASTERPLAN, **RPJMD}
# Addresses without a plan, each with its own tests.
OUTSIDE = {"workspace:home", "workspace:health", "workspace:accept_invitation", "set_language"}
# Libraries guard their own addresses; `workspace.access.LIBRARY_VIEWS` names them.
LIBRARIES = ("account_", "mfa_", "admin:")


def every_address() -> Iterator[str]:
    """The names of all addresses of the project, `namespace:name`."""

    def walk(resolver: URLResolver, namespace: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern) and pattern.callback is closed:
                continue  # answers 404 to everybody
            if isinstance(pattern, URLPattern):
                yield f"{namespace}{pattern.name}"
            else:
                inner = f"{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern, inner)

    yield from walk(get_resolver(), "")


@pytest.fixture
def objects(cast: Cast) -> dict[str, int]:
    """One object of each kind in the plan, by the name that a door calls it."""
    return build_objects(cast)


def build_objects(cast: Cast) -> dict[str, int]:
    submitted = submitted_program(cast, "Diajukan")
    approved = approve_program(program=submitted_program(cast, "Disetujui"), actor=cast.admin)
    deleted = build_program(cast, "Dihapus", complete=False)
    delete_program(program=deleted, actor=cast.owner)
    thread = open_thread(
        program=submitted, actor=cast.admin, section="budget", text="Mohon diperiksa."
    )
    export = Export.objects.create(
        plan=cast.plan,
        state=ExportState.DONE,
        requested_by=cast.admin.user,
        file=ContentFile(b"%PDF-1.7", name="dokumen.pdf"),
    )
    _former, nomenclature = load_both(cast.plan)
    return {
        "nomenclature": nomenclature.pk,
        "nomenclature_entry": nomenclature.entries.get(code="2.16.05").pk,
        "program": submitted.pk,
        "approved": approved.pk,
        "draft": build_program(cast, "Draf").pk,
        "deleted": deleted.pk,
        "thread": thread.pk,
        "alignment": submitted.alignments.get().pk,
        "export": export.pk,
        "membership": cast.stranger.pk,
        "invitation": build_invitation(cast).pk,
        "element": cast.rpjmd_indicator.element_id,
        "rpjmd_indicator": cast.rpjmd_indicator.pk,
        **build_rpjmd_objects(cast),
        "notification": cast.owner.user.notifications.all()[0].pk,
    }


def build_rpjmd_objects(cast: Cast) -> dict[str, int]:
    """A version beside the one in force, a value, and an indicator that replaces another."""
    own, steward = cast.rpjmd_indicator, cast.steward
    copy: Any = {**read_rpjmd(cast.rpjmd), "label": "Perubahan I"}
    value: Any = {"code": own.code, "year": 2024, "text": "73,66", "source": "BPS"}
    value |= {"series": "", "published_on": None}
    cast.rpjmd.indicators.create(element=own.element, code="IKU-99", name="Penggantinya")
    link: Any = {"old_code": own.code, "new_code": "IKU-99", "from_year": 2026, "reason": "Baru"}
    return {
        "version": add_version(plan=cast.plan, actor=steward, content=copy).pk,
        "value": add_value(plan=cast.plan, actor=steward, content=value).pk,
        "succession": add_succession(plan=cast.plan, actor=steward, content=link).pk,
    }


def build_invitation(cast: Cast) -> Invitation:
    return Invitation.objects.create(
        plan=cast.plan,
        email="baru@smartplan.example",
        name="Orang Baru",
        role=Role.REVIEWER,
        token_hash=hash_token("token"),
        invited_by=cast.admin.user,
        expires_at=timezone.now() + timedelta(days=14),
    )


def test_every_address_has_a_door() -> None:
    addresses = {
        name for name in every_address() if not name.startswith(LIBRARIES) and name not in OUTSIDE
    }
    assert addresses == {key.split()[0] for key in DOORS}


def ask(
    cast: Cast, person: str | None, key: str, objects: dict[str, int], plan: Plan | None = None
) -> Any:
    """One person's request, of which nothing remains."""
    door = DOORS[key]
    client = Client()
    if person is not None:
        someone = getattr(cast, person)
        client.force_login(
            someone if isinstance(someone, User) else someone.user,
            "allauth.account.auth_backends.AuthenticationBackend",
        )
    kwargs = dict(door.kwargs) | ({"pk": objects[door.of]} if door.of else {})
    address = (plan or cast.plan).url(key.split()[0], **kwargs)
    with transaction.atomic():
        response = getattr(client, door.method)(address)
        transaction.set_rollback(True)
    return response


def expected(door: Door, person: str) -> str:
    if person in door.opens_to:
        return "opens"
    return "forbidden" if person in door.forbidden_to else "not there"


def told(status: int) -> str:
    return {403: "forbidden", 404: "not there"}.get(status, "opens" if status < 500 else "broken")


def test_it_opens_to_whom_it_should_and_to_nobody_else(cast: Cast, objects: dict[str, int]) -> None:
    answers = {
        (key, person): told(ask(cast, person, key, objects).status_code)
        for key in DOORS
        for person in PEOPLE
    }
    assert answers == {
        (key, person): expected(door, person) for key, door in DOORS.items() for person in PEOPLE
    }


def test_it_sends_the_anonymous_to_the_sign_in(cast: Cast, objects: dict[str, int]) -> None:
    for key in DOORS:
        response = ask(cast, None, key, objects)
        assert (key, response.status_code) == (key, 302)
        assert response["Location"].startswith("/akun/login/")


def test_an_object_of_another_region_is_not_there(cast: Cast, objects: dict[str, int]) -> None:
    """Staff and administrator of one region ask for the other region's objects by number."""
    answers = {
        (key, person): ask(cast, person, key, objects, plan=cast.foreign_plan).status_code
        for key, door in DOORS.items()
        if door.of
        for person in ("foreigner", "foreign_admin")
    }
    assert set(answers.values()) == {404}, answers
