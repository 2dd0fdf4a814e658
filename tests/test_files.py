"""Laws of files.

- A text is read in the stated encoding, and bytes that do not belong to it are an error that names no content.
- A file is written whole or not at all: whoever reads sees the old content or the new one.
- Nothing is left behind, permissions stay, a link stays a link.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from youthprog import _files
from youthprog.errors import CannotRead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=3))
def test_what_is_written_is_read_again_to_the_last_line_end(tmp_path: Path, parts: list[str]) -> None:
    file = tmp_path / "text"
    _files.write_text(file, parts)
    text = "".join(parts)
    assert file.read_bytes() == text.encode()
    assert _files.read_text(file, encoding="utf-8") == text
    assert _files.read_text(file) == text.removeprefix("\ufeff")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"\xef\xbb\xbfa")
    assert _files.read_text(tmp_path / "text") == "a"


def test_bytes_of_another_encoding_are_refused_and_their_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes("a Бат".encode("cp1251"))
    with pytest.raises(CannotRead) as caught:
        _files.read_text(tmp_path / "list.txt")
    rule = "must be in the encoding utf-8-sig (it is not at byte 2); state the encoding"
    assert (caught.value.field, caught.value.rule, caught.value.source) == ("encoding", rule, "list.txt")
    assert _files.read_text(tmp_path / "list.txt", encoding="cp1251") == "a Бат"


@pytest.mark.parametrize("encoding", ["latin-nothing", "hex", ""])
def test_there_must_be_such_an_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "text").write_text("a", encoding="utf-8")
    with pytest.raises(CannotRead, match="must be the name of an encoding"):
        _files.read_text(tmp_path / "text", encoding=encoding)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        _files.read_text(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        _files.write_text(tmp_path / "nowhere" / "file", ["a"])


class Interrupted(BaseException):
    """What may happen while parts are made."""


@pytest.mark.parametrize("error", [ValueError, Interrupted])
def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    def parts() -> Iterator[str]:
        yield "new" * 10_000
        raise error

    file = tmp_path / "text"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(error):
        _files.write_text(file, parts())
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_text_that_cannot_be_encoded_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "text"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        _files.write_text(file, ["new", "\ud800"])
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_in_the_way_is_an_error_of_the_system_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        _files.write_text(tmp_path / "folder", ["a"])
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_permissions_are_kept_and_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("a", encoding="utf-8")
    old.chmod(0o640)
    for file in (old, new):
        _files.write_text(file, ["b"])
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_a_link_stays_a_link_to_the_file_that_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    link.symlink_to("target")
    _files.write_text(link, ["new"])
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
