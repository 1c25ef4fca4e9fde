"""Tries many things with checks, several at a time."""

import concurrent.futures
import threading

from engine.workplace import Workplace


def tried(things, attempt, place, jobs):
    """(thing, attempt(thing, workplace)) of each thing, in order, by so many workers. Each has a
    workplace of its own in `place`: what is the check's alone is built there once."""
    own, workplaces = threading.local(), []

    def start():
        own.workplace = Workplace(place)
        workplaces.append(own.workplace)
    with concurrent.futures.ThreadPoolExecutor(jobs, initializer=start) as pool:
        results = pool.map(lambda thing: attempt(thing, own.workplace), things)
        yield from zip(things, results)
    for workplace in workplaces:
        workplace.remove()
