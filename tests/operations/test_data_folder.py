"""The demonstration's folder: held by one run at a time, and never somebody else's files."""

import signal
import stat
from pathlib import Path

import pytest

from operations import Refusal
from operations.data_folder import DataFolder
from tests.operations.processes import end, start_command


def test_a_second_run_on_the_same_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    command = start_command(tmp_path / "data")
    folder = DataFolder(tmp_path / "data")

    with pytest.raises(Refusal) as refusal, folder.claimed():
        pass

    end(command, signal.SIGINT)
    assert str(refusal.value) == (
        f"Another run (process {command.pid}) is using {folder.path}. "
        "End it first, or name another folder with --data."
    )


def test_the_folder_is_free_again_after_a_run(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    with folder.claimed():
        pass
    with folder.claimed():
        pass
    assert sorted(path.name for path in folder.path.iterdir()) == [".smartplan-data", "lock"]


def test_a_folder_with_somebody_elses_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Refusal), DataFolder(tmp_path).claimed():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_reset_deletes_what_a_run_made_and_nothing_else(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    with folder.claimed():
        for name in ("db.sqlite3", "db.sqlite3-wal", "secret_key", "masterplan-pamekasan.pdf"):
            (folder.path / name).write_text("made")
        (folder.path / "media" / "exports").mkdir(parents=True)
        (folder.path / "media" / "exports" / "1.pdf").write_text("made")
        (folder.path / "notes.txt").write_text("a person's")

        folder.reset()

        left = sorted(path.name for path in folder.path.iterdir())
    assert left == [".smartplan-data", "lock", "notes.txt"]


def test_reset_does_not_follow_a_link_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "thesis.txt").write_text("mine")
    folder = DataFolder(tmp_path / "data")
    with folder.claimed():
        (folder.path / "media").symlink_to(tmp_path / "elsewhere")
        folder.reset()
    assert (tmp_path / "elsewhere" / "thesis.txt").read_text() == "mine"


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    with folder.claimed():
        key = folder.secret_key()
        mode = stat.S_IMODE((folder.path / "secret_key").stat().st_mode)
        assert (len(key) >= 50, folder.secret_key(), mode) == (True, key, 0o600)


def test_a_path_too_long_for_a_socket_gets_a_private_folder_elsewhere(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / ("d" * 100))
    address = folder.socket()
    try:
        assert len(str(address)) <= 107
        assert stat.S_IMODE(address.parent.stat().st_mode) == 0o700
        assert DataFolder(tmp_path / ("d" * 100)).socket() == address
    finally:
        address.parent.rmdir()
