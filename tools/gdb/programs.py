"""programs.py: programs' symbols. All programs have the same addresses, so gdb has the symbols of one program at a
time: of the one that runs, or ran last."""

import contextlib
import os

import gdb

from processes import running


class Programs(gdb.Command):
    """programs COMMAND [NAME=]FILE...: says where the programs' ELF files with symbols are. COMMAND is the kernel's
    command string: process 1 runs the first program in it."""

    def __init__(self):
        super().__init__("programs", gdb.COMMAND_FILES)
        self.files = {}     # {program's name: path}
        self.loaded = None  # the name of the program whose symbols gdb has

    def invoke(self, argument, from_tty):
        command, *files = gdb.string_to_argv(argument)
        self.files = dict(map(name_and_file, files))
        self.load(next((word for word in command.split() if "=" not in word), None))

    def load(self, name):
        """Loads the symbols of this program, and removes all others."""
        if name == self.loaded:
            return
        commands = []
        if self.loaded:
            commands.append(f"remove-symbol-file {quoted(self.files[self.loaded])}")
        if name in self.files:
            commands.append(f"add-symbol-file {quoted(self.files[name])}")
        self.loaded = name if name in self.files else None
        with silence():
            gdb.execute("\n".join(commands), to_string=True)


@contextlib.contextmanager
def silence():
    """Inside this context, gdb prints no warnings. When symbols change, it warns that a breakpoint is no longer where
    it was hit."""
    stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)


def running_program():
    """The name of the program that runs; None if no process runs."""
    try:
        process = running()
    except (gdb.error, gdb.GdbError):  # the kernel has not started, or is one without processes
        return None
    return process.program if process else None


def name_and_file(word):
    """(NAME, absolute path) from NAME=FILE or from DIRECTORY/NAME.full."""
    name, equals, path = word.partition("=")
    if not equals or "/" in name:
        name, path = os.path.basename(word).removesuffix(".full"), word
    return name, os.path.abspath(path)


def quoted(path):
    """`path`, quoted as a word of a gdb command."""
    return "".join(f"\\{c}" if c in " \t\n\"'\\" else c for c in path)


programs = Programs()
