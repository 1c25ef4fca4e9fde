"""recording.py: going back and forth in a recording (`make replay-gdb-NAME`). QEMU goes back by going
forward: from a snapshot of the machine, counting instructions. So the count of instructions is the
place in a recording, and what makes going back fast is snapshots that lie near: they are taken when
they are needed.

All motion here is between gdb and QEMU alone, packet by packet: gdb's own breakpoints are not in
force, and gdb does not notice each stop."""

import bisect
import contextlib
import re
import signal

import gdb

import motion

SPACING = 5_000_000   # instructions between two snapshots, of which
MANY = 100            # so many cover a longer recording
NEAR = 2_000_000      # from a snapshot to where somebody goes back: more, and one is taken
MARGIN = 20_000       # as far before that place
STRIDE = 50_000_000   # instructions at a time: Control-C is looked at in between


@contextlib.contextmanager
def control_c_waits():
    """Control-C is looked at between two packets: in the middle of one, gdb would give up QEMU."""
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
    """QEMU's answer to a packet of the remote protocol."""
    seen = gdb.execute(f"maintenance packet {text}", to_string=True)
    answer = re.search(r'received: "(.*)"', seen)
    if not answer:
        raise gdb.GdbError("QEMU does not answer.")
    return answer[1]


def monitor(command):
    """What QEMU's monitor says to a command."""
    return gdb.execute(f"monitor {command}", to_string=True).strip()


def now():
    """How many instructions of the recording have run."""
    count = re.search(r"Replaying.* instruction count = (\d+)", monitor("info replay"))
    if not count:
        raise gdb.GdbError("Only a recording goes back: make record-NAME, then "
                           "make replay-gdb-NAME.")
    return int(count[1])


def forget_registers():
    """gdb does not know that the machine is at another place."""
    for command, before_gdb_11 in ("register-cache", "flushregs"), ("dcache", "show version"):
        try:
            gdb.execute(f"maintenance flush {command}", to_string=True)
        except gdb.error:
            gdb.execute(before_gdb_11, to_string=True)


class Recording:
    """length: in instructions. snapshots: the counts at which they are, in order; QEMU itself has
    made the first."""

    def __init__(self, length):
        self.length = length
        self.last = length - 2  # two more, and QEMU has stopped for good
        self.snapshots = [0]
        self.spacing = max(SPACING, length // MANY)

    def go_to(self, count):
        """Goes there, wherever that is."""
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
        """Takes one here. QEMU cannot do that while a device waits for something: then there is none."""
        here = now()
        if here not in self.snapshots and not monitor(f"savevm at-{here}"):
            bisect.insort(self.snapshots, here)

    def prepare(self):
        """Sees to it that going back from here is fast."""
        here = now()
        start = self.snapshots[bisect.bisect(self.snapshots, max(here - 1, 0)) - 1]
        if here - start > NEAR:
            try:
                self._fill(start, here)
            finally:  # also when Control-C has come in between
                self.go_to(here)

    def _fill(self, start, here):
        coarse = range(start + self.spacing, here - NEAR, self.spacing)
        for count in (*coarse, here - NEAR // 2, here - MARGIN):
            self.go_to(count)
            self.take_snapshot()

    def last_hit(self, watched):
        """Goes back to just after the last write to one of these (address, size). Returns where that is;
        0: there is none. QEMU does not look at the instruction before the one it is at, so it goes
        one further first."""
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
        """Has QEMU stop before the end, next time."""
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


current = None  # the Recording, if this is one


class RecordingCommand(gdb.Command):
    """recording LENGTH: this is one, with so many instructions."""

    def __init__(self):
        super().__init__("recording", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        global current
        current = Recording(int(argument))
        gdb.execute("set remotetimeout 600")  # for what takes long on the way
        gdb.events.stop.connect(current.at_stop)
        current.at_stop(None)
        motion.prepare.append(current.before_motion)
        print(f"The recording has {current.length} instructions, and this is the first; `continue` "
              "runs to the kernel's start. reverse-continue, reverse-step, reverse-stepi go back; "
              "`weensy` lists commands.")


def require():
    """The Recording; an error if this is none."""
    now()
    if not current:
        raise gdb.GdbError("How long is the recording? make replay-gdb-NAME knows.")
    return current
