"""A program whose two pages are one. A copy of bigdata (bigdata.c) runs on the student's kernel twice,
under its own name and under another. The difference between the two page tables is what the student's
line did."""

import re

from section import witness
from engine.holes import is_untouched
from engine.verdict import Stop, not_yet, passed, wrong
from section.witness import P, PAGESIZE, U, W, permissions

KERNEL = "kernel.c"
PAGES = 0x110000, 0x111000  # of the array bigdata
AMAZING, AWFUL = "CS 61 Is Amazing", "CS 61 Is Awful"
# Programs that are not bigdata: the first runs in its place, the others after it.
OTHER_NAME, OTHERS = "bigdatb", ("bigdata2", "mybigdata")


def check(section):
    place = dict(where=section.where(KERNEL, r"Exercise C1\b|\"bigdata\""))
    untouched = is_untouched(section, KERNEL, "C1", r"\}")
    kernel = witness.kernel(section)
    program = section.program("bigdata.c", slot=1)
    others = {"watch": section.program("bigdata-watch.c", slot=2)}
    for slot, name in enumerate(OTHERS, 3):
        others[name] = section.program("idle.c", slot, name)

    def run(name):
        boot = section.boot(kernel, " ".join([name, *others]), {name: program, **others})
        return boot.require_end(where=place["where"])

    big = run("bigdata")
    if untouched and text_of(big) != AMAZING:
        return not_yet("'Exercise C1' in section/kernel.c", **place)
    other = run(OTHER_NAME)
    for boot in (big, other):
        if not witness.memory(boot):
            return wrong("bigdata does not get as far as its first line", details=boot.log[-8:],
                         **place)
    judge_other(other, place)
    judge_mappings(section, differences(witness.memory(big), witness.memory(other)), place)
    judge_behaviour(big, place)
    return passed("bigdata's two pages are one, and everything else is as before",
                  prediction=predicted(section, letter(other), letter(big)))


def differences(memory, ordinary):
    """[(Mapping now, Mapping of an ordinary program)] for each page where the two differ."""
    nothing = lambda va: witness.Mapping(va, 0, 0)
    pairs = [(memory.get(va, nothing(va)), ordinary.get(va, nothing(va)))
             for va in sorted(set(memory) | set(ordinary))]
    return [(now, usual) for now, usual in pairs if (now.pa, now.perm) != (usual.pa, usual.perm)]


def judge_other(boot, place):
    """Under another name, the program must run as on the handout's kernel."""
    memory = witness.memory(boot)
    warped = [memory[va] for va in PAGES if va in memory and memory[va].pa != va]
    if text_of(boot) == AMAZING or warped:
        raise Stop(wrong("your line also runs for programs that are not called bigdata",
                         expected=f"{AWFUL}, for the same program under another name",
                         seen=text_of(boot),
                         details=[f"the programs are called {OTHER_NAME}, {' and '.join(OTHERS)}",
                                  *map(str, warped)], **place))
    if text_of(boot) != AWFUL or not {"ordinary 1", "zeroed 1"} <= set(boot.said()):
        raise Stop(wrong("a program that is not called bigdata does not run as it did before",
                         expected=AWFUL, seen=text_of(boot), details=boot.log[-8:], **place))


def judge_mappings(section, differ, place):
    shown = [f"{now};  without your line {usual}" for now, usual in differ[:8]]
    if not differ:
        raise Stop(wrong(no_difference(section), expected="one page is mapped elsewhere",
                         seen="every page is mapped to itself", **place))
    strange = [now for now, _ in differ if now.va not in PAGES]
    if strange:
        raise Stop(wrong(f"your line changes the mapping of {strange[0].va:#x}, which is not a page "
                         f"of the array (its pages are {PAGES[0]:#x} and {PAGES[1]:#x})", details=shown,
                         **place))
    if len(differ) > 1:
        raise Stop(wrong("your line changes the mapping of both pages of the array; one is enough",
                         details=shown, **place))
    judge_remapped(differ[0][0], shown, place)


def judge_remapped(now, shown, place):
    """One page of the array is mapped in another way: is it the right one?"""
    partner = PAGES[0] if now.va == PAGES[1] else PAGES[1]
    if now.pa == now.va and now.perm:
        raise Stop(wrong(f"{now.va:#x} still maps to {now.va:#x}; only its permissions have "
                         "changed", details=shown, **place))
    if now.pa != partner:
        raise Stop(wrong(f"{now.va:#x} does not map to a physical page that the array already has",
                         details=shown, **place))
    lacking = (P | W | U) & ~now.perm
    if lacking or now.perm & ~(P | W | U):
        raise Stop(wrong(f"the page is the right one, but bigdata cannot use it as it needs to: "
                         f"it lacks {permissions(lacking)}" if lacking else
                         "the page is the right one, but its permissions are not what they were",
                         expected="P W U", seen=permissions(now.perm), details=shown, **place))


def no_difference(section):
    if maps_before_loop(section):
        return ("your line leaves no trace in the page table: it stands before the loop that "
                "maps the program's pages, and the loop maps each of them again")
    return ("your line leaves no trace in the page table; what bigdata prints depends on which "
            "physical page each of its two pages maps to, and copying bytes does not change that")


def maps_before_loop(section):
    """Does process_setup map a page before it comes to the loop over the program's segments?"""
    text = (section.directory / KERNEL).read_text(errors="replace")
    match = re.search(r"(?ms)^process_setup\(.*?\{\n(.*?)for \(unsigned i = 0", text)
    return match is not None and re.search(r"vmiter_(try_)?map", match.group(1)) is not None


def judge_behaviour(boot, place):
    said = boot.said()
    if text_of(boot) != AMAZING:
        raise Stop(wrong("the mapping is right, but bigdata does not print what it should",
                         expected=AMAZING, seen=text_of(boot), details=boot.log[-8:], **place))
    if "zeroed 0" in said:
        raise Stop(wrong("bigdata's array holds something before the program has stored anything: your line should "
                         "change a mapping, not memory", expected="zeros", seen="other bytes", **place))
    if f"shared {PAGESIZE}" not in said or "ordinary 1" not in said or "done" not in said:
        raise Stop(wrong("bigdata's two virtual pages do not behave as one physical page",
                         details=said[-6:], **place))


def text_of(boot):
    """What bigdata prints."""
    return next((line[5:] for line in boot.said() if line.startswith("text ")), "nothing")


def letter(boot):
    """The byte at bigdata[4096] after it has printed."""
    return next((line[7:] for line in boot.said() if line.startswith("letter ")), "nothing")


def predicted(section, ordinary, now):
    text = section.answers.words("C1.predict")
    seen = f"without your line {ordinary}, with it {now}"
    return f"you predicted: {text}; seen: {seen}" if text else ""
