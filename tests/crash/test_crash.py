"""Two hundred times killed with −9 while turns are being written: nothing acknowledged is lost.

Each life is a process of its own that runs the command `os1 serve` on a real home and is talked
to over its WebSocket; it is forked from a process that has imported everything, before anything
of the home is opened (see bench/crash.py, which does the same more often).
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bench.crash import crash

KILLS = 200


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork and no SIGKILL there")
def test_no_acknowledged_turn_is_lost(tmp_path: Path) -> None:
    *_, tally = crash(tmp_path, KILLS)
    print(tally)
    assert tally.kills == KILLS
    assert tally.acknowledged >= KILLS / 4, "turns were hardly being written"
    assert tally.lost == 0
    assert tally.duplicated == 0
    assert tally.wrong == []
