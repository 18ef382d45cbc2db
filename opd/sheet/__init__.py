"""A program's sheet: what the document prints of it, with what changed since an earlier content."""

from opd.sheet.build import Sheet, build_sheet
from opd.sheet.names import Names, read_names

__all__ = ["Names", "Sheet", "build_sheet", "read_names"]
