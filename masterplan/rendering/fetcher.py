"""The only way by which a part can reach a byte that is not in its HTML."""

import base64
import binascii
from collections.abc import Mapping
from mimetypes import guess_type
from typing import Any, NoReturn

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "asset:"

# What an embedded picture must begin with: nothing that could be parsed as SVG or CSS.
_PICTURES = {
    "data:image/png;base64,": b"\x89PNG\r\n\x1a\n",
    "data:image/jpeg;base64,": b"\xff\xd8\xff",
}


class BundledFetcher(URLFetcher):  # type: ignore[misc]
    """Answers `asset:NAME` from memory and small pictures in `data:` addresses, nothing else.

    It opens no socket and no file: the handlers that could are not installed, and `fetch` never
    reaches them. A refused address is shown as nothing, as WeasyPrint does with any broken one, so
    that hostile text cannot stop a document. An unknown asset is a mistake in a template and stops
    the part.
    """

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.handlers.clear()
        self.handle_open.clear()
        self._assets = assets

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The asset. Raises ValueError for any other address, which WeasyPrint logs."""
        if url.startswith(SCHEME):
            return self._asset(url.removeprefix(SCHEME))
        for prefix, signature in _PICTURES.items():
            if url.startswith(prefix):
                return _picture(url, prefix, signature)
        raise ValueError("only bundled assets are read")

    def open(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: the standard library's way in."""
        raise ValueError("only bundled assets are read")

    def _asset(self, name: str) -> URLFetcherResponse:
        try:
            data = self._assets[name]
        except KeyError:
            raise FatalURLFetchingError(f"there is no asset called {name}") from None
        content_type = guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(SCHEME + name, data, {"Content-Type": content_type})


def _picture(url: str, prefix: str, signature: bytes) -> URLFetcherResponse:
    try:
        data = base64.b64decode(url.removeprefix(prefix), validate=True)
    except binascii.Error as error:
        raise ValueError("the picture is not base64") from error
    if not data.startswith(signature):
        raise ValueError("the picture is not what its address says")
    content_type = prefix.removeprefix("data:").split(";")[0]
    return URLFetcherResponse(prefix, data, {"Content-Type": content_type})
