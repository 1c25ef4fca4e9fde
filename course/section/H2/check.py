"""A pipe that moves many bytes and blocks. Processes use it as a referee, linked with the kernel, tells them to
(pipe-scenes.h)."""

import re

from engine.places import EXERCISES
from section.pipe_report import verdict_on
from engine.verdict import not_yet

KERNEL = "kernel.c"

FUNCTIONS = "syscall_pipewrite", "syscall_piperead"
PAIR, FOUR = 2, 4  # processes
REFEREE = ("pipe-keeper.c", "pipe-state.c", "pipe-referee.c", "pipe-waiting.c", "pipe-orders.c", "pipe-judge.c", "pipe-report.c", "pipe-scenes.c",
           "pipe-timer.c")  # the last stands in for the machine's timer


def _code(path, function):
    """The function's code without comments and spaces; "" if there is no such function."""
    match = re.search(rf"^{function}\([^;{{]*\{{.*?^\}}", path.read_text(errors="replace"), re.M | re.S)
    without_comments = re.sub(r"//[^\n]*|/\*.*?\*/", "", match[0], flags=re.S) if match else ""
    return re.sub(r"\s+", "", without_comments)


def _is_untouched(section):
    return all(_code(section.directory / KERNEL, f) == _code(EXERCISES / "H2" / "handout.c", f)
               for f in FUNCTIONS)


def _play(section, kernel, actors):
    programs = {f"actor{slot}": section.program("pipe-actor.c", slot, f"actor{slot}")
                for slot in range(1, actors + 1)}
    return section.boot(kernel, f"{' '.join(programs)} actors={actors}", programs)


def check(section):
    where = section.where(KERNEL, rf"^{FUNCTIONS[0]}\(")
    if _is_untouched(section):
        return not_yet(f"the pipe in {section.shown(KERNEL)} carries one byte at a time, and never "
                       "blocks", where=where)
    kernel = section.kernel(extra_sources=REFEREE, without=("timer",))
    verdict = None
    for actors in PAIR, FOUR:
        found = verdict_on(_play(section, kernel, actors), where)
        verdict = verdict or found
        if found.state != "passed":
            return found
    return verdict
