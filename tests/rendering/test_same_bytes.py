"""The same parts give the same file, whoever made them, in whatever order."""

import hashlib
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path

from django.conf import settings as django_settings
from django.core.cache.backends.locmem import LocMemCache
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.rendering import (
    Engine,
    Imprint,
    Part,
    PartStore,
    Placed,
    RenderedPart,
    assemble,
    paginate,
)

from . import reading
from .conftest import make_part

IMPRINT = Imprint(title="Masterplan", watermark="RANCANGAN")
WORDS = ["layanan", "warga", "≥", "“data”", "–", "desa", "12,5 %", "a & b", "😀", "<pasar>", "é"]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def bodies(draw) -> list[str]:
    """The words of a few parts, some with a table, a page break, links to each other."""
    count = draw(st.integers(1, 6))
    return [
        _body(
            number,
            draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)),
            draw(
                st.sampled_from(["", "<table><tr><th>a<td>b</table>", "<b>tebal</b>", "<i>m</i>"])
            ),
            draw(st.booleans()),
            draw(st.integers(0, count - 1)),
        )
        for number in range(count)
    ]


def _body(number: int, words: list[str], extra: str, breaks: bool, target: int) -> str:
    link = f'<a href="#p{target}">ke {target}</a>'
    more = '<p style="break-before: page">lanjut</p>' if breaks else ""
    text = f"<p>{escaped(' '.join(words))} {link}</p>"
    return f'<h2 id="p{number}">Bagian {number}</h2>{text}{extra}{more}'


def parts_of(bodies: list[str]) -> list[Part]:
    return [
        make_part(f"s{number}", body, chapter=f"Bab {number % 2}")
        for number, body in enumerate(bodies)
    ]


def finished_in(order: list[Part], engine: Engine, parts: list[Part]) -> list[Placed]:
    """Rendered as if by workers that finish in this order, and carried through storage."""
    stored = {part.slug: engine.fetch_or_render(part).to_bytes() for part in order}
    return [Placed(part, RenderedPart.parse(stored[part.slug])) for part in parts]


@settings(max_examples=25)
@given(data=st.data(), bodies=bodies())
def test_any_order_of_completion_gives_the_same_sound_document(make_engine, data, bodies):
    parts = parts_of(bodies)
    fresh, used = make_engine(css="/* a */"), make_engine(css="/* a */")
    one = finished_in(data.draw(st.permutations(parts)), fresh, parts)
    two = finished_in(data.draw(st.permutations(parts)), used, parts)
    pdf = assemble(one, fresh.typeface, IMPRINT)
    assert pdf == assemble(two, used.typeface, IMPRINT)
    with tempfile.TemporaryDirectory() as folder:
        reading.assert_sound(pdf, Path(folder))
    _check_against_its_parts(pdf, one, fresh)


def _check_against_its_parts(pdf: bytes, placed: list[Placed], engine: Engine) -> None:
    pages = paginate(placed)
    document = reading.opened(pdf)
    names = reading.destinations(document)
    assert {name.decode(): page for name, (page, _y) in names.items()} == pages.names
    assert {name for _page, name in reading.links(document)} <= set(names)
    faces = [name.split("-")[1] for name in reading.font_files(pdf)]
    assert sorted(set(faces)) == sorted(faces)
    texts = reading.texts(pdf)
    assert len(texts) == pages.total
    for item in placed:
        alone = reading.texts(assemble([_without_links(item)], engine.typeface, IMPRINT))
        first = pages.first[item.part.slug]
        assert [_body_text(text) for text in alone] == [
            _body_text(text) for text in texts[first - 1 : first - 1 + len(alone)]
        ]


def _without_links(item: Placed) -> Placed:
    return Placed(item.part, replace(item.rendered, links=()))


def _body_text(text: str) -> str:
    return text.split(" Halaman ")[0]


