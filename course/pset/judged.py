"""Checks of a step: each boots the student's kernel with the judge around it, and a trial, a program that tries
something and says how it went."""

import concurrent.futures
import os
import re
from dataclasses import dataclass, field

from engine.boot import PLACE
from engine.verdict import PASSED, Part, Stop, not_yet, passed, wrong
from pset import holes
from pset import variant

OLD_DATA = re.compile(r"(0x| )[0-9a-f]*(a5a5a5|5a5a5a)")  # what the judge fills pages with that kalloc returns
FAULT = re.compile(r"process \d+ \(\S+\): ")  # how the log says that a process has faulted
PROC_START, MEMSIZE_VIRTUAL = 0x100000, 0x300000  # lib/memory-layout.h
JOBS = os.cpu_count() or 1


@dataclass
class Check:
    """name: "5.3". points: what it is worth. programs: to start, each a guest file of the step or of several steps, or a
    program of user/; "@2" behind a name links it for slot 2. options: for the judge. screen: what must be there. changed:
    {program: a function from its ELF file's bytes to other bytes, to start instead}."""
    name: str
    title: str
    points: int
    programs: tuple
    options: dict = field(default_factory=dict)
    screen: str = ""
    changed: dict = field(default_factory=dict)


def check(desk, step, checks):
    """The verdict on a step: passed if all its checks pass."""
    if holes.are_untouched(desk.directory, step):
        return not_yet(f"begin in {', '.join(holes.places(step))}")
    asked = [one for one in checks if not desk.only or one.name in desk.only]
    kernel = desk.judged_kernel()
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        found = list(pool.map(lambda one: _checked(desk, kernel, step, one), asked))
    parts = [Part(one.name, one.title, one.points, verdict) for one, (verdict, _) in zip(asked, found)]
    first = next((i for i, (verdict, _) in enumerate(found) if verdict.state != PASSED), None)
    if first is None:
        return passed(parts=parts)
    v, desk.last_run = found[first]  # of which there will be a recording
    return wrong(v.message, expected=v.expected, seen=v.seen, where=v.where, details=v.details, parts=parts)


def _checked(desk, kernel, step, one):
    """(the verdict on one check, the run that showed it)."""
    boot = None
    try:
        boot = desk.boot(kernel, _command(step, one), dict(_programs(desk, one)))
        return _judgement(boot, step, one), boot.run
    except Stop as stop:
        return stop.verdict, boot and boot.run


def _names(one):
    """(name in the image, name of the program, slot) for each program."""
    for word in one.programs:
        name, _, slot = word.partition("@")
        yield word.replace("@", "-"), name, int(slot or 1)


def _command(step, one):
    options = {"step": step, **variant.mine().options(), **one.options}
    return " ".join([*(name for name, _, _ in _names(one)), *(f"{key}={value}" for key, value in options.items())])


def _programs(desk, one):
    for name, source, slot in _names(one):
        yield name, desk.trial(source, slot, one.changed.get(source))


def _about(panic):
    """Lines about a panic because of an address that is a process's."""
    match = re.search(r"page fault \w+ (0x[0-9a-f]+)", panic)
    if not match or not PROC_START <= int(match[1], 16) < MEMSIZE_VIRTUAL:
        return []
    return [f"({match[1]} is an address of processes. Which page table is in force here, and what does it map there?)"]


def _faults(boot):
    """The first process that a fault ended, and what else the log says about it."""
    first = next((i for i, line in enumerate(boot.log) if re.match(r"process \d+ \(.*\): ", line)), None)
    return boot.log[first:first + 5] if first is not None else []


def _students(lines):
    """The lines of a backtrace without functions of the checks."""
    return [line.replace(" student_", " ") for line in lines if not re.search(r"\(course/(pset/judge|guest)/", line)]


def _judgement(boot, step, one):
    """The verdict after a boot."""
    details = [line.partition(" ")[2] for line in boot.said() if line.startswith("detail ")]
    details += filter(FAULT.match, boot.log)
    failure = next((re.fullmatch(r"wrong (\d+) (.*)", line) for line in boot.said() if line.startswith("wrong ")), None)
    if failure:
        before = next(line for line in reversed(["", *boot.said()]) if not line.startswith(("wrong ", "detail ", "end")))
        if before.startswith("trying "):  # right before
            details.append(f"(when the trial tried: {before.partition(' ')[2]})")
        whose = "" if int(failure[1]) in (step, 0) else f"a matter of step {failure[1]}: "
        trace = _students(boot.trace())
        where = next(filter(None, map(PLACE.search, trace)), None)
        return wrong(whose + failure[2], where=where[1] if where else "", details=[*details, *trace])
    panic = boot.panic()
    words = panic[0] + (" ".join(boot.log) if panic[0].startswith("general protection") else "") if panic else ""
    if OLD_DATA.search(words):
        details = ["(a page from kalloc is full of old data: here of 0xa5, until the kernel clears it)", *details]
    if not boot.is_over() or "passed" not in boot.said():
        idle = next((line.partition(" ")[2] for line in boot.said() if line.startswith("idle ")), None)
        faults = _faults(boot) if idle or boot.ran_out_of_time() else []
        if faults:
            return wrong(f"{faults[0]}, and so the check does not come to its end", details=[*details, *faults[1:]])
        if boot.is_over():
            return wrong(idle or "the check does not come to its end", details=details)
        message, more = boot.ending()
        details += _about(panic[0]) if panic and step >= 3 else []
        tried = [line.partition(" ")[2] for line in boot.said() if line.startswith("trying ")]
        message = message.replace(" student_", " ")
        return wrong(f"{tried[-1]}: the kernel {message}" if tried else f"the kernel {message}", where=boot.innermost_place(), details=[*details, *_students(more)])
    if one.screen and not re.search(one.screen, "\n".join(boot.screen)):
        return wrong(f"the screen does not show what {one.programs[0]} prints", expected=one.screen, details=boot.screen[:8])
    return passed()
