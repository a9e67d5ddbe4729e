"""Fetching a voice the person asks for: its package into an environment of its own, its files checked as they come."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx2

from os1.errors import VoiceFailed
from os1.voice.neural import python_of

PATIENCE = 30.0  # seconds without a byte
SPARE = 50_000_000  # bytes of the disk left free
_KOKORO = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.1"
_PIPER = "https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0/en/en_US/hfc_female/medium/en_US-hfc_female-medium.onnx"
_POCKET = "https://huggingface.co/kyutai/pocket-tts-without-voice-cloning/resolve"
_POCKET_MODEL, _POCKET_WORDS = "a7056f505a4a8ca72d8b5fb1440071d6f1a35739", "00eac05ed3d16bdc3f6b5d598874019c34a89214"


@dataclass(frozen=True, slots=True)
class File:
    """One file to fetch: what it is called here, where it is, its size in bytes and SHA-256 (0 and "" for unknown: then its
    address names one revision for good)."""

    name: str
    url: str
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a voice is made of: a package at one version, where else than PyPI its parts lie, its files; `takes` is about how
    many bytes its package takes on disk."""

    package: str
    files: tuple[File, ...]
    takes: int
    index: str = ""


RECIPES = {
    "kokoro": Recipe(
        "kokoro-onnx==0.6.1",
        (
            File("kokoro.onnx", f"{_KOKORO}/kokoro-v1.0.int8.onnx", 114_119_327, "ae315a79b623f244700e4afb9246c46a26066782e049ba174bf3ba433970ee9c"),
            File("voices.bin", f"{_KOKORO}/voices-v1.0.bin", 28_214_398, "bca610b8308e8d99f32e6fe4197e7ec01679264efed0cac9140fe9c29f1fbf7d"),
        ),
        250_000_000,
    ),
    "pocket": Recipe(
        "pocket-tts==4.0.1",
        (
            File("model.safetensors", f"{_POCKET}/{_POCKET_MODEL}/languages/english/model.safetensors"),
            File("tokenizer.json", f"{_POCKET}/{_POCKET_WORDS}/languages/english/tokenizer.json"),
            File("voice.safetensors", f"{_POCKET}/{_POCKET_MODEL}/languages/english/embeddings/anna.safetensors"),
        ),
        1_500_000_000,
        "https://download.pytorch.org/whl/cpu" if sys.platform == "linux" else "",  # PyPI's torch brings 3 GB for graphics cards
    ),
    "piper": Recipe(
        "piper-tts==1.8.0",
        (
            File("voice.onnx", _PIPER, 63_201_294, "914c473788fc1fa8b63ace1cdcdb44588f4ae523d3ab37df1536616835a140b7"),
            File("voice.onnx.json", f"{_PIPER}.json", 5_033, "03f1fa0622b80463283592d97aca9f6e89aec345a5c56b7257723e0093c58b6c"),
        ),
        250_000_000,
    ),
}  # fmt: skip


def add(recipe: Recipe, folder: Path, tell: Callable[[str], None]) -> None:
    """Make `folder` hold the voice, whole or not at all: an old one stays until the new one is there. `tell` is given how far
    it is. Raises VoiceFailed; whatever stops it, what was half done is taken away."""
    made = folder.with_name(f".{folder.name}-{os.getpid()}")
    try:
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        free = shutil.disk_usage(folder.parent).free
        needs = recipe.takes + sum(file.size for file in recipe.files)
        if free < needs + SPARE:
            raise VoiceFailed(f"The disk is too full: it takes {needs // 1_000_000} MB, and {free // 1_000_000} MB are free. Nothing was changed.")
        made.mkdir(mode=0o700)
        for file in recipe.files:  # first what fails first where there is no network
            _fetch(file, made / file.name, tell)
        if recipe.package:
            _install(recipe, made, tell)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    except OSError as error:
        raise VoiceFailed(f"It can't be written in {folder.parent} ({_reason(error)}). Nothing was changed.") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _reason(error: OSError) -> str:
    return "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error))


def _fetch(file: File, to: Path, tell: Callable[[str], None]) -> None:
    """One file from the network, in pieces, counted and checked."""
    host, digest, got = httpx2.URL(file.url).host, hashlib.sha256(), 0
    try:
        with (
            httpx2.stream("GET", file.url, timeout=PATIENCE, follow_redirects=True) as answer,
            to.open("wb") as out,
        ):
            if answer.status_code != 200:
                raise VoiceFailed(f"{host} didn't give {to.name} ({answer.status_code}); try again later. Nothing was changed.")
            size = file.size or int(answer.headers.get("content-length") or 0)
            for piece in answer.iter_bytes(1 << 16):
                out.write(piece)
                digest.update(piece)
                got += len(piece)
                if size and got > size:
                    break
                tell(f"{to.name}: {got / 1e6:.1f} of {size / 1e6:.1f} MB" if size else f"{to.name}: {got / 1e6:.1f} MB")
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise VoiceFailed(f"{host} can't be reached, so there is no network or not enough of it. Nothing was changed.") from error
    if (file.size and got != file.size) or (file.sha256 and digest.hexdigest() != file.sha256):
        raise VoiceFailed(f"{to.name} came from {host} other than it should be, so it isn't used. Nothing was changed.")


def _install(recipe: Recipe, folder: Path, tell: Callable[[str], None]) -> None:
    """The package and what it needs, as wheels, into an environment in the folder."""
    tell(f"installing {recipe.package}, which may take some minutes")
    venv.create(folder / "venv", with_pip=True, symlinks=os.name != "nt")
    extra = ["--extra-index-url", recipe.index] if recipe.index else []
    command = [str(python_of(folder)), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check",
               "--only-binary", ":all:", *extra, recipe.package]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise VoiceFailed(f"{recipe.package} can't be installed ({said[-1].strip() if said else 'pip failed'}). Nothing was changed.")
