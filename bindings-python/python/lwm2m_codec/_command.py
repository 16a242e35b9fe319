"""The console command `lwm2m-codec`."""

from __future__ import annotations

import signal
import sys

from . import _native


def main() -> int:
    """Runs the command, which is the one of `lwm2m-cli` with one verb more, `columns`."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["columns"]:
        from ._columns_command import main as columns

        return columns(arguments[1:])
    # An interrupt ends the command at once, also while it waits for input.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.command("lwm2m-codec", arguments)
