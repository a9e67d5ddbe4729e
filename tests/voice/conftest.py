"""Her voices and ears as they are on this computer; where one is missing its tests are skipped, and fail in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from os1.errors import VoiceError
from os1.voice.festival import Festival
from os1.voice.stt import Moonshine


def missing(error: VoiceError) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI lacks it, so it would not be tested: {error}")
    pytest.skip(str(error))


@pytest.fixture(scope="module")
def festival() -> Iterator[Festival]:
    try:
        voice = Festival()
    except VoiceError as error:
        missing(error)
        raise
    yield voice
    voice.close()


@pytest.fixture(scope="session")
def moonshine() -> Iterator[Moonshine]:
    try:
        ears = Moonshine()
    except VoiceError as error:
        missing(error)
        raise
    yield ears
    ears.close()
