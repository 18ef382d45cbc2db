"""The steward's list of links, one link alone, and what the agency reads beside its own."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from opd.actions import dispute_alignment
from opd.actions.alignments import seen_alignment
from opd.models import Alignment, AlignmentState
from tests.cast import Cast, build_program, submitted_program
from tests.opd.editor_posts import EditorClient
from tests.opd.reading import queries_of, text_of
from workspace.models import Membership

SignIn = Callable[[Membership], Client]
WHY = "Terlalu jauh dari harapan hidup."


def the_link() -> Alignment:
    return Alignment.objects.select_related("rpjmd_indicator", "program").get()


def test_the_list_shows_what_waits_and_keeps_the_rest_on_other_tabs(
    cast: Cast, sign_in: SignIn
) -> None:
    build_program(cast, "Menunggu Keputusan")
    doubtful = build_program(cast, "Sudah Ditanyakan")
    dispute_alignment(
        program=doubtful, actor=cast.steward, alignment=doubtful.alignments.get(), reason=WHY
    )
    client, url = sign_in(cast.steward), cast.plan.url("opd:alignment_list")
    waiting, disputed = text_of(client.get(url)), text_of(client.get(f"{url}?keputusan=disputed"))
    assert ("Menunggu Keputusan" in waiting, "Sudah Ditanyakan" in waiting) == (True, False)
    assert ("Sudah Ditanyakan" in disputed, WHY in disputed) == (True, True)
    assert text_of(client.get(f"{url}?keputusan=sihir")) == waiting


def test_the_steward_confirms_from_the_list(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast)
    link = the_link()
    url = cast.plan.url("opd:alignment_confirm", pk=link.pk)
    answer = sign_in(cast.steward).post(url, {"seen": seen_alignment(link)}, follow=True)
    assert the_link().state == AlignmentState.CONFIRMED
    assert "Kaitan dikonfirmasi." in answer.content.decode()


def test_a_dispute_from_the_sheet_leads_back_to_the_sheet(cast: Cast, sign_in: SignIn) -> None:
    program = submitted_program(cast)
    url = cast.plan.url("opd:alignment_dispute", pk=the_link().pk)
    answer = sign_in(cast.steward).post(url, {"reason": WHY, "from": "program"})
    assert answer["Location"] == f"{program.get_absolute_url()}#alignment"
    assert the_link().decision_reason == WHY


def test_what_is_refused_is_said_beside_its_place_and_nothing_typed_is_lost(
    cast: Cast, sign_in: SignIn
) -> None:
    build_program(cast)
    client = sign_in(cast.steward)
    url = cast.plan.url("opd:alignment_dispute", pk=the_link().pk)
    empty = client.post(url, {"reason": " "})
    assert (empty.status_code, "Tulis mengapa kaitan ini" in text_of(empty)) == (422, True)
    late = client.post(url, {"reason": WHY, "seen": "lama"})
    assert (late.status_code, WHY in text_of(late)) == (409, True)


def test_the_agency_reads_why_in_its_editor_and_on_its_sheet(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    dispute_alignment(program=program, actor=cast.steward, alignment=the_link(), reason=WHY)
    client = sign_in(cast.owner)
    editor = text_of(client.get(cast.plan.url("opd:section", pk=program.pk, section="alignment")))
    sheet = text_of(client.get(program.get_absolute_url()))
    assert "Dipertanyakan Bapperida" in editor
    assert (WHY in editor, WHY in sheet, "Pertanyakan kaitan" in sheet) == (True, True, False)


def test_the_reviewer_of_a_submission_reads_it_too(cast: Cast, sign_in: SignIn) -> None:
    program = submitted_program(cast)
    dispute_alignment(program=program, actor=cast.steward, alignment=the_link(), reason=WHY)
    words = text_of(sign_in(cast.admin).get(cast.plan.url("opd:review", pk=program.pk)))
    assert words.count(WHY) == 3  # as a finding, beside the link, and in the history


def test_an_autosave_keeps_the_decision_until_the_row_is_changed(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "alignment")
    dispute_alignment(program=program, actor=cast.steward, alignment=the_link(), reason=WHY)
    assert editor.autosave().json()["saved"] is True
    assert the_link().state == AlignmentState.DISPUTED
    answer = editor.autosave({"alignments-0-reason": "Rujukan berkurang."}).json()
    assert (answer["saved"], the_link().state) == (True, AlignmentState.PROPOSED)


def test_it_asks_the_same_number_of_queries_however_long(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.steward), cast.plan.url("opd:alignment_list")
    counts = []
    for names in (["A"], ["B", "C"]):
        for each in names:
            build_program(cast, each)
        counts.append(queries_of(client, url))
    assert counts == [7, 7]


def test_the_agency_cannot_decide_about_its_own_link(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "alignment")
    own = {"state": "confirmed", "decided_by": cast.owner.user_id, "decision_reason": "Sendiri"}
    sent = {f"alignments-0-{name}": str(value) for name, value in own.items()}
    editor.post({**sent, "alignments-0-reason": "Rujukan berkurang."})
    link = the_link()
    assert (link.reason, link.state, link.decided_by, link.decision_reason) == (
        "Rujukan berkurang.",
        AlignmentState.PROPOSED,
        None,
        "",
    )
