"""An access that shows that the kernel is isolated: a program tries it on the student's kernel."""

import re

from section import witness
from section.examining import ACCESS_NAMES, allowed, require_ideas
from section.logged_mappings import KERNEL
from section.mapping_ideas import B4_IDEAS
from section.witness import U
from engine.verdict import Stop, passed, wrong

WORDS = (("r", r"read\w*|load\w*|r"), ("w", r"writ\w*|stor\w*|w|modif\w*"),
            ("x", r"exec\w*|jump\w*|call\w*|run\w*|fetch\w*|x"))


def check(section):
    answer = section.answers.get("B4.access")
    play_access(section, answer, *read_access(section, answer))
    require_ideas(section.answers.get("B4.why"), B4_IDEAS)
    return passed("refused, and the reason is the right one")


def read_access(section, answer):
    """("r", "w" or "x"; the address) of an answer "write 0x1234"."""
    form = "the form is: read, write or execute, then an address, as in 'execute 0xB8000'"
    kinds = [kind for kind, words in WORDS
             if re.search(rf"\b({words})\b", answer.text, re.IGNORECASE)]
    numbers = re.findall(r"\b(0[xX][0-9a-fA-F]+|\d+)\b", answer.text)
    if len(kinds) != 1 or len(numbers) != 1:
        raise Stop(wrong(f"'{answer.key}:' does not name one access and one address; {form}",
                         seen=answer.text, where=answer.where))
    address = int(numbers[0], 16 if numbers[0][:2] in ("0x", "0X") else 10)
    if address >= 1 << 64:
        raise Stop(wrong(f"{numbers[0]} is no address of 64 bits", where=answer.where))
    return kinds[0], address


def play_access(section, answer, kind, address):
    """A program tries the access, on the student's kernel; stops the check unless that shows what
    the exercise asks for."""
    kernel = witness.kernel(section)
    probe = section.program("access.c", slot=1, defines=[f"-D{ACCESS_NAMES[kind].upper()}",
                                                            f"-DADDRESS={address:#x}UL"])
    watch = section.program("access-watch.c", slot=2)
    boot = section.boot(kernel, f"access watch address={address:#x}",
                        {"access": probe, "watch": watch}).require_end()
    mapping = witness.places(boot, "walk").get("address")
    what = f"{ACCESS_NAMES[kind]} {address:#x}"
    place = dict(where=answer.where, seen=answer.text)
    if mapping is None:
        raise Stop(wrong("on your kernel the program that was to try it did not run",
                         where=section.shown(KERNEL), details=boot.log[-8:]))
    canonical = address < 1 << 47 or address >= (1 << 64) - (1 << 47)
    if not mapping.perm or not canonical:
        raise Stop(wrong(f"nothing is mapped at {address:#x}, so that access is refused to "
                         "everybody, in any kernel; which address has the kernel mapped, but for itself?",
                         **place))
    done = "the access is done" in boot.said() or "state 3" not in boot.said()
    if done or kind in allowed(mapping, user=True):
        raise Stop(wrong(f"a program did it ({what}) on your kernel, and was not stopped",
                         expected="an access that is refused", details=[str(mapping)], **place))
    if mapping.perm & U:
        raise Stop(wrong(f"refused it is, but processes may use the page of {address:#x}, if not "
                         "in that way; which page may they not use at all?", details=[str(mapping)],
                         **place))
