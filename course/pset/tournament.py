"""The tournament: every hostile program that was handed in runs under every kernel that was handed in.

    tournament.py --settings FILE DIRECTORY --results DIRECTORY [--hidden] [--jobs N] [--open]

DIRECTORY has a folder for each entry, a student's desk: the kernel (kernel.c, address-space.c, ...), or a hostile program
(user/hostile.c), or both. A kernel takes part if it passes steps 1 to 7; --open lets all of them in. In each game a victim of
ours runs beside the hostile program, keeps secrets and counts what it gets done. The kernel falls if it panics, hangs or
resets; if the judge around it sees a promise broken; or if the victim is harmed. The result is matrix.txt, matrix.json and
matrix.html. Games that have been played are kept, so an interrupted tournament goes on where it was.

Of an entry, only its C files and headers are read, and no links. They are only compiled, within limits of time and memory,
and run only inside QEMU; they know neither the judge's calls nor which kernel or program they meet."""

import argparse
import concurrent.futures
import hashlib
import html
import json
import os
import sys
from pathlib import Path

from engine import exercises
from engine.answers import read_answers
from engine.checker import check_one
from engine.command import read_settings
from engine.questions import Asked
from engine.verdict import PASSED, Stop
from engine.workplace import Workplace

ENTRY_STEPS = 7     # a kernel that takes part has done so many
TICKS = 300         # of a game
HOSTILE = "user/hostile.c"
MOST_BYTES = 1 << 20  # of a file
LEFT_OUT = "{} is a link, or too large"
STANDS, FALLS, OUT = "stands", "falls", "not played"


class Tournament:
    def __init__(self, settings, directory, results, everyone):
        self.settings = settings
        self.entries = sorted(path for path in directory.iterdir() if path.is_dir() and not path.name.startswith("."))
        self.results = results
        self.everyone = everyone
        self.workplace = Workplace(results / "work")
        results.mkdir(parents=True, exist_ok=True)
        self.played = Kept(results / "games.json")

    def kernels(self):
        return [path for path in self.entries if (path / "kernel.c").is_file()]

    def programs(self):
        return [path for path in self.entries if (path / HOSTILE).is_file()]

    def play(self, jobs):
        """{(kernel's name, program's name): (STANDS, FALLS or OUT, why)}."""
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            kernels = dict(zip(self.kernels(), pool.map(self._kernel, self.kernels())))
            programs = dict(zip(self.programs(), pool.map(self._program, self.programs())))
            games = [(kernel, program) for kernel in kernels for program in programs]
            results = pool.map(lambda game: self._game(*game, kernels[game[0]], programs[game[1]]), games)
            return {(kernel.name, program.name): result for (kernel, program), result in zip(games, results)}

    def _copy(self, entry, what, names):
        """A directory with these files of an entry; links and large files are left out."""
        directory = self.workplace.directory / what / entry.name
        directory.mkdir(parents=True)
        for path in sorted(entry.glob(names)):
            if path.suffix in (".c", ".h") and path.is_file() and not path.is_symlink() and path.stat().st_size <= MOST_BYTES:
                (directory / path.name).write_bytes(path.read_bytes())
        return directory

    def _desk(self, directory, name):
        return exercises.desk().Desk(directory, self.settings, read_answers(directory), self.workplace, name, Asked())

    def _kernel(self, directory):
        """(the kernel with the judge around it, or None; why it does not take part)."""
        directory = self._copy(directory, "kernels", "*")
        if not (directory / "kernel.c").exists():
            return None, LEFT_OUT.format("kernel.c")
        try:
            kernel = self._desk(directory, "tournament").judged_kernel()
        except Stop as stop:
            return None, stop.verdict.message
        for step in range(1, 0 if self.everyone else ENTRY_STEPS + 1):
            key = f"{_stamp(directory.glob('*.[ch]'))} {step}"
            verdict = self.played.get(key, lambda step=step: _said(check_one(str(step), directory, self.settings, self.workplace)))
            if verdict[0] != PASSED:
                return None, f"step {step}: {verdict[1]}"
        return kernel, ""

    def _program(self, directory):
        """(the program, or None; why it does not take part)."""
        directory = self._copy(directory, "programs", HOSTILE)
        if not (directory / "hostile.c").exists():
            return None, LEFT_OUT.format(HOSTILE)
        try:
            return self._desk(directory, "tournament").program(directory / "hostile.c"), ""
        except Stop as stop:
            return None, stop.verdict.message

    def _game(self, kernel_directory, program_directory, kernel, program):
        for one, why in (kernel, program):
            if not one:
                return OUT, why
        key = f"{_stamp(kernel_directory.glob('*.[ch]'))} {_stamp([program_directory / HOSTILE])}"
        return tuple(self.played.get(key, lambda: self._played(kernel_directory, kernel[0], program[0])))

    def _played(self, directory, kernel, program):
        desk = self._desk(directory, "tournament")
        victim = desk.program("victim.c")
        boot = desk.boot(kernel, f"program-1 program-2 step={ENTRY_STEPS} deadline={TICKS * 3}",
                         {"program-1": victim, "program-2": program})  # names do not tell which is which
        broken = next((line.split(" ", 2)[2] for line in boot.said() if line.startswith("wrong ")), None)
        if broken:
            return FALLS, broken
        if "passed" in boot.said() and boot.is_over():
            return STANDS, ""
        return FALLS, f"the kernel {boot.ending()[0]}" if not boot.is_over() else "the victim did not come to its end"


