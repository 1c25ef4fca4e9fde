"""Turns the plugin's record into the events of a trace (docs/trace.md)."""

from convert.calls import CALLS, EXCEPTIONS
from convert.places import KERNEL

LEVELS = 4
TIMER = 32
ROWS, COLUMNS = 25, 80
STATES = {"runnable", "blocked", "faulted"}


class Events:
    """lines: the record. log: what the kernel has logged, in bytes. Each _take_WORD takes the lines that begin with
    WORD."""

    def __init__(self, lines, log, places):
        self._log, self._places = log, places
        self._logged = 0        # how many bytes of the log are in events
        self._tick = self._pid = 0
        self._calls = {}        # {pid: the index of its last call}
        self._programs = {}     # {pid: program}
        self._chains = {}       # {number: addresses, innermost first}
        self._tables = {}       # {address: (level, va)}
        self._rows = {}
        self._state = self._row = None
        self._how, self._text = "left", ""
        self._stopped = self.whole = False
        self.events, self.kinds, self.missed = [], [], 0
        self.direct_map = self.pages = self.virtual_end = self.hz = 0
        self.kernel_table = None
        self.start = {"tables": {}, "counts": {}, "processes": [], "screen": [" " * COLUMNS] * ROWS}
        for line in lines:
            word, _, rest = line.rstrip("\n").partition(" ")
            getattr(self, f"_take_{word}")(rest)
        self._take_log(f"{len(log):x}")
        self._add("end", how=self._how, text=self._text)

    def _add(self, kind, place=None, **more):
        event = {"kind": kind, "tick": self._tick, "pid": self._pid, **more}
        if place is not None:
            event["place"] = place
        self.events.append(event)

    def _kernel_place(self, chain):
        return self._places.number(KERNEL, *self._chains[chain]) if chain else None

    def _process_place(self, rip):
        return self._places.number(self._programs.get(self._pid, KERNEL), rip)

    def _take_chain(self, rest):
        number, *pcs = numbers(rest)
        self._chains[number] = pcs

    # Once, at the start

    def _take_start(self, rest):
        """What the record has before this line is not an event, but the state at the start. Its only page-table page is
        the root of the kernel's."""
        self.direct_map, self.pages, self.virtual_end, self.hz = numbers(rest)
        for event in self.events:
            if event["kind"] == "table":
                self.kernel_table = self.kernel_table or event["table"]
                self.start["tables"][event["table"]] = {
                    "level": event["level"], "va": event["va"], "root": event["root"], "entries": {}}
            elif event["kind"] == "screen":
                self.start["screen"] = [event["rows"].get(str(row), " " * COLUMNS) for row in range(ROWS)]
        self.events = []

    def _take_kinds(self, rest):
        first, letters = rest.split(" ")
        self.kinds[int(first, 16):int(first, 16) + len(letters)] = letters

    # Where and when

    def _take_now(self, rest):
        self._tick = int(rest, 16)

    def _take_for(self, rest):
        self._pid = int(rest, 16)

    # Into the kernel and out of it

    def _take_syscall(self, rest):
        number, *args, rip = numbers(rest)
        name, count = CALLS.get(number, (None, len(args)))
        self._calls[self._pid] = len(self.events)
        # rip is already after `syscall`, an instruction of two bytes.
        self._add("syscall", self._process_place(rip - 2), number=signed(number), name=name,
                  args=[hex(a) for a in args[:count]])

    def _take_exception(self, rest):
        vector, error, address, rip = numbers(rest)
        if vector == TIMER:
            self._add("tick", self._process_place(rip))
            return
        fault = {"address": hex(address)} if vector == 14 else {}
        self._add("exception", self._process_place(rip), vector=vector,
                  name=EXCEPTIONS.get(vector, f"vector {vector}"), error=hex(error), **fault)

    def _take_switch(self, rest):
        self._add("switch", to=int(rest, 16))

    def _take_result(self, rest):
        self._add("result", call=self._calls[self._pid], value=signed(int(rest, 16)))

    # Processes

    def _take_state(self, rest):
        self._state = rest

    def _take_process(self, rest):
        pid, root, start, end = numbers(" ".join(rest.split(" ")[:4]))
        program = rest.split(" ", 4)[4]
        self._programs[pid] = program
        self._add("process", of=pid, program=program, state=self._state, root=hex(root), start=hex(start),
                  end=hex(end))

    def _take_gone(self, rest):
        pid = int(rest, 16)
        self._programs.pop(pid, None)
        self._add("process", of=pid, state="free")

    # Memory

    def _take_table(self, rest):
        table, level, va, root = numbers(rest)
        self._tables[table] = level, va
        self._add("table", table=hex(table), level=level, va=hex(va), root=hex(root))

    def _take_untable(self, rest):
        self._add("untable", table=hex(int(rest, 16)))

    def _take_entry(self, rest):
        table, index, old, new, chain = numbers(rest)
        level, va = self._tables[table]
        self._add("entry", self._kernel_place(chain), table=hex(table), index=index, va=hex(entry_va(level, va, index)),
                  old=hex(old), new=hex(new))

    def _take_count(self, rest):
        page, old, new, chain = numbers(rest)
        self._add("count", self._kernel_place(chain), page=page, old=old, new=new)

    def _take_problem(self, rest):
        number, what, page, owner, va = rest.split(" ")
        self._add("problem", id=int(number, 16), what=what, page=int(page, 16), of=int(owner, 16),
                  va=f"0x{va}")

    def _take_solved(self, rest):
        self._add("solved", id=int(rest, 16))

    def _take_missed(self, _rest):
        self.missed += 1

    # Log and screen

    def _take_log(self, rest):
        """The log has so many bytes now. Makes events of its whole lines."""
        whole = self._log.rfind(b"\n", self._logged, int(rest, 16)) + 1
        if whole == 0:
            return
        for line in self._log[self._logged:whole - 1].split(b"\n"):
            self._add("log", text=line.decode("ascii", "replace"))
        self._logged = whole

    def _take_row(self, rest):
        self._row = int(rest, 16)

    def _take_text(self, rest):
        self._rows[str(self._row)] = rest.ljust(COLUMNS)

    def _take_screen(self, _rest):
        self._add("screen", rows=self._rows)
        self._rows = {}

    # The end

    def _take_whole(self, _rest):
        self.whole = True

    def _take_code(self, _rest):
        pass  # tools/run adds what it means, as `ending`

    def _take_stop(self, rest):
        self._stopped, self._text = True, rest

    def _take_ending(self, rest):
        if not self._stopped:
            self._how, _, self._text = rest.partition(" ")
        if self._how == "panic":
            panics = [e["text"] for e in self.events if e.get("text", "").startswith("KERNEL PANIC: ")]
            self._text = panics[0][14:] if panics else ""


def numbers(rest):
    return [int(word, 16) for word in rest.split(" ")]


def signed(number):
    return number - (1 << 64) if number >> 63 else number


def entry_va(level, va, index):
    """The first address that the entry translates."""
    va += index << 12 + 9 * (level - 1)
    return va | 0xFFFF << 48 if va >> 47 & 1 else va
