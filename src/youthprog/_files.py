"""Files: read strictly, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from youthprog.errors import CannotRead

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_text(path: str | os.PathLike[str], *, encoding: str = "utf-8-sig") -> str:
    """Read a text file in a stated encoding; bytes that do not belong to it are an error and never replaced.

    Raises:
        CannotRead: if the bytes are not in the encoding, or there is no such encoding.
        OSError: if the file cannot be read.
    """
    content = Path(path).read_bytes()
    try:
        return content.decode(encoding)
    except LookupError:
        raise CannotRead("encoding", "must be the name of an encoding", source=Path(path).name) from None
    except UnicodeDecodeError as error:
        rule = f"must be in the encoding {encoding} (it is not at byte {error.start}); state the encoding"
        raise CannotRead("encoding", rule, source=Path(path).name) from None


def write_text(path: str | os.PathLike[str], parts: Iterable[str]) -> None:
    """Write a text file in UTF-8 so that whoever reads it sees the old content or the whole new one.

    Raises:
        OSError: if the file cannot be written; what was there before is still there.
    """
    write_bytes(path, (text.encode() for text in parts))


def write_bytes(path: str | os.PathLike[str], parts: Iterable[bytes]) -> None:
    """Write a file so that whoever reads it sees the old content or the whole new one.

    Raises:
        OSError: if the file cannot be written; what was there before is still there.
    """
    target = Path(path).resolve()  # a link stays a link to what it names
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for content in parts:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
