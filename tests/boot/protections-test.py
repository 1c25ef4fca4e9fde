#!/usr/bin/env python3
"""Shows what each protection stops. It tries all hostile acts under the kernel as it is, and then those that name
a protection under a kernel without it. TAP; the comments say what became of the acts.

    protections-test.py [--acts]      --acts: every act in a line

tests/guest/protections.c tries the acts and goes on from one set of protections to the next, restarting the kernel
as needed. It needs another machine only when an act breaks the whole one."""

import argparse
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import tap
from section_program import build_image, build_program, settings_of

OBJ = Path(os.environ.get("OBJ", "obj"))
AS_IT_IS = ""  # with all protections
MISTAKE = "kernel's mistake: "
PROCESSOR = "max,vendor=GenuineIntel"  # AMD's has no `sysenter` in 64-bit mode
BROKEN = {2: "panic", 3: "reset", 4: "wedged", 124: "hangs"}


@dataclass
class Act:
    """A hostile act. `guards`: the protections without which it is tried. `outcomes`: by missing protections."""
    name: str
    guards: str
    outcomes: dict = field(default_factory=dict)

    @property
    def usual(self):
        return self.outcomes.get(AS_IT_IS, "not tried")

    @property
    def unguarded(self):
        return self.outcomes.get(self.guards, "not tried")

    @property
    def is_stopped(self):
        """With all protections, does the kernel refuse it, or does the process end? (An emulator's fault is
        not the kernel's.) A mistake of the kernel must end in a panic."""
        if self.name.startswith(MISTAKE):
            return self.usual == "panic"
        return bool(re.fullmatch(r"refused -?\d+|exception \d+, (0x)?[0-9a-f]+|ended 0|emulator's fault 0", self.usual))

    @property
    def makes_a_difference(self):
        return self.unguarded not in (self.usual, "not tried")


class Log:
    """What the log of a run says about the acts, and where the run ended."""

    def __init__(self, acts):
        self.acts = acts
        self.without, self.first, self.number, self.complete = AS_IT_IS, "-1", None, False
        self.panic = ""

    def read(self, text):
        for line in text.splitlines():
            self._read_line(line)

    def _read_line(self, line):
        if match := re.search(r"# without (\S+) first=(\S+)", line):
            self.without = AS_IT_IS if match[1] == "nothing" else match[1]
            self.first = match[2]
        elif match := re.search(r"# try (\d+) \[(.*?)\] (.*)", line):
            self.number = int(match[1])
            self.acts.setdefault(self.number, Act(match[3], match[2]))
        elif match := re.search(r"# outcome (\d+) (.*)", line):
            self._note(match[2])
        elif re.search("KERNEL PANIC|the kernel faulted|# end of a panic", line):
            self.panic = line
            self._note("panic")
        elif "# all tried" in line:
            self.complete = True

    def _note(self, outcome):
        """The first outcome is the act's own; a panic may follow."""
        if self.number is not None:
            self.acts[self.number].outcomes.setdefault(self.without, outcome)

    def go_on(self, status):
        """The command for the next run, which starts after the act that ended this one."""
        self._note(BROKEN.get(status, f"end with status {status}"))
        without = f" without={self.without}" if self.without else ""
        return f"protections{without} first={self.first} from={self.number + 1}"


def try_acts():
    """All acts, by number, and the number of machines it took."""
    acts, command, machines = {}, "protections", 0
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "log")
        while machines < 100:
            machines += 1
            path.write_text("")
            status = subprocess.run([OBJ / "tools" / "run", "--restarts", "--mode", "quiet", "--cpu", PROCESSOR,
                                     "--virtual", "6", "--timeout", "60", "--log", path,
                                     "--command", command, OBJ / "test.img"],
                                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL, check=False).returncode
            log = Log(acts)
            log.read(path.read_text(errors="replace"))
            if log.complete:
                return acts, machines
            if log.number is None:
                tap.note(f"{command}: ends before an act is tried, with status {status} {log.panic}")
                break
            command = log.go_on(status)
    return acts, machines


def local_descriptors_of_section():
    """What a process under the section's kernel says on the screen about its local descriptor table."""
    with tempfile.TemporaryDirectory() as directory:
        program, image, screen = (Path(directory, name) for name in ("program", "image", "screen"))
        settings = settings_of(OBJ)
        build_program(settings, Path("tests/guest/section-local-table.c"), program)
        build_image(settings, image, {"program": program})
        subprocess.run([OBJ / "tools" / "run", "--mode", "quiet", "--virtual", "6", "--timeout", "60", "--until",
                        "found", "--log", Path(directory, "log"), "--screen", screen, image],
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return screen.read_text(errors="replace").strip() if screen.exists() else "nothing"


def check(name, wrong):
    tap.check(name, [f"{act.name}: {act.usual}; without {act.guards or 'any'}: {act.unguarded}" for act in wrong])


def kind(act):
    """In a word, what became of an act that was not stopped."""
    outcome = act.unguarded
    if "witness" in outcome or "heartbeat" in outcome:
        return "hits others"
    if outcome.startswith("GOT THROUGH"):
        return "gets through"
    return outcome if outcome in BROKEN.values() else "ends otherwise"


def show_matrix(acts):
    tap.note("without            acts  of which")
    for guards in sorted({act.guards for act in acts if act.guards}):
        those = [act for act in acts if act.guards == guards]
        kinds = [kind(act) for act in those]
        counts = ", ".join(f"{kinds.count(k)} {k}" for k in sorted(set(kinds)))
        tap.note(f"{guards:20}{len(those):3}  {counts}; such as: {those[0].name}")
    tap.note(f"{'(harmless)':20}{sum(not act.guards for act in acts):3}  "
             "these gain nothing, whatever is missing: they must just end")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", action="store_true")
    options = parser.parse_args()
    numbered, machines = try_acts()
    acts = list(numbered.values())
    protections = re.findall(r'^    \{"(\S+)",', Path("tests/kernel/without.c").read_text(), re.MULTILINE)
    guards = {guard for act in acts for guard in act.guards.split(",")}

    check(f"{len(acts)} hostile acts are stopped", [a for a in acts if not a.is_stopped])
    check("each gets through, or ends differently, without its protections",
          [a for a in acts if a.guards and not a.makes_a_difference])
    check("so does each mistake of the kernel", [a for a in acts if a.name.startswith(MISTAKE)
                                                    and not (a.guards and a.makes_a_difference)])
    check(f"{len(protections)} protections: each stops some act",
          [Act(p, p) for p in protections if p not in guards])
    check("the acts name no other protections", [Act(g, g) for g in guards if g and g not in protections])
    found = local_descriptors_of_section()
    check("the section's kernel has no local descriptor table",
          [] if found == "local descriptors: 0 found" else [Act(found, "ldt")])
    show_matrix(acts)
    for act in acts:
        if act.usual.startswith("emulator's fault"):
            tap.note(f"{act.name}: QEMU lets it pass in any ring, and should not")
    tap.note(f"{machines} machines")
    for act in acts if options.acts else []:
        tap.note(f"  {act.name} [{act.guards}]: {act.usual} -> {act.unguarded if act.guards else ''}")
    tap.end()


if __name__ == "__main__":
    main()
