"""The suite is cut off from every network when it says so, and still has loopback."""

from __future__ import annotations

import errno
import os
import socket
import time

import pytest

offline = pytest.mark.skipif(
    os.environ.get("OS1_TEST_OFFLINE") != "1",
    reason="this run has the machine's network (see tests/offline.py)",
)
OUTSIDE = ["192.0.2.1", "2001:db8::1"]  # addresses kept for documentation: nobody lives there


@offline
@pytest.mark.parametrize("address", OUTSIDE)
def test_no_packet_leaves(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as outward:
        outward.settimeout(5)
        started = time.monotonic()
        with pytest.raises(OSError, match=r"unreachable|assign") as refused:
            outward.connect((address, 443))
    assert refused.value.errno in {errno.ENETUNREACH, errno.EADDRNOTAVAIL}
    assert time.monotonic() - started < 1


@offline
def test_no_name_is_found() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("example.org", 443)


@offline
def test_only_loopback_is_there() -> None:
    assert [name for _, name in socket.if_nameindex()] == ["lo"]


def test_loopback_works() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as outward,
    ):
        inward, _ = server.accept()
        with inward:
            outward.sendall(b"here")
            assert inward.recv(4) == b"here"
