"""The shape of Kemendagri nomenclature codes: `U.BB.PP.L.KK.SSSS`.

Source: the classification of Permendagri 90/2019 and its updates; L is 1 for provinces and 2 for
kabupaten and kota, whose nomenclature for 2027 also has 3, 4, 5 and 7. A region's agency may write
the first parts as X.XX for programs common to all.
"""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CODE: Final = re.compile(
    r"^(?:[1-9X]\.(?:\d{2}|XX))(?:\.\d{2}(?:\.[2-9](?:\.\d{2}(?:\.\d{4})?)?)?)?$", re.IGNORECASE
)


def validate_nomenclature_code(code: str) -> None:
    if not _CODE.match(code):
        raise ValidationError(
            _(
                "Kode nomenklatur berbentuk 2.16.03 (program), 2.16.03.2.02 (kegiatan) "
                "atau 2.16.03.2.02.0038 (subkegiatan)."
            ),
            code="nomenclature",
        )
