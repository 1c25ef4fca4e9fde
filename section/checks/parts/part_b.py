"""Part B: what the page table says, before and after process_setup."""

import re

from parts import witness
from frame.ideas import missing_idea
from parts.logged_mappings import KERNEL, Addresses, Permissions, check_log
from parts.mapping_ideas import B2_IDEAS, B4_IDEAS, B5_IDEAS
from frame.verdict import Stop, passed, wrong
from parts.witness import AFTER, BEFORE, PLACES, U, W, XD, permissions
from parts.words import accesses_by_place, changes, yes_or_no


# B1, B2

def check_b1(section):
    check_log(section, "B1", Addresses, BEFORE)
    return passed("the three physical addresses, as the page table has them")


def check_b2(section):
    boot = check_log(section, "B2", Addresses, AFTER)
    before, after = witness.places(boot, BEFORE), witness.places(boot, AFTER)
    differ = [place for place in PLACES if before[place].pa != after[place].pa]
    answer = section.answers.get("B2.change")
    said = yes_or_no(answer.text)
    if said is None:
        return wrong("'B2.change:' starts with neither yes nor no", where=answer.where)
    if said != bool(differ):
        return wrong("compare your lines from before process_setup with those from after it again",
                     seen=f"{answer.key}: {answer.text}", where=answer.where,
                     details=[f"{name}: {before[name].pa:#x}, then {after[name].pa:#x}"
                              for name in PLACES])
    require_ideas(section.answers.get("B2.why"), B2_IDEAS)
    seen = " and ".join(differ) + " changed" if differ else "no address changed"
    return passed("the same three addresses, and why",
                  prediction=predicted(section, "B2.predict", seen))


def predicted(section, key, seen):
    text = section.answers.prediction(key)
    return f"you predicted: {text}; seen: {seen}" if text else ""


def require_ideas(answer, ideas):
    idea = missing_idea(answer.text, ideas)
    if idea:
        raise Stop(wrong(f"'{answer.key}:' leaves something open: {idea.question}",
                         seen=answer.text, where=answer.where))


# B3

ACCESS_NAMES = {"r": "read", "w": "write", "x": "execute"}


def allowed(mapping, user):
    """The accesses that these permissions allow to the kernel, or to a process."""
    if mapping.perm == 0 or (user and not mapping.perm & U):
        return set()
    return {"r"} | ({"w"} if mapping.perm & W else set()) | (set() if mapping.perm & XD else {"x"})


def check_b3(section):
    boot = check_log(section, "B3", Permissions, BEFORE)
    mappings = witness.places(boot, BEFORE)
    require_accesses(section.answers.get("B3.kernel"), mappings, user=False)
    require_accesses(section.answers.get("B3.process"), mappings, user=True)
    return passed("the three permissions, and what they allow")


def require_accesses(answer, mappings, user):
    said = accesses_by_place(answer.text)
    who = "a process" if user else "the kernel"
    for name in PLACES:
        if said[name] is None:
            raise Stop(wrong(f"'{answer.key}:' says nothing of {name}: what may {who} do there, of "
                             "read, write, execute?", seen=answer.text, where=answer.where))
        truth = allowed(mappings[name], user)
        for access in "rwx":
            if (access in said[name]) != (access in truth):
                raise Stop(wrong(question_about(access, name, who, access in truth, mappings[name]),
                                 seen=answer.text, where=answer.where))


def question_about(access, name, who, is_allowed, mapping):
    """Asks for the bit on which this access depends."""
    says = f"says that {who} may not" if is_allowed else f"says that {who} may"
    bit = "of the bits of an entry, which one forbids to execute, and is it here" \
        if access == "x" and is_allowed else "which bit must be there for that, and is it here"
    return (f"the answer {says} {ACCESS_NAMES[access]} the page of {name}: {bit} "
            f"({permissions(mapping.perm)})?")


# B4

B4_WORDS = (("r", r"read\w*|load\w*|r"), ("w", r"writ\w*|stor\w*|w|modif\w*"),
            ("x", r"exec\w*|jump\w*|call\w*|run\w*|fetch\w*|x"))


def check_b4(section):
    answer = section.answers.get("B4.access")
    play_access(section, answer, *read_access(section, answer))
    require_ideas(section.answers.get("B4.why"), B4_IDEAS)
    return passed("refused, and the reason is the right one")


def read_access(section, answer):
    """("r", "w" or "x"; the address) of an answer "write 0x1234"."""
    form = "the form is: read, write or execute, then an address, as in 'execute 0xB8000'"
    kinds = [kind for kind, words in B4_WORDS
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


# B5

def check_b5(section):
    boot = check_log(section, "B5", Permissions, AFTER)
    before, after = witness.places(boot, BEFORE), witness.places(boot, AFTER)
    truth = {name: (after[name].perm & ~before[name].perm, before[name].perm & ~after[name].perm)
             for name in PLACES if after[name].perm != before[name].perm}
    answer = section.answers.get("B5.change")
    require_change(answer, truth)
    require_ideas(section.answers.get("B5.why"), B5_IDEAS)
    seen = "; ".join(f"{name} gained {permissions(gained)}" for name, (gained, _) in truth.items())
    return passed("what changed, and why",
                  prediction=predicted(section, "B5.predict", seen or "nothing changed"))


def require_change(answer, truth):
    said = changes(answer.text)
    place = dict(seen=answer.text, where=answer.where)
    for name in PLACES:
        if name in said and name not in truth:
            raise Stop(wrong(f"the permissions of {name} are the same before process_setup and "
                             "after it", **place))
        if name in truth and name not in said:
            raise Stop(wrong("'B5.change:' does not name what changed; compare your lines from "
                             "before process_setup with those from after it", **place))
        if name in truth and said[name] != truth[name]:
            raise Stop(wrong(f"{name} is the right one; which bit is in its permissions after "
                             "process_setup that was not there before?", **place))
