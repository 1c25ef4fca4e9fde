"""free_everything frees several page tables, one by one; the check sees what it freed, touched and kept."""

from dataclasses import dataclass, field

from section.table_functions import limited, number, run
from engine.verdict import wrong

TABLES = {
    "process": "a table like a process's",
    "scattered": "a table with user pages here and there",
    "beyond": "a table that also maps addresses beyond MEMSIZE_VIRTUAL",
    "restricted": "a table with an upper level that does not let users in",
    "emptied": "a table whose page-table pages no longer map anything",
    "large": "a table with about 100 user pages and more than 20 page-table pages",
    "nothing": "a table that is only a root",
}

KINDS = {  # of pages, in the guest's words
    "root": "the root",
    "level3": "the level-3 page-table page for addresses from {va}",
    "level2": "the level-2 page-table page for addresses from {va}",
    "level1": "the level-1 page-table page for addresses from {va}",
    "user": "the user page at {va}",
    "kernel": "the kernel's page at {va}, which users cannot access",
    "upper": "the page at {va}, which users cannot access: an upper level does not let them in",
    "beyond": "the user page at {va}, which is not below MEMSIZE_VIRTUAL",
}
TO_FREE = "root", "level3", "level2", "level1", "user"


@dataclass
class Page:
    kind: str
    va: int

    def __str__(self):
        return KINDS[self.kind].format(va=f"{self.va:#x}")


@dataclass
class Freeing:
    """One call of free_everything: the pages of the table, and what the call did with them."""
    table: str
    pages: dict = field(default_factory=dict)    # {physical address: Page}
    freed: dict = field(default_factory=dict)    # {physical address: how often, all calls together}
    touched: dict = field(default_factory=dict)  # {physical address: function that did it}
    own: dict = field(default_factory=dict)      # {page that it got from kalloc: how often it freed that}
    changed: list = field(default_factory=list)  # pages that it wrote to and did not have to free
    refused: list = field(default_factory=list)  # physical addresses of pages that are not kalloc's


@dataclass
class Problem:
    sentence: str
    expected: str
    seen: str


def _read_freeings(facts):
    """The calls that returned."""
    freeings = []
    for fact in facts:
        if fact[0] == "table":
            freeings.append(Freeing(fact[1]))
        elif fact[0] == "page":
            freeings[-1].pages[number(fact[1])] = Page(fact[2], number(fact[3]))
        elif fact[0] == "freed":
            freeings[-1].freed[number(fact[1])] = int(fact[2])
        elif fact[0] == "touched":
            freeings[-1].touched[number(fact[1])] = fact[2]
        elif fact[0] == "own":
            freeings[-1].own[number(fact[1])] = int(fact[2])
        elif fact[0] == "changed":
            freeings[-1].changed.append(number(fact[1]))
        elif fact[:2] == ["kfree", "of"]:
            freeings[-1].refused.append(number(fact[2].rstrip(",")))
    return freeings[:facts.count(["done"])]


def check(section):
    return run(section, "free_everything", "e3.c", _judge)


def _judge(facts):
    known = {}  # the pages of the calls before
    for freeing in _read_freeings(facts):
        problems = _problems(freeing, known)
        if problems:
            first = problems[0]
            return wrong(f"free_everything {first.sentence} ({TABLES[freeing.table]})",
                         expected=first.expected, seen=first.seen,
                         details=limited([p.sentence for p in problems]))
        known.update(freeing.pages)
    return None


def _problems(freeing, known):
    """What is wrong, worst first."""
    pages, freed = freeing.pages, freeing.freed
    wanted = sorted((pa for pa in pages if pages[pa].kind in TO_FREE),
                    key=lambda pa: TO_FREE.index(pages[pa].kind))
    found = [_freed_wrongly(pages.get(pa) or f"{pa:#x}, which is not a page from kalloc")
             for pa in dict.fromkeys(freeing.refused)]
    found += [_freed_wrongly(pages.get(pa) or f"{_name(known, pa)}, of a table freed before")
              for pa in freed if pa not in wanted]
    found += [Problem(f"frees {pages[pa]} {_times(freed[pa])}", "freed once", _times(freed[pa]))
              for pa in wanted if freed.get(pa, 0) > 1]
    found += [Problem(f"touches {_name(pages, pa)} after it was freed",
                      "neither read nor written after kfree", _place(function))
              for pa, function in _in_order(freeing.touched, wanted + list(freeing.own))]
    found += [Problem(f"writes to {_name({**known, **pages}, pa)}", "it changes no page that stays", "other bytes there")
              for pa in freeing.changed]
    found += [Problem(f"does not free {pages[pa]}", "freed once", "not freed")
              for pa in wanted if pa not in freed]
    found += [Problem(f"frees a page of its own, {pa:#x}, {_times(n)}" if n else
                      f"keeps a page of its own from kalloc, {pa:#x}: it is lost until the next boot",
                      "freed once", _times(n) if n else "not freed")
              for pa, n in freeing.own.items() if n != 1]
    return found


def _place(function):
    whose = "" if function == "free_everything" else ", on behalf of free_everything"
    return f"in {function}{whose}"


def _freed_wrongly(page):
    return Problem(f"frees {page}", "not freed", "freed")


def _name(pages, pa):
    return str(pages.get(pa, f"the page at {pa:#x}"))


def _times(n):
    return "twice" if n == 2 else f"{n} times"


def _in_order(touched, wanted):
    return [(pa, touched[pa]) for pa in wanted if pa in touched]
