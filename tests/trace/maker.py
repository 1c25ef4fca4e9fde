#!/usr/bin/env python3
"""Makes up the trace of a run, in the format of docs/trace.md. A small kernel in Python boots, forks, allocates, shares
pages until they are written, faults and exits; on request it makes mistakes. The same seed and size always make the
same trace.

    maker.py [--seed N] [--size EVENTS] [--mistakes N] [-o FILE]"""

import argparse
import json
import random
import sys

PAGES, PAGESIZE = 512, 4096
PRESENT, WRITABLE, USER, LARGE, ON_WRITE, NO_EXECUTE = 1, 2, 4, 0x80, 0x200, 1 << 63
ADDRESS = 0x000FFFFFFFFFF000
LINK = PRESENT | WRITABLE | USER
START, END = 0x100000, 0x300000
ROOT = 0x41 * PAGESIZE
IMAGE = 0x200000
DIRECT_MAP = 0xFFFF800000000000

PLACES = [
    ("kernel", [["memset", "lib/string.c", 31], ["kernel_start", "kernel/core/start.c", 40]]),
    ("kernel", [["pte_write", "kernel/machine/pte.h", 38], ["set_entry", "kernel/vm/vmiter.c", 284],
                ["address_space_copy", "kernel/core/address-space.c", 118],
                ["process_fork", "kernel/core/fork.c", 40]]),
    ("kernel", [["kalloc", "kernel/core/pages.c", 61], ["syscall_page_alloc", "kernel/core/syscall.c", 71]]),
    ("kernel", [["kfree", "kernel/core/pages.c", 88], ["address_space_free", "kernel/core/address-space.c", 66]]),
    ("kernel", [["vmiter_try_map", "kernel/vm/vmiter.c", 255], ["copy_on_write", "kernel/core/user-memory.c", 93]]),
    ("forkexit", [["system_call", "user/u-syscall.h", 27], ["sys_fork", "user/u-lib.h", 91],
                  ["process_main", "user/forkexit.c", 22]]),
    ("forkexit", [["process_main", "user/forkexit.c", 31]]),
    ("kernel", [["unknown", None, None]]),
]
BOOT, COPY, ALLOC, FREE, WRITE, CALL, PROGRAM, UNKNOWN = range(len(PLACES))
CALLS = {"getpid": 1, "yield": 2, "page_alloc": 4, "fork": 5, "exit": 6}


def page_kinds():
    kinds = ["."] * PAGES
    for first, last, kind in ((0, 0, "R"), (0xA0, 0xFF, "R"), (0x40, 0x40, "T"), (0x41, 0x5B, "K"),
                              (0x7C, 0x7F, "K"), (0xB8, 0xB8, "C")):
        kinds[first:last + 1] = kind * (last + 1 - first)
    return "".join(kinds)


