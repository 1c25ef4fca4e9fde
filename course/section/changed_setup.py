"""The student's kernel with a process_setup that maps differently (guest/changed-setup.c): what happens to the three
pages of part B, and to the process."""

import re

from engine.build import symbols
from section import witness
from section.logged_mappings import KERNEL
from section.witness import AFTER, BEFORE


def boot(section, options):
    """A boot of hello with process_setup changed in this way."""
    kernel = section.kernel(extra_sources=["witness.c", "changed-setup.c"], without=("log",),
                            wraps=["vmiter_map", "exception"])
    hello = section.program(section.directory / "user" / "hello.c", slot=1)
    programs = {"hello": hello, "ends": section.program("ends.c", slot=2)}
    started = "hello" if "run=1" in options else "hello ends rounds=1"
    return section.boot(kernel, f"{started} process_main={symbols(hello)['process_main']} {options}", programs) \
        .require_end(where=section.shown(KERNEL), what="with a process_setup that maps differently, the kernel")


def places(section, options):
    """Where the three pages lead before and after process_setup: ({name: Mapping}, {name: Mapping})."""
    changed = boot(section, options)
    return witness.places(changed, BEFORE), witness.places(changed, AFTER)


def first_exception(section, options):
    """(vector, the address that the fault was at) of the first exception of the process; None if there is none."""
    for line in boot(section, f"{options} run=1").said():
        match = re.fullmatch(r"exception (\d+) (\S+)", line)
        if match:
            return int(match[1]), int(match[2], 16)
    return None
