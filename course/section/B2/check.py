"""The same three physical addresses after process_setup; whether one has changed; and which would, if process_setup
worked in another way: the check boots it so."""

from section import changed_setup, witness
from section.examining import predicted
from section.logged_mappings import Addresses, check_log
from section.witness import AFTER, BEFORE, PLACES
from engine import forms, questions
from engine.forms import parts, read, subset, yes_or_no
from engine.questions import Question
from engine.verdict import passed, wrong

# What process_setup could do instead, and the options of guest/changed-setup.c for it.
CHANGES = (
    ("it makes a new page table for the process, and maps each page of the program there, to the address that is the "
     "page's own", "table=1"),
    ("it maps each page of the program in kernel_pagetable, to the physical address that is 0x40000 higher",
     "shift=0x40000"),
    ("it makes a new page table for the process, and maps each page of the program there, to the physical address that "
     "is 0x40000 higher", "table=1 shift=0x40000"),
    ("it maps the pages of the program as it does now, but without PTE_W", "clear=2"),
    ("it maps the page of the stack alone to the physical address that is 0x40000 higher, in kernel_pagetable",
     "shift=0x40000 stack=1"),
    ("it also copies the page of syscall_entry to a free page, and maps the page there, in kernel_pagetable", "copy=1"),
    ("it also copies the page of kernel_pagetable to a free page, and maps the page there, in kernel_pagetable", "copy=2"),
)
FORM = "NAMES; NAMES   (for a, then for b; none if there are none)"
EXAMPLE = "syscall_entry, kernel_pagetable; none"
QUESTION = "B2.kernels"


def check(section):
    boot = check_log(section, "B2", Addresses, AFTER)
    before, after = witness.places(boot, BEFORE), witness.places(boot, AFTER)
    differ = [place for place in PLACES if before[place].pa != after[place].pa]
    answer = section.answers.get("B2.change")
    if read(answer, yes_or_no) != bool(differ):
        return wrong("compare your lines from before process_setup with those from after it again",
                     seen=f"{answer.key}: {answer.text}", where=answer.where,
                     details=[f"{name}: {before[name].pa:#x}, then {after[name].pa:#x}"
                              for name in PLACES])
    questions.require_right(section, QUESTION, ask)
    seen = " and ".join(differ) + " changed" if differ else "no address changed"
    return passed("the same three addresses, and what would change them",
                  prediction=predicted(section, "B2.predict", seen))


def ask(section, chance):
    """Two changes, of which at least one makes a difference."""
    chosen = chance.sample(CHANGES, 2)
    while not {"shift=0x40000", "copy=1", "copy=2"} & {options for _, options in chosen}:
        chosen = chance.sample(CHANGES, 2)
    text = ["Your lines ask kernel_pagetable. If process_setup did this instead, which of the three",
            "physical addresses would be another after it than before it?",
            *(f"  {letter}. {words}" for letter, (words, _) in zip("ab", chosen))]
    return Question(text, FORM, EXAMPLE, lambda answer: judge(section, chosen, answer),
                    lambda guess: "; ".join(forms.some_of(PLACES, guess) for _ in chosen))


def judge(section, chosen, answer):
    said = [subset(part, PLACES) for part in parts(answer, len(chosen))]
    for letter, (_, options), names in zip("ab", chosen, said):
        before, after = changed_setup.places(section, options)
        truth = {name for name in PLACES if before[name].pa != after[name].pa}
        if names != truth:
            name = next(name for name in PLACES if name in names ^ truth)
            return (f"your kernel was booted with {letter}, and the physical address of {name} was "
                    + ("the same as before" if name in names else "another one"),
                    [f"{name}: {before[name].pa:#x} before, {after[name].pa:#x} after"])
    return None
