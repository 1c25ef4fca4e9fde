#!/usr/bin/env python3
"""The tournament of the problem set: kernels that keep their promises stand against every hostile program, others fall to
the one that finds them; and a submission reaches nothing but its own. Prints TAP.

    tournament-test.py --settings FILE"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["DESK"] = "pset"

import tap
from engine.places import COURSE
from pset import desk

PROGRAMS = {
    "forks": "for (;;) { if (sys_fork() == 0) { sys_exit(); } sys_yield(); }",
    "takes": "while (heap_grow() != NULL) { } for (;;) { sys_fork(); sys_yield(); }",
    "pokes": "for (uintptr_t addr = 0x40008; addr < 0x80000; addr += 8) { if (sys_fork() == 0) { *(volatile long *) addr = 61; } }"
             " for (;;) { sys_yield(); }",
    "replaces": "char *page = heap_grow(); for (;;) { sys_page_alloc(page); sys_yield(); }",
}
WRONG = {  # a change of the master's, and the programs that find it
    "loses-roots": ("address-space.c", "    kfree(pt);\n", "", {"forks"}),
    "starves-others": ("kernel.c", "            if (ptable[pid].state == P_RUNNABLE) {", "            if (pid != 2 && ptable[pid].state == P_RUNNABLE) {",
                       {"forks"}),
    "loses-replaced": ("address-space.c", "    kfree(vmiter_kptr(&old));\n", "    (void) old;\n", {"replaces"}),
}


def entry(place, name, program="", change=None):
    directory = place / name
    (directory / "user").mkdir(parents=True)
    if program:
        (directory / "user" / "hostile.c").write_text(f'#include "u-lib.h"\n\nvoid\nprocess_main(void) {{\n{program}\n}}\n')
        return
    desk.write(directory, 7)
    if change:
        path = directory / change[0]
        assert path.read_text().count(change[1]) == 1, change
        path.write_text(path.read_text().replace(change[1], change[2]))


def play(settings, entries, results, *options):
    command = [sys.executable, "-m", "pset.tournament", "--settings", str(settings.absolute()), "--results", str(results), "--open",
               *options, str(entries)]
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(COURSE), "DESK": "pset"})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, json.loads((results / "matrix.json").read_text())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    settings = parser.parse_args().settings
    with tempfile.TemporaryDirectory() as directory:
        place, results = Path(directory) / "entries", Path(directory) / "results"
        entry(place, "right")
        for name, change in WRONG.items():
            entry(place, name, change=change)
        for name, program in PROGRAMS.items():
            entry(place, name, program)
        entry(place, "malformed", "int (")
        (place / "linked" / "user").mkdir(parents=True)
        (place / "linked" / "user" / "hostile.c").symlink_to("/etc/passwd")
        text, found = play(settings, place, results)
        games = {(game["kernel"], game["program"]): game["result"] for game in found["games"]}
        why = {(game["kernel"], game["program"]): game["why"] for game in found["games"]}
        for program in PROGRAMS:
            tap.equal(f"a right kernel stands against {program}", games["right", program] + why["right", program], "stands")
        for name, change in WRONG.items():
            for program in sorted(change[3]):
                tap.equal(f"{name} falls to {program}", games[name, program], "falls")
        tap.equal("what does not compile is not played", games["right", "malformed"], "not played")
        tap.equal("a link is not followed", games["right", "linked"], "not played")
        tap.holds("the text has a row for each kernel", all(f"\n{name} " in f"\n{text}" for name in ("right", *WRONG)), text)
        page = (results / "matrix.html").read_text()
        tap.holds("so has the page", all(f'<th scope="row">{name}</th>' in page for name in ("right", *WRONG)))
        again, _ = play(settings, place, results, "--hidden")
        tap.holds("names can be hidden", "kernel 1" in again and "right" not in again and "forks" not in again, again)
        tap.equal("a second tournament has the same result", [game["result"] for game in json.loads(
            (results / "matrix.json").read_text())["games"]], [game["result"] for game in found["games"]])
    tap.end()


if __name__ == "__main__":
    main()
