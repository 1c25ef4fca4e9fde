"""Is free_everything an exit? The answer is the pages in a drawing of two processes that it would free too early."""

from section.address_spaces import CONSOLE, Page, table
from engine import forms, questions
from engine.forms import Malformed, numbers, parts, read, yes_or_no
from engine.questions import Question
from engine.verdict import passed, wrong

FORM = "ADDRESSES; ADDRESSES   (physical, at the first exit; at the second; none if there are none)"
EXAMPLE = "0x120000, 0x131000; none"
QUESTION = "E4.freed"


def check(section):
    answer = section.answers.get("E4")
    said_yes = read(answer, yes_or_no)
    questions.require_right(section, QUESTION, ask)
    if said_yes:
        return wrong("you have found pages that it frees although they are still in use; so, does it suffice?",
                     seen=answer.text, where=answer.where)
    return passed("these are the pages that would be freed too early")


def again(seed):
    return questions.again(QUESTION, ask, seed)


def ask(_section, chance):
    processes = draw(chance)
    first, second = chance.sample((1, 2), 2)
    text = [f"Process {first} exits, and then process {second}. Each exit calls free_everything on its page table. "
            "Which physical pages does the first exit free although the other process or a device still "
            "uses them? And which does the second exit?"]
    for pid, pages in processes.items():
        text += [f"Process {pid}", *table(pages)]
    known = sorted({page.pa for pages in processes.values() for page in pages})
    truth = [wrongly_freed(processes[first], processes[second]), wrongly_freed(processes[second], [])]
    return Question(text, FORM, EXAMPLE, lambda answer: judge(answer, known, truth, (first, second), processes),
                    lambda guess: "; ".join(forms.some_of([f"{pa:#x}" for pa in known], guess) for _ in truth))


def wrongly_freed(pages, others):
    """The physical pages that users can access here, and that the other process or a device still uses."""
    used = {page.pa for page in others} | {CONSOLE}
    return {page.pa for page in pages if page.is_users} & used


def draw(chance):
    """The pages of two processes, {pid: pages}: shared ones, ones that only look shared, and the kernel's."""
    frames = iter(chance.sample(range(0x120, 0x1E0), 20))
    shared = [("P U", what) for what in chance.sample(("code", "constants", "a table", "more code"), chance.randint(1, 3))]
    own = [("P W U", what) for what in chance.sample(("variables", "an array", "the stack", "a buffer"), chance.randint(2, 3))]
    unshared = [("P U", "read-only data")] * chance.randint(0, 1)
    found = {1: [], 2: []}
    va = 0x100000
    for permissions, what in chance.sample(shared + own + unshared, len(shared + own + unshared)):
        frame = next(frames)
        for pid, pages in found.items():
            frame = frame if (permissions, what) in shared or pid == 1 else next(frames)
            pages.append(Page(va, frame << 12, permissions, what))
        va += 0x1000
    kernel = 0x41000 + 0x1000 * chance.randrange(0x30)
    printing = chance.choice(((1,), (2,), (1, 2), (1, 2)))  # who may write to the console
    for pid, pages in found.items():
        pages.append(Page(kernel, kernel, "P W", "the kernel's data"))
        pages.append(Page(CONSOLE, CONSOLE, "P W U" if pid in printing else "P W", "the console"))
        pages.sort(key=lambda page: page.va)
    return found


def judge(answer, known, truth, order, processes):
    for said, right, pid, number in zip([numbers(part) for part in parts(answer, 2)], truth, order, ("first", "second")):
        if said - set(known):
            raise Malformed(f"{min(said - set(known)):#x} is not one of these physical pages")
        for pa in sorted(said ^ right):
            page = next((page for page in processes[pid] if page.pa == pa), None)
            if pa in right:
                user = "the screen still shows it" if page.is_device else "the other process still maps it"
                return f"the {number} exit, that of process {pid}, also calls kfree for the page at {pa:#x}, but {user}"
            if page is None:
                return f"process {pid} does not map the page at {pa:#x}, so its exit does not free it"
            if not page.is_users:
                return f"free_everything frees what users can access, and the permissions of {pa:#x} are {page.permissions}"
            return f"when process {pid} has exited, nothing uses the page at {pa:#x}: it is right to free it"
    return None
