"""What the audit trail says about acts on the document."""

from django.utils.translation import gettext_lazy as _

from workspace.verbs import register_verbs

register_verbs(
    {
        "masterplan.change_narrative": _("Mengubah naskah"),
        "masterplan.request_export": _("Meminta dokumen"),
        "masterplan.retry_export": _("Meminta dokumen sekali lagi"),
    }
)
