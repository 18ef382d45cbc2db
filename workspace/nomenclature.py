"""The shape of Kemendagri nomenclature codes: `U.BB.PP.L.KK.SSSS`.

Source: the classification of Permendagri 90/2019 and its updates; L is 1 for provinces and 2 for
kabupaten and kota. A region's agency may write the first parts as X.XX for programs common to all.
"""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CODE: Final = re.compile(
    r"^(?:[1-9X]\.(?:\d{2}|XX))(?:\.\d{2}(?:\.2(?:\.\d{2}(?:\.\d{4})?)?)?)?$", re.IGNORECASE
)
_DEPTHS: Final = {2: "urusan", 3: "program", 4: "program", 5: "kegiatan", 6: "subkegiatan"}


def validate_nomenclature_code(code: str) -> None:
    if not _CODE.match(code):
        raise ValidationError(
            _(
                "Kode nomenklatur berbentuk 2.16.03 (program), 2.16.03.2.02 (kegiatan) "
                "atau 2.16.03.2.02.0038 (subkegiatan)."
            ),
            code="nomenclature",
        )


def depth(code: str) -> str:
    """What the code names: urusan, program, kegiatan or subkegiatan, by its number of parts."""
    return _DEPTHS[len(code.split("."))]
