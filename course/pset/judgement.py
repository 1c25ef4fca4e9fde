"""What a boot of a judged kernel says: the verdict. The judge and the trials report lines, a word and a text each:

    wrong STEP TEXT     a promise of step STEP is broken (0: of the step that is checked), and the run ends
    passed              the trial has come to its end, and the run ends
    idle TEXT           no process can go on, and the run ends
    trying TEXT         what comes next
    detail TEXT         shown below the sentence"""

import re

from engine.boot import PLACE
from engine.verdict import passed, wrong
from pset import variant

OLD_DATA = re.compile(r"(0x| )[0-9a-f]*(a5a5a5|5a5a5a)")  # what the judge fills pages with that kalloc returns
FAULT = re.compile(r"process \d+ \(\S+\): ")  # how the log says that a process has faulted
PROC_START = 0x100000  # lib/memory-layout.h
WALK = 4  # lines of the log after a fault: the page table, level by level


def verdict(boot, step, check):
    if _texts(boot, "wrong"):
        return _broken_promise(boot, step)
    if not boot.is_over() or "passed" not in boot.said():
        return _other_end(boot, step)
    if check.screen and not re.search(check.screen, "\n".join(boot.screen)):
        return wrong(f"the screen does not show what {check.programs[0]} prints", expected=check.screen,
                     details=boot.screen[:8])
    return passed()


def _texts(boot, word):
    """What was reported with this word."""
    return [line.partition(" ")[2] for line in boot.said() if line.partition(" ")[0] == word]


def _details(boot):
    return [*_texts(boot, "detail"), *filter(FAULT.match, boot.log)]


def _broken_promise(boot, step):
    number, _, text = _texts(boot, "wrong")[0].partition(" ")
    whose = "" if int(number) in (step, 0) else f"a matter of step {number}: "
    trace = _students(boot.trace())
    place = next(filter(None, map(PLACE.search, trace)), None)
    return wrong(whose + text, where=place[1] if place else "", picture=_picture(boot),
                 details=[*_details(boot), *_tried_right_before(boot), *trace])


def _tried_right_before(boot):
    lines = [line for line in boot.said() if line.split()[:1] and line.split()[0] not in ("wrong", "detail", "end", "trace")]
    last = lines[-1] if lines else ""
    return [f"(when the trial tried: {last.partition(' ')[2]})"] if last.startswith("trying ") else []


def _other_end(boot, step):
    """The run has ended in another way than the trial planned."""
    idle, faults = _texts(boot, "idle"), _first_fault(boot)
    if faults and (idle or boot.ran_out_of_time()):
        return wrong(f"{faults[0]}, and so the check does not come to its end", details=[*_details(boot), *faults[1:]])
    if boot.is_over():
        return wrong(idle[0] if idle else "the check does not come to its end", details=_details(boot))
    message, lines = boot.ending()
    tried = _texts(boot, "trying")
    start = f"{tried[-1]}: the kernel" if tried else "the kernel"
    return wrong(f"{start} {message}".replace(" student_", " "), where=boot.innermost_place(),
                 details=[*_about_panic(boot, step), *_details(boot), *_students(lines)])


def _first_fault(boot):
    """What the log says about the first process that a fault ended."""
    first = next((i for i, line in enumerate(boot.log) if FAULT.match(line)), None)
    return boot.log[first:first + 1 + WALK] if first is not None else []


def _about_panic(boot, step):
    """Remarks on a panic, if its message shows more than it says."""
    message = boot.panic()[0] if boot.panic() else ""
    words = f"{message} {' '.join(boot.log)}" if message.startswith("general protection") else message
    remarks = []
    if OLD_DATA.search(words):
        remarks.append("(a page from kalloc is full of old data: here of 0xa5, until the kernel clears it)")
    address = re.search(r"page fault \w+ (0x[0-9a-f]+)", message)
    if step >= 3 and address and PROC_START <= int(address[1], 16) < variant.mine().memory_end:
        remarks.append(f"({address[1]} is an address of processes. Which page table is in force here, and what does it map "
                       "there?)")
    return remarks


def _students(lines):
    """The lines of a backtrace without functions of the checks."""
    return [line.replace(" student_", " ") for line in lines if not re.search(r"\(course/(pset/judge|guest)/", line)]


def _picture(boot):
    """What the memory viewer shows at the end of the boot, if it shows anything."""
    rows = [row.rstrip() for row in boot.screen if row.strip()]
    start = next((i for i, row in enumerate(rows) if row.startswith("PHYSICAL MEMORY")), None)
    return ["Memory at that moment, as the viewer shows it:", *rows[start:]] if start is not None else []