class Kept:
    """Results of games, in a file, for a tournament that is interrupted."""

    def __init__(self, path):
        self.path = path
        try:
            self.found = json.loads(path.read_text())
        except (OSError, ValueError):
            self.found = {}

    def get(self, key, make):
        if key not in self.found:
            self.found[key] = make()
            new = self.path.with_name(f"{os.getpid()}-{self.path.name}")
            new.write_text(json.dumps(dict(self.found)))
            new.replace(self.path)
        return self.found[key]


def _said(verdict):
    return [verdict.state, verdict.message]


def _stamp(paths):
    contents = hashlib.sha256()
    for path in sorted(paths):
        contents.update(path.name.encode() + b"\0" + path.read_bytes())
    return contents.hexdigest()[:24]


# What people see

def named(names, hidden, word):
    """{name: the name to show}."""
    return {name: f"{word} {number}" if hidden else name for number, name in enumerate(names, 1)}


def tables(games, hidden):
    """The kernels and the programs as shown, with their points: for a kernel, how many programs it stands against; for a
    program, how many kernels fall to it."""
    kernels = named(sorted({kernel for kernel, _ in games}), hidden, "kernel")
    programs = named(sorted({program for _, program in games}), hidden, "program")
    stands = {shown: sum(games[name, p][0] == STANDS for p in programs) for name, shown in kernels.items()}
    fells = {shown: sum(games[k, name][0] == FALLS for k in kernels) for name, shown in programs.items()}
    return kernels, programs, stands, fells


def as_text(games, hidden):
    kernels, programs, stands, fells = tables(games, hidden)
    width = max(map(len, [*kernels.values(), "kernel"]))
    lines = [f"{'kernel':<{width}}  stands  " + " ".join(f"{n:>2}" for n in range(1, len(programs) + 1))]
    signs = {STANDS: ".", FALLS: "X", OUT: "-"}
    for name, shown in kernels.items():
        row = " ".join(f"{signs[games[name, p][0]]:>2}" for p in programs)
        lines.append(f"{shown:<{width}}  {stands[shown]:>6}  {row}")
    lines += ["", "Programs: how many kernels fall to each", *(f"{n:>3}  {fells[shown]:>4}  {shown}"
                                                          for n, shown in enumerate(programs.values(), 1))]
    reasons = [f"{kernels[k]} against {programs[p]}: {state}: {why}" for (k, p), (state, why) in sorted(games.items()) if why]
    return "\n".join([*lines, "", ". the kernel stands   X it falls   - not played", "", *reasons]) + "\n"


def as_json(games, hidden):
    kernels, programs, stands, fells = tables(games, hidden)
    return {"format": 1, "kernels": stands, "programs": fells,
            "games": [{"kernel": kernels[k], "program": programs[p], "result": state, "why": why}
                      for (k, p), (state, why) in sorted(games.items())]}


PAGE = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Tournament</title>
<style>
body {{ font-family: sans-serif; margin: 2em; }} table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #777; padding: 0.2em 0.5em; text-align: center; }} th[scope=row] {{ text-align: left; }}
.stands {{ background: #d9f0d3; }} .falls {{ background: #b2182b; color: white; }} .not {{ color: #555; }}
</style>
<h1>Tournament</h1>
<p>Each row is a kernel, each column a hostile program. <b>ok</b>: the kernel stands. <b>X</b>: it falls; point at it to
see why. <b>-</b>: not played.</p>
<table><tr><th scope="col">kernel</th><th scope="col">stands</th>{head}</tr>
{rows}
<tr><th scope="row">kernels that fall</th><td></td>{foot}</tr></table>
</html>
"""


def as_page(games, hidden):
    kernels, programs, stands, fells = tables(games, hidden)
    signs = {STANDS: "ok", FALLS: "X", OUT: "-"}

    def cell(result):
        state, why = result
        return f'<td class="{state.split()[0]}" title="{html.escape(why)}">{signs[state]}</td>'
    head = "".join(f'<th scope="col">{html.escape(shown)}</th>' for shown in programs.values())
    rows = "\n".join(f'<tr><th scope="row">{html.escape(shown)}</th><td>{stands[shown]}</td>'
                     + "".join(cell(games[name, p]) for p in programs) + "</tr>" for name, shown in kernels.items())
    foot = "".join(f"<td>{fells[shown]}</td>" for shown in programs.values())
    return PAGE.format(head=head, rows=rows, foot=foot)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--hidden", action="store_true", help="numbers in place of names")
    parser.add_argument("--open", action="store_true", help="also kernels that do not pass steps 1 to 7")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    if not options.directory.is_dir():
        print(f"There is no directory {options.directory}", file=sys.stderr)
        return 2
    tournament = Tournament(read_settings(options.settings), options.directory.absolute(), options.results.absolute(), options.open)
    if not tournament.kernels() or not tournament.programs():
        print(f"{options.directory} needs folders with a kernel.c, and folders with a {HOSTILE}", file=sys.stderr)
        return 2
    try:
        games = tournament.play(options.jobs)
    finally:
        tournament.workplace.remove()
    text = as_text(games, options.hidden)
    (options.results / "matrix.txt").write_text(text)
    (options.results / "matrix.json").write_text(json.dumps(as_json(games, options.hidden), indent=1) + "\n")
    (options.results / "matrix.html").write_text(as_page(games, options.hidden))
    print(text, end="")
    print(f"The same in {options.results}: matrix.txt, matrix.json, matrix.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
