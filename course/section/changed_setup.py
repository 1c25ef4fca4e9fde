"""The student's kernel with a process_setup that maps differently (guest/changed-setup.c): what happens to the three
pages of part B, and to the process."""

import re

from engine.build import symbols
from section import witness
from section.logged_mappings import KERNEL
from section.witness import AFTER, BEFORE
from engine.verdict import Stop, wrong


def boot(section, options):
    """A boot of hello with process_setup changed in this way."""
    kernel = section.kernel(extra_sources=["witness.c", "changed-setup.c"], without=("log",),
                            redirected=["vmiter_map", "vmiter_try_map", "exception"])
    hello = section.program(section.directory / "user" / "hello.c", slot=1)
    programs = {"hello": hello, "ends": section.program("ends.c", slot=2)}
    started = "hello" if "run=1" in options else "hello ends rounds=1"
    changed = section.boot(kernel, f"{started} process_main={symbols(hello)['process_main']} {options}", programs) \
        .require_end(where=section.shown(KERNEL), what="with a process_setup that maps differently, the kernel")
    require_between_markers(section, changed.said())
    return changed


def require_between_markers(section, said):
    """Stops the check unless the kernel maps the first pages of a process between the two markers, as in the handout."""
    order = [line.split()[0] for line in said if line.split()[:1] in (["before"], ["maps"], ["after"])]
    firsts = list(dict.fromkeys(order))
    if firsts[:2] != ["before", "maps"]:
        raise Stop(wrong("the check boots your kernel with another process_setup; for that, process_setup must map pages with "
                         "vmiter_map or vmiter_try_map, between the two lines that kernel_start logs",
                         where=section.where(KERNEL, r"-- after process_setup")))


def first_instruction(section):
    """The address at which hello starts."""
    return symbols(section.program(section.directory / "user" / "hello.c", slot=1))["process_main"]


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
