"""The log has the three permissions before process_setup; what they allow the kernel and a process."""

import re

from section import witness
from section.examining import ACCESS_NAMES, allowed
from section.logged_mappings import Permissions, check_log
from section.witness import BEFORE, PLACES, permissions
from engine.forms import Malformed, one_of, read, words
from engine.verdict import Stop, passed, wrong


def check(section):
    boot = check_log(section, "B3", Permissions, BEFORE)
    mappings = witness.places(boot, BEFORE)
    require_accesses(section.answers.get("B3.kernel"), mappings, user=False)
    require_accesses(section.answers.get("B3.process"), mappings, user=True)
    return passed("the log has the three permissions, and you know what they allow")


def require_accesses(answer, mappings, user):
    said = read(answer, accesses_by_place)
    who = "a process" if user else "the kernel"
    for name in PLACES:
        truth = allowed(mappings[name], user)
        for access in "rwx":
            if (access in said[name]) != (access in truth):
                raise Stop(wrong(question_about(access, name, who, access in truth, mappings[name]),
                                 seen=answer.text, where=answer.where))


def accesses_by_place(text):
    """{place: set of "r", "w", "x"} of "NAME ACCESSES, NAME ACCESSES, NAME ACCESSES"; each as "r-x", or in words."""
    found, name = {}, None
    for word in words(text.replace(":", " ")):
        if word.lower() in PLACES:
            if name and not found[name]:
                raise Malformed(f"it says nothing about {name}")
            name = word.lower()
            if name in found:
                raise Malformed(f"it names {name} twice")
            found[name] = []
        elif name is None:
            raise Malformed(f"it must start with one of {', '.join(PLACES)}")
        else:
            found[name].append(accesses_of(word))
    for place in PLACES:
        if not found.get(place):
            raise Malformed(f"it says nothing about {place}")
        if set() in found[place] and len(found[place]) > 1:
            raise Malformed(f"it says both nothing and something about {place}")
    return {place: set().union(*found[place]) for place in PLACES}


def accesses_of(word):
    if re.fullmatch("[r-][w-][x-]", word.lower()):
        return set(word.lower()) - {"-"}
    name = one_of(word, [*ACCESS_NAMES.values(), "nothing", "none"])
    return {access for access, full in ACCESS_NAMES.items() if full == name}


def question_about(access, name, who, is_allowed, mapping):
    """Asks which bit decides about this access."""
    says = f"says that {who} may not" if is_allowed else f"says that {who} may"
    bit = "which bit of an entry forbids execution, and is it set here" \
        if access == "x" and is_allowed else "which bit must be set for that, and is it set here"
    return (f"the answer {says} {ACCESS_NAMES[access]} the page of {name}: {bit} "
            f"({permissions(mapping.perm)})?")
