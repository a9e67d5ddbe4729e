"""A key wrapped by a secret: by a passphrase (Argon2id, RFC 9106) or by the recovery code."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread
CODE_LENGTH = 26  # 130 bits: as hard to guess as the key's own wrapping
ARGON2 = {"iterations": 3, "lanes": 4, "memory_cost": 64 * 1024}  # RFC 9106, second choice
DEAREST = {"iterations": 100, "lanes": 64, "memory_cost": 4 * 1024 * 1024}
SALT, NONCE, KEY, TAG = 16, 12, 32, 16  # bytes


def wrap(key: bytes, passphrase: bytes) -> dict[str, Any]:
    """The key under a passphrase, with all that is needed to get it back."""
    salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    sealed = nonce + AESGCM(_argon2(passphrase, salt, ARGON2)).encrypt(nonce, key, b"os1")
    return {"salt": b64encode(salt).decode(), "sealed": b64encode(sealed).decode(), **ARGON2}


def unwrap(wrapped: dict[str, Any], passphrase: bytes) -> bytes:
    """The key again. Raises InvalidTag for another passphrase."""
    cost = {name: int(wrapped[name]) for name in ARGON2}
    derived = _argon2(passphrase, b64decode(wrapped["salt"]), cost)
    return _unseal(derived, wrapped)


def _argon2(secret: bytes, salt: bytes, cost: dict[str, int]) -> bytes:
    return Argon2id(
        salt=salt,
        length=KEY,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_cost"],
    ).derive(secret)


def fresh_code() -> str:
    """A recovery code in groups of five, to be written down."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[i : i + 5] for i in range(0, CODE_LENGTH, 5))


def wrap_code(key: bytes, code: str) -> dict[str, str]:
    """The key under a recovery code."""
    salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    sealed = nonce + AESGCM(_code_secret(_bare(code), salt)).encrypt(nonce, key, b"os1")
    return {"salt": b64encode(salt).decode(), "sealed": b64encode(sealed).decode()}


def unwrap_code(wrapped: dict[str, Any], code: str) -> bytes:
    """The key again; spaces, dashes and case don't matter. Raises InvalidTag for another code."""
    return _unseal(_code_secret(_bare(code), b64decode(wrapped["salt"])), wrapped)


def _bare(code: str) -> str:
    plain = "".join(c for c in code.upper() if c.isalnum())
    return plain.translate(str.maketrans("OIL", "011"))


def _code_secret(code: str, salt: bytes) -> bytes:
    # The code is random already, so a slow derivation would add nothing but waiting.
    return HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=b"os1 recovery").derive(
        code.encode("utf-8", "replace")
    )


def _unseal(secret: bytes, wrapped: dict[str, Any]) -> bytes:
    sealed = b64decode(wrapped["sealed"])
    return AESGCM(secret).decrypt(sealed[:NONCE], sealed[NONCE:], b"os1")


def check(wrapped: object, *, costly: bool) -> None:
    """Raises ValueError where `wrapped` can't be what `wrap` (`costly`) or `wrap_code` gave."""
    if not isinstance(wrapped, dict):
        raise ValueError("a wrapped key is no mapping")
    for name, length in (("salt", SALT), ("sealed", NONCE + KEY + TAG)):
        part = wrapped.get(name)
        if not isinstance(part, str) or len(b64decode(part, validate=True)) != length:
            raise ValueError(f"{name} is damaged")
    for name, most in DEAREST.items() if costly else ():
        cost = wrapped.get(name)
        if type(cost) is not int or not ARGON2[name] <= cost <= most:
            raise ValueError(f"{name} is damaged")
