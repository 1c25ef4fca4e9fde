"""motion.py: calls functions of ours before each command of gdb's own that lets the machine run."""

import gdb

FORWARD = "continue", "step", "next", "stepi", "nexti", "finish", "until", "advance"
BACK = [f"reverse-{way}" for way in ("continue", "step", "next", "stepi", "nexti", "finish")]

prepare = []  # the functions; each gets the command's name


def is_backward():
    """Whether gdb runs backward. gdb executes reverse-continue, for example, as continue in the other direction, so it
    calls the hook of continue, too."""
    return "Reverse" in gdb.execute("show exec-direction", to_string=True)


class BeforeMotion(gdb.Command):
    """before-motion COMMAND: gdb calls it before COMMAND."""

    def __init__(self):
        super().__init__("before-motion", gdb.COMMAND_RUNNING)
        for command in *FORWARD, *BACK:
            gdb.execute(f"define hook-{command}\nbefore-motion {command}\nend")

    def invoke(self, argument, from_tty):
        for function in prepare:
            function(argument)
