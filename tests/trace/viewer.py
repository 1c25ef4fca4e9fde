"""What the kernel's memory viewer would draw in the state of a trace."""

import re

from replay import number

PAGESIZE = 4096
PRESENT, USER, ADDRESS = 1, 4, 0x000FFFFFFFFFF000


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
        """The rows of cells of physical memory, and of the virtual memory of the process that is shown."""
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
        """The same rows, from the screen."""
        lines = self.trace.screen[1:9] + self.trace.screen[10:22]
        return [line[12:12 + self.IN_ROW] for line in lines]
