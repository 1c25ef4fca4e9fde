"""An access that shows that the kernel is isolated, and the one mapping that would end the isolation: a program tries
the access on the student's kernel, without that mapping and with it."""

import re

from section import witness
from section.examining import ACCESS_NAMES, allowed
from section.logged_mappings import KERNEL
from section.witness import PAGESIZE, P, U, W
from engine.forms import Malformed, number, one_of, read, words
from engine.verdict import Stop, passed, wrong

PERMISSIONS = {"PTE_P": P, "PTE_W": W, "PTE_U": U, "P": P, "W": W, "U": U}


def check(section):
    answer = section.answers.get("B4.access")
    kind, address = read(answer, read_access)
    play_access(section, answer, kind, address)
    play_undone(section, section.answers.get("B4.undo"), kind, address)
    return passed("your kernel refuses the access; with your mapping, it succeeds")


def read_access(text):
    """("r", "w" or "x"; the address) of "write 0x1234"."""
    found = words(text.replace(":", " "))
    if len(found) != 2:
        raise Malformed("it must be one access and one address, as in 'execute 0xB8000'")
    name = one_of(found[0], list(ACCESS_NAMES.values()))
    return next(kind for kind in ACCESS_NAMES if ACCESS_NAMES[kind] == name), address_of(found[1])


def address_of(text):
    address = number(text)
    if address >= 1 << 64:
        raise Malformed(f"{text} is not a 64-bit address")
    return address


def read_mapping(text):
    """(address, permissions) of "0x1000 PTE_P PTE_W"."""
    whole = re.fullmatch(r"vmiter_map\(vmiter_at\(kernel_pagetable, *(\S+)\), *\1, *([^()]*)\)", text.strip(" .;`"))
    found = words(re.sub(r"[|+:]", " ", f"{whole[1]} {whole[2]}" if whole else text))
    if len(found) < 2:
        raise Malformed("it must be an address and permissions, as in '0xB8000 PTE_P | PTE_W'")
    address = address_of(found[0])
    if address % PAGESIZE:
        raise Malformed(f"vmiter_map panics unless the address is page-aligned, and {found[0]} is not")
    return address, sum({PERMISSIONS[one_of(word, list(PERMISSIONS))] for word in found[1:]})


def boot(section, kind, address, undo=()):
    """A boot in which a program tries the access. undo: (address, permissions) of a page to map before it does."""
    kernel = section.kernel(extra_sources=["witness.c", "undo.c"], without=("log",), redirected=["exception"])
    defines = [f"-D{ACCESS_NAMES[kind].upper()}", f"-DADDRESS={address:#x}UL"]
    if undo:
        defines += [f"-DUNDO_ADDRESS={undo[0]:#x}UL", f"-DUNDO_PERMISSIONS={undo[1]:#x}"]
    programs = {"access": section.program("access.c", slot=1, defines=defines),
                "watch": section.program("access-watch.c", slot=2)}
    return section.boot(kernel, f"access watch address={address:#x}", programs)


def is_done(found, kind):
    """A process that executes the kernel's code does not return from it; so an execution is done if it was not refused."""
    return "execution is refused" not in found.said() if kind == "x" else "the access is done" in found.said()


def play_access(section, answer, kind, address):
    """Stops the check unless the access shows what the exercise asks for."""
    found = boot(section, kind, address).require_end()
    mapping = witness.places(found, "walk").get("address")
    what = f"{ACCESS_NAMES[kind]} {address:#x}"
    place = dict(where=answer.where, seen=answer.text)
    if mapping is None:
        raise Stop(wrong("the program that tries the access did not run on your kernel",
                         where=section.shown(KERNEL), details=found.log[-8:]))
    canonical = address < 1 << 47 or address >= (1 << 64) - (1 << 47)
    if not mapping.perm or not canonical:
        raise Stop(wrong(f"nothing is mapped at {address:#x}, so any kernel refuses that access; at which address does "
                         "the kernel have something mapped for itself alone?", **place))
    if is_done(found, kind) or "state 3" not in found.said() or kind in allowed(mapping, user=True):
        raise Stop(wrong(f"a program did that on your kernel ({what}), and was not stopped",
                         expected="an access that the kernel refuses", details=[str(mapping)], **place))
    if mapping.perm & U:
        raise Stop(wrong(f"the kernel refuses that, but processes may use the page of {address:#x} in other ways; which "
                         "page may they not use at all?", details=[str(mapping)], **place))


def play_undone(section, answer, kind, address):
    """Stops the check unless the access succeeds once the kernel has made the student's mapping."""
    undo = read(answer, read_mapping)
    found = boot(section, kind, address, undo)
    place = dict(where=answer.where, seen=answer.text)
    if found.panic():
        raise Stop(wrong(f"with that mapping, the kernel itself cannot continue: it panics ({found.panic()[0]})", **place))
    found.require_end(where=section.shown(KERNEL))
    mapping = witness.places(found, "walk").get("address")
    if mapping is None:
        raise Stop(wrong("with that mapping, the program that tries the access cannot run", **place))
    if not is_done(found, kind):
        raise Stop(wrong(f"the check made that mapping and tried again to {ACCESS_NAMES[kind]} {address:#x}: the "
                         "kernel refused that as before", details=[str(mapping)] if mapping else [], **place))
