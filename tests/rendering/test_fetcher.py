"""Nothing outside the bundled assets is ever opened, whatever the HTML says."""

import base64
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from masterplan.rendering import Engine, Imprint, PartError, Placed, RenderedPart, assemble
from masterplan.rendering.fetcher import BundledFetcher

from . import reading
from .conftest import make_part

SECRET = "rahasia-kabupaten"


def alone(rendered: RenderedPart, engine: Engine) -> bytes:
    """The part as a document."""
    placed = Placed(make_part("a", ""), rendered)
    return assemble([placed], engine.typeface, Imprint(title="Judul"))


# An audit hook cannot be taken away again, so that one is installed once and asks this switch.
_watch = threading.local()


def _hook(event: str, arguments: tuple) -> None:
    seen = getattr(_watch, "seen", None)
    if seen is None or event not in {"open", "socket.connect", "socket.getaddrinfo"}:
        return
    # A font configuration that is swept away at this moment removes its own temporary folder.
    if "/weasyprint-" not in str(arguments[0]):
        seen.append((event, str(arguments[0])))


sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Every file opened and every connection tried by Python in this thread."""
    _watch.seen = []
    try:
        yield _watch.seen
    finally:
        _watch.seen = None


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file on this machine that must not come into any document."""
    path = tmp_path / "secret.svg"
    text = f'<text y="20">{SECRET}</text>'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50">{text}</svg>')
    return path


@pytest.fixture
def server(secret: Path) -> Iterator[tuple[str, list[str]]]:
    """A real server that redirects to the file and writes down who came."""
    visits: list[str] = []

    class Redirecting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_response(302)
            self.send_header("Location", secret.as_uri())
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    listener = HTTPServer(("127.0.0.1", 0), Redirecting)
    thread = threading.Thread(target=listener.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{listener.server_port}", visits
    listener.shutdown()
    thread.join()
    listener.server_close()


HOSTILE = [
    '<img src="{file}" alt="x">',
    '<img src="{path}" alt="x">',
    '<img src="{http}/a.png" alt="x">',
    '<img src="FILE://{path}" alt="x">',
    '<img src="ftp://127.0.0.1/a" alt="x">',
    '<link rel="attachment" href="{file}">',
    '<link rel="attachment" href="{http}/attachment">',
    '<a rel="attachment" href="{file}">lampiran</a>',
    '<link rel="stylesheet" href="{http}/a.css">',
    '<link rel="stylesheet" href="{file}">',
    '<style>@import "{http}/b.css"; @import url({file});</style>',
    "<style>@font-face {{ font-family: Inter; src: url({http}/font.ttf) }}</style>",
    '<style>@font-face {{ font-family: Lain; src: url({file}), local("DejaVu Sans") }}'
    " b {{ font-family: Lain }}</style><b>teks</b>",
    '<p style="background: url({file})">latar</p>',
    '<p style="list-style-image: url({http}/l.png); display: list-item">butir</p>',
    '<p style="content: url({file})">isi</p>',
    "<style>p::before {{ content: url({http}/c.png) attr(x) }}</style><p>isi</p>",
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<image href="{file}" width="9" height="9"/><image xlink:href="{http}/i" width="9" height="9"/>'
    '<use href="{file}#a"/><use xlink:href="{http}/u.svg#a"/>'
    "<style>@import url({http}/s.css); @font-face {{ font-family: x; src: url({file}) }}</style>"
    '<rect fill="url({file}#p)" width="9" height="9" filter="url({http}/f)"/></svg>',
    '<object data="{file}" type="image/svg+xml"></object><embed src="{http}/e" type="image/png">',
    '<iframe src="{file}"></iframe>',
    '<base href="{file}"><img src="secret.svg" alt="x"><img src="?q" alt="y">',
    '<base href="{http}/base/"><img src="a.png" alt="x">',
    '<meta http-equiv="refresh" content="0; url={http}">',
    '<img src="data:image/svg+xml,{quoted}" alt="x">',
    '<img src="data:image/png;base64,{encoded}" alt="x">',
    '<link rel="stylesheet" href="data:text/css,p%7Bbackground:url({http}/d)%7D">',
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_reads_no_file_and_opens_no_connection(
    engine: Engine, secret: Path, server, html
):
    address, visits = server
    engine.fetch_or_render(make_part("warm", "<p>hangat</p>"))
    svg = secret.read_bytes()
    body = html.format(
        file=secret.as_uri(),
        path=secret,
        http=address,
        quoted=svg.decode().replace("#", "%23").replace('"', "'"),
        encoded=base64.b64encode(svg).decode(),
    )
    with watched() as seen:
        rendered = engine.render(make_part("hostile", f"{body}<p>sesudah</p>"))
    assert seen == []
    assert visits == []
    pdf = alone(rendered, engine)
    assert SECRET not in "".join(reading.texts(pdf))
    assert b"EmbeddedFile" not in rendered.fragment.bodies


def test_bundled_assets_and_plain_pictures_are_shown(make_engine):
    picture = BytesIO()
    Image.new("RGB", (2, 2), "red").save(picture, "PNG")
    encoded = base64.b64encode(picture.getvalue()).decode()
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="20">'
        b'<rect width="9" height="9"/></svg>'
    )
    engine: Engine = make_engine(assets={"marks/logo.svg": svg})
    with watched() as seen:
        rendered = engine.render(
            make_part(
                "pictures",
                f'<img src="data:image/png;base64,{encoded}" alt="merah">'
                '<img src="asset:marks/logo.svg" alt="lambang">',
            )
        )
    assert [path for _event, path in seen if "logo" in path] == []
    pdf = reading.opened(alone(rendered, engine))
    (page,) = pdf.pages
    assert [str(image.Subtype) for image in page.Resources.XObject.values()] == ["/Image"]
    drawn = b"".join(stream.read_bytes() for stream in page.Contents)
    assert drawn.count(b"0 0 9 9 re") == 1


def test_an_unknown_asset_is_a_mistake_that_stops_the_part(engine: Engine):
    with pytest.raises(PartError, match=r"Bagian a \(a\): there is no asset called nothing.svg"):
        engine.render(make_part("a", '<img src="asset:nothing.svg" alt="x">'))


@pytest.mark.parametrize(
    "url",
    [
        "asset",
        "file:///etc/hostname",
        "http://127.0.0.1/",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,%%%",
        "data:text/css,p{}",
        "data:,",
        "",
        "Asset:logo.svg",
    ],
)
def test_every_other_address_is_refused(url):
    with pytest.raises(ValueError, match=r"only bundled assets|the picture is not"):
        BundledFetcher({"logo.svg": b""}).fetch(url)


def test_the_standard_librarys_way_in_is_shut():
    with pytest.raises(ValueError, match="only bundled assets"):
        BundledFetcher({}).open("http://127.0.0.1/")
    with pytest.raises(FatalURLFetchingError):
        BundledFetcher({}).fetch("asset:../../etc/passwd")
