"""last_write.py: who changed these bytes, or this page-table entry? Goes back in a recording to the
instruction that did.

It looks for the last write to any address at which they are seen: those that the kernel has for all
memory, and those of processes whose page tables map them now. What was written some other way (by a
device, by the processor itself, at an address where they are not mapped any more) is found by
comparing contents."""

import gdb

import recording
from places import place_of
from processes import is_in_process, running

PATIENCE = 20  # writes that change nothing, before contents are compared
CALLERS = 5    # that are named


# The search


def last_change(record, place):
    """Goes back to before the instruction that last changed the place. (where that is, whether a
    write was seen there); (None, False) if it has always been so."""
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
    """The last snapshot between these two with another content, and from there the instruction that
    changed that into this one. Is wrong about what changed and changed back between two looks."""
    for count in sorted({lower, *record.snapshots}, reverse=True):
        if not lower <= count < upper:
            continue
        record.go_to(count)
        if place.content() != content:
            return divide(record, place, content, count, upper)
        upper = count
    return None


def divide(record, place, content, lower, upper):
    """Halves the distance as long as there is one: at `lower` the content is another, at `upper` it
    is this."""
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


# What is said


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
    """The function and the line, and who called."""
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
    bytes; `stepi` lets it write. Without SIZE: what a pointer points to (&variable), or one byte.
    last-write in PID ADDRESS [SIZE]: the same for an address of that process.
    last-write physical ADDRESS [SIZE]: for a physical one.
    last-write pt PID ADDRESS [LEVEL]: for the page-table entry that translates an address."""

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
            print(f"{place.name} has been {value:#x} since the recording began, as far as one can "
                  "see.")
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
            print("Found by comparing contents: written by a device, by the processor itself, at an "
                  "address where it is not mapped any more, or before many writes that changed "
                  "nothing. Had it changed and changed back in between, that would not be seen.")
