"""How a boot went."""

import re
from dataclasses import dataclass

from engine.places import SHOWN
from engine.verdict import Stop, wrong

DEADLINE = 1000   # of the guest's time, in ticks
MOST_FRAMES = 20  # lines of a backtrace to show
PLACE = re.compile(rf"\(({SHOWN}[^):]*:\d+)\)")  # in the student's files
FRAME = re.compile(rf"\s*#\d+\s+0x[0-9a-f]+\s+(?P<function>\S+) {PLACE.pattern}")


@dataclass
class Boot:
    """status is that of tools/run; log and screen are lists of lines. The check's own code signs what
    it logs with a word that it alone knows (guest/report.h). So its lines can be told from whatever the
    student's code logs, even within a line."""
    status: int
    log: list       # the lines of other code
    reported: list  # the lines of the check's own code, without the signature
    screen: list
    place_said: str = ""     # where the processor was, in the words of tools/run; "" if unknown
    overflown: bool = False  # the log is larger than a log may be
    deadline: int = DEADLINE
    run: object = None       # what was booted (desk.Run)

    @classmethod
    def read(cls, status, said, log, word, screen, most_log, deadline):
        """said, log, screen: texts; said is the output of tools/run."""
        signed = re.compile(rf"check {word}: ([^\n]*)\n?")
        place = re.search(r"the processor was in .*", said)
        return cls(status, signed.sub("", log).split("\n"), signed.findall(log), screen.split("\n"),
                   place[0] if place else "", len(log) >= most_log, deadline)

    def said(self):
        """What the check's own code logged."""
        return self.reported

    def is_over(self):
        """Did the check's own code end the run, and not because it took too long?"""
        return (self.status == 0 and self.reported[-1:] == ["end"]
                and not {"time is over", "hangs"} & set(self.reported))

    def ran_out_of_time(self):
        return self.status in (4, 124) or bool({"time is over", "hangs"} & set(self.reported))

    def panic(self):
        """The message of the kernel's panic, and the lines after it; None if there was no panic."""
        for i, line in enumerate(self.log):
            _, found, message = line.partition("KERNEL PANIC: ")
            if self.status == 2 and found:
                return message, [line for line in self.log[i + 1:] if line][:MOST_FRAMES]
        return None

    def trace(self):
        """Where the kernel was when the check's own code ended the run: a backtrace's lines."""
        return [line[len("trace"):] for line in self.reported if line.startswith("trace ")]

    def require_end(self, where="", what="the kernel"):
        """Stops the check unless the check's own code ended the boot. A panic, a hang or a triple fault
        gets the same message in every check. where: the place to name if no better one is known."""
        if not self.is_over():
            message, details = self.ending()
            raise Stop(wrong(f"{what} {message}", where=self.innermost_place() or where,
                             details=details))
        return self

    def ending(self):
        """How the boot ended, if not as it should: (a verb and its object, lines about it)."""
        panic = self.panic()
        if panic:
            return f"panics: {panic[0]}", panic[1]
        if self.status == 3:
            return "ends in a triple fault", self._place_lines() + self._last_lines()
        if "hangs" in self.reported:
            return f"hangs{self._in_function()}: an endless loop, with interrupts off", self.trace()
        if self.status in (4, 124):
            return "hangs: its clock stands still", self._place_lines() + self._last_lines()
        if "time is over" in self.reported:
            return (f"does not end{self._in_function()}: the check stopped it after {self.deadline // 100} s "
                    "of its own time", self.trace() or self._last_lines())
        if self.overflown:
            return "logs endlessly", self._last_lines()
        if self.status == 0:
            return "ends the run, or turns the machine off, before the check is over", self._last_lines()
        return f"ends the run with status {self.status}", self._last_lines()

    def _in_function(self):
        """" in f", if f is the student's innermost function."""
        match = next(filter(None, map(FRAME.match, self.trace())), None)
        return f" in {match['function']}" if match else ""

    def _place_lines(self):
        return [self.place_said] if self.place_said else []

    def _last_lines(self):
        return [line for line in self.log if line][-8:]

    def innermost_place(self):
        """Where it ended: the place in the innermost function of the student's."""
        match = next(filter(None, map(PLACE.search, self.ending()[1])), None)
        return match[1] if match else ""
