"""Part E: copying (E1) and freeing (E3) page tables, and what fork (E2) and exit (E4) need more."""

import re
from dataclasses import dataclass, field

from frame.holes import is_stub
from frame.ideas import Idea, missing_idea, not_needed
from frame.verdict import Stop, not_yet, passed, wrong

CODE = "exercises.c"
MOST_LINES = 8  # of details


# What E1 and E3 have in common: a function in exercises.c that gets one table after the other

def _run(section, function, check, judge):
    """The verdict on a function. judge: of the facts that the guest has logged, as lists of words;
    returns a verdict, or None if there is nothing to be said against what came to its end."""
    where = section.where(CODE, rf"^{function}\(")
    if is_stub(section, CODE, function):
        raise Stop(not_yet(f"{function} in {section.shown(CODE)}", where=where))
    boot = section.boot(section.exercise_kernel(check), "check deadline=500")
    verdict = judge([line.split() for line in boot.said() if line])
    if verdict is None:
        boot.require_end(where, f"the kernel that runs {function}")
        verdict = passed("right for every table")
    verdict.where = where
    return verdict


def _number(word):
    return int(word, 16)


def _limited(lines):
    more = len(lines) - MOST_LINES
    return lines[:MOST_LINES] + ([f"and {more} more"] if more > 0 else [])


# E1

E1_TABLES = {
    "process": "a table like a process's",
    "permissions": "a table with every combination of permissions",
    "restricted": "a table whose upper levels take permissions away",
    "beyond": "a table that also maps addresses beyond MEMSIZE_VIRTUAL",
    "full": "a table without holes, with physical pages in disorder",
    "scattered": "a table with holes of all lengths",
    "nothing": "an empty table",
}

PERMISSIONS = {"P": 0x1, "W": 0x2, "U": 0x4, "XD": 1 << 63}
KALLOC_FILLS_WITH = 0xA5A5A5A5A5A5A5A5  # the kernel that runs the check does


@dataclass
class Difference:
    """A page that is mapped otherwise than it should be."""
    va: int
    pa: int
    perm: int
    wanted_pa: int
    wanted_perm: int

    @classmethod
    def read(cls, words):
        return cls(*map(_number, words))

    def seen(self):
        return _mapping(self.pa, self.perm)

    def wanted(self):
        return _mapping(self.wanted_pa, self.wanted_perm)

    def sentence(self):
        if not self.perm:
            return f"{self.va:#x} is mapped in src, and not in dst"
        if not self.wanted_perm:
            return f"{self.va:#x} is mapped in dst, and not in src"
        if self.pa != self.wanted_pa:
            return f"{self.va:#x} maps to another physical page in dst than in src"
        lost = _permissions(self.wanted_perm & ~self.perm)
        added = _permissions(self.perm & ~self.wanted_perm)
        return (f"{self.va:#x} has other permissions in dst than in src:"
                + (f" it loses {lost}" if lost else "") + (" and" if lost and added else "")
                + (f" it gains {added}" if added else ""))

    def looks_uncleared(self):
        """Does it come from bytes that were in a page before kalloc handed it out?"""
        return bool(self.perm) and self.pa >> 32 == (KALLOC_FILLS_WITH & (1 << 52) - 1) >> 32


def _permissions(perm):
    return " ".join(name for name, bit in PERMISSIONS.items() if perm & bit)


def _mapping(pa, perm):
    return f"{pa:#x} {_permissions(perm)}" if perm else "not mapped"


def _side_by_side(differences):
    rows = [("va", "dst", "src")] + [(f"{d.va:#x}", d.seen(), d.wanted()) for d in differences]
    return [f"{va:12}{dst:24}{src}" for va, dst, src in rows]


def check_e1(section):
    return _run(section, "copy_mappings", "e1.c", _judge_e1)


