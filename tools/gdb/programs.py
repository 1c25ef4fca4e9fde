"""programs.py: programs' symbols. All programs have the same addresses, so those of one are loaded at a time: of the
program that runs, or did last."""

import contextlib
import os

import gdb

from processes import running


class Programs(gdb.Command):
    """programs COMMAND [NAME=]FILE...: the programs' ELF files with symbols. COMMAND is what the kernel is to
    start: process 1 runs the first program in it."""

    def __init__(self):
        super().__init__("programs", gdb.COMMAND_FILES)
        self.files = {}     # by the program's name
        self.loaded = None  # its name

    def invoke(self, argument, from_tty):
        command, *files = gdb.string_to_argv(argument)
        self.files = dict(map(name_and_file, files))
        self.load(next((word for word in command.split() if "=" not in word), None))

    def load(self, name):
        """Has the symbols of this program, and of no other."""
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
    """No warnings as long as this holds: when symbols change, that a breakpoint is no more where it was hit."""
    stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)


def running_program():
    """Its name; None if no process runs."""
    try:
        process = running()
    except (gdb.error, gdb.GdbError):  # the kernel has not started, or is one without processes
        return None
    return process.program if process else None


def name_and_file(word):
    """Of NAME=FILE, or of DIRECTORY/NAME.full."""
    name, equals, path = word.partition("=")
    if not equals or "/" in name:
        name, path = os.path.basename(word).removesuffix(".full"), word
    return name, os.path.abspath(path)


def quoted(path):
    """As gdb takes a word of a command."""
    return "".join(f"\\{c}" if c in " \t\n\"'\\" else c for c in path)


programs = Programs()
