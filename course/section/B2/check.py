"""The same three physical addresses after process_setup; whether one has changed; and which ones would change with
another process_setup, which the check boots."""

from section import changed_setup, witness
from section.examining import predicted
from section.logged_mappings import Addresses, check_log
from section.witness import AFTER, BEFORE, PLACES
from engine import forms, questions
from engine.forms import parts, read, subset, yes_or_no
from engine.questions import Question
from engine.verdict import passed, wrong

# What process_setup could do instead, and the options that make guest/changed-setup.c do it.
CHANGES = (
    ("it makes a new page table for the process, and maps each page of the program there, to the physical address of "
     "the same number", "table=1"),
    ("it maps each page of the program in kernel_pagetable, to a physical address that is 0x40000 higher",
     "shift=0x40000"),
    ("it makes a new page table for the process, and maps each page of the program there, to a physical address that "
     "is 0x40000 higher", "table=1 shift=0x40000"),
    ("it maps the pages of the program as it does now, but without PTE_W", "clear=2"),
    ("it maps the stack page in kernel_pagetable to a physical address that is 0x40000 higher, and no other page",
     "shift=0x40000 stack=1"),
    ("it also copies the page of syscall_entry to a free page, and maps it to the copy in kernel_pagetable", "copy=1"),
    ("it also copies the page of kernel_pagetable to a free page, and maps it to the copy in kernel_pagetable", "copy=2"),
)
FORM = "NAMES; NAMES; NAMES   (for a, for b, for c; none if none changes)"
EXAMPLE = "syscall_entry, kernel_pagetable; none; process_main"
LETTERS = "abc"
QUESTION = "B2.kernels"


def check(section):
    boot = check_log(section, "B2", Addresses, AFTER)
    before, after = witness.places(boot, BEFORE), witness.places(boot, AFTER)
    differ = [place for place in PLACES if before[place].pa != after[place].pa]
    answer = section.answers.get("B2.change")
    if read(answer, yes_or_no) != bool(differ):
        return wrong("compare your lines once more: those before process_setup with those after it",
                     seen=f"{answer.key}: {answer.text}", where=answer.where,
                     details=[f"{name}: {before[name].pa:#x}, then {after[name].pa:#x}"
                              for name in PLACES])
    questions.require_right(section, QUESTION, ask)
    seen = " and ".join(differ) + " changed" if differ else "no address changed"
    return passed("the log has the three addresses again, and you know what would change them",
                  prediction=predicted(section, "B2.predict", seen))


def ask(section, chance):
    """Three changes, of which at least one makes a difference."""
    chosen = chance.sample(CHANGES, len(LETTERS))
    while not {"shift=0x40000", "copy=1", "copy=2"} & {options for _, options in chosen}:
        chosen = chance.sample(CHANGES, len(LETTERS))
    text = ["Your lines look in kernel_pagetable. If process_setup did this instead, which of the three "
            "physical addresses would change?",
            *(f"  {letter}. {words}" for letter, (words, _) in zip(LETTERS, chosen))]
    return Question(text, FORM, EXAMPLE, lambda answer: judge(section, chosen, answer),
                    lambda guess: "; ".join(forms.some_of(PLACES, guess) for _ in chosen))


def judge(section, chosen, answer):
    said = [subset(part, PLACES) for part in parts(answer, len(chosen))]
    for letter, (_, options), names in zip(LETTERS, chosen, said):
        before, after = changed_setup.places(section, options)
        truth = {name for name in PLACES if before[name].pa != after[name].pa}
        if names != truth:
            name = next(name for name in PLACES if name in names ^ truth)
            return (f"the check booted your kernel with {letter}: the physical address of {name} "
                    + ("stayed the same" if name in names else "changed"),
                    [f"{name}: {before[name].pa:#x} before, {after[name].pa:#x} after"])
    return None
