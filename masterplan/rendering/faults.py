"""What can go wrong in rendering. Every fault about one part names it."""


class RenderingError(Exception):
    """The document cannot be made; the message says why."""


class PartError(RenderingError):
    """One part cannot be rendered. `slug` and `title` say which."""

    def __init__(self, slug: str, title: str, reason: str) -> None:
        super().__init__(slug, title, reason)
        self.slug = slug
        self.title = title
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.title} ({self.slug}): {self.reason}"


class PartTooSlow(PartError):
    """A part took longer than its limit and was interrupted."""


class AssemblyError(RenderingError):
    """The parts do not make one document (a dangling link, a name used twice)."""


class DamagedPart(RenderingError):
    """The stored bytes are not a whole rendered part: they count as missing."""
