"""What a look at the kernel shows, before any of its code changes: who can access what, what is where, and what a store to
the kernel does. The number of pages comes from the program itself."""

from engine.build import symbols
from engine.forms import number, numbers, one_of, read
from engine.places import ROOT
from engine.verdict import passed, wrong
from pset import variant

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
        return refuse(answer, "the map of memory says that what you chose lies elsewhere. Who asks kalloc for pages before "
                              "any process exists, and for what?")
    return None


def where(desk):
    answer = desk.answers.get("0.where")
    if read(answer, number) != WHERE:
        return refuse(answer, "read the loop in kernel_start: to what does it map each address? And which page table does "
                              "process 1 have?")
    return None


def pages(desk):
    answer = desk.answers.get("0.pages")
    end = symbols(desk.program(ROOT / "user" / "allocators.c", slot=3))["end"]
    program, stack = -(-(end - SLOT_3) // PAGESIZE), variant.mine().stack_pages
    said = read(answer, number)
    if said == program:
        return refuse(answer, "the program has so many pages; did you count the stack?")
    if said != program + stack:
        return refuse(answer, "the first page that process 3 asks for lies right after its program, which starts at 0x180000: so "
                              "how many pages does the program have? The stack comes on top")
    return None


def store(desk):
    answer, said = letter(desk, "0.store")
    if said != STORED:
        return refuse(answer, "run user/poke.c: is there a fault, does its next line run, and whose page is the one at 0x41000?")
    return None