class Plot:
    """A cache between two hands: what it holds is lost, damaged or cut whenever they like."""

    def __init__(self) -> None:
        self.cache = LocMemCache(f"plot-{next(_numbers)}", {"OPTIONS": {"MAX_ENTRIES": 1000}})

    def keep(self, engine: Engine, part: Part, fate: str) -> None:
        """Store the part, and let something happen to it."""
        key = f"part:{engine.key(part)}"
        engine.store.save(engine.key(part), engine.render(part))
        own, data = self.cache.get(key)
        if fate == "lost":
            self.cache.delete(key)
        elif fate == "cut":
            self.cache.set(key, (own, data[: len(data) // 2]))
        elif fate == "damaged":
            self.cache.set(key, (own, data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]))


_numbers = count()
FATES = ["sound", "sound", "lost", "cut", "damaged"]


@settings(max_examples=15)
@given(data=st.data(), bodies=bodies())
def test_any_mixture_of_stored_lost_and_damaged_parts_gives_the_fresh_document(
    make_engine, data, bodies
):
    """An outline is edited a few times (parts changed, moved, taken out), over one store whose
    parts come and go. Every export of it is the one that a fresh engine makes."""
    plot = Plot()
    used: Engine = make_engine(store=PartStore(plot.cache))
    for _edit in range(data.draw(st.integers(1, 3))):
        parts = parts_of(bodies)
        for part in parts:
            plot.keep(used, part, data.draw(st.sampled_from(FATES)))
        placed = [Placed(part, used.fetch_or_render(part)) for part in parts]
        fresh: Engine = make_engine(store=PartStore(Plot().cache))
        expected = [Placed(part, fresh.render(part)) for part in parts]
        assert assemble(placed, used.typeface, IMPRINT) == assemble(
            expected, fresh.typeface, IMPRINT
        )
        bodies = data.draw(edited(bodies))


IMPRINTS = [IMPRINT, Imprint(title="Masterplan"), Imprint(title="Lain", watermark="RANCANGAN")]


@settings(max_examples=15)
@given(data=st.data(), bodies=bodies())
def test_where_a_part_stood_before_does_not_matter(make_engine, data, bodies):
    """The same rendered parts in one document after the other: moved, with other parts before them
    and other names for where their links lead, under other imprints."""
    used: Engine = make_engine(css="/* a */", store=PartStore(Plot().cache, remembered=100))
    for _edit in range(data.draw(st.integers(2, 4))):
        imprint = data.draw(st.sampled_from(IMPRINTS))
        placed = [Placed(part, used.fetch_or_render(part)) for part in parts_of(bodies)]
        unused = [
            Placed(item.part, RenderedPart.parse(item.rendered.to_bytes())) for item in placed
        ]
        pdf = assemble(placed, used.typeface, imprint)
        assert pdf == assemble(unused, used.typeface, imprint)
        with tempfile.TemporaryDirectory() as folder:
            reading.assert_sound(pdf, Path(folder))
        bodies = data.draw(edited(bodies))


@st.composite
def edited(draw, bodies: list[str]) -> list[str]:
    """The same outline with one part changed or called otherwise, two swapped, or one more."""
    after = list(bodies)
    place = draw(st.integers(0, len(after) - 1))
    match draw(st.sampled_from(["change", "rename", "swap", "again"])):
        case "change":
            after[place] += f"<p>{escaped(draw(st.sampled_from(WORDS)))}</p>"
        case "rename":
            after[place] = after[place].replace(">Bagian ", ">Judul ", 1)
        case "swap":
            after[place], after[-1] = after[-1], after[place]
        case "again":
            after.append(f"<p>lagi {place}</p>")
    return after


def test_another_process_with_another_hash_seed_writes_the_same_file(engine: Engine):
    placed = [Placed(part, engine.render(part)) for part in parts_of(FIXED)]
    here = hashlib.sha256(assemble(placed, engine.typeface, IMPRINT)).hexdigest()
    assert [_elsewhere("0"), _elsewhere("12345")] == [here, here]


def _elsewhere(seed: str) -> str:
    """The digest of the same document, made by a fresh Python whose parts finish backwards."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Jakarta"}
    environment["TYPEFACE_FOLDER"] = str(django_settings.DATA_DIR / "typeface")
    done = subprocess.run(
        [sys.executable, "-m", "tests.rendering.backwards"],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


FIXED = [
    '<h1 id="p0">Satu</h1><p>“Teks” ≥ 3 <b>tebal</b> <a href="#p1">ke dua</a></p>',
    '<h1 id="p1">Dua</h1><table><tr><th>a<td>b <i>miring</i></table>',
]
