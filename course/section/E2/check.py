"""Is copy_mappings a fork? The answer is a schedule of accesses that shows that it is not, which the check plays in a
model of both; and the pages in a drawing that need a copy of their own."""

import re

from section.address_spaces import Page, draw_pages, table
from engine import forms, questions
from engine.forms import Malformed, number, numbers, read, yes_or_no
from engine.questions import Question
from engine.verdict import Stop, passed, wrong

AT_FORK = 1  # what the variable holds when the process forks
STEP = re.compile(r"(?:the )?(parent|child):? (?:(reads)|writes (\S+))", re.I)
QUESTION = "E2.copies"


def check(section):
    answer = section.answers.get("E2")
    if read(answer, yes_or_no):
        return wrong("fork makes two processes out of one. With copy_mappings alone, the parent stores to a variable: "
                     "what does the child read there?", seen=answer.text, where=answer.where)
    play_schedule(section.answers.get("E2.play"))
    questions.require_right(section, QUESTION, ask)
    return passed("your schedule shows the difference, and these pages need a copy")


# The schedule

def read_schedule(text):
    """([(who, value to write or None)], value that fork promises, value that is seen)."""
    match = re.fullmatch(r"(.*):\s*promised:? (\S+?)(?:[,;]\s*|\s+)(?:and )?seen:? (\S+)", text.strip(" .;`"), re.I | re.S)
    if not match:
        raise Malformed("it must be a schedule, then ': promised VALUE, seen VALUE'")
    steps = []
    for part in match[1].strip(" ;").split(";"):
        step = STEP.fullmatch(" ".join(part.split()))
        if not step:
            raise Malformed(f"'{part.strip()}' is neither 'WHO reads' nor 'WHO writes VALUE', where WHO is parent or child")
        steps.append((step[1].lower(), None if step[2] else number(step[3])))
    if steps[-1][1] is not None:
        raise Malformed("the last step of the schedule must read: the two values are what it reads")
    return steps, number(match[2]), number(match[3])


def last_read(steps, memory_of):
    """What the last step reads. memory_of: {process: the memory that it has}."""
    memories = {memory: AT_FORK for memory in memory_of.values()}
    for who, value in steps[:-1]:
        if value is not None:
            memories[memory_of[who]] = value
    return memories[memory_of[steps[-1][0]]]


def play_schedule(answer):
    steps, promised, seen = read(answer, read_schedule)
    fork = last_read(steps, {"parent": "the parent's", "child": "the child's"})
    alone = last_read(steps, {"parent": "one", "child": "one"})
    place = dict(seen=answer.text, where=answer.where)
    reader = steps[-1][0]
    if fork == alone:
        raise Stop(wrong(f"the {reader} reads {fork} both after a real fork and after copy_mappings alone: this "
                         "schedule shows no difference", **place))
    if promised != fork:
        raise Stop(wrong(f"after a real fork, the {reader} would not read {promised} there: whose writes may it see, "
                         f"and what did the variable hold before? (It held {AT_FORK}.)", **place))
    if seen != alone:
        raise Stop(wrong(f"after copy_mappings alone, the {reader} does not see {seen} there: which physical page "
                         "does each of the two use?", **place))


# The pages

FORM = "ADDRESS, ADDRESS, ...   (of the pages that need a copy; none if none does)"
EXAMPLE = "0x100000, 0x105000"


def again(seed):
    return questions.again(QUESTION, ask, seed)


def ask(_section, chance):
    pages = draw_pages(chance)
    text = ["A process has these pages when it forks. Of which pages does the child need a copy of its own, so "
            "that the two processes are isolated, and no page is copied that they could share?",
            *table(pages)]
    return Question(text, FORM, EXAMPLE, lambda answer: judge(pages, answer),
                    lambda guess: forms.some_of([f"{page.va:#x}" for page in pages], guess))


def judge(pages, answer):
    said = numbers(answer)
    unknown = said - {page.va for page in pages}
    if unknown:
        raise Malformed(f"{min(unknown):#x} is not one of these pages")
    for page in pages:
        if (page.va in said) != page.needs_copy:
            return objection(page)
    return None


def objection(page: Page):
    if page.needs_copy:
        return (f"play it: after the fork the child stores a byte at {page.va:#x}; the parent reads there, and finds the "
                "child's byte")
    if page.is_device:
        return f"a copy of {page.va:#x} would be the child's own memory: what it writes there would not be on the screen"
    if not page.is_users:
        return f"{page.va:#x} is the kernel's: neither process can use it, and the kernel needs one, not two"
    return (f"play it: whatever parent and child do with {page.va:#x}, neither can notice the other; so one page will do "
            "for both")