def _judge_e1(facts):
    """The guest stops at the first table that is not right, so all facts are about the last."""
    def words(kind):
        return [fact[1:] for fact in facts if fact[0] == kind]

    tables = [fact for fact in facts if fact[0] in ("table", "later")]
    if not tables:
        return None
    circumstance = E1_TABLES[tables[-1][1]]
    if tables[-1][0] == "later":
        circumstance += ", once right, after other tables were copied"
    if words("foreign"):
        return _judge_foreign(words("foreign")[0], words("unmapped"), circumstance)
    if words("src"):
        d = Difference.read(words("src")[0])
        return wrong(f"copy_mappings changes src, at {d.va:#x} ({circumstance})",
                     expected=d.wanted(), seen=d.seen())
    if words("differs"):
        return _judge_differences([Difference.read(w) for w in words("differs")],
                                  int(words("count")[0][0]), circumstance)
    if words("beyond"):
        d = Difference.read(words("beyond")[0])
        return wrong(f"dst maps {d.va:#x}, which lies beyond MEMSIZE_VIRTUAL ({circumstance})",
                     expected="nothing mapped there", seen=d.seen())
    if words("changed"):
        return wrong(f"copy_mappings writes to memory that is not dst's ({circumstance})",
                     expected="nothing changes but the page-table pages of dst",
                     seen=f"the page at {words('changed')[0][0]} holds something else")
    if words("kept"):
        return wrong(f"copy_mappings keeps a page from kalloc that is no page-table page of dst ({circumstance})",
                     expected="what it does not need for dst it gives back with kfree",
                     seen=f"the page at {words('kept')[0][0]} is lost")
    return None


def _judge_differences(differences, count, circumstance):
    first = differences[0]
    details = _side_by_side(differences)
    if count > len(differences):
        details.append(f"and {count - len(differences)} more")
    if any(d.looks_uncleared() for d in differences):
        details.append("dst's entries look like what was in a page before kalloc gave it out")
    pages = "1 page differs" if count == 1 else f"{count} pages differ"
    return wrong(f"{first.sentence()} ({circumstance}; {pages})",
                 expected=first.wanted(), seen=first.seen(), details=details)


def _judge_foreign(fact, unmapped, circumstance):
    """A page-table page that is not dst's own."""
    pa, level, va, whose = _number(fact[0]), fact[1], _number(fact[2]), fact[3]
    table = f"the level-{level} page-table page at {pa:#x}, for addresses from {va:#x}"
    sentence = {
        "src": f"dst shares page-table pages with src: {table}, is in both",
        "dst": f"dst uses a page-table page twice: {table}",
        "other": f"dst uses a page-table page of a table that was copied before: {table}",
        "nobody": f"dst has an entry that leads nowhere: {table}, is no page from kalloc",
    }[whose]
    details = [f"when the check unmapped {_number(words[0]):#x} in dst, it was unmapped in src, too"
               for words in unmapped]
    return wrong(f"{sentence} ({circumstance})", expected="page-table pages of dst's own",
                 seen=f"{pa:#x}", details=details)


# E3

E3_TABLES = {
    "process": "a table like a process's",
    "scattered": "a table with user pages here and there",
    "beyond": "a table that also maps addresses beyond MEMSIZE_VIRTUAL",
    "restricted": "a table with an upper level that does not let users in",
    "emptied": "a table whose page-table pages map nothing any more",
    "large": "a table with about 100 user pages and more than 20 page-table pages",
    "nothing": "a table that is only a root",
}