class Machine:
    """The kernel's state, and the events of its changes. There are no events before `boot` is over: that is the
    state at the start."""

    def __init__(self, seed, size, mistakes):
        self.random, self.size, self.mistakes = random.Random(seed), size, mistakes
        self.kinds = page_kinds()
        self.events, self.tables, self.counts, self.processes = [], {}, [0] * PAGES, {}
        self.screen = [" " * 80] * 25
        self.tick = self.current = self.problem_number = 0
        self.told = False
        self.pending = {}  # process: the index of its system call
        self.open_problems = []

    def tell(self, kind, **more):
        if self.told:
            self.events.append({"kind": kind, "tick": self.tick, "pid": self.current, **more})

    # Pages and page tables

    def count(self, page, change, place):
        old = self.counts[page]
        self.counts[page] = old + change
        self.tell("count", page=page, old=old, new=old + change, place=place)

    def allocate(self, place):
        free = [page for page in range(1, PAGES) if self.kinds[page] == "." and self.counts[page] == 0
                and page * PAGESIZE not in self.tables]  # a page freed by mistake stays what it is
        if len(free) < 12:
            return None
        page = self.random.choice(free[:60])
        self.count(page, 1, place)
        return page

    def new_table(self, level, va, root, place, pa=None):
        pa = self.allocate(place) * PAGESIZE if pa is None else pa
        self.tables[pa] = {"level": level, "va": va, "root": root or pa, "entries": {}}
        self.tell("table", table=hex(pa), level=level, va=hex(va), root=hex(root or pa))
        return pa

    def set_entry(self, table, index, new, place):
        entry = self.tables[table]
        old = entry["entries"].get(index, 0)
        if old == new:
            return
        entry["entries"].pop(index, None)
        if new:
            entry["entries"][index] = new
        va = entry["va"] + (index << (12 + 9 * (entry["level"] - 1)))
        va += 0xFFFF000000000000 if entry["level"] == 4 and index >= 256 else 0
        self.tell("entry", table=hex(table), index=index, va=hex(va), old=hex(old), new=hex(new), place=place)

    def last_table(self, root, va, place):
        """The level-1 page that translates `va`. Makes missing page-table pages."""
        table = root
        for level in (4, 3, 2):
            size = 1 << (12 + 9 * (level - 1))
            index = va // size % 512
            if index not in self.tables[table]["entries"]:
                below = self.new_table(level - 1, va // size * size, root, place)
                self.set_entry(table, index, below | LINK, place)
            table = self.tables[table]["entries"][index] & ADDRESS
        return table

    def map(self, root, va, entry, place):
        self.set_entry(self.last_table(root, va, place), va // PAGESIZE % 512, entry, place)

    def mapped(self, pid):
        """The process's own pages: [(level-1 page, index, entry)]."""
        return [(table, index, entry) for table, page in self.tables.items()
                if page["root"] == self.processes[pid]["root"] and page["level"] == 1
                for index, entry in sorted(page["entries"].items())
                if START <= page["va"] + index * PAGESIZE < END]

    # Booting

    def boot(self):
        self.new_table(4, 0, None, BOOT, pa=ROOT)
        window = self.new_table(3, DIRECT_MAP, ROOT, BOOT)
        self.set_entry(ROOT, 256, window | PRESENT | WRITABLE, BOOT)
        for gigabyte in range(2):
            table = self.new_table(2, DIRECT_MAP + (gigabyte << 30), ROOT, BOOT)
            self.set_entry(window, gigabyte, table | PRESENT | WRITABLE, BOOT)
            for index in range(512):
                self.set_entry(table, index, gigabyte << 30 | index << 21 | 0x83 | NO_EXECUTE, BOOT)
        self.told = self.size > 0

    def share_kernel(self, root, place):
        for page in range(PAGES):
            if self.kinds[page] in "KTC":
                flags = {"K": PRESENT | (WRITABLE | NO_EXECUTE if page > 0x50 else 0),
                         "T": PRESENT | USER | NO_EXECUTE, "C": LINK | NO_EXECUTE}[self.kinds[page]]
                self.map(root, page * PAGESIZE, page * PAGESIZE | flags, place)

    # Processes

    def tell_process(self, pid):
        self.tell("process", of=pid, **self.described(pid))

    def described(self, pid):
        process = self.processes[pid]
        return {"program": process["program"], "state": process["state"], "root": hex(process["root"]),
                "start": hex(START), "end": hex(END)}

    def new_process(self, place):
        pid = next(n for n in range(1, 20) if n not in self.processes)
        root = self.new_table(4, 0, None, place)
        self.share_kernel(root, place)
        self.set_entry(root, 256, self.tables[ROOT]["entries"][256], place)
        self.processes[pid] = {"program": "forkexit", "state": "runnable", "root": root}
        return pid, root

    def load(self):
        pid, root = self.new_process(BOOT)
        for page in range(3):
            execute = 0 if page < 2 else NO_EXECUTE
            self.map(root, START + page * PAGESIZE, IMAGE + page * PAGESIZE | PRESENT | USER | execute, BOOT)
        for va in (START + 3 * PAGESIZE, END - PAGESIZE):
            self.map(root, va, self.allocate(BOOT) * PAGESIZE | LINK | NO_EXECUTE, BOOT)
        self.tell_process(pid)

    def fork(self, parent):
        if len(self.processes) >= 12 or self.counts.count(0) < 330:
            return -11
        pid, root = self.new_process(COPY)
        for table, index, entry in self.mapped(parent):
            va, pa = self.tables[table]["va"] + index * PAGESIZE, entry & ADDRESS
            if entry & WRITABLE:
                entry = entry & ~WRITABLE | ON_WRITE
                self.set_entry(table, index, entry, COPY)
            self.map(root, va, entry, COPY)
            if pa < PAGES * PAGESIZE:
                self.count(pa // PAGESIZE, 1, COPY)
        self.tell_process(pid)
        return pid

    def write(self, pid):
        """Stores to a page that is shared until it is written."""
        shared = [m for m in self.mapped(pid) if m[2] & ON_WRITE]
        if not shared:
            return
        table, index, entry = self.random.choice(shared)
        va = self.tables[table]["va"] + index * PAGESIZE
        self.tell("exception", vector=14, name="page fault", error=7, address=hex(va + 8), place=PROGRAM)
        page = (entry & ADDRESS) // PAGESIZE
        copy = page if self.counts[page] == 1 else self.allocate(WRITE)
        if copy is None:
            return
        self.set_entry(table, index, copy * PAGESIZE | LINK | NO_EXECUTE, WRITE)
        if copy != page and self.counts[page] > 0:
            self.count(page, -1, WRITE)

    def page_alloc(self, pid):
        page = self.allocate(ALLOC)
        if page is None:
            return -12
        va = START + self.random.randrange(4, 300) * PAGESIZE
        root = self.processes[pid]["root"]
        table = self.last_table(root, va, ALLOC)
        old = (self.tables[table]["entries"].get(va // PAGESIZE % 512, 0) & ADDRESS) // PAGESIZE
        if 0 < old < PAGES and self.counts[old] > 0:
            self.count(old, -1, ALLOC)
        self.map(root, va, page * PAGESIZE | LINK | NO_EXECUTE, ALLOC)
        return 0

    def free(self, pid):
        process = self.processes[pid]
        for table, index, entry in self.mapped(pid):
            page = (entry & ADDRESS) // PAGESIZE
            if page < PAGES and self.counts[page] > 0:
                self.count(page, -1, FREE)
        self.current = 0
        del self.processes[pid]
        self.tell("process", of=pid, state="free")
        for table in [t for t, page in self.tables.items() if page["root"] == process["root"]]:
            del self.tables[table]
            self.tell("untable", table=hex(table))
            if self.counts[table // PAGESIZE] > 0:
                self.count(table // PAGESIZE, -1, FREE)

    # A run

    def call(self, name, *arguments):
        self.pending[self.current] = len(self.events)
        self.tell("syscall", number=CALLS[name], name=name, args=[hex(a) for a in arguments], place=CALL)

    def go_on(self, pid, value=0):
        if self.current != pid:
            self.tell("switch", to=pid)
            self.current = pid
        if pid in self.pending:
            self.tell("result", call=self.pending.pop(pid), value=value)

    def timer(self):
        self.tick += 1
        self.tell("tick", place=PROGRAM)
        if self.random.random() < 0.5:
            rows = {str(row): f"process {self.current}: {self.random.random()} <&>é".ljust(80)
                    for row in self.random.sample(range(25), 2)}
            self.tell("screen", rows=rows)
        if self.random.random() < 0.1:
            self.tell("log", text=f"tick {self.tick}")

    def mistake(self, pid):
        """Frees a page in use, or opens one of the kernel's; or repairs an older mistake."""
        root = self.processes[pid]["root"]
        if self.open_problems:
            problem, undo = self.open_problems.pop(0)
            undo()
            self.tell("solved", id=problem)
            return
        what = self.random.choice(["free-mapped", "kernel-open", "free-table", "lost"])
        if what == "kernel-open":
            page = 0x55
            entry = page * PAGESIZE | PRESENT
            self.map(root, page * PAGESIZE, entry | USER, COPY)
            undo = lambda: self.tables.get(root) and self.map(root, page * PAGESIZE, entry, COPY)
        elif what == "lost":
            page = self.allocate(ALLOC)
            if page is None:
                return
            undo = lambda: self.count(page, -1, UNKNOWN)
        else:
            pages = [(e & ADDRESS) // PAGESIZE for _, _, e in self.mapped(pid)] if what == "free-mapped" else [
                root // PAGESIZE]
            page = next((p for p in pages if p < PAGES and self.counts[p] == 1), None)
            if page is None:
                return
            self.count(page, -1, UNKNOWN)
            undo = lambda: self.count(page, 1, UNKNOWN) if self.counts[page] == 0 else None
        self.problem_number += 1
        self.tell("problem", id=self.problem_number, what=what, page=page, of=pid, va=hex(page * PAGESIZE))
        self.open_problems.append((self.problem_number, undo))

    def step(self):
        runnable = [p for p, process in self.processes.items() if process["state"] == "runnable"]
        pid = self.random.choice(runnable)
        self.go_on(pid)
        act = self.random.random()
        if act < 0.06:
            self.timer()
        elif act < 0.12:
            self.call("fork")
            self.go_on(pid, self.fork(pid))
        elif act < 0.30:
            self.write(pid)
        elif act < 0.62:
            self.call("page_alloc", START + self.random.randrange(4, 300) * PAGESIZE)
            self.go_on(pid, self.page_alloc(pid))
        elif act < 0.68 and len(runnable) > 2:
            self.call("exit")
            self.pending.pop(pid)
            self.free(pid)
        elif act < 0.685 and len(runnable) > 3:
            self.tell("exception", vector=14, name="page fault", error=6, address="0x8", place=PROGRAM)
            self.processes[pid]["state"] = "faulted"
            self.tell_process(pid)
        elif act < 0.80:
            self.call("getpid")
            self.go_on(pid, pid)
        else:
            self.call("yield")

    def restrict(self, pid):
        """Takes rights away or gives them back, at level 3 or 2; or maps or unmaps a large page for users."""
        top = self.tables[self.processes[pid]["root"]]["entries"][0] & ADDRESS
        entry = self.tables[top]["entries"][0]
        if not entry & USER or self.random.random() < 0.2:
            self.set_entry(top, 0, entry ^ USER, UNKNOWN)
            return
        table = entry & ADDRESS
        index = self.random.choice([1, 3])
        old = self.tables[table]["entries"].get(index, 0)
        if index == 1 and old:
            self.set_entry(table, index, old ^ self.random.choice([USER, WRITABLE, NO_EXECUTE]), UNKNOWN)
        elif index == 3:
            large = self.random.choice([0, IMAGE, IMAGE, IMAGE]) | LINK | LARGE
            self.set_entry(table, index, 0 if old else large, UNKNOWN)

    def reap(self):
        faulted = [p for p, process in self.processes.items() if process["state"] == "faulted"]
        if len(faulted) > 2:
            self.free(faulted[0])

    def run(self):
        self.boot()
        start = {"tables": {hex(pa): {"level": t["level"], "va": hex(t["va"]), "root": hex(t["root"]),
                                      "entries": {str(i): hex(e) for i, e in t["entries"].items()}}
                            for pa, t in self.tables.items()},
                 "counts": {str(page): n for page, n in enumerate(self.counts) if n},
                 "processes": [], "screen": self.screen}
        if self.size:
            self.share_kernel(ROOT, BOOT)
            self.load()
        due = self.size // (self.mistakes + 1) if self.mistakes else self.size + 1
        while len(self.events) < self.size - 1:
            if self.mistakes and len(self.events) > due:
                self.mistake(self.random.choice(list(self.processes)))
                due += self.size // (2 * self.mistakes + 1)
            self.step()
            if self.random.random() < 0.05:
                self.restrict(self.random.choice(list(self.processes)))
            self.reap()
        self.events = self.events[:max(self.size - 1, 0)]
        self.tell("end", how="ended", text="all processes have exited")
        return {"format": "weensy-trace", "version": 1, "target": "forkexit", "kernel": "complete",
                "pages": PAGES, "hz": 100, "direct_map": hex(DIRECT_MAP), "kernel_table": hex(ROOT),
                "virtual_end": hex(END), "page_kinds": self.kinds,
                "places": [{"program": program, "address": hex(0x41000 + 16 * i), "frames": frames}
                           for i, (program, frames) in enumerate(PLACES)],
                "start": start, "events": self.events}


def make_trace(seed=1, size=1000, mistakes=3):
    """A trace of `size` events; the last is the end of the run."""
    return Machine(seed, size, mistakes).run()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--mistakes", type=int, default=3)
    parser.add_argument("-o", "--output", type=argparse.FileType("w"), default=sys.stdout)
    options = parser.parse_args()
    json.dump(make_trace(options.seed, options.size, options.mistakes), options.output)


if __name__ == "__main__":
    main()
