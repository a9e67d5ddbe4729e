"""Reading a home's files the way a thief with the key would: every page, in use or not.

SQLCipher 4 keeps pages of 4096 bytes, each ending in 16 bytes of initialisation vector and 64 of
authentication code; the first page of the file begins with a 16-byte salt. With a raw key the
pages are AES-256-CBC under that key. A write-ahead log has a 32-byte header and a 24-byte header
before each page. See the "SQLCipher design" page of its makers and SQLite's "WAL-mode file
format".
"""

from __future__ import annotations

import string
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
RESERVED = 80
SALT = 16
_LETTERS = set(string.hexdigits)


def key_of(home: Path) -> bytes:
    """The 32 raw bytes in the home's key file."""
    text = (home / "key").read_text(encoding="ascii").strip()
    assert len(text) == 64 and set(text) <= _LETTERS, "the key file holds no 64 hex digits"
    return bytes.fromhex(text)


def plain_page(key: bytes, page: bytes, first: bool) -> bytes:
    """One page as SQLite sees it (without the salt of the first)."""
    body = page[SALT if first else 0 : PAGE - RESERVED]
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    reader = Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor()
    return reader.update(body) + reader.finalize()


def database_pages(key: bytes, content: bytes) -> list[bytes]:
    """Every page of a database, decrypted; fails where the file is none under this key."""
    assert content and len(content) % PAGE == 0, "not a whole number of pages"
    pages = [plain_page(key, content[at : at + PAGE], at == 0) for at in range(0, len(content), PAGE)]
    # Bytes 16 and 17 of an SQLite file are its page size, byte 20 what is reserved in each page.
    assert pages[0][:2] == PAGE.to_bytes(2, "big"), "the key does not open this database"
    assert pages[0][4] == RESERVED
    return pages


def log_pages(key: bytes, content: bytes) -> list[bytes]:
    """Every page of a write-ahead log, decrypted."""
    return [
        plain_page(
            key,
            content[at + 24 : at + 24 + PAGE],
            int.from_bytes(content[at : at + 4], "big") == 1,
        )
        for at in range(32, len(content) - PAGE - 23, PAGE + 24)
    ]


def blobs(home: Path) -> dict[str, bytes]:
    """What each file of the home holds, both as it lies there and decrypted, by a name."""
    key = key_of(home)
    held: dict[str, bytes] = {}
    for path in sorted(p for p in home.rglob("*") if p.is_file()):
        content = path.read_bytes()
        held[path.name] = content
        if path.name.endswith("-wal"):
            held[path.name + " (plain)"] = b"\n".join(log_pages(key, content))
        elif path.name.endswith("-journal"):
            assert not content, "a rollback journal was left behind"
        elif path.suffix == ".db":
            held[path.name + " (plain)"] = b"\n".join(database_pages(key, content))
    assert "os1.db (plain)" in held, f"no database among {sorted(held)}"
    return held


def traces(home: Path, word: str) -> list[str]:
    """The files of `home` in which `word` can be read, in any case.

    A full-text index keeps a term without the letters it shares with the term before it, and
    without its ending, so in a decrypted file the middle of the word counts too.
    """
    assert len(word) >= 11, "too short to tell from chance"
    whole = word.casefold()
    needles = [whole.encode(), whole.encode("utf-16-le")]
    found = []
    for name, content in blobs(home).items():
        sought = [*needles, whole[3:-3].encode()] if name.endswith("(plain)") else needles
        lowered = content.lower()
        if any(needle in lowered for needle in sought):
            found.append(name)
    return found
