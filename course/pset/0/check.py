"""What a look at the kernel shows, before any of its code changes: who can access what, what is where, and what a store to
the kernel does. The number of pages comes from the program itself."""

from engine.build import symbols
from engine.forms import number, numbers, one_of, read
from engine.places import ROOT
from engine.verdict import passed, wrong

PAGESIZE = 4096
CLOSED = {0x0, 0x7B000}          # page 0, and the page below the kernel's stack
SLOT_3 = 0x180000                # where the memory of process 3 starts
WHERE = 0x180010
LETTERS = "abcd"
TABLES, STORED = "b", "c"


def check(desk):
    for judge in closed, kernel, where, pages, store:
        verdict = judge(desk)
        if verdict:
            return verdict
    return passed("you have seen what there is to see")


def refuse(answer, message):
    return wrong(message, seen=f"{answer.key}: {answer.text}", where=answer.where)


def letter(desk, key):
    answer = desk.answers.get(key)
    return answer, read(answer, lambda text: one_of(text.strip(" .`"), LETTERS))


def closed(desk):
    answer = desk.answers.get("0.closed")
    found = {addr - addr % PAGESIZE for addr in read(answer, numbers)}
    if found - CLOSED:
        return refuse(answer, f"the letter of {min(found - CLOSED):#x} is inverted: programs can access that page")
    if CLOSED - found:
        return refuse(answer, f"a page is missing; look at the letter of each row's pages once more ({len(found)} found)")
    return None


def kernel(desk):
    answer, said = letter(desk, "0.kernel")
    if said != TABLES:
        return refuse(answer, "look where the map of memory puts what you chose: not there. Who asks kalloc for pages "
                              "before any process exists, and for what?")
    return None


def where(desk):
    answer = desk.answers.get("0.where")
    if read(answer, number) != WHERE:
        return refuse(answer, "that is not where the page table leads: kernel_start maps each page of kernel_pagetable, and "
                              "there is only that one table")
    return None


def pages(desk):
    answer = desk.answers.get("0.pages")
    end = symbols(desk.program(ROOT / "user" / "allocators.c", slot=3))["end"]
    right = -(-(end - SLOT_3) // PAGESIZE) + 1  # its program, and its stack
    said = read(answer, number)
    if said == right - 1:
        return refuse(answer, "one page is missing: did you count the stack?")
    if said != right:
        return refuse(answer, "that is not the number of pages: the first page that process 3 asks for lies right after its "
                              "program, which starts at 0x180000; its stack is one page more")
    return None


def store(desk):
    answer, said = letter(desk, "0.store")
    if said != STORED:
        return refuse(answer, "run user/poke.c: is there a fault, does its next line run, and whose page is the one at 0x41000?")
    return None
