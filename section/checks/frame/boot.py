"""How a boot went."""

import re
from dataclasses import dataclass
from typing import Callable

from frame.verdict import Stop, wrong

DEADLINE = 1000  # of the guest's time, in ticks


@dataclass
class Boot:
    """status is that of tools/run; log and screen are lists of lines. The check's own code signs what
    it logs with a word that it alone knows (guest/report.h): so what the student's code logs, whatever
    it is, can be told from it, and cut out of it."""
    status: int
    log: list       # the lines of others
    reported: list  # those of the check's, without their start
    screen: list
    place_of: Callable = lambda address: ""  # "section/kernel.c:12", if the address is of that line

    @classmethod
    def read(cls, status, log, word, screen, place_of):
        """log, screen: texts."""
        signed = re.compile(rf"check {word}: ([^\n]*)\n?")
        return cls(status, signed.sub("", log).split("\n"), signed.findall(log), screen.split("\n"),
                   place_of)

    def said(self):
        """What the check's own code has logged."""
        return self.reported

    def is_over(self):
        """Has the check's own code ended the run, and not because it took too long?"""
        return self.status == 0 and self.reported[-1:] == ["end"] and "time is over" not in self.reported

    def panic(self):
        """The message of the kernel's panic, and the lines behind it; None if there was none."""
        for i, line in enumerate(self.log):
            _, found, message = line.partition("KERNEL PANIC: ")
            if self.status == 2 and found:
                return message, self.log[i + 1:]
        return None

    def require_end(self, where="", what="the kernel"):
        """Stops the check if it was not the check's own code that ended the boot."""
        if self.is_over():
            return self
        panic = self.panic()
        if panic:
            message, details = f"{what} panics: {panic[0]}", panic[1]
            where = self._innermost_place(details) or where
        elif self.status == 0 and "time is over" not in self.reported:
            message = f"{what} ends the run, or turns the machine off, before the check is over"
            details = self._last_lines()
        elif self.status == 3:
            message, details = f"{what} ends in a triple fault", self._last_lines()
        elif self.status in (0, 4, 124):
            how_long = (f"{DEADLINE // 100} s of its own time" if self.status == 0
                        else "a while, with interrupts off")
            message, details = (f"{what} comes to no end: it was stopped after {how_long}",
                                self._last_lines())
        else:
            message, details = f"the run ended with status {self.status}", self._last_lines()
        raise Stop(wrong(message, where=where, details=details))

    def _last_lines(self):
        return [line for line in self.log if line][-8:]

    def _innermost_place(self, backtrace):
        """The place of the innermost function of a backtrace that is the student's."""
        for line in backtrace:
            frame = re.match(r"\s*#(\d+)\s+(0x[0-9a-f]+)", line)
            # A caller's address is that behind the call, which may be its last instruction.
            place = self.place_of(int(frame[2], 16) - (frame[1] != "0")) if frame else ""
            if place:
                return place
        return ""
