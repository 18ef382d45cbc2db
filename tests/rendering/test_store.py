from pathlib import Path

import pytest
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache

from masterplan.rendering import Engine, PartStore

from .conftest import make_part
from .test_parts import RENDERED


@pytest.fixture(params=["memory", "files"])
def cache(request, tmp_path: Path):
    if request.param == "files":
        return FileBasedCache(str(tmp_path / "parts"), {})
    memory = LocMemCache(str(tmp_path), {})
    memory.clear()
    return memory


def test_it_gives_back_what_was_saved(cache):
    store = PartStore(cache)
    store.save("k", RENDERED)
    assert store.fetch("k") == RENDERED
    assert store.missing(["k", "other", "other"]) == ["other"]


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(("k", RENDERED.to_bytes()[:-1]), id="cut"),
        pytest.param(("other", RENDERED.to_bytes()), id="mixed up"),
        pytest.param(RENDERED.to_bytes(), id="without its key"),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_damaged_part_counts_as_missing_and_is_removed(cache, stored):
    store = PartStore(cache)
    cache.set("part:k", stored)
    assert store.fetch("k") is None
    assert cache.get("part:k") is None


def test_a_remembered_part_is_not_read_again(cache):
    store = PartStore(cache, remembered=1)
    store.save("k", RENDERED)
    cache.set("part:k", "damaged")
    assert store.fetch("k") is RENDERED
    store.save("other", RENDERED)
    assert store.fetch("k") is None
    assert store.missing(["k"]) == ["k"]


def test_a_part_that_was_read_is_remembered(cache):
    PartStore(cache).save("k", RENDERED)
    store = PartStore(cache, remembered=1)
    first = store.fetch("k")
    cache.set("part:k", "damaged")
    assert store.fetch("k") is first


def test_a_remembered_part_that_the_cache_lost_is_missing(cache):
    store = PartStore(cache, remembered=1)
    store.save("k", RENDERED)
    store.fetch("k")
    cache.delete("part:k")
    assert store.fetch("k") is None


def test_a_truncated_file_counts_as_missing(tmp_path: Path):
    store = PartStore(FileBasedCache(str(tmp_path), {}))
    store.save("k", RENDERED)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-40])
    assert store.fetch("k") is None


def test_a_store_that_cannot_be_written_or_read_costs_only_time(tmp_path: Path, make_engine):
    cache = FileBasedCache(str(tmp_path / "parts"), {})
    (tmp_path / "parts").rmdir()
    (tmp_path / "parts").write_text("a file where the folder was")
    engine: Engine = make_engine(store=PartStore(cache))
    assert engine.fetch_or_render(make_part("a", "<p>isi</p>")).page_count == 1


def test_a_stored_part_is_not_written_or_rendered_again(make_engine):
    written = []

    def write(part):
        written.append(part.slug)
        return f"<html lang=id>{part.context['body']}"

    engine: Engine = make_engine(write_html=write)
    first = engine.fetch_or_render(make_part("a", "<p>sekali</p>"))
    second = engine.fetch_or_render(make_part("b", "<p>sekali</p>"))
    assert written == ["a"]
    assert first == second


def test_it_says_which_parts_are_missing_once_for_each_content(make_engine):
    engine: Engine = make_engine(css="/* missing */")
    known, new = make_part("known", "<p>1</p>"), make_part("new", "<p>2</p>")
    engine.fetch_or_render(known)
    assert engine.missing([known, new, make_part("same", "<p>2</p>")]) == [new]
