"""What an export that failed tells the person who asked; the technical cause stands in the log."""

from __future__ import annotations

import errno
from typing import Final

from django.utils.translation import gettext as _

from masterplan.rendering import PartError, PartTooSlow, RenderingError

# What the system says when there is no room: on the disk, in the quota, or in one file.
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def sentence_about(error: RenderingError) -> str:
    """The sentence about what rendering raised."""
    if isinstance(error, PartTooSlow):
        return _(
            "Bagian “%(part)s” terlalu lama disusun. Periksa isiannya: teks yang sangat panjang "
            "tanpa spasi, atau tabel yang sangat besar."
        ) % {"part": error.title}
    if isinstance(error.__cause__, OSError) and error.__cause__.errno in FULL:
        return no_room()  # WeasyPrint writes fonts into temporary files
    if isinstance(error, PartError):
        return _(
            "Bagian “%(part)s” tidak dapat disusun. Coba lagi; bila berulang, sampaikan nama "
            "bagian ini kepada operator."
        ) % {"part": error.title}
    return _("Bagian-bagian dokumen tidak dapat digabungkan. Sampaikan hal ini kepada operator.")


def no_room() -> str:
    return _(
        "Berkas dokumen tidak dapat disimpan. Minta operator memeriksa ruang penyimpanan, "
        "lalu coba lagi."
    )


def given_up(title: str) -> str:
    return _(
        "Pekerja berhenti berulang kali pada “%(title)s”. Sampaikan nama bagian ini kepada "
        "operator: mungkin memorinya tidak cukup."
    ) % {"title": title}


def unexpected(export_id: int) -> str:
    return _(
        "Terjadi kesalahan di server. Coba lagi; bila berulang, sebutkan nomor ekspor %(number)s "
        "kepada operator."
    ) % {"number": export_id}
