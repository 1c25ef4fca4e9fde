"""Two Alices: what happens on the student's kernel, which address both need, and which changed kernels can run two.
The check boots each kernel."""

import re

from section import spawns
from engine import forms, questions
from engine.build import symbols
from engine.forms import number, read, subset
from engine.questions import Question
from engine.verdict import not_yet, passed, wrong

SLOT_START, SLOT_END = 0x140000, 0x180000  # the memory of process 2
PAGESIZE = 4096

# Changed kernels, and the options that make two-kernel.c one of them.
KERNELS = (
    ("Each process has a page table of its own. Each page of a process has a physical address equal to its virtual one.",
     "tables=3"),
    ("Each process has a page table of its own. Its pages are from kalloc.", "tables=3 kalloc=3"),
    ("All processes have one page table. alice.c is linked a second time, for slot 3, and the second Alice is that program.",
     "linked=1"),
    ("All processes have one page table. process_setup no longer asserts that a program is linked for its slot.", ""),
    ("All processes have one page table. The pages of each process are from kalloc.", "kalloc=3"),
    ("The first Alice is as she is now. The second has a page table of her own, and her pages are from kalloc.",
     "tables=2 kalloc=2"),
)
LETTERS = "abc"
FORM = "LETTERS   (none if none can)"
EXAMPLE = "a c"
QUESTION = "F1.3.kernels"


def check(section):
    address = section.answers.get("F1.3.address")
    if spawns.is_untouched(section):
        return not_yet("this runs on your kernel, and sys_spawn is not there yet: F1.2 comes "
                       "first", where=spawns.where_spawn(section))
    p = spawns.play(section, spawns.TWICE)
    first, second = p.call("first"), p.call("second")
    if second is None:
        spawns.require_end(section, p, lambda call: 'sys_spawn("alice")')
    if first is None or first.result is None or first.result < 0:
        return wrong("not even one Alice starts: F1.2 comes first",
                     where=spawns.where_spawn(section))
    seen, reason = _second_alice(p, second)
    guess = section.answers.words("F1.3.predict") or "nothing"
    prediction = f"you predicted: {guess}; seen: {seen}"
    problem = problem_with_address(section, read(address, number))
    if problem:
        return wrong(problem, where=address.where, seen=address.text, prediction=prediction)
    questions.require_right(section, QUESTION, ask)
    return passed(f"on your kernel, {seen}" + (f": {reason}" if reason else ""),
                  prediction=prediction)


def problem_with_address(section, address):
    """Why Alice does not need this address; None if she does."""
    if not SLOT_START <= address < SLOT_END:
        return (f"{address:#x} is not in the memory of slot 2, for which alice is linked: the map at the top of "
                "kernel.c says where the memory of the slots is")
    end = symbols(section.program(section.directory / "user" / "alice.c", slot=2))["end"]
    if end <= address < SLOT_END - PAGESIZE:
        return (f"{address:#x} is in the slot's memory, but not in alice's code and variables ({SLOT_START:#x} to "
                f"{end:#x}), nor in her stack, in the slot's last page")
    return None


def ask(section, chance):
    chosen = chance.sample(KERNELS, len(LETTERS))
    text = ["Which of these kernels can run two Alices at once? (Each has a sys_spawn that finds a free slot.)",
            *(f"  {letter}. {words}" for letter, (words, _) in zip(LETTERS, chosen))]
    return Question(text, FORM, EXAMPLE, lambda answer: judge(section, chosen, answer),
                    lambda guess: forms.some_of(LETTERS, guess))


def judge(section, chosen, answer):
    said = subset(answer, LETTERS)
    for letter, (_, options) in zip(LETTERS, chosen):
        runs, seen = play(section, options)
        if runs and letter not in said:
            return f"the check booted kernel {letter} with two Alices: both counted to the end, each for herself", seen
        if not runs and letter in said:
            return f"the check booted kernel {letter} with two Alices: they got in each other's way", seen
    return None


def play(section, options):
    """(do two Alices run, what the check's own code logged) on a kernel with this change."""
    programs = {name: section.program("two-alice.c", slot=slot) for name, slot in (("alice", 2), ("linked-again", 3))}
    boot = section.boot(section.own_kernel("two-kernel.c"), f"alice {options}", programs)
    seen = [line for line in boot.said() if line.startswith("process ")]
    return sum("has counted" in line for line in seen) == 2, seen[:4]


def _second_alice(p, call):
    """What the second sys_spawn("alice") did, in words, and the reason, which is part of the answer."""
    if p.panic:
        where = re.match(r"\S+:\d+", p.panic)
        what = (f"an assertion fails, {where[0]}, in {p.assertion[0]}" if p.assertion and where
                else p.panic)
        return f"the second Alice makes the kernel panic ({what})", spawns.assertion_in_words(p)
    if call is None or call.result is None:
        return "the second call never returns", ""
    if call.result < 0:
        return f"the second call returns {call.result}, an error", ""
    return f"the second Alice runs, as process {call.result}", ""
