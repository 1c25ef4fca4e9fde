"""weensy.py: teaches gdb about the kernel: commands that know its structures, and breakpoints in programs. `make
run-gdb-NAME` loads it; `weensy` lists the commands. Each module in this directory has one subject."""

import inspect
import os
import sys

import gdb

sys.dont_write_bytecode = True  # nothing is written into the tree
sys.path.insert(0, os.path.dirname(globals().get("__file__", "tools/gdb/weensy.py")))

import last_write
import look_commands
import motion
import recording
import stop_commands
import user_breakpoints

COMMANDS = (look_commands.Ps, look_commands.Pt, look_commands.Maps, look_commands.Pages,
            stop_commands.BreakSyscall, stop_commands.BreakException, last_write.LastWrite)


class Weensy(gdb.Command):
    """weensy: lists the commands that know the kernel."""

    def __init__(self):
        super().__init__("weensy", gdb.COMMAND_SUPPORT)

    def invoke(self, argument, from_tty):
        for command in COMMANDS:
            print(inspect.cleandoc(command.__doc__))


for command in Weensy, *COMMANDS, motion.BeforeMotion, recording.RecordingCommand:
    command()
