"""What a page of a trace must show, computed in the simplest way: from all events since the start, with a separate look-up
of every address of every process, by the rules of kernel/debug/page-uses.c and memory-viewer.c."""

PAGESIZE, BLOCK = 4096, 0x200000  # what an entry of level 1, of level 2 translates
PRESENT, WRITABLE, USER, LARGE, NO_EXECUTE = 1, 2, 4, 0x80, 1 << 63
ADDRESS = 0x000FFFFFFFFFF000
LETTERS = "?123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOW_END = 0x800000  # test traces map nothing in the low half from here on


# The kernel has finished its changes before these events. Until then a count may or may not be right.
BOUNDARIES = {"syscall", "exception", "tick", "result", "switch", "problem", "solved"}


class Model:
    """The state after the events that went to `apply`."""

    def __init__(self, trace):
        self.trace = trace
        start = trace["start"]
        self.tables = {int(pa, 16): {int(i): int(e, 16) for i, e in table["entries"].items()}
                       for pa, table in start["tables"].items()}
        self.counts = {int(page): count for page, count in start["counts"].items()}
        self.processes = {process["of"]: process for process in start["processes"] if process["state"] != "free"}
        self.screen = list(start["screen"])
        self.problems, self.running, self.tick = set(), 0, 0
        self.touched = set()  # the pages of the change that the kernel is making

    def apply(self, event):
        self.tick = event["tick"]
        self.touched = (set() if event["kind"] in BOUNDARIES or (event["kind"], event.get("how")) == ("end", "ended")
                        else self.touched | pages_of_change(event))
        act = getattr(self, "_" + event["kind"], None)
        if act:
            act(event)

    def _table(self, event):
        self.tables[int(event["table"], 16)] = {}

    def _untable(self, event):
        del self.tables[int(event["table"], 16)]

    def _entry(self, event):
        self.tables[int(event["table"], 16)][event["index"]] = int(event["new"], 16)

    def _count(self, event):
        self.counts[event["page"]] = event["new"]

    def _process(self, event):
        if event["state"] == "free":
            self.processes.pop(event["of"], None)
        else:
            self.processes[event["of"]] = event

    def _switch(self, event):
        self.running = event["to"]

    def _screen(self, event):
        for row, text in event["rows"].items():
            self.screen[int(row)] = text

    def _problem(self, event):
        self.problems.add(event["id"])

    def _solved(self, event):
        self.problems.discard(event["id"])

    # Page tables

    def entries(self, root, va):
        """The entries that the processor reads on its way to `va`, from level 4 down: [(level, entry)]."""
        table, found = root, []
        for level in (4, 3, 2, 1):
            entry = self.tables.get(table, {}).get(va >> (12 + 9 * (level - 1)) & 511, 0)
            found.append((level, entry))
            if not entry & PRESENT or (level in (2, 3) and entry & LARGE):
                break
            table = entry & ADDRESS
        return found

    def translate(self, root, va):
        """(physical address, can users access it?), or None."""
        found = self.entries(root, va)
        level, last = found[-1]
        if not all(entry & PRESENT for _, entry in found):
            return None
        offset = (1 << (12 + 9 * (level - 1))) - 1
        return (last & ADDRESS & ~offset | va & offset), all(entry & USER for _, entry in found)

    def refusals(self, root, va):
        """{"user read": the level that refuses it}, for each refused access."""
        refused = {}
        for who in ("user", "kernel"):
            for what in ("read", "write", "execute"):
                for level, entry in self.entries(root, va):
                    if (not entry & PRESENT or (who == "user" and not entry & USER)
                            or (what == "write" and not entry & WRITABLE)
                            or (what == "execute" and entry & NO_EXECUTE)):
                        refused[f"{who} {what}"] = level
                        break
        return refused

    def table_pages(self, root, high):
        """The page-table pages below `root`, each as often as it is used."""
        def below(table, level):
            for index, entry in self.tables.get(table, {}).items():
                is_low = level < 4 or index < 256
                if entry & PRESENT and level > 1 and not (level < 4 and entry & LARGE) and (is_low or high):
                    yield entry & ADDRESS
                    yield from below(entry & ADDRESS, level - 1)
        return [root, *below(root, 4)]

    # The memory viewer

    def find_uses(self):
        """Sets uses[page], the list of its users ("K" or a process), and the set of pages open to users."""
        self.uses, self.open = {}, set()
        kernel = int(self.trace["kernel_table"], 16)
        self._note(kernel, "K", range(0))
        for page in self.table_pages(kernel, True):
            self.uses.setdefault(page // PAGESIZE, []).append("K")
        for pid, process in self.processes.items():
            root = int(process["root"], 16)
            self._note(root, pid, range(int(process["start"], 16), int(process["end"], 16)))
            for page in self.table_pages(root, False) if root != kernel else ():
                self.uses.setdefault(page // PAGESIZE, []).append(pid)

    def _note(self, root, user, own):
        """Notes what users can access through this page table. In `user`'s own memory, that is a use."""
        blocks = (block for block in range(0, LOW_END, BLOCK) if self.entries(root, block)[-1][0] == 1
                  or self.translate(root, block))  # the others map nothing
        for va in (block + offset for block in blocks for offset in range(0, BLOCK, PAGESIZE)):
            if (found := self.translate(root, va)) and found[1]:
                self.open.add(found[0] // PAGESIZE)
                if va in own:
                    self.uses.setdefault(found[0] // PAGESIZE, []).append(user)

    def letter(self, page):
        kind, uses, count = self.trace["page_kinds"][page], self.uses.get(page, []), self.counts.get(page, 0)
        is_wrong = kind == "." and count != len(uses) and page not in self.touched
        if kind in "KR" and page in self.open or is_wrong and uses:
            return "!"
        if kind != ".":
            return kind
        if not uses:
            return "L" if is_wrong else "+" if count else "."
        if len(set(uses)) > 1:
            return "S"
        return "K" if uses[0] == "K" else LETTERS[uses[0]] if uses[0] < len(LETTERS) else "?"

    def physical_rows(self):
        """[(row, what users can access)], in the form of the page's hook."""
        pages = range(self.trace["pages"])
        return rows([self.letter(page) for page in pages], ["#" if page in self.open else " " for page in pages])

    def virtual_rows(self, pid):
        root, letters, users = int(self.processes[pid]["root"], 16), [], []
        for va in range(0, int(self.trace["virtual_end"], 16), PAGESIZE):
            found = self.translate(root, va)
            page = found[0] // PAGESIZE if found else 0
            letters.append(" " if not found else self.letter(page) if page < self.trace["pages"] else "P")
            users.append("#" if found and found[1] else " ")
        return rows(letters, users)

    def described_processes(self):
        return [{"pid": pid, "program": process["program"], "state": process["state"], "root": process["root"]}
                for pid, process in sorted(self.processes.items())]


def rows(letters, users):
    return [(f"  0x{first * PAGESIZE:06x}  {''.join(letters[first:first + 64])}".ljust(80),
             (" " * 12 + "".join(users[first:first + 64])).ljust(80)) for first in range(0, len(letters), 64)]


def states(trace, positions):
    """(position, Model) for each of the positions, in rising order. It is the same model, moved on."""
    model, done = Model(trace), -1
    for position in sorted(positions):
        for event in trace["events"][done + 1:position + 1]:
            model.apply(event)
        done = position
        yield position, model


def pages_of_change(event):
    """The pages that the kernel is changing. For an entry, these are the pages to which it leads."""
    if event["kind"] == "entry":
        return pages_of_event(event) - {int(event["table"], 16) // PAGESIZE}
    return pages_of_event(event) if event["kind"] in ("count", "table", "untable") else set()


def pages_of_event(event):
    """The physical pages that an event touched. (No level-1 entry in test traces has bit 7.)"""
    if event["kind"] == "count":
        return {event["page"]}
    if event["kind"] in ("table", "untable"):
        return {int(event["table"], 16) // PAGESIZE}
    if event["kind"] == "problem":
        return {event["page"]}
    if event["kind"] == "entry":
        pages = {int(event["table"], 16) // PAGESIZE}
        for entry in (int(event[key], 16) for key in ("old", "new")):
            if entry & PRESENT:
                first = (entry & ADDRESS) // PAGESIZE
                pages |= set(range(first, first + (512 if entry & LARGE else 1)))
        return pages
    return set()
