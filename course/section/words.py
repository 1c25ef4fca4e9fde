"""Answers that are half form, half words: what they say."""

import re

from section.witness import PLACES, P, U, W, XD

YES = re.compile(r"\s*(yes|yeah|yep|true|they do)\b", re.IGNORECASE)
NO = re.compile(r"\s*(no|nope|none|never|false|not|nothing|neither|unchanged|they do(n'?t| not))\b",
                re.IGNORECASE)


def yes_or_no(text):
    """True, False, or None if the text starts with neither."""
    return True if YES.match(text) else False if NO.match(text) else None


# "syscall_entry read write, kernel_pagetable r--, process_main nothing"

ACCESS_WORDS = ("r", r"r|read\w*"), ("w", r"w|writ\w+|modif\w+|chang\w+"), (
    "x", r"x|exec\w*|run\w*|jump\w*|fetch\w*")
NOTHING = "nothing", "none", "neither", "no", "not", "cannot", "t"  # the t of can't
EVERYTHING = "everything", "anything", "all"


def accesses_in(text):
    """The accesses that a piece of text names, of "r", "w", "x"; None if it names none. What
    follows a "not" does not count."""
    found, everything, negated, says_something = set(), False, False, False
    for word in re.findall(r"(?<!\w)(?:[rwx-]{2,3}|-)(?!\w)|[a-z]+", text.lower()):
        if re.fullmatch(r"[rwx-]{2,3}|-", word):
            named = set(word) - {"-"}
        else:
            named = {a for a, pattern in ACCESS_WORDS if re.fullmatch(pattern, word)}
        if word == "but":
            negated = False
        elif word in NOTHING:
            negated = True
        found |= set() if negated else named
        everything = everything or (word in EVERYTHING and not negated)
        says_something = says_something or bool(named) or "-" in word or word in NOTHING
    if everything and not found:
        return {"r", "w", "x"}
    return found if says_something else None


def accesses_by_place(text):
    """{place: set of accesses} of an answer; a list without names is for all three pages. None for
    a place of which nothing is said."""
    text = re.sub(r"\b(on|of|for|with)? ?all (the )?(three|3|pages|of (them|these))\b", " ", text)
    names = list(re.finditer("|".join(PLACES), text))
    if not names:
        return {place: accesses_in(text) for place in PLACES}
    ends = [m.start() for m in names[1:]] + [len(text)]
    found = {m.group(): accesses_in(text[m.end():end]) for m, end in zip(names, ends)}
    if all(accesses is None for accesses in found.values()):  # "rwx for syscall_entry, ..."
        return {place: accesses_in(text[:names[0].start()]) for place in found}
    following = None  # "syscall_entry and kernel_pagetable rwx"
    for m in reversed(names):
        following = found[m.group()] = following if found[m.group()] is None else found[m.group()]
    return {place: found.get(place) for place in PLACES}


# "process_main gained W"

BITS = {"P": P, "W": W, "U": U, "XD": XD, "NX": XD}
SAME = re.compile(r"(?i)\b(same|unchanged|stay\w*|keep\w*|kept|remain\w*|not|no|neither|nothing|"
                  r"none|don'?t|doesn'?t|didn'?t|as before)\b")
CHANGED = re.compile(r"(?i)\b(gain|gets?\b|got\b|add|now\b|receiv|obtain|acquir|los[et]|remov|drop)"
                     r"|->|\+")
LOST = re.compile(r"(?i)\b(los[et]|remov|drop)")


def bits_in(text):
    """The permission bits that a text names: in letters, in words, else as a number."""
    text = re.sub(r"(?i)\b(user|unprivileged)\b", "U", re.sub(r"(?i)\bwritable\b", "W", text))
    letters = re.findall(r"\b(?:PTE_)?(P|W|U|XD|NX)\b", text)
    bits = 0
    for letter in letters:
        bits |= BITS[letter]
    if not letters:
        for number in re.findall(r"\b0x[0-9a-fA-F]+\b|\b\d+\b", text):
            bits |= int(number, 0 if "x" in number else 10) & (P | W | U)
    return bits


def clauses(text):
    """The parts of a sentence that say something each; names alone belong to what follows them."""
    parts, waiting = [], ""
    for part in re.split(r"[;,.]|\bbut\b|\bwhile\b|\bwhereas\b", text):
        waiting += " " + part
        if bits_in(part) or SAME.search(part) or CHANGED.search(part):
            parts.append(waiting)
            waiting = ""
    return parts + ([waiting] if waiting.strip() else [])


def change_in(clause):
    """(bits gained, bits lost) that a clause tells."""
    old, new = 0, bits_in(clause)
    arrow = re.split(r"->|\bto\b", clause, maxsplit=1)
    if len(arrow) == 2 and bits_in(arrow[0]) and bits_in(arrow[1]):
        old, new = map(bits_in, arrow)
    else:
        besides = re.split(r"(?i)instead of|in addition to|besides|on top of|rather than", clause)
        if len(besides) == 2:
            old, new = bits_in(besides[1]), bits_in(besides[0])
    gained, lost = new & ~old, old & ~new
    return (0, gained) if LOST.search(clause) else (gained, lost)


def changes(text):
    """What an answer says of changed permissions: {place: (bits gained, bits lost)}."""
    text = re.sub(r"\([^)]*\)", " ", text.replace("→", "->").replace("=>", "->"))
    changed = {}
    for clause in clauses(text):
        if CHANGED.search(clause) or not SAME.search(clause):
            for name in PLACES:
                if name in clause:
                    changed[name] = change_in(clause)
    return changed
