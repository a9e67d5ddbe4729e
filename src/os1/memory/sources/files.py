"""Opening what the person names: a file, a folder or a zip, as words and not as bytes."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from os1.errors import RubbishError

MOST_BYTES = 1 << 30
HEAD = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """One file's words; `name` is its path within what was named, for telling and for its date."""

    name: str
    text: str


def documents(path: Path) -> Iterator[Document]:
    """The written files of a folder or a zip in the order of their names, or the one file.

    Raises RubbishError where nothing can be read, or where it is more than anybody has written.
    """
    try:
        if path.is_dir():
            yield from _folder(path)
        elif not path.is_file():
            raise RubbishError(f"{path} is no file and no folder; name one to bring in.")
        elif zipfile.is_zipfile(path):
            yield from _archive(path)
        else:
            _fits(path.stat().st_size, path)
            text = decoded(path.read_bytes())
            if text is None:
                raise RubbishError(f"{path} holds no words I can read; name another file.")
            yield Document(path.name, text)
    except OSError as error:
        raise RubbishError(f"{path} can't be read ({error.strerror}); name another file.") from error


def _folder(path: Path) -> Iterator[Document]:
    size = 0
    for each in sorted(path.rglob("*")):
        within = each.relative_to(path)
        if any(part.startswith((".", "__MACOSX")) for part in within.parts) or not each.is_file():
            continue
        with each.open("rb") as file:
            if not written(file.read(HEAD)):
                continue
        size += each.stat().st_size
        _fits(size, path)
        text = decoded(each.read_bytes())
        if text is not None:
            yield Document(within.as_posix(), text)


def _archive(path: Path) -> Iterator[Document]:
    size = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for each in sorted(archive.infolist(), key=lambda info: info.filename):
                parts = PurePosixPath(each.filename).parts
                if each.is_dir() or any(part.startswith((".", "__MACOSX")) for part in parts):
                    continue
                if each.flag_bits & 1:
                    raise RubbishError(f"{path} is locked with a password; unpack it and name the folder.")
                with archive.open(each) as file:
                    head = file.read(HEAD)
                    if not written(head):
                        continue
                    size += each.file_size
                    _fits(size, path)
                    text = decoded(head + file.read())  # never more than the size it declares
                if text is not None:
                    yield Document(each.filename, text)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise RubbishError(f"{path} is a damaged zip; fetch it again, or name what it holds.") from error


def _fits(size: int, path: Path) -> None:
    if size > MOST_BYTES:
        raise RubbishError(
            f"{path} holds more than {MOST_BYTES >> 30} GB of text, which is more than I can take at "
            "once; bring it in parts."
        )


def written(head: bytes) -> bool:
    """Whether the beginning of a file looks like words in some encoding, and like no web page."""
    if any(head.startswith(mark) for mark, _ in _MARKS) or _wide(head):
        return True
    if head.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
        return False  # a page to look at, as exports hold beside the same in a form to read
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return b"\0" not in head and odd * 50 <= len(head)


def decoded(data: bytes) -> str | None:
    """The words of a file in whatever encoding they are; None where they are no words."""
    if not written(data[:HEAD]):
        return None
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), _wide(data[:HEAD]))
    if encoding:
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western words is nothing."""
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low > 0.6 * pairs and high < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if high > 0.6 * pairs and low < 0.05 * pairs else ""
