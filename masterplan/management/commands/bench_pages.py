"""How long each role's main pages take in the server, next to a trivial page in the same run."""

from __future__ import annotations

import json
import logging
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from masterplan.benchmark.fill import Filled, fill_plan, read_nomenclature, throw_away_database
from opd.models import Program, ProgramState
from workspace.models import Membership, Plan

SIZES: Final = (50, 500, 2000)
# Signed in, in the full layout, without a row to show: what any page costs at least.
TRIVIAL: Final = "workspace:notifications"


class Command(BaseCommand):
    help = "Benchmark the pages in a throw-away database (development only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programs", type=int, nargs="+", default=list(SIZES))
        parser.add_argument("--nomenclature", type=Path, required=True)
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument("--json", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("bench_pages is for development: set DEBUG=on.")
        logging.disable(logging.INFO)  # a line for each request would be measured too
        nomenclature = read_nomenclature(options["nomenclature"])
        runs = []
        for number in options["programs"]:
            with throw_away_database(), override_settings(DEBUG=False, ALLOWED_HOSTS=["*"]):
                pages = measure(fill_plan(number, nomenclature), options["rounds"])
            runs.append({"n": number, "pages": pages})
            self.report(number, pages)
        if options["json"]:
            result = runs[0] if len(runs) == 1 else {**runs[-1], "runs": runs}
            options["json"].write_text(json.dumps(result, indent=1), encoding="utf-8")

    def report(self, number: int, pages: dict[str, dict[str, float]]) -> None:
        self.stdout.write(f"\nN = {number}   (ratio to the trivial page, queries)")
        for name, page in pages.items():
            self.stdout.write(f"  {name:34} {page['ratio']:7.2f} {page['queries']:5}")


def measure(filled: Filled, rounds: int) -> dict[str, dict[str, float]]:
    return {
        name: compare(filled.plan, member, address, rounds)
        for name, member, address in main_pages(filled)
    }


def compare(plan: Plan, member: Membership, address: str, rounds: int) -> dict[str, float]:
    """Median of `rounds` requests for the page, interleaved with as many of the trivial one."""
    client, trivial = client_of(member), plan.url(TRIVIAL)
    times: list[float] = []
    trivial_times: list[float] = []
    fetch(client, address)  # once before: templates are compiled at first use
    for _round in range(rounds):
        trivial_times.append(fetch(client, trivial))
        times.append(fetch(client, address))
    with CaptureQueriesContext(connection) as queries:
        fetch(client, address)
    ratio = statistics.median(times) / statistics.median(trivial_times)
    return {"ratio": round(ratio, 2), "queries": len(queries)}


def main_pages(filled: Filled) -> Iterator[tuple[str, Membership, str]]:
    url = filled.plan.url
    own = Program.objects.filter(lead_agency=filled.staff.agency_id, plan=filled.plan)
    editable = own.filter(state__in=[ProgramState.DRAFT, ProgramState.RETURNED]).first()
    submitted = Program.objects.filter(plan=filled.plan, state=ProgramState.SUBMITTED).first()
    yield "staff programs", filled.staff, url("opd:program_list")
    if editable is not None:
        yield "staff sheet", filled.staff, url("opd:program", pk=editable.pk)
        for section in ("identity", "indicators", "budget", "alignment"):
            address = url("opd:section", pk=editable.pk, section=section)
            yield f"staff editor {section}", filled.staff, address
    yield "admin control room", filled.admin, url("masterplan:control_room")
    yield "admin programs", filled.admin, url("opd:program_list")
    yield "admin review queue", filled.admin, url("opd:review_queue")
    if submitted is not None:
        yield "admin review", filled.admin, url("opd:review", pk=submitted.pk)
    yield "admin checks", filled.admin, url("masterplan:checks")
    yield "admin document", filled.admin, url("masterplan:document")
    yield "admin narrative", filled.admin, url("masterplan:narrative_list")
    yield "admin members", filled.admin, url("workspace:member_list")
    yield "admin audit", filled.admin, url("workspace:audit")
    yield "steward coverage", filled.steward, url("opd:coverage")
    yield "steward matrix", filled.steward, url("opd:matrix")
    yield "steward rpjmd", filled.steward, url("rpjmd:rpjmd")
    yield "reviewer document", filled.reviewer, url("masterplan:document")
    yield "reviewer programs", filled.reviewer, url("opd:program_list")


def client_of(member: Membership) -> Client:
    client = Client(headers={"x-forwarded-proto": "https"})
    client.force_login(member.user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def fetch(client: Client, address: str) -> float:
    """Seconds that the server takes for the page; anything but 200 stops the benchmark."""
    begin = time.perf_counter()
    response = client.get(address, secure=True)
    seconds = time.perf_counter() - begin
    if response.status_code != 200:
        raise CommandError(f"{address} answered {response.status_code}")
    return seconds