KINDS = {  # of pages, as the guest says it
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
    """One call of free_everything: which pages there were, and what was done with them."""
    table: str
    pages: dict = field(default_factory=dict)    # {physical address: Page}
    freed: dict = field(default_factory=dict)    # {physical address: how often, all calls together}
    touched: dict = field(default_factory=dict)  # {physical address: function that did it}
    own: dict = field(default_factory=dict)      # {page that it got from kalloc: how often it freed that}
    changed: list = field(default_factory=list)  # pages that it has written to, and that stay
    refused: list = field(default_factory=list)  # physical addresses that are no pages of kalloc's


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
            freeings[-1].pages[_number(fact[1])] = Page(fact[2], _number(fact[3]))
        elif fact[0] == "freed":
            freeings[-1].freed[_number(fact[1])] = int(fact[2])
        elif fact[0] == "touched":
            freeings[-1].touched[_number(fact[1])] = fact[2]
        elif fact[0] == "own":
            freeings[-1].own[_number(fact[1])] = int(fact[2])
        elif fact[0] == "changed":
            freeings[-1].changed.append(_number(fact[1]))
        elif fact[:2] == ["kfree", "of"]:
            freeings[-1].refused.append(_number(fact[2].rstrip(",")))
    return freeings[:facts.count(["done"])]


def check_e3(section):
    return _run(section, "free_everything", "e3.c", _judge_e3)


def _judge_e3(facts):
    known = {}  # the pages of the calls before
    for freeing in _read_freeings(facts):
        problems = _problems(freeing, known)
        if problems:
            first = problems[0]
            return wrong(f"free_everything {first.sentence} ({E3_TABLES[freeing.table]})",
                         expected=first.expected, seen=first.seen,
                         details=_limited([p.sentence for p in problems]))
        known.update(freeing.pages)
    return None


def _problems(freeing, known):
    """What is wrong, the worst first."""
    pages, freed = freeing.pages, freeing.freed
    wanted = sorted((pa for pa in pages if pages[pa].kind in TO_FREE),
                    key=lambda pa: TO_FREE.index(pages[pa].kind))
    found = [_freed_wrongly(pages.get(pa) or f"{pa:#x}, which is no page from kalloc")
             for pa in dict.fromkeys(freeing.refused)]
    found += [_freed_wrongly(pages.get(pa) or f"{_name(known, pa)}, of a table freed before")
              for pa in freed if pa not in wanted]
    found += [Problem(f"frees {pages[pa]} {_times(freed[pa])}", "freed once", _times(freed[pa]))
              for pa in wanted if freed.get(pa, 0) > 1]
    found += [Problem(f"touches {_name(pages, pa)} after it was freed",
                      "neither read nor written after kfree", _place(function))
              for pa, function in _in_order(freeing.touched, wanted + list(freeing.own))]
    found += [Problem(f"writes to {_name({**known, **pages}, pa)}", "what stays is as it was", "other bytes there")
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


# E2, E4: answers in words

OTHER = (r"\b(others?|another|both|each|parents?|child(ren)?|sibling|visible|see[ns]?|shows?|sees|"
         r"process(es)?|interfer\w*)\b")
WRITE = (r"\b(over)?(wr[io]t\w*|chang\w*|modif\w*|stor(e|es|ed|ing)|updat\w*|alter\w*|corrupt\w*|"
         r"clobber\w*|affect\w*|mutat\w*|assign\w*|trampl\w*|push\w*|pop|pops|popped)\b")
# Of pages that are only read it is true that nobody has to copy them.
NOT_OF_READ_ONLY = r"(?:(?<=[.;:])|^)(?![^.;:]*\b(read[- ]?only|code|text|constants?|rodata)\b)[^.;:]*?"
COPYING = r"cop(?:y|ies|ying)|memcpy|duplicat\w*|(?:new|fresh) pages?|kalloc|allocat\w*"

FORK_IDEAS = (
    Idea("physical pages are shared",
         "After copy_mappings, an address of the child's and the same address of the parent's: "
         "which bytes of physical memory does each lead to?",
         (r"\bshar(e|es|ed|ing)\b",
          r"\b(same|common|identical|one)\b.{0,40}\b(physical|pages?|memory|frames?|bytes|pas?)\b",
          r"\b(physical|pages?|memory|frames?|bytes)\b.{0,40}\b(same|identical|common)\b",
          r"\b(both|each|two|parent and child|child and parent)\b.{0,50}"
          r"\b(map\w*|points?|pointing|refers?|uses?|using|leads?|translates?)\b",
          r"\balias\w*", r"\bshallow\b",
          r"\bonly\b.{0,25}\b(mappings?|page tables?|pointers?|addresses|entries)\b",
          r"\b(memory|pages?|contents?|data|bytes|frames?)\b[^.]{0,20}(n't| not|never)( \w+){0,2} "
          r"(copied|duplicated|cloned)",
          r"\b(no|not|n't)\b.{0,30}\b(its|their|his|her) own\b"),
         positive=True),
    Idea("a write shows on the other side",
         "Both processes go on, and both use their stacks and variables. What does the one notice "
         "of what the other does?",
         (rf"(?s)(?=.*{WRITE})(?=.*{OTHER})",)),
    Idea("fresh pages",
         "Where would the child's writes have to go, so that nobody else notices them?",
         (r"\b(new|newly|fresh|own|separate|different|another|private|distinct|extra|unused|free)\b"
          r".{0,40}\b(pages?|memory|frames?|cop(y|ies)|pa|physical|ones?)\b",
          r"\b(pages?|memory|frames?|cop(y|ies))\b.{0,30}\bof (its|their|his|her|\w+ \w+'s?) own\b",
          r"\bkalloc\w*", r"\b(re)?allocat\w*", r"\bcopy[- ]?on[- ]?write\b", r"\bcow\b",
          r"\b(duplicat|clon|replicat)(e|es|ed|ing)\b.{0,25}\b(pages?|frames?|memory|stacks?)\b"),
         refused=(*(NOT_OF_READ_ONLY + pattern for pattern in not_needed(COPYING)),
                  r"\b(copied|duplicated|separated) by the (processor|cpu|hardware|mmu)\b"),
         doubt="which line of the kernel, or which part of the processor, keeps the child's writes "
               "from the parent's bytes?"),
    Idea("copied bytes",
         "The child starts as the parent was at that moment. What must be in its pages, then, and "
         "how does it get there?",
         (r"\bcop(y|ies|ied|ying)\b", r"\bmemcpy\b", r"\bduplicat\w*", r"\bclon(e|es|ed|ing)\b",
          r"\breplicat\w*", r"\bcow\b")),
)

EXIT_IDEAS = (
    Idea("the console page is not the process's",
         "Look at the permissions that kernel_start gives. Which page is every process allowed to "
         "access that nobody ever got from kalloc?",
         (r"\bconsole\w*", r"0x0*b8000\b", r"\bvga\b", r"\bscreen\b", r"\bvideo\b",
          r"\btext buffer\b", r"\bdevices?\b", r"\bmemory[- ]mapped\b", r"\bticks\w*"),
         refused=(r"(\b(does|do|did|will|would)( not|n't)|\bwon't|\bnever)( \w+){0,2} free(s|d)?"
                  r"( the)?( page of the)? (console|vga|screen|video|device|ticks)\w*",
                  r"\b(console|vga|screen|video|devices?|ticks)\b[^.;,]{0,30}\b(is|are|will be|"
                  r"gets?)(n't| not| never) freed\b", r"\bonly frees? (the )?(process's |its )?own\b"),
         doubt="which permissions does free_everything ask for, and which has that page?"),
    Idea("shared pages are counted",
         "After a fork that leaves read-only pages where they are, the child exits. What does the "
         "parent find in them from then on, and what would the kernel have to know to prevent it?",
         (r"\bshar(e|es|ed|ing)\b", r"\bref(erence)?[- ]?count\w*", r"\breferences?\b",
          r"\bcount(s|ed|er|ing)?\b.{0,50}\b(users?|owners?|map\w*|process\w*|tables?|pages?)\b",
          r"\b(another|others?|parents?|child(ren)?|sibling)\b.{0,30}"
          r"\b(process\w*|tables?|map\w*|us(e|es|ed|ing)|needs?|has|have|accesses)\b",
          r"\b(processes|tables)\b.{0,20}\b(still|also|too)\b",
          r"\b(still|also)\b.{0,20}\b(us(e|ed|es|ing)|mapped|maps?|needs?|needed|in use)\b",
          r"\blast\b.{0,20}\b(users?|owners?|mapping|process|one|holder)\b",
          r"\b(who|what|any(body|one|thing)|no(body| one|thing)|some(body|one))\b.{0,15}\belse\b"),
         refused=(*not_needed(r"(?:ref\w*[ -])?count\w*|references"),
                  r"(\b(does|do|did|will)( not|n't)|\bwon't|\bnever)( \w+){0,2} free(s|d)?( the)? "
                  r"shared\b",
                  r"\bnot the shared\b",
                  r"\bshared pages? (are|is|will be|get|gets)(n't| not| never) freed\b"),
         doubt="what does free_everything see in the page table by which it could tell a shared "
               "page from another?"),
)


def _yes_or_no(section, key):
    answer = section.answers.get(key)
    match = re.match(r"(yes|no)\b", answer.text, re.I)
    if not match:
        raise Stop(wrong(f"'{key}:' wants yes or no; the reason goes behind '{key}.why:'",
                         expected="yes or no", seen=answer.text[:40], where=answer.where))
    return match[1].lower(), answer


def _judge_reason(section, key, ideas):
    """The verdict on KEY.why; what stands behind the yes or no counts, too."""
    _, answer = _yes_or_no(section, key)
    reason = section.answers.get(f"{key}.why")
    missing = missing_idea(f"{answer.text}. {reason.text}", ideas)
    if missing:
        return wrong(f"the reason leaves something open. {missing.question}", seen=reason.text,
                     where=reason.where)
    return passed("the reason has what counts")


def check_e2(section):
    word, answer = _yes_or_no(section, "E2")
    if word == "yes":
        return wrong("a fork makes two processes out of one. With copy_mappings alone: the parent "
                     "sets a variable after it; what does the child read there?",
                     seen="yes", where=answer.where)
    return _judge_reason(section, "E2", FORK_IDEAS)


def check_e4(section):
    return _judge_reason(section, "E4", EXIT_IDEAS)
