"""Installing the editions of the guide that come with the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from dimensions.models import Dimension, Edition, SubDimension

DATA = Path(__file__).parent / "data"


def install_editions(**kwargs: Any) -> None:
    """Create the bundled editions that the database lacks; called after every `migrate`.

    An edition that exists is left alone: its names are data that an administrator may change.
    """
    for path in sorted(DATA.glob("edition_*.json")):
        edition = json.loads(path.read_text(encoding="utf-8"))
        if not Edition.objects.filter(slug=edition["slug"]).exists():
            install_edition(edition)


@transaction.atomic
def install_edition(data: dict[str, Any]) -> Edition:
    edition = Edition.objects.create(slug=data["slug"], name=data["name"], source=data["source"])
    for position, row in enumerate(data["dimensions"], 1):
        dimension = Dimension.objects.create(
            edition=edition,
            code=row["code"],
            name=row["name"],
            colour=row["colour"],
            external_indicators=row["external_indicators"],
            position=position,
        )
        SubDimension.objects.bulk_create(
            SubDimension(dimension=dimension, position=place, **sub)
            for place, sub in enumerate(row["sub_dimensions"], 1)
        )
    return edition
