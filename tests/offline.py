"""Starts pytest in a network namespace that has nothing but loopback, where the system allows it.

`python tests/offline.py [pytest arguments]` says in its first line which way it ran. Inside the
namespace OS1_TEST_OFFLINE=1 is set, and tests/house/test_offline.py proves that no packet leaves.
"""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000  # Linux, sched.h
CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS = 0x8913  # Linux, sockios.h
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1


def unshare(flags: int) -> None:
    """Moves this process into new namespaces. Python 3.11 has no os.unshare, so libc is asked.

    Raises OSError where the system refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def keep_own_ids(uid: int, gid: int) -> None:
    """Maps our own ids onto themselves in a new user namespace, so that files stay ours."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        Path(f"/proc/self/{name}").write_text(text, "ascii")


def raise_loopback() -> None:
    """Brings `lo` up: a new network namespace starts with it down."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        asked = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(control, SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def leave_network(flags: int) -> None:
    """Cuts this process off from every network but loopback. Raises OSError where it can't."""
    uid, gid = os.getuid(), os.getgid()
    unshare(flags)
    if flags & CLONE_NEWUSER:
        keep_own_ids(uid, gid)
    raise_loopback()


def works(flags: int) -> bool:
    """Tries it in a child first: half a namespace could not be left again."""
    child = os.fork()
    if child == 0:
        try:
            leave_network(flags)
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def ways() -> list[tuple[int, str]]:
    """The ways to try here, best first: root needs no user namespace."""
    if sys.platform != "linux":
        return []
    alone = (CLONE_NEWNET, "a network namespace")
    with_user = (CLONE_NEWUSER | CLONE_NEWNET, "a user and network namespace")
    return [alone, with_user] if os.geteuid() == 0 else [with_user]


def main(arguments: list[str]) -> None:
    """Replaces this process by pytest, cut off where that can be done."""
    for flags, name in ways():
        if works(flags):
            leave_network(flags)
            os.environ["OS1_TEST_OFFLINE"] = "1"
            print(f"Tests run offline: in {name} with loopback only.", flush=True)
            break
    else:
        os.environ.pop("OS1_TEST_OFFLINE", None)
        print("Tests run with the network as it is: no namespace can be made here.", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    if sys.platform == "win32":  # its exec would not wait for the tests to end
        import subprocess

        raise SystemExit(subprocess.run(command, check=False).returncode)
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main(sys.argv[1:])
