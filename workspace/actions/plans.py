"""Acts on the plan itself. Beginning a region is an operator's act, at the command line."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from workspace.access import OPERATOR, Actor
from workspace.actions.presence import changed_by
from workspace.acts import Conflict, Refused, act, record
from workspace.fingerprints import compare, fingerprint
from workspace.models import Plan, Region


@act("workspace.change_plan", locks="plan")
def change_plan(
    *,
    plan: Plan,
    actor: Actor,
    title: str,
    submission_deadline: date | None,
    shown: str | None = None,
) -> Plan:
    """Change title and deadline. `shown` is `plan_fingerprint` of what the form showed.

    Raises Refused (field `title`) and Conflict when somebody saved in between.
    """
    before = plan_content(plan)
    if shown is not None and shown != fingerprint(before):
        raise Conflict(changed_by(plan))
    if not title.strip():
        raise Refused(_("Isi judul rencana."), field="title")
    plan.title, plan.submission_deadline = title.strip(), submission_deadline
    plan.save(update_fields=["title", "submission_deadline"])
    changes = compare(before, plan_content(plan))
    record("workspace.change_plan", plan=plan, actor=actor, target=plan, changes=changes)
    return plan


def plan_content(plan: Plan) -> dict[str, Any]:
    """What an administrator may change about a plan, as the audit trail names it."""
    deadline = plan.submission_deadline
    return {"title": plan.title, "submission_deadline": deadline.isoformat() if deadline else ""}


def plan_fingerprint(plan: Plan) -> str:
    return fingerprint(plan_content(plan))


def create_region(
    *,
    code: str,
    name: str,
    province: str,
    head_title: str = "",
    slug: str = "",
    timezone: str = "Asia/Jakarta",
) -> Region:
    """A new kabupaten or kota. `head_title` and `slug` follow from the name when left out.

    Raises ValidationError by field, as the model's own rules have it.
    """
    place = name.removeprefix("Kabupaten ").removeprefix("Kota ")
    head = f"Wali Kota {place}" if name.startswith("Kota ") else f"Bupati {place}"
    region = Region(
        code=code,
        slug=slug or slugify(place),
        name=name,
        province=province,
        head_title=head_title or head,
        timezone=timezone,
    )
    region.full_clean()
    region.save()
    return region


@transaction.atomic
def create_plan(
    *,
    region: Region,
    start_year: int,
    end_year: int,
    title: str = "",
    slug: str = "",
    edition: str = "2023",
    **fields: Any,
) -> Plan:
    """A region's plan for a period; raises ValidationError by field."""
    plan = Plan(
        region=region,
        slug=slug or f"{start_year}-{end_year}",
        title=title or f"Masterplan Smart City {region.name}",
        start_year=start_year,
        end_year=end_year,
        edition=edition,
        **fields,
    )
    plan.full_clean()
    plan.save()
    record("workspace.create_plan", plan=plan, actor=OPERATOR, target=plan)
    return plan
