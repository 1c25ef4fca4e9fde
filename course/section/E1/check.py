"""copy_mappings copies several page tables, one by one; the check compares every page and every page-table page."""

from dataclasses import dataclass

from section.table_functions import number, run
from engine.verdict import wrong

TABLES = {
    "process": "a table like a process's",
    "permissions": "a table with every combination of permissions",
    "restricted": "a table whose upper levels take permissions away",
    "beyond": "a table that also maps addresses beyond MEMSIZE_VIRTUAL",
    "full": "a table without holes, with physical pages in disorder",
    "scattered": "a table with holes of all lengths",
    "nothing": "an empty table",
}

PERMISSIONS = {"P": 0x1, "W": 0x2, "U": 0x4, "XD": 1 << 63}
KALLOC_FILLS_WITH = 0xA5A5A5A5A5A5A5A5  # in the check's kernel


@dataclass
class Difference:
    """A page that dst maps differently than it should."""
    va: int
    pa: int
    perm: int
    wanted_pa: int
    wanted_perm: int

    @classmethod
    def read(cls, words):
        return cls(*map(number, words))

    def seen(self):
        return _mapping(self.pa, self.perm)

    def wanted(self):
        return _mapping(self.wanted_pa, self.wanted_perm)

    def sentence(self):
        if not self.perm:
            return f"{self.va:#x} is mapped in src, but not in dst"
        if not self.wanted_perm:
            return f"{self.va:#x} is mapped in dst, but not in src"
        if self.pa != self.wanted_pa:
            return f"{self.va:#x} maps to a different physical page in dst than in src"
        lost = _permissions(self.wanted_perm & ~self.perm)
        added = _permissions(self.perm & ~self.wanted_perm)
        return (f"{self.va:#x} has different permissions in dst than in src:"
                + (f" it loses {lost}" if lost else "") + (" and" if lost and added else "")
                + (f" it gains {added}" if added else ""))

    def looks_uncleared(self):
        """Does it look like the bytes that kalloc leaves in a page?"""
        return bool(self.perm) and self.pa >> 32 == (KALLOC_FILLS_WITH & (1 << 52) - 1) >> 32


def _permissions(perm):
    return " ".join(name for name, bit in PERMISSIONS.items() if perm & bit)


def _mapping(pa, perm):
    return f"{pa:#x} {_permissions(perm)}" if perm else "not mapped"


def _side_by_side(differences):
    rows = [("va", "dst", "src")] + [(f"{d.va:#x}", d.seen(), d.wanted()) for d in differences]
    return [f"{va:12}{dst:24}{src}" for va, dst, src in rows]


def check(section):
    return run(section, "copy_mappings", "e1.c", _judge)


def _judge(facts):
    """The guest stops at the first table that is wrong, so all facts are about the last one."""
    def words(kind):
        return [fact[1:] for fact in facts if fact[0] == kind]

    tables = [fact for fact in facts if fact[0] in ("table", "later")]
    if not tables:
        return None
    circumstance = TABLES[tables[-1][1]]
    if tables[-1][0] == "later":
        circumstance += ", right at first, but not after copies of other tables"
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
                     expected="only the page-table pages of dst change",
                     seen=f"the page at {words('changed')[0][0]} has changed")
    if words("kept"):
        return wrong(f"copy_mappings keeps a page from kalloc that is not a page-table page of dst ({circumstance})",
                     expected="it frees what dst does not need, with kfree",
                     seen=f"the page at {words('kept')[0][0]} is lost")
    return None


def _judge_differences(differences, count, circumstance):
    first = differences[0]
    details = _side_by_side(differences)
    if count > len(differences):
        details.append(f"and {count - len(differences)} more")
    if any(d.looks_uncleared() for d in differences):
        details.append("dst's entries look like the bytes that kalloc leaves in a page")
    pages = "1 page differs" if count == 1 else f"{count} pages differ"
    return wrong(f"{first.sentence()} ({circumstance}; {pages})",
                 expected=first.wanted(), seen=first.seen(), details=details)


def _judge_foreign(fact, unmapped, circumstance):
    """A page-table page that is not dst's own."""
    pa, level, va, whose = number(fact[0]), fact[1], number(fact[2]), fact[3]
    table = f"the level-{level} page-table page at {pa:#x}, for addresses from {va:#x}"
    sentence = {
        "src": f"dst shares page-table pages with src: {table}, is in both",
        "dst": f"dst uses a page-table page twice: {table}",
        "other": f"dst uses a page-table page of a table that was copied before: {table}",
        "nobody": f"dst has an entry that leads nowhere: {table}, is not a page from kalloc",
    }[whose]
    details = [f"when the check unmapped {number(words[0]):#x} in dst, that unmapped it in src, too"
               for words in unmapped]
    return wrong(f"{sentence} ({circumstance})", expected="dst has page-table pages of its own",
                 seen=f"{pa:#x}", details=details)
