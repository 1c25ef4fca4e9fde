"""Tries many checks, several at a time."""

import concurrent.futures
import threading

from engine.workplace import Workplace


def tried(things, attempt, place, jobs):
    """(thing, attempt(thing, workplace)) for each thing, in order, by `jobs` workers. Each worker has
    its own workplace in `place`, and builds there once what does not depend on the student."""
    own, workplaces = threading.local(), []

    def start():
        own.workplace = Workplace(place)
        workplaces.append(own.workplace)
    with concurrent.futures.ThreadPoolExecutor(jobs, initializer=start) as pool:
        results = pool.map(lambda thing: attempt(thing, own.workplace), things)
        yield from zip(things, results)
    for workplace in workplaces:
        workplace.remove()
