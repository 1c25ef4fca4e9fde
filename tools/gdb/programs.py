"""programs.py: programs' symbols. All programs have the same addresses, so those hold whose process runs."""

import os

import gdb

from processes import running


class Programs(gdb.Command):
    """programs FILE...: the programs' ELF files with symbols."""

    def __init__(self):
        super().__init__("programs", gdb.COMMAND_FILES)
        self.files = {}
        self.loaded = None

    def invoke(self, argument, from_tty):
        paths = [os.path.abspath(word) for word in gdb.string_to_argv(argument)]
        self.files = {os.path.basename(path).removesuffix(".full"): path for path in paths}
        gdb.events.stop.connect(self.choose)

    def choose(self, _event):
        """Loads the symbols of the program that runs."""
        try:
            process = running()
        except (gdb.error, gdb.GdbError):
            return
        file = self.files.get(process.program) if process else None
        if file != self.loaded:
            if self.loaded:
                gdb.execute(f"remove-symbol-file '{self.loaded}'", to_string=True)
            if file:
                gdb.execute(f"add-symbol-file '{file}'", to_string=True)
            self.loaded = file
