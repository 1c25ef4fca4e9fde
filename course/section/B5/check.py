"""The permissions after process_setup; which of them changed, and by which bit; and what happens to the process without
that bit: the check takes the bit away, and looks."""

import re

from section import changed_setup, witness
from section.examining import predicted
from section.logged_mappings import Permissions, check_log
from section.witness import AFTER, BEFORE, PLACES, P, U, W, XD, permissions
from engine.forms import Malformed, number, one_of, parts, read, words
from engine.verdict import Stop, passed, wrong

BITS = {"P": P, "W": W, "U": U, "XD": XD, "PTE_P": P, "PTE_W": W, "PTE_U": U, "PTE_XD": XD}
# Intel SDM vol. 3A, 6.15
EXCEPTIONS = {"divide error": 0, "debug exception": 1, "breakpoint": 3, "overflow": 4, "invalid opcode": 6,
              "device not available": 7, "double fault": 8, "stack fault": 12, "general protection fault": 13,
              "page fault": 14, "alignment check": 17}
MNEMONICS = {"#de": "divide error", "#ud": "invalid opcode", "#df": "double fault", "#gp": "general protection fault",
             "#pf": "page fault", "general protection": "general protection fault"}


def check(section):
    boot = check_log(section, "B5", Permissions, AFTER)
    before, after = witness.places(boot, BEFORE), witness.places(boot, AFTER)
    truth = {name: (after[name].perm & ~before[name].perm, before[name].perm & ~after[name].perm)
             for name in PLACES if after[name].perm != before[name].perm}
    require_change(section.answers.get("B5.change"), truth)
    require_fault(section, section.answers.get("B5.fault"))
    seen = "; ".join(f"{name} gained {permissions(gained)}" for name, (gained, _) in truth.items())
    return passed("the log has the three permissions again, and you know what changed, and what it is for",
                  prediction=predicted(section, "B5.predict", seen or "nothing changed"))


def read_changes(text):
    """{place: (bits gained, bits lost)} of "NAME gained BIT, NAME lost BIT"."""
    found = {}
    for part in re.split(r"[,;]|\band\b", text.strip(" .,;`")):
        change = words(re.sub(r"[|+:]", " ", part))
        if len(change) < 3:
            raise Malformed("it must be NAME gained BIT, or NAME lost BIT")
        bits = 0
        for word in change[2:]:
            bits |= BITS[one_of(word, list(BITS))]
        gained = one_of(change[1], ["gained", "lost"]) == "gained"
        name = one_of(change[0], PLACES)
        if name in found:
            raise Malformed(f"it names {name} twice")
        found[name] = (bits, 0) if gained else (0, bits)
    return found


def require_change(answer, truth):
    said = read(answer, read_changes)
    place = dict(seen=answer.text, where=answer.where)
    for name in PLACES:
        if name in said and name not in truth:
            raise Stop(wrong(f"the permissions of {name} are the same before process_setup and "
                             "after it", **place))
        if name in truth and name not in said:
            raise Stop(wrong("'B5.change:' does not name what changed; compare your lines from "
                             "before process_setup with those from after it", **place))
        if name in truth and said[name] != truth[name]:
            raise Stop(wrong(f"{name} is the right one; which bit do its permissions have after "
                             "process_setup, but not before?", **place))


def read_fault(text):
    """(vector, address) of "page fault at 0x1000"."""
    name, address = parts(text, 2, " at ")
    name = re.sub(r"^an? | exception$", "", " ".join(name.lower().replace("-", " ").split()))
    if MNEMONICS.get(name, name) not in EXCEPTIONS:
        raise Malformed(f"'{name}' is not Intel's name of an exception, such as 'divide error'")
    return EXCEPTIONS[MNEMONICS.get(name, name)], number(address)


def require_fault(section, answer):
    vector, address = read(answer, read_fault)
    seen = changed_setup.first_exception(section, f"clear={U}")
    place = dict(seen=answer.text, where=answer.where)
    first = changed_setup.first_instruction(section)
    if seen and seen[1] != first:
        raise Stop(wrong(f"without that bit, the first exception of the process is not at its first instruction, {first:#x}, "
                         f"but at {seen[1]:#x}: does your kernel start it there?", where=section.shown("kernel.c")))
    if seen is None:
        raise Stop(wrong("without that bit, the process on your kernel raises no exception at all", **place))
    if vector != seen[0]:
        raise Stop(wrong("the check took that bit away, and the processor raised another exception; the start of part B's "
                         "text says which one an access raises that is not allowed", **place))
    if address != seen[1]:
        raise Stop(wrong(f"that is the exception, but it is not at {address:#x}: where is the first instruction that the "
                         "process would execute?", **place))
