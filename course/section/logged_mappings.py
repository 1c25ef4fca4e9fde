"""Does a student's kernel log what B1, B2, B3 and B5 ask for? The witness (witness.py) finds the right
values by a walk of its own. In a second boot it moves the pages: the same number of the same line must
be right in both boots, so a line counts only if what it says comes from the page table."""

import re

from section import witness
from engine.holes import is_untouched
from engine.build import symbols
from engine.verdict import Stop, not_yet, wrong
from section.witness import AFTER, BEFORE, PAGESIZE, PLACES, XD, permissions

KERNEL = "kernel.c"


class Addresses:
    """What B1 and B2 log."""
    noun = "physical address"

    @staticmethod
    def show(mapping):
        return f"{mapping.pa:#x}"

    @staticmethod
    def missing(numbers, mappings):
        """The places whose address none of the numbers is."""
        values = set().union(*numbers)
        return [place for place in PLACES if mappings[place].pa not in values]

    @staticmethod
    def is_of(number, mapping):
        return mapping.pa in number


class Permissions:
    """What B3 and B5 log. vmiter_perm also returns bits that do not count here."""
    noun = "permissions"
    wanted = 0b111
    allowed = wanted | 0xEE0 | XD  # accessed, dirty, large, the kernel's own

    @staticmethod
    def show(mapping):
        return f"{mapping.perm & Permissions.wanted:#x} ({permissions(mapping.perm)})"

    @staticmethod
    def missing(numbers, mappings):
        """Each number can stand for one place."""
        left, missing = list(numbers), []
        for place in PLACES:
            number = next((n for n in left if Permissions.is_of(n, mappings[place])), None)
            if number is None:
                missing.append(place)
            else:
                left.remove(number)
        return missing

    @staticmethod
    def is_of(number, mapping):
        return any(value & Permissions.wanted == mapping.perm & Permissions.wanted
                   and value & ~Permissions.allowed == 0 for value in number)


MOST_DIGITS = 20  # of a number of 64 bits


# Permissions bit by bit: "P=1 W=1 U=0", "present: 1, writable: 1, user: 0"; "PTE_P | PTE_W"; "PW-".
BITS = {"P": 1, "W": 2, "U": 4}
BIT = r"\b(?:PTE_)?(P|W|U)(?:\s*[=:]|(?:resent|rit(?:e|able)|ser)\s*[=:]?)\s*([01])\b[\s,;|]*"
NAMES = r"PTE_[PWU]\b(?:[\s|+]+PTE_[PWU]\b)*|(?<![\w-])(?=[PWU-]*[PWU])[P-][W-][U-](?![\w-])"


def with_bits_as_number(line):
    def number(bits):
        return f" {sum(BITS[bit] for bit in bits):#x} "
    line = re.sub(rf"(?:{BIT})+", lambda m: number(
        name.upper() for name, value in re.findall(BIT, m[0], re.I) if value == "1"), line, flags=re.I)
    return re.sub(NAMES, lambda m: number(set(m[0].replace("PTE_", "")) & set(BITS)), line)


def numbers_of(line):
    """The numbers of a line. Each is the set of values that a reader may take it for: hexadecimal with
    or without 0x, decimal."""
    line = with_bits_as_number(re.sub(r"\bB[1-5]\b", " ", line))  # without a label
    numbers = []
    for prefixed, bare in re.findall(
            r"0[xX]([0-9a-fA-F]+)|(?<![0-9A-Za-z_])([0-9a-fA-F]+)(?![0-9A-Za-z_])", line):
        if len(prefixed or bare) <= MOST_DIGITS:
            values = {int(prefixed or bare, 16)}
            numbers.append(values | ({int(bare)} if bare.isdigit() else set()))
    return numbers


def numbers_in(lines):
    return [number for line in lines for number in numbers_of(line)]


def numbers_by_place(lines):
    """{place: number}, where a place is a line, counted from the first and from the last, and which number of it."""
    found = {}
    for i, line in enumerate(lines):
        for j, number in enumerate(numbers_of(line)):
            found["first", i, j] = found["last", len(lines) - i, j] = number
    return found


def never_in_place(kind, when, boots):
    """The places for which no number, at the same place of the log, is right in every one of these boots."""
    numbers = [numbers_by_place(witness.logged(boot, when)) for boot in boots]
    mappings = [witness.places(boot, when) for boot in boots]
    return [place for place in PLACES
            if not any(all(kind.is_of(n.get(where, set()), m[place]) for n, m in zip(numbers, mappings))
                       for where in numbers[0])]


# Running the student's kernel

# The handout's lines after and before the mark of each exercise. Lines of B1 and B2 come before the
# marks of B3 and B5.
NEIGHBOURS = {
    "B1": (r"// Exercise B3", r'log_printf\("-- before'), "B3": (r"if \(process_setup\(", ""),
    "B2": (r"// Exercise B5", r'log_printf\("-- after'), "B5": (r"\}", ""),
}


class Runs:
    """The student's kernel and hello, which boot with and without moved pages."""

    def __init__(self, section):
        self.kernel = witness.kernel(section)
        self.hello = section.program(section.directory / "user" / "hello.c", slot=1)
        self.ends = section.program("ends.c", slot=2)
        self.section = section

    def boot(self, moved):
        options = f"process_main={symbols(self.hello)['process_main']} rounds=1 move={int(moved)}"
        boot = self.section.boot(self.kernel, f"hello ends {options}",
                                 {"hello": self.hello, "ends": self.ends})
        boot.require_end(where=self.section.where(KERNEL, r"-- before process_setup"))
        for when in (BEFORE, AFTER):
            if witness.logged(boot, when) is None or not witness.places(boot, when):
                raise Stop(wrong(f"the line '-- {when} process_setup' is no longer in the log; "
                                 "the check needs it where it was",
                                 where=self.section.shown(KERNEL)))
        return boot


