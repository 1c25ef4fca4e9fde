"""last_write.py: what changed these bytes, or this page-table entry? Goes back in a recording to the
instruction that did.

It looks for the last write to any of their addresses: those at which the kernel sees all memory, and
those at which processes map them now. They may also have changed in another way: a device or the
processor itself wrote them, or a process that no longer maps them. It finds such a change by
comparing contents."""

import gdb

import recording
from places import place_of
from processes import is_in_process, running

PATIENCE = 20  # how many writes that change nothing it looks at, before it compares contents
CALLERS = 5    # how many callers it names


# The search


def last_change(record, place):
    """Goes back to just before the instruction that last changed the place. Returns (the count of
    instructions there, whether it saw the write); (None, False) if the place never changed."""
    content, addresses, upper = place.content(), place.addresses(), recording.now()
    for _ in range(PATIENCE):
        hit = record.last_hit(addresses)
        if hit == 0 or place.content() != content:
            return last_difference(record, place, content, hit, upper), False
        record.go_to(hit - 1)
        if place.content() != content:
            return hit - 1, True
        upper = hit - 1
    return last_difference(record, place, content, 0, upper), False


def last_difference(record, place, content, lower, upper):
    """Finds the last snapshot between `lower` and `upper` with other contents, and from there the
    instruction that made them `content`. Misses a change that was undone between two looks."""
    for count in sorted({lower, *record.snapshots}, reverse=True):
        if not lower <= count < upper:
            continue
        record.go_to(count)
        if place.content() != content:
            return divide(record, place, content, count, upper)
        upper = count
    return None


def divide(record, place, content, lower, upper):
    """The last instruction count without `content`, by bisection: the place has it at `upper`, but
    not at `lower`."""
    while upper - lower > 1:
        middle = (lower + upper) // 2
        record.go_to(middle)
        if place.content() == content:
            upper = middle
        else:
            lower = middle
            if upper - lower > recording.MARGIN:
                record.take_snapshot()
    return lower


# The report


def who():
    is_user = is_in_process()
    if not is_user and not gdb.newest_frame().name():
        return "the boot code"
    try:
        process = running()
    except gdb.error:  # a kernel without processes
        process = None
    name = f"process {process.pid} ({process.program})" if process else ""
    if is_user:
        return name
    return f"the kernel, for {name}," if name else "the kernel"


def where():
    """The function, the line and the callers, in words."""
    frame = gdb.newest_frame()
    line = frame.find_sal()
    if not line.symtab:
        return frame.name() or f"{frame.pc():#x}"
    callers = []
    while (frame := frame.older()) and frame.name() and len(callers) < CALLERS:
        callers.append(frame.name())
    called = f" (called by {', '.join(callers)})" if callers else ""
    return f"{gdb.newest_frame().name()}, {line.symtab.filename}:{line.line}{called}"


class LastWrite(gdb.Command):
    """last-write ADDRESS [SIZE]: goes back in a recording to the instruction that last changed these
    bytes; `stepi` then executes it. Without SIZE: all of the variable (&variable), or one byte.
    last-write in PID ADDRESS [SIZE]: the same for an address of that process.
    last-write physical ADDRESS [SIZE]: the same for a physical address.
    last-write pt PID ADDRESS [LEVEL]: the same for the page-table entry that translates an address."""

    def __init__(self):
        super().__init__("last-write", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        with recording.control_c_waits():
            self._go_back(recording.require(), argument)

    def _go_back(self, record, argument):
        try:
            place = place_of(argument)
        except gdb.error as error:
            raise gdb.GdbError(str(error)) from None
        start, value = recording.now(), place.value()
        try:
            record.prepare()
            count, seen = last_change(record, place)
        except (gdb.error, gdb.GdbError):  # Control-C, for one
            record.go_to(start)
            raise
        if count is None:
            record.go_to(start)
            print(f"{place.name} seems to have been {value:#x} since the recording began.")
            return
        self._arrive(record, place, count, seen)

    def _arrive(self, record, place, count, seen):
        record.go_to(count + 1)
        new = place.value()
        gdb.execute("reverse-stepi")  # so that gdb knows, and shows, where it is
        old = place.value()
        print(f"{place.name}: {old:#x} -> {new:#x}, by {who()} in {where()}; "
              f"instruction {count} of the recording")
        if not seen:
            print("Found by comparing contents: it was written by a device, by the processor itself, by "
                  "a process that no longer maps it, or before many writes that changed nothing. A "
                  "later change that was undone would not show.")
