"""Load a workbook in any known layout, through the same reading and the same acts as the page."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rpjmd.actions import load_workbook
from rpjmd.importing import Draft, Outcome, Unreadable, read_workbook, settle
from rpjmd.importing.layouts import BY_NAME
from rpjmd.importing.outcome import counted
from rpjmd.queries import current_version, read_rpjmd
from workspace.access import OPERATOR
from workspace.acts import Refused
from workspace.models import Plan

MOST_SHOWN = 50  # of each kind; the JSON file has all


class Command(BaseCommand):
    help = (
        "Load a workbook of agencies, RPJMD, Renstra or nomenclature into a plan: all that is "
        "certain and decided, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".xlsx, .xls or .ods in any known layout")
        parser.add_argument("--plan", required=True, metavar="REGION/PLAN")
        parser.add_argument("--dry-run", action="store_true", help="read and count, write nothing")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the findings here")
        parser.add_argument(
            "--accept",
            action="append",
            default=[],
            metavar="DOUBT=ANSWER",
            help="answer a doubt by the name and the answer that a dry run prints; repeatable",
        )
        parser.add_argument(
            "--skip-doubtful", action="store_true", help="leave out the rows still in doubt"
        )
        parser.add_argument(
            "--as-version",
            metavar="LABEL",
            help="prepare the RPJMD as a version of this name beside the one in force",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        plan = find_plan(options["plan"])
        draft = read_file(options["file"], plan)
        decisions = read_answers(options["accept"], draft)
        version = current_version(plan)
        outcome = settle(draft, decisions, plan, read_rpjmd(version) if version else None)
        self.tell(draft, outcome)
        loads = not options["dry_run"]
        problem = obstacle(draft, outcome, skips=options["skip_doubtful"]) if loads else ""
        if loads and not problem:
            problem = load(plan, outcome, options["as_version"])
        if options["json"]:
            write_findings(options["json"], draft, outcome, loaded=loads and not problem)
        if problem:
            raise CommandError(problem)
        if loads:
            self.stdout.write(self.style.SUCCESS("Dimuat."))

    def tell(self, draft: Draft, outcome: Outcome) -> None:
        for note in draft.sheets:
            self.stdout.write(f"Lembar {note.sheet}: {layout_title(note.layout)}")
            if note.ignored:
                self.stdout.write(f"  kolom yang tidak dibaca: {', '.join(note.ignored)}")
        counts = counted(outcome)
        self.stdout.write(
            f"Baris: {counts['taken']} diambil, {counts['doubtful']} meragukan, "
            f"{counts['refused']} ditolak, {counts['skipped']} dilewati"
        )
        self.tell_reasons(outcome)
        for doubt in outcome.undecided[:MOST_SHOWN]:
            self.stdout.write(f"Meragukan [{doubt.id}] {doubt.place}: {doubt.message}")
            for value, label in doubt.choices:
                self.stdout.write(f'  --accept "{doubt.id}={value}": {label}')
        for row in outcome.refused[:MOST_SHOWN]:
            self.stdout.write(f"Ditolak {row.place}: {row.message}")
        for change in outcome.differences:
            self.stdout.write(
                f"{change.label}: {len(change.added)} baru, {len(change.changed)} berubah, "
                f"{change.unchanged} tetap, {len(change.removed)} dihapus"
            )
        if outcome.agencies:
            self.stdout.write(f"OPD: {len(outcome.agencies)}")
        if outcome.nomenclature:
            self.stdout.write(f"Nomenklatur {outcome.edition}: {len(outcome.nomenclature)} kode")

    def tell_reasons(self, outcome: Outcome) -> None:
        """How often each reason for a refusal was given, when they are too many to list."""
        if len(outcome.refused) <= MOST_SHOWN:
            return
        for message, number in outcome.reasons()["refused"].most_common(MOST_SHOWN):
            self.stdout.write(f"  {number} kali: {message}")


def layout_title(name: str) -> str:
    if name == "own":
        return "buku kerja RPJMD aplikasi ini"
    return str(BY_NAME[name].title) if name else "tidak dikenal"


def obstacle(draft: Draft, outcome: Outcome, *, skips: bool) -> str:
    """Why nothing can be loaded yet; "" when it can."""
    if draft.content is not None and outcome.refused:
        return "Buku kerja ini menggantikan seluruh RPJMD, jadi tidak boleh ada baris yang ditolak."
    if outcome.undecided and not skips:
        return (
            f"{len(outcome.undecided)} hal belum diputuskan. Jawab dengan --accept, atau lewati "
            "barisnya dengan --skip-doubtful. Tidak ada yang dimuat."
        )
    return "" if outcome.taken else "Tidak ada baris yang dapat dimuat."


def load(plan: Plan, outcome: Outcome, as_version: str | None) -> str:
    try:
        load_workbook(
            plan=plan,
            actor=OPERATOR,
            content=outcome.content,
            agencies=outcome.agencies,
            nomenclature=outcome.nomenclature,
            edition=outcome.edition,
            as_version=as_version,
        )
    except Refused as refused:
        return refused.message
    return ""


def find_plan(address: str) -> Plan:
    region, _slash, slug = address.partition("/")
    plan = Plan.objects.select_related("region").filter(region__slug=region, slug=slug).first()
    if plan is None:
        raise CommandError(f"Rencana {address} tidak ada.")
    return plan


def read_file(path: Path, plan: Plan) -> Draft:
    try:
        return read_workbook(path.read_bytes(), plan)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except Unreadable as error:
        raise CommandError(str(error)) from error


def read_answers(given: list[str], draft: Draft) -> dict[str, str]:
    """The answers by doubt; an id may hold "=", the answer of no doubt does."""
    answers: dict[str, str] = {}
    for text in given:
        doubt = next((one for one in draft.doubts if text.startswith(f"{one.id}=")), None)
        if doubt is None:
            raise CommandError(f"--accept {text}: tidak ada keraguan dengan nama itu.")
        answer = text.removeprefix(f"{doubt.id}=")
        if answer not in [value for value, _label in doubt.choices]:
            offered = ", ".join(value or '""' for value, _label in doubt.choices)
            raise CommandError(f"--accept {text}: pilihannya {offered}.")
        answers[doubt.id] = answer
    return answers


def write_findings(path: Path, draft: Draft, outcome: Outcome, *, loaded: bool) -> None:
    findings = {
        "sheets": [
            {"sheet": note.sheet, "layout": note.layout, "ignored": note.ignored}
            for note in draft.sheets
        ],
        "counts": counted(outcome),
        "reasons": outcome.reasons(),
        "doubts": [
            {
                "id": doubt.id,
                "place": doubt.place,
                "message": doubt.message,
                "rows": doubt.rows,
                "choices": dict(doubt.choices),
            }
            for doubt in outcome.undecided
        ],
        "refused": [vars(row) for row in outcome.refused],
        "skipped": [vars(row) for row in draft.skipped],
        "changes": {
            change.label: {
                "added": len(change.added),
                "changed": len(change.changed),
                "unchanged": change.unchanged,
                "removed": len(change.removed),
            }
            for change in outcome.differences
        },
        "agencies": len(outcome.agencies),
        "nomenclature": len(outcome.nomenclature),
        "loaded": loaded,
    }
    path.write_text(json.dumps(findings, ensure_ascii=False, indent=1), encoding="utf-8")
