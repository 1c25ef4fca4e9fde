"""user_breakpoints.py: breakpoints in programs. `break process_main` stops in every program's process_main, and
nowhere else, although all programs have the same addresses.

Before the machine runs, this module loads each program's symbols in turn, to find the addresses of each breakpoint in
it. While the machine runs, gdb has no program's symbols, but traps: internal breakpoints at these addresses. When a
process of the right program comes to a trap, the module loads its program's symbols, and stops as gdb would. A trap in
a loop of another program costs time, so the traps of a program are on only when some process runs it. A step, or the
way back in a recording, has no traps: there gdb has the symbols of the program that ran last."""

import gdb

import motion
from page_tables import DIRECT_MAP
from processes import is_in_process, processes
from programs import programs, running_program

PROC_START_ADDR = 0x100000


class Places:
    """by_number: {a breakpoint's number: {a program's name: the breakpoint's addresses in it}}."""

    def __init__(self):
        self.by_number = {}
        self.known = None  # the breakpoints that by_number and the traps are for
        self.traps = []
        self.birth = None

    def before_motion(self, command):
        if command != "continue" or motion.is_backward():
            self.enable_traps(set())
            return
        breakpoints = users_breakpoints()
        now = [(b.number, b.location, b.enabled, b.commands) for b in breakpoints]
        if self.known != now:
            self.find(breakpoints)
            self.set_traps(breakpoints)
            self.known = now
        self.enable_traps(living_programs())
        if self.traps:
            programs.load(None)

    def find(self, breakpoints):
        self.by_number = {}
        before = programs.loaded
        for program in programs.files:
            programs.load(program)
            for breakpoint in breakpoints:
                if addresses := addresses_in_programs(breakpoint):
                    self.by_number.setdefault(breakpoint.number, {})[program] = addresses
        programs.load(before)

    def set_traps(self, breakpoints):
        for trap in self.traps:
            trap.delete()
        found = {}  # {(address, commands): programs}
        for breakpoint in breakpoints:
            for program, addresses in self.by_number.get(breakpoint.number, {}).items():
                for address in addresses:
                    found.setdefault((address, breakpoint.commands or ""), set()).add(program)
        self.traps = [Trap(*place, names) for place, names in found.items()]
        if self.traps and not self.birth:
            self.birth = Birth("process_setup", internal=True)

    def enable_traps(self, names):
        """Turns on the traps of these programs, and turns off all others."""
        for trap in self.traps:
            trap.enabled = not trap.names.isdisjoint(names)

    def here(self, program):
        """The user's breakpoints in this program at the current address."""
        pc = int(gdb.parse_and_eval("(unsigned long) $pc"))
        return [b for b in users_breakpoints() if pc in self.by_number.get(b.number, {}).get(program, ())]

    def arrive(self):
        """A process has come to a trap. If the condition of a breakpoint there holds, reports it as gdb would, and
        returns True: the machine stops."""
        program = running_program()
        programs.load(program)
        hit = [b for b in self.here(program) if not b.condition or gdb.parse_and_eval(b.condition)]
        for breakpoint in hit:
            if not (breakpoint.commands or "").startswith("silent"):
                frame = gdb.execute("frame", to_string=True).removeprefix("#0").lstrip()
                kind = "Temporary breakpoint" if breakpoint.temporary else "Breakpoint"
                print(f"\n{kind} {breakpoint.number}, {frame}", end="")
            if breakpoint.temporary:
                breakpoint.delete()
        return bool(hit)


class Trap(gdb.Breakpoint):
    """A trap at an address, for these programs. Its commands decide whether to stop, since commands can let the machine
    run again."""

    def __init__(self, address, commands, names):
        super().__init__(f"*{address:#x}", internal=True)
        self.silent = True
        self.commands = f"if $_arrive()\n{commands.removeprefix('silent')}\nelse\ncontinue\nend"
        self.names = names

    def stop(self):
        return is_in_process() and running_program() in self.names


class Arrive(gdb.Function):
    """$_arrive(): see Places.arrive."""

    def __init__(self):
        super().__init__("_arrive")

    def invoke(self):
        return places.arrive()


class Birth(gdb.Breakpoint):
    """An internal breakpoint where the kernel makes a process that runs a program."""

    def stop(self):
        places.enable_traps(living_programs() | newborn())
        return False


def newborn():
    """The program that the kernel starts; all, if that cannot be seen where the compiler has put the function in its
    caller."""
    try:
        return {gdb.parse_and_eval("program_name").string()}
    except gdb.error:
        return set(programs.files)


def at_stop(event):
    hit = event.breakpoints if isinstance(event, gdb.BreakpointEvent) else []
    if program := running_program():
        if not any(isinstance(breakpoint, Trap) for breakpoint in hit):
            programs.load(program)


def users_breakpoints():
    return [b for b in gdb.breakpoints() if b.number > 0 and b.type == gdb.BP_BREAKPOINT]


def living_programs():
    try:
        return {process.program for process in processes()}
    except (gdb.error, gdb.GdbError):  # the kernel has not started, or is one without processes
        return set()


def addresses_in_programs(breakpoint):
    """The addresses of the breakpoint in the loaded program. If the program does not have its location, gdb keeps
    addresses in other programs, which do not count."""
    try:
        gdb.decode_line(breakpoint.location)
    except gdb.error:
        return set()
    return {location.address for location in breakpoint.locations
            if breakpoint.enabled and PROC_START_ADDR <= location.address < DIRECT_MAP}


places = Places()
Arrive()
motion.prepare.append(places.before_motion)
gdb.events.stop.connect(at_stop)
gdb.execute("set breakpoint pending on")  # a location that one program does not have, another may