def check_log(section, exercise, kind, when):
    """Stops the check unless the kernel logs what the exercise asks for. Returns a boot without moved
    pages."""
    runs = Runs(section)
    place = dict(where=section.where(KERNEL, rf"Exercise {exercise}\b|-- {when} process_setup"))
    try:
        boot = runs.boot(moved=False)
        judge_ordinary(kind, when, boot, place)
        judge_moved(kind, when, boot, runs.boot(moved=True), place)
        return boot
    except Stop:
        if is_untouched(section, KERNEL, exercise, *NEIGHBOURS[exercise]):
            raise Stop(not_yet(f"'Exercise {exercise}' in section/{KERNEL}", **place)) from None
        raise


def judge_ordinary(kind, when, boot, place):
    lines, mappings = witness.logged(boot, when), witness.places(boot, when)
    numbers = numbers_in(lines)
    missing = kind.missing(numbers, mappings)
    if missing:
        stop_if_elsewhere(kind, when, boot, place)
        raise Stop(wrong(hint_at(kind, missing, numbers, mappings, when),
                         expected=expected(kind, mappings), seen=in_short(lines),
                         details=lines[:12], **place))


def stop_if_elsewhere(kind, when, boot, place):
    """Stops if the student's lines are on the screen, or on the other side of process_setup."""
    if not kind.missing(numbers_in(boot.screen), witness.places(boot, when)):
        raise Stop(wrong("what you print is on the screen; this exercise needs it in the log "
                         "(log_printf)", **place))
    if witness.logged(boot, when):
        return
    other = AFTER if when == BEFORE else BEFORE
    others = witness.logged(boot, other)
    if not kind.missing(numbers_in(others), witness.places(boot, other)):
        raise Stop(wrong(f"your kernel logs nothing just {when} process_setup: what you log comes "
                         f"{other} it", seen=in_short(others), **place))
    raise Stop(wrong(f"none of your lines is in the log just {when} process_setup: there is no line between "
                     f"'-- {when} process_setup' and the next that starts with '-- '",
                     expected=expected(kind, witness.places(boot, when)), **place))


def hint_at(kind, missing, numbers, mappings, when):
    """What may have gone wrong, in words."""
    values = set().union(*numbers)
    first = mappings[missing[0]]
    if kind is Permissions:
        return (f"{len(PLACES) - len(missing)} of the three permissions are in the log {when} "
                f"process_setup; those of {', '.join(missing)} are missing")
    if 2**64 - 1 in values:
        return ("a line says (uint64_t) -1, which is vmiter_pa's 'not mapped': look at the address "
                "at which the iterator stands")
    if is_page_only(first, values):
        return (f"what you log for {missing[0]} is the start of its page; the address is "
                f"{first.va % PAGESIZE} bytes further on")
    return f"the {kind.noun} of {' and '.join(missing)} is not in the log {when} process_setup"


def is_page_only(mapping, values):
    """Is the start of the page among the values, in place of the address?"""
    offset = mapping.pa % PAGESIZE
    return offset != 0 and mapping.pa not in values and mapping.pa - offset in values


def judge_moved(kind, when, ordinary, boot, place):
    """boot: one with pages moved, beside the ordinary one."""
    lines, mappings = witness.logged(boot, when), witness.places(boot, when)
    missing = kind.missing(numbers_in(lines), mappings)
    if not missing:
        judge_places(kind, when, (ordinary, boot), place)
        return
    values, first = set().union(*numbers_in(lines)), mappings[missing[0]]
    if kind is Addresses and is_page_only(first, values):
        message = hint_at(kind, missing, numbers_in(lines), mappings, when)
    elif kind is Addresses and first.va in values:
        message = (f"for {missing[0]} you log the address itself. In this kernel its physical address is "
                   "the same, but when the check mapped its page elsewhere, your line did not change. "
                   "Which question must the page table answer?")
    else:
        message = (f"what you log for {missing[0]} does not come from the page table: when the check "
                   f"mapped its page differently, its {kind.noun} were not in the log")
    raise Stop(wrong(message, expected=expected(kind, mappings), seen=in_short(lines),
                     details=lines[:12], **place))


def judge_places(kind, when, boots, place):
    """Stops if the right values are among the numbers, but none is at the same place in every boot."""
    lost = never_in_place(kind, when, boots)
    if lost:
        lines = witness.logged(boots[1], when)
        raise Stop(wrong(f"your lines have {len(numbers_in(lines))} numbers, and none of them is always that "
                         f"of {lost[0]}: when the check mapped its page differently, it stood elsewhere, by chance",
                         expected=expected(kind, witness.places(boots[1], when)), seen=in_short(lines),
                         details=lines[:12], **place))


def expected(kind, mappings):
    """Permissions are not told: they are the answer to the next question."""
    return "" if kind is Permissions else ", ".join(f"{place} {kind.show(mappings[place])}" for place in PLACES)


def in_short(lines):
    text = " / ".join(lines)
    return text if len(text) <= 150 else text[:147] + "..."
