"""motion.py: what is to be done before one of gdb's own commands lets the machine run."""

import gdb

FORWARD = "continue", "step", "next", "stepi", "nexti", "finish", "until", "advance"
BACK = [f"reverse-{way}" for way in ("continue", "step", "next", "stepi", "nexti", "finish")]

prepare = []  # functions that are called with the command's name


def is_backward():
    """Whether gdb is going back. reverse-continue, for one, is continue in the other direction, with its hook."""
    return "Reverse" in gdb.execute("show exec-direction", to_string=True)


class BeforeMotion(gdb.Command):
    """before-motion COMMAND: what gdb calls before this command."""

    def __init__(self):
        super().__init__("before-motion", gdb.COMMAND_RUNNING)
        for command in *FORWARD, *BACK:
            gdb.execute(f"define hook-{command}\nbefore-motion {command}\nend")

    def invoke(self, argument, from_tty):
        for function in prepare:
            function(argument)
