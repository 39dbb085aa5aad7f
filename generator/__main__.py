"""``briefing``, and ``python -m generator``: the door through which the command line is entered.

To import the commands takes a tenth of a second. A Ctrl-C in it ends the process at once, by the
signal's own default: nothing has been begun, and there is nothing to tell.
"""

import os
import sys


def main() -> None:
    """Run a command."""
    if sys.argv[1:] == ["--version"]:  # without the quarter of a second that the commands take to import
        from generator import __version__

        print(f"briefing {__version__}")  # noqa: T201
        return
    import signal

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


def _close_the_current_folder() -> None:
    """Import nothing from the current folder, where ``python -m`` looks first: it may be anybody's."""
    here = os.getcwd()
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if not sys.flags.safe_path and sys.path and sys.path[0] in ("", here) and here != package:
        del sys.path[0]


if __name__ == "__main__":
    _close_the_current_folder()
    main()
