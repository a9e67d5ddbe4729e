"""Fixtures that any test may ask for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROME_ON_A_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def pytest_report_header() -> str:
    """Says at the top of every run whether a network could be reached."""
    offline = os.environ.get("OS1_TEST_OFFLINE") == "1"
    return "network: loopback only" if offline else "network: as this machine has it"


@pytest.fixture
def anyio_backend() -> str:
    """Coroutine tests run on asyncio, as the house does."""
    return "asyncio"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium or Chrome. Skips where there is none; in CI that fails."""
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return found
    if CHROME_ON_A_MAC.exists():
        return str(CHROME_ON_A_MAC)
    if os.environ.get("CI") == "true":
        pytest.fail("CI has no Chromium, so the browser tests would not run.")
    pytest.skip("no Chromium or Chrome on this machine")
