"""Reading a PDF back: its text, fonts, links and structure."""

import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2


def texts(pdf: bytes) -> list[str]:
    """The words of each page, in the order of their drawing."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def line_ends(pdf: bytes, page: int) -> list[tuple[str, float]]:
    """The text of each line of a page, and where it ends at the right, in points."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[page].get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        return [(text.get_text_bounded(*box).strip(), box[2]) for box in boxes]
    finally:
        document.close()


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def assert_sound(pdf: bytes, folder: Path) -> None:
    """qpdf has nothing to complain about."""
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    found = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, ""), found.stdout


def font_files(pdf: bytes) -> list[str]:
    """The name of every font file in the document, each as often as it is embedded."""
    document = opened(pdf)
    return sorted(
        str(thing.FontName)
        for thing in document.objects
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
    )


def destinations(pdf: pikepdf.Pdf) -> dict[bytes, tuple[int, float]]:
    """Name to page number (from 1) and height."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found = {}
    for leaf in pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Kids", []):
        names = list(leaf.Names)
        for name, place in zip(names[::2], names[1::2], strict=True):
            found[bytes(name)] = (numbers[place[0].objgen], float(place[3]))
    return found


def links(pdf: pikepdf.Pdf) -> list[tuple[int, bytes]]:
    """The page number and the name of every internal link."""
    return [
        (number, bytes(annotation.Dest))
        for number, page in enumerate(pdf.pages, 1)
        for annotation in page.obj.get("/Annots", [])
        if "/Dest" in annotation
    ]


def bookmarks(pdf: pikepdf.Pdf) -> list[tuple[int, str, int]]:
    """Depth, title and page number of every bookmark."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

    def walk(item: pikepdf.Object | None, depth: int) -> Iterator[tuple[int, str, int]]:
        while item is not None:
            yield depth, str(item.Title), numbers[item.Dest[0].objgen]
            yield from walk(item.get("/First"), depth + 1)
            item = item.get("/Next")

    return list(walk(pdf.Root.get("/Outlines", {}).get("/First"), 0))


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every structure element, from the top down; it checks each one's parent on the way."""
    (document,) = pdf.Root.StructTreeRoot.K

    def walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
        yield element
        for kid in element.K:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
                yield from walk(kid)

    yield from walk(document)
