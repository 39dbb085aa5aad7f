"""``briefing``, and ``python -m generator``: the door through which the command line is entered.

To import the commands takes a tenth of a second. A Ctrl-C in it ends the process at once, by the
signal's own default: nothing has been begun, and there is nothing to tell.
"""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run a command."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from generator.cli import main as run

    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, before)
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
