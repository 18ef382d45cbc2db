"""The letter with an invitation's link. The page shows the link too, so it may fail to leave."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from workspace.models import Invitation

logger = logging.getLogger(__name__)
# Backends that deliver nothing; a link printed by one of them would lie readable in a log.
SILENT = ("console", "dummy")


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Whether a mail server took the letter; never raises for a server that does not answer."""
    if any(f".{name}." in settings.EMAIL_BACKEND for name in SILENT):
        return False
    # Whoever invites may read the pages in English; whoever is invited has chosen nothing yet.
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("[smartplan] Undangan Anda")
        text = render_to_string(
            "workspace/email/invitation.txt", {"invitation": invitation, "link": link}
        )
    try:
        sent = send_mail(subject, text, None, [invitation.email])
    except OSError:  # smtplib's errors are OSErrors too
        logger.exception("invitation %s was not sent", invitation.pk)
        return False
    return sent == 1
