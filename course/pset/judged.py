"""Checks of a step: each boots the student's kernel with the judge around it, and a trial, a program that tries
something and says how it went."""

import concurrent.futures
import os
from dataclasses import dataclass, field

from engine.verdict import PASSED, Part, Stop, not_yet, passed, wrong
from pset import holes
from pset import judgement
from pset import variant

JOBS = os.cpu_count() or 1


@dataclass
class Check:
    """name: "5.3". points: what it is worth. programs: to start, each a guest file of the step or of several steps,
    or a program of user/; "@2" after a name links it for slot 2. options: for the judge. screen: what must be there.
    changed: {program: a function from its ELF file's bytes to other bytes, to start instead}."""
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
    return wrong(v.message, expected=v.expected, seen=v.seen, where=v.where, details=v.details, parts=parts,
                 picture=v.picture)


def _checked(desk, kernel, step, one):
    """(the verdict on one check, the run that showed it)."""
    boot = None
    try:
        boot = desk.boot(kernel, _command(step, one), dict(_programs(desk, one)))
        return judgement.verdict(boot, step, one), boot.run
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
