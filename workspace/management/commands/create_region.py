"""`manage.py create_region 35.28 "Kabupaten Pamekasan" ...`: a region, its plan, its first link."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from workspace.access import OPERATOR
from workspace.actions import create_plan, create_region, invite_member
from workspace.acts import Refused
from workspace.models import Invitation, Role


class Command(BaseCommand):
    help = "Begin a region: its row, its plan, and an invitation for its first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="Kemendagri code, such as 35.28")
        parser.add_argument("name", help="such as 'Kabupaten Pamekasan'")
        parser.add_argument("--province", required=True)
        parser.add_argument("--plan-start", type=int, required=True, metavar="YEAR")
        parser.add_argument("--plan-end", type=int, required=True, metavar="YEAR")
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", default="Admin Diskominfo")
        parser.add_argument("--head-title", default="", help="default: 'Bupati ...'")
        parser.add_argument("--slug", default="", help="address, default: from the name")
        parser.add_argument("--edition", default="2023", help="edition of the guide")
        parser.add_argument("--timezone", default=settings.TIME_ZONE)
        parser.add_argument(
            "--address", default=default_address(), help="where people reach this installation"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            invitation, token = begin(options)
        except ValidationError as error:
            raise CommandError("\n".join(sentences(error))) from error
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        path = reverse("workspace:accept_invitation", kwargs={"token": token})
        self.stdout.write(f"{invitation.plan.region.name}: {invitation.plan.title}")
        self.stdout.write(f"Invitation for {invitation.email}, valid for 14 days, shown once:")
        self.stdout.write(options["address"].rstrip("/") + path)


@transaction.atomic
def begin(options: dict[str, Any]) -> tuple[Invitation, str]:
    """Everything or nothing: a region without an administrator helps nobody."""
    region = create_region(
        code=options["code"],
        name=options["name"],
        province=options["province"],
        head_title=options["head_title"],
        slug=options["slug"],
        timezone=options["timezone"],
    )
    plan = create_plan(
        region=region,
        start_year=options["plan_start"],
        end_year=options["plan_end"],
        edition=options["edition"],
    )
    return invite_member(
        plan=plan,
        actor=OPERATOR,
        name=options["admin_name"],
        email=options["admin_email"],
        role=Role.ADMIN,
    )


def default_address() -> str:
    origins = settings.CSRF_TRUSTED_ORIGINS
    hosts = [host for host in settings.ALLOWED_HOSTS if host.strip("*.")]
    scheme = "https" if settings.HTTPS else "http"
    return str(origins[0]) if origins else f"{scheme}://{hosts[0] if hosts else 'localhost'}"


def sentences(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items()]
