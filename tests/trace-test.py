#!/usr/bin/env python3
"""Is what `make trace-NAME` tells true? Compares traces with the guest's memory as it was left, with what
STRACE=1 tells, and with what the kernel's own memory viewer drew; and looks whether mistakes that are planted
in the kernels are found. TAP.

    trace-test.py [--all]      --all: also what takes longer: all targets, all mistakes"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, "tools/trace")
from layout import kernel_layout  # noqa: E402  (where reference counts are: that follows the kernel)

OBJ = Path(os.environ.get("OBJ", "obj"))
ALL = "--all" in sys.argv
COMPLETE = ("fork", "pipe", "forkexit", "allocators", "hello", "spawn")[:None if ALL else 2]
SECTION = ("friends", "hello", "spawn", "pipe")[:None if ALL else 1]
TIMED = "forkexit", "friends"  # what they do depends on time; the section's hello and pipe try again and again
EVENTS = 15000
PAGESIZE, LEVELS = 4096, 4
PRESENT, USER, LARGE, ADDRESS, BY_PROCESSOR = 1, 4, 0x80, 0x000FFFFFFFFFF000, 0x60
HIGH = 256  # the first entry of a level-4 table for the high half

tests = 0


def check(name, wrong):
    """wrong: lines that say what is; none: passed."""
    global tests
    tests += 1
    print(f"{'not ok' if wrong else 'ok'} {tests} - {name}", flush=True)
    for line in list(wrong)[:10]:
        print(f"#   {line}")


def different(seen, expected, limit=3):
    """How two dictionaries differ, in lines."""
    return [f"{key}: seen {seen.get(key)}, expected {expected.get(key)}"
            for key in sorted(seen.keys() | expected.keys(), key=str)
            if seen.get(key) != expected.get(key)][:limit]


# Making traces


class Tree:
    """A source tree and what is built from it."""

    def __init__(self, root=Path(), obj=OBJ):
        self.root, self.obj = root, obj

    def make(self, *arguments, section=False):
        makefile = ["-f", "section/section.mk"] if section else []
        obj = self.obj / "section" if section else self.obj
        return subprocess.run(["make", "--no-print-directory", "-s", *makefile, f"OBJ={obj}", *arguments],
                              cwd=self.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.STDOUT, errors="replace", check=False)

    def trace(self, name, stem, section=False, events=EVENTS):
        """The trace of a target; the guest's memory is left in STEM.ram."""
        obj = self.obj / "section" if section else self.obj
        made = self.make(f"{obj}/trace/{name}.img", f"{obj}/tools/trace.so", f"{obj}/tools/run", section=section)
        if made.returncode != 0:
            sys.exit(f"Bail out! {made.stdout}")
        subprocess.run([sys.executable, "tools/trace/trace.py", "--obj", obj, "--events", str(events), "--ram",
                        f"{stem}.ram", "--output", stem, name], cwd=self.root, check=False,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return Trace(json.loads(Path(f"{stem}.json").read_text()))


class Trace:
    """A trace, and how many of its events have been replayed: `tables`, `counts`, `processes`, `screen`,
    `problems` are the state then."""

    def __init__(self, data):
        self.data, self.events, self.next = data, data["events"], 0
        self.tables = {number(a): (t["level"], number(t["va"]), number(t["root"]),
                                   {int(i): number(e) for i, e in t["entries"].items()})
                       for a, t in data["start"]["tables"].items()}
        self.counts = {int(page): count for page, count in data["start"]["counts"].items()}
        self.processes = {p["of"]: p for p in data["start"]["processes"]}
        self.screen = list(data["start"]["screen"])
        self.problems = {}
        self.wrong = []  # what cannot be

    def replay(self, end=None):
        end = len(self.events) if end is None else end
        while self.next < end:
            event = self.events[self.next]
            getattr(self, f"_{event['kind']}", lambda event: None)(event)
            self.next += 1
        return self

    def _expect(self, holds, event):
        if not holds:
            self.wrong.append(f"event {self.next}: {event}")

    def _table(self, event):
        self._expect(number(event["table"]) not in self.tables, event)
        self.tables[number(event["table"])] = event["level"], number(event["va"]), number(event["root"]), {}

    def _untable(self, event):
        self._expect(self.tables.pop(number(event["table"]), None), event)

    def _entry(self, event):
        level, va, _, entries = self.tables[number(event["table"])]
        self._expect(entries.get(event["index"], 0) == number(event["old"]), event)
        start = va + (event["index"] << 12 + 9 * (level - 1))
        self._expect(number(event["va"]) & (1 << 48) - 1 == start & (1 << 48) - 1, event)
        entries[event["index"]] = number(event["new"])

    def _count(self, event):
        self._expect(self.counts.get(event["page"], 0) == event["old"], event)
        self.counts[event["page"]] = event["new"]

    def _process(self, event):
        if event["state"] == "free":
            del self.processes[event["of"]]
        else:
            self.processes[event["of"]] = event

    def _screen(self, event):
        for row, text in event["rows"].items():
            self.screen[int(row)] = text

    def _problem(self, event):
        self.problems[event["id"]] = event

    def _solved(self, event):
        self._expect(self.problems.pop(event["id"], None), event)

    def frames(self, event):
        """Of its place, innermost first."""
        return self.data["places"][event["place"]]["frames"] if "place" in event else []

    def files(self, event):
        return [file for _, file, _ in self.frames(event)]

    def functions(self, event):
        return [function for function, _, _ in self.frames(event)]


def number(text):
    return int(text, 16)


# The guest's memory, looked at by itself


class Memory:
    def __init__(self, path):
        self.data = path.read_bytes()

    def value(self, address, size):
        return int.from_bytes(self.data[address:address + size], "little")

    def entries(self, table):
        """{index: entry} of those that are not 0, without what the processor sets."""
        return {i: entry for i in range(512)
                if (entry := self.value(table + 8 * i, 8) & ~BY_PROCESSOR)}

    def tables(self, root, high):
        """{address: (level, va, root, entries)} of a page table."""
        found, todo = {}, [(root, LEVELS, 0)]
        while todo:
            table, level, va = todo.pop()
            found[table] = level, va, root, self.entries(table)
            for index, entry in found[table][3].items():
                if (level > 1 and entry & PRESENT and not (level < LEVELS and entry & LARGE)
                        and (high or level < LEVELS or index < HIGH)):
                    start = va + (index << 12 + 9 * (level - 1))
                    todo.append((entry & ADDRESS, level - 1, start | 0xFFFF << 48 if start >> 47 else start))
        return found

    def counts(self, layout, pages):
        start = layout["counts"]
        if layout["counts_are_pointed_to"]:
            start = self.value(start, 8) & (1 << 47) - 1
        return {page: count for page in range(pages)
                if (count := self.value(start + page * layout["count_stride"] + layout["count_offset"],
                                        layout["count_size"]))}


def check_memory(what, trace, memory, elf):
    kernel = number(trace.data["kernel_table"])
    expected = memory.tables(kernel, high=True)
    for process in trace.processes.values():
        root = number(process["root"])
        if root != kernel:
            expected.update(memory.tables(root, high=False))
    tables = {address: (*table[:3], {i: e for i, e in table[3].items() if e})
              for address, table in trace.tables.items()}
    check(f"{what}: nothing in it contradicts itself", trace.wrong)
    check(f"{what}: at the end the page tables are those in memory", different(tables, expected))
    counts = {page: count for page, count in trace.counts.items() if count}
    check(f"{what}: so are the reference counts",
          different(counts, memory.counts(kernel_layout(elf), trace.data["pages"])))


def check_places(what, trace):
    wrong = [f"event {i}: {event}" for i, event in enumerate(trace.events)
             if event["kind"] in ("entry", "count")
             and not any(re.match(r"kernel/core/|section/kernel\.c", file or "") for file in trace.files(event))]
    check(f"{what}: each change of memory has a place in the kernel", wrong)
    wrong, entry = [], "kernel_start"
    for i, event in enumerate(trace.events):
        if event["kind"] in ("syscall", "exception"):
            entry = event["kind"]
        elif event["kind"] in ("entry", "count") and entry not in trace.functions(event):
            wrong.append(f"event {i}, in {entry}: {trace.functions(event)}")
    check(f"{what}: it leads back to where the kernel was entered", wrong)
    chains = [[frame[0] for frame in place["frames"]] for place in trace.data["places"]
              if place["program"] == "kernel"]
    check(f"{what}: no function there calls itself", [c for c in chains if len(set(c)) < len(c)])
    wrong = [f"event {i}: {event} after {trace.events[i - 1]}" for i, event in enumerate(trace.events)
             if event["kind"] == "untable" and (trace.events[i - 1].get("page"), trace.events[i - 1].get("new"))
             != (number(event["table"]) // PAGESIZE, 0)]
    check(f"{what}: a page-table page that is freed is none from there on", wrong)


# What the memory viewer would draw


class Viewer:
    """The rules of kernel/debug/page-uses.c and memory-viewer.c, in the state of a trace."""

    LETTERS = "?123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    SHOWN, IN_ROW = 512, 64

    def __init__(self, trace):
        self.trace = trace
        self.references = {}  # {page: its owners, one for each reference}
        kernel = number(trace.data["kernel_table"])
        for address, (_, _, root, _) in trace.tables.items():
            owner = "K" if root == kernel else self.letter(next(
                (p["of"] for p in trace.processes.values() if number(p["root"]) == root), 0))
            self.references.setdefault(address // PAGESIZE, []).append(owner)
        for process in trace.processes.values():
            start, end = number(process["start"]), number(process["end"])
            for va, pa, user in self.mapped(number(process["root"])):
                if user and start <= va < end:
                    self.references.setdefault(pa // PAGESIZE, []).append(self.letter(process["of"]))

    def letter(self, pid):
        return self.LETTERS[pid] if pid < len(self.LETTERS) else "?"

    def mapped(self, table, va=0, user=True):
        """(va, pa, may users access it) of each page in the low half, in order."""
        level, _, _, entries = self.trace.tables[table]
        for index, entry in sorted(entries.items()):
            start = va + (index << 12 + 9 * (level - 1))
            if not entry & PRESENT or start >> 47:
                continue
            allowed = user and bool(entry & USER)
            if level == 1:
                yield start, entry & ADDRESS, allowed
            else:
                yield from self.mapped(entry & ADDRESS, start, allowed)

    def physical(self, page):
        kind, owners = self.trace.data["page_kinds"][page], self.references.get(page, [])
        count = self.trace.counts.get(page, 0)
        if kind != ".":
            return kind
        if owners and count != len(owners):
            return "!"
        if owners:
            return owners[0] if len(set(owners)) == 1 else "S"
        return "L" if count else "."

    def rows(self):
        """The rows of cells: of physical memory, and of the virtual memory of the process that is shown."""
        cells = "".join(self.physical(page) for page in range(self.SHOWN))
        shown = re.search(r"OF PROCESS (\d+)", self.trace.screen[9])
        process = self.trace.processes.get(int(shown[1])) if shown else None
        virtual = [" "] * (number(self.trace.data["virtual_end"]) // PAGESIZE)
        for va, pa, _ in self.mapped(number(process["root"])) if process else ():
            if va // PAGESIZE < len(virtual):
                virtual[va // PAGESIZE] = cells[pa // PAGESIZE] if pa // PAGESIZE < self.SHOWN else "P"
        text = cells + "".join(virtual)
        return [text[i:i + self.IN_ROW] for i in range(0, len(text), self.IN_ROW)]

    def screen_rows(self):
        """The same rows on the screen."""
        lines = self.trace.screen[1:9] + self.trace.screen[10:22]
        return [line[12:12 + self.IN_ROW] for line in lines]


def check_viewer(what, trace):
    wrong, looks = [], 0
    for i, event in enumerate(trace.events):
        if event["kind"] != "screen" or not event["rows"].keys() & {str(row) for row in range(1, 9)}:
            continue
        trace.replay(i + 1)
        if trace.screen[0].startswith("PHYSICAL MEMORY"):
            looks += 1
            viewer = Viewer(trace)
            wrong += [f"event {i}, row {row}: seen {seen!r}, expected {expected!r}" for row, (expected, seen)
                      in enumerate(zip(viewer.rows(), viewer.screen_rows())) if seen != expected]
    check(f"{what}: memory is what the memory viewer drew, {looks} times", wrong or ["never drawn"] * (looks < 5))


# System calls


def calls_of_strace(tree, name, directory, section=False):
    """{pid: [(name, first argument, result)]}, as STRACE=1 tells, without those that only let time pass."""
    obj = tree.obj / "section" if section else tree.obj
    tree.make(f"{obj}/strace/{name}.img", section=section)
    file = directory / f"{name}.strace"
    subprocess.run([obj / "tools" / "run", "--mode", "quiet", "--virtual", "6", "--timeout", "2", "--log",
                    directory / "strace.log", "--strace", file, obj / "strace" / f"{name}.img"],
                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    calls = {}
    for line in file.read_text(errors="replace").splitlines():
        match = re.match(r" *\d+ +(\d+) \S+ +sys_(\w+)\((0x[0-9a-f]+|\d*).*?\)(?: = (-?\d+).*)?$", line)
        if match and match[2] not in ("yield", "getpid"):
            calls.setdefault(int(match[1]), []).append((match[2], match[3], match[4]))
    return calls


def calls_of_trace(trace):
    calls, results = {}, {e["call"]: str(e["value"]) for e in trace.events if e["kind"] == "result"}
    for i, event in enumerate(trace.events):
        if event["kind"] == "syscall" and event["name"] not in ("yield", "getpid"):
            argument = event["args"][0] if event["args"] else ""
            calls.setdefault(event["pid"], []).append((event["name"], argument, results.get(i)))
    return calls


def check_calls(what, trace, expected):
    """Two runs are not at the same place at the same time, but each process does the same."""
    seen = calls_of_trace(trace)
    wrong = [] if seen.keys() == expected.keys() else [f"processes {list(seen)}, expected {list(expected)}"]
    for pid in seen.keys() & expected.keys():
        pairs = list(zip(seen[pid], expected[pid]))[:-1] or list(zip(seen[pid], expected[pid]))
        wrong += [f"process {pid}, call {i}: {a}, expected {b}" for i, (a, b) in enumerate(pairs) if a != b]
    total = sum(min(len(seen[p]), len(expected[p])) for p in seen.keys() & expected.keys())
    check(f"{what}: the system calls are those that STRACE=1 tells of, {total} of them",
          wrong or ["none"] * (total == 0))


# Planted mistakes


class Mistakes(Tree):
    """A copy of the tree, in which one file at a time is changed. What has been built is copied, too."""

    PARTS = ".", "bench", "boot", "kernel", "lib", "link", "section", "tests", "tools", "user"

    def __init__(self, directory):
        super().__init__(directory / "tree", directory / "obj")
        self.directory = directory
        self.root.mkdir()
        subprocess.run(["cp", "-a", *self.PARTS[1:], "GNUmakefile", self.root], check=True)
        unneeded = shutil.ignore_patterns("run", "pycache", "tests", "*.img", "*.json", "*.html")
        with contextlib.suppress(shutil.Error):  # other tests tidy up meanwhile
            shutil.copytree(OBJ, self.obj, symlinks=True, ignore=unneeded)

    def trace_with(self, file, old, new, name, also=None):
        """The trace of target `name` with `old` in the file replaced by `new`. also: another such change."""
        path = self.root / file
        text = path.read_text()
        if text.count(old) != 1:
            sys.exit(f"Bail out! {file} has changed: it has no '{old}'")
        path.write_text(text.replace(old, new))
        try:
            return (self.trace_with(*also, name) if also else
                    self.trace(name, self.directory / "mistake", section=file.startswith("section"), events=3000))
        finally:
            path.write_text(text)


def problems(trace):
    return [(i, event) for i, event in enumerate(trace.events) if event["kind"] == "problem"]


def check_problem(name, trace, what, page_kind, of=None, call=None):
    """The first problem is `what`; if a system call is named, it arises in it."""
    found = problems(trace)
    wrong = ["no problem"] if not found else []
    for i, event in found[:1]:
        calls = [e for e in trace.events[:i] if e["kind"] in ("syscall", "result")]
        last = calls[-1] if calls else {}
        wrong += [f"{event} after {last}"] * (
            event["what"] != what or trace.data["page_kinds"][event["page"]] != page_kind
            or (of is not None and event["of"] != of) or (call is not None and last.get("name") != call))
    check(name, wrong)


def check_mistakes(directory):
    tree = Mistakes(directory)
    core = "kernel/core/"
    trace = tree.trace_with(core + "syscall.c", "    return address_space_alloc(p->pagetable, addr, USER_DATA);",
                            "    int r = address_space_alloc(p->pagetable, addr, USER_DATA);\n"
                            "    if (r == 0) kfree(vmiter_kptr(vmiter_at(p->pagetable, addr)));\n"
                            "    return r;", "allocators")
    check_problem("a page that is freed while it is mapped is a problem, at once", trace, "free-mapped", ".",
                  call="page_alloc")
    trace = tree.trace_with(core + "syscall.c", "    return address_space_alloc(p->pagetable, addr, USER_DATA);",
                            "    vmiter_map(vmiter_at(p->pagetable, addr), KERNEL_STACK_BOTTOM, USER_DATA);\n"
                            "    return 0;", "allocators")
    check_problem("so is a kernel's page that users can access", trace, "kernel-open", "K", call="page_alloc")
    check_make(tree)
    if ALL:
        check_more_mistakes(tree, directory)


def check_more_mistakes(tree, directory):
    core = "kernel/core/"
    trace = tree.trace_with(core + "address-space.c", "        pt = NULL;\n    }\n    return pt;\n}\n\n// for",
                            "        pt = NULL;\n    }\n    physpages[kptr2pa(pt) / PAGESIZE].refcount = 0;\n"
                            "    return pt;\n}\n\n// for", "hello")
    check_problem("and a page table that is free", trace, "free-table", ".", of=1)
    trace = tree.trace_with("section/kernel.c", "uint64_t perm = PTE_P | PTE_W;\n",
                            "uint64_t perm = PTE_P | PTE_W | PTE_U;\n", "hello")
    check_problem("the section's kernel, open, which ends in a triple fault", trace, "kernel-open", "K", of=0)
    trace = tree.trace_with("section/kernel.c", "    physpages[addr / PAGESIZE].refcount = 1;\n    memset",
                            "    memset", "hello")
    check_problem("the section's pages, not counted", trace, "free-mapped", ".", of=0)
    check_reuse(tree)
    check_others_stores(tree)
    trace = tree.trace_with("section/kernel.c", "    int refcount; // 0: free\n",
                            "    char mine[3];\n    short refcount;\n    long more;\n", "hello").replay()
    check_memory("a student's struct physpage", trace, Memory(directory / "mistake.ram"),
                 tree.obj / "section" / "trace-kernel.elf.full")
    check_ends(tree)


def check_reuse(tree):
    """A page that holds data, is freed, and becomes a page-table page in one system call."""
    trace = tree.trace_with("kernel/core/syscall.c", "case SYSCALL_FORK: return process_fork(p);",
                            "case SYSCALL_FORK: {\n"
                            "    volatile char *page = kalloc(PAGESIZE);\n"
                            "    for (int i = 0; i < PAGESIZE; ++i) page[i] = 7;\n"
                            "    kfree((void *) page);\n"
                            "    return process_fork(p);\n}", "fork")
    check("what a page held before it became a page-table page is no entry",
          [event for event in trace.events if event["kind"] == "entry" and event["new"].endswith("07" * 4)]
          or ["no fork"] * (not any(event.get("name") == "fork" for event in trace.events)))


def check_others_stores(tree):
    """The kernel's first level-1 table, at 0x1000, is open to users, and one of them stores in it."""
    trace = tree.trace_with("section/kernel.c", "        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {\n",
                            "        if (addr == PAGESIZE) {\n            perm |= PTE_U;\n"
                            "        } else if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {\n", "hello",
                            also=("section/user/hello.c", "    for (;;) {",
                                  "    *(volatile unsigned long *) 0x1000 = 0x7654000;\n    sys_page_alloc(0x120000);\n"
                                  "    for (;;) {"))
    found = [event for event in trace.events if event["kind"] == "entry" and event["new"] == "0x7654000"]
    check("what a process stores in a page table is told, without a place of the kernel",
          [] if len(found) == 1 and "place" not in found[0] else found or ["it is not"])


def check_make(tree):
    """The whole way, in a tree where nobody's traces are overwritten."""
    for arguments in ["trace-hello"], ["trace-hello", f"WITH={tree.obj}/hello-trace.json", "EVENTS=500"]:
        page = tree.obj / "hello-trace.html"
        page.unlink(missing_ok=True)
        made = tree.make(*arguments)
        check(f"make {' '.join(arguments).replace(str(tree.obj), 'obj')} makes a page",
              [] if made.returncode == 0 and page.exists() else made.stdout.splitlines())


def check_ends(tree):
    getpid = "case SYSCALL_GETPID: return p->pid;"
    for how, text, code in (("panic", "planted", 'panic("planted");'),
                            ("reset", "triple fault", "__asm__ volatile(\"mov %0, %%cr3\" : : \"r\"(0UL)); for (;;);")):
        trace = tree.trace_with("kernel/core/syscall.c", getpid, f"case SYSCALL_GETPID: {code}", "fork").replay()
        end = trace.events[-1]
        check(f"an end in a {how} is told, and why",
              [end] if (end["kind"], end["how"]) != ("end", how) or text not in end["text"] else [])


# The whole


def check_targets(tree, names, directory, section=False):
    obj = tree.obj / "section" if section else tree.obj
    for name in names:
        what = f"section's {name}" if section else name
        trace = tree.trace(name, directory / name, section, 2 * EVENTS if name == "forkexit" else EVENTS)
        if not section and name in ("fork", "forkexit", "allocators"):
            check_viewer(what, trace)
        trace.replay()
        check_memory(what, trace, Memory(directory / f"{name}.ram"), obj / "trace-kernel.elf.full")
        check_places(what, trace)
        check(f"{what}: nothing is wrong", problems(trace))
        if name not in TIMED + (("hello", "pipe") if section else ()):
            check_calls(what, trace, calls_of_strace(tree, name, directory, section))


def check_run(tree, directory):
    for _ in range(4):  # on a busy machine QEMU may deliver a tick late
        one, two = (tree.trace("forkexit", directory / f"twice-{i}", events=20000) for i in range(2))
        if one.data == two.data:
            break
    check("the same run has the same trace", [] if one.data == two.data else
          [f"event {i}: {a}, then {b}" for i, (a, b) in enumerate(zip(one.events, two.events)) if a != b][:3]
          + different(one.data, two.data, 9) * (one.events == two.events))
    end = one.events[-1]
    check("a limit of events ends the run, and the trace says so",
          [] if (end["kind"], end["how"], end["text"]) == ("end", "left", "after 20000 events")
          and 20000 <= len(one.events) <= 21000 else [f"{len(one.events)} events: {end}"])
    ticks = [event["tick"] for event in one.events]
    check("time runs forward", [] if ticks == sorted(ticks) else ["it does not"])


def check_log(tree, directory):
    """The section's kernel logs a line before it sets up a process, and one behind."""
    trace = tree.trace("spawn", directory / "log", section=True)
    at = {event["text"]: i for i, event in enumerate(trace.events) if event["kind"] == "log"}
    setup = [i for i, event in enumerate(trace.events)
             if event["kind"] in ("entry", "count") and "process_setup" in trace.functions(event)]
    before, behind = at["-- before process_setup"], at["-- after process_setup"]
    check("lines of the log are among the changes where they belong",
          [] if setup and before < setup[0] and setup[-1] < behind else [f"{before} {setup} {behind}"])


def check_bad_input(tree):
    for name, word, arguments in (
            ("EVENTS=abc", "EVENTS=abc: a number is needed", ["EVENTS=abc", "trace-hello"]),
            ("WITH= of a file that is not there", "there is no such file", ["WITH=/no/such.json", "trace-hello"]),
            ("no such target", "no run target 'nothing'", ["trace-nothing"]),
            ("a QEMU that takes no plugins", "takes no plugins", ["QEMU=/bin/true", "trace-hello"]),
            ("a QEMU that is not there", "./setup.sh installs QEMU", ["QEMU=/no/such", "trace-hello"])):
        made = tree.make(*arguments)
        check(f"{name}: that is told", [] if made.returncode and word in made.stdout else made.stdout.splitlines())
    made = subprocess.run([sys.executable, "tools/trace/trace.py", "--obj", OBJ, "hello"], env={"PATH": ""},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    check("no gdb: that is told", [] if made.returncode and "there is no gdb" in made.stdout
          else made.stdout.splitlines())
    made = tree.make("trace-maze", section=True)
    check("what has no processes has no trace",
          [] if made.returncode and "a kernel of its own" in made.stdout else made.stdout.splitlines())


def main():
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        tree = Tree()
        (directory / "section").mkdir()
        check_targets(tree, COMPLETE, directory)
        check_targets(tree, SECTION, directory / "section", section=True)
        check_run(tree, directory)
        check_log(tree, directory)
        check_bad_input(tree)
        check_mistakes(directory)
    print(f"1..{tests}")


if __name__ == "__main__":
    main()
