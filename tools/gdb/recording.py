"""recording.py: goes back and forth in a recording (`make replay-gdb-NAME`). QEMU goes back by going
forward: it loads a snapshot of the machine, and counts instructions from there. So a place in a
recording is a count of instructions. To go back fast takes a snapshot that is near; this module takes
snapshots when they are needed.

It moves the machine by packets to QEMU. So gdb's own breakpoints have no effect on the way, and gdb
does not notice each stop."""

import bisect
import contextlib
import re
import signal

import gdb

import motion

SPACING = 5_000_000   # instructions between two snapshots, at least
MANY = 100            # how many snapshots cover a long recording
NEAR = 2_000_000      # going back takes new snapshots if the last one is farther away than this
MARGIN = 20_000       # how far before the current place the last of them is
STRIDE = 50_000_000   # how many instructions it runs before it looks for Control-C again


@contextlib.contextmanager
def control_c_waits():
    """Inside this context, Control-C waits until look_at_control_c: in the middle of a packet, gdb would
    give up QEMU."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def look_at_control_c():
    if signal.SIGINT in signal.sigpending():
        signal.sigwait({signal.SIGINT})
        raise gdb.GdbError("Interrupted.")


def packet(text):
    """Sends a packet of gdb's remote protocol to QEMU. Returns its answer."""
    seen = gdb.execute(f"maintenance packet {text}", to_string=True)
    answer = re.search(r'received: "(.*)"', seen)
    if not answer:
        raise gdb.GdbError("QEMU does not answer.")
    return answer[1]


def monitor(command):
    """Gives a command to QEMU's monitor. Returns its answer."""
    return gdb.execute(f"monitor {command}", to_string=True).strip()


def now():
    """How many instructions of the recording have run."""
    count = re.search(r"Replaying.* instruction count = (\d+)", monitor("info replay"))
    if not count:
        raise gdb.GdbError("Only a recording goes back: make record-NAME, then "
                           "make replay-gdb-NAME.")
    return int(count[1])


def forget_registers():
    """Makes gdb read registers and memory anew: it does not know that the machine has moved."""
    for command, before_gdb_11 in ("register-cache", "flushregs"), ("dcache", "show version"):
        try:
            gdb.execute(f"maintenance flush {command}", to_string=True)
        except gdb.error:
            gdb.execute(before_gdb_11, to_string=True)


class Recording:
    """length: in instructions. snapshots: their counts of instructions, in order; QEMU itself has
    made the first."""

    def __init__(self, length):
        self.length = length
        self.last = length - 2  # two instructions later QEMU stops for good
        self.snapshots = [0]
        self.spacing = max(SPACING, length // MANY)

    def go_to(self, count):
        """Goes to this count of instructions, forward or back."""
        start = self.snapshots[bisect.bisect(self.snapshots, count) - 1]
        here = now()
        if not start <= here <= count:
            self._load(start)
            here = start
        while here < count:
            look_at_control_c()
            here = min(here + STRIDE, count)
            self._run_to(here)
        forget_registers()

    def _load(self, count):
        said = monitor("loadvm " + (f"at-{count}" if count else "start_debugging"))
        if said:
            raise gdb.GdbError(f"QEMU cannot go back: {said}")

    def _run_to(self, count):
        monitor(f"replay_break {count}")
        packet("c")
        if now() != count:
            raise gdb.GdbError(f"Stopped on the way to instruction {count}, at {now()}.")

    def take_snapshot(self):
        """Takes a snapshot here, if QEMU can: it cannot while a device waits for something."""
        here = now()
        if here not in self.snapshots and not monitor(f"savevm at-{here}"):
            bisect.insort(self.snapshots, here)

    def prepare(self):
        """Takes snapshots, if necessary, so that going back from here is fast."""
        here = now()
        start = self.snapshots[bisect.bisect(self.snapshots, max(here - 1, 0)) - 1]
        if here - start > NEAR:
            try:
                self._fill(start, here)
            finally:  # even after Control-C
                self.go_to(here)

    def _fill(self, start, here):
        coarse = range(start + self.spacing, here - NEAR, self.spacing)
        for count in (*coarse, here - NEAR // 2, here - MARGIN):
            self.go_to(count)
            self.take_snapshot()

    def last_hit(self, watched):
        """Goes back to just after the last write to one of these (address, size). Returns the count of
        instructions there; 0 if there is no write. QEMU ignores the instruction just before the
        current one, so this goes one instruction forward first."""
        self.go_to(now() + 1)
        for address, size in watched:
            packet(f"Z2,{address:x},{size:x}")
        try:
            packet("bc")
        finally:
            for address, size in watched:
                packet(f"z2,{address:x},{size:x}")
        forget_registers()
        return now()

    # The end

    def at_stop(self, _event):
        """Makes QEMU stop before the end of the recording when it runs next."""
        if self._is_over():
            print("This is the end of the recording; from here one can only go back.")
        else:
            monitor(f"replay_break {self.last}")

    def _is_over(self):
        return now() >= self.last

    def before_motion(self, command):
        if command in motion.BACK:
            self.before_back()
        else:
            self.before_forward()

    def before_forward(self):
        if self._is_over() and not motion.is_backward():
            raise gdb.GdbError("This is the end of the recording: from here one can only go back.")

    def before_back(self):
        if now() == 0:
            raise gdb.GdbError("This is the start of the recording.")
        with control_c_waits():
            self.prepare()


current = None  # the Recording, if gdb has one


class RecordingCommand(gdb.Command):
    """recording LENGTH: says that the machine replays a recording of so many instructions."""

    def __init__(self):
        super().__init__("recording", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        global current
        current = Recording(int(argument))
        gdb.execute("set remotetimeout 600")  # seconds; going back may take long
        gdb.events.stop.connect(current.at_stop)
        current.at_stop(None)
        motion.prepare.append(current.before_motion)
        print(f"The recording has {current.length} instructions, and this is the first; `continue` "
              "runs to the kernel's start. reverse-continue, reverse-step, reverse-stepi go back; "
              "`weensy` lists commands.")


def require():
    """The Recording; an error if gdb has none."""
    now()
    if not current:
        raise gdb.GdbError("The length of the recording is unknown; start with make replay-gdb-NAME.")
    return current
