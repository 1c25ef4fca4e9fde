"""The permissions of the three before process_setup are in the log; what they allow the kernel and a process."""

from section import witness
from section.examining import ACCESS_NAMES, allowed
from section.logged_mappings import Permissions, check_log
from section.witness import BEFORE, PLACES, permissions
from section.words import accesses_by_place
from engine.verdict import Stop, passed, wrong


def check(section):
    boot = check_log(section, "B3", Permissions, BEFORE)
    mappings = witness.places(boot, BEFORE)
    require_accesses(section.answers.get("B3.kernel"), mappings, user=False)
    require_accesses(section.answers.get("B3.process"), mappings, user=True)
    return passed("the three permissions, and what they allow")


def require_accesses(answer, mappings, user):
    said = accesses_by_place(answer.text)
    who = "a process" if user else "the kernel"
    for name in PLACES:
        if said[name] is None:
            raise Stop(wrong(f"'{answer.key}:' says nothing of {name}: what may {who} do there, of "
                             "read, write, execute?", seen=answer.text, where=answer.where))
        truth = allowed(mappings[name], user)
        for access in "rwx":
            if (access in said[name]) != (access in truth):
                raise Stop(wrong(question_about(access, name, who, access in truth, mappings[name]),
                                 seen=answer.text, where=answer.where))


def question_about(access, name, who, is_allowed, mapping):
    """Asks for the bit on which this access depends."""
    says = f"says that {who} may not" if is_allowed else f"says that {who} may"
    bit = "of the bits of an entry, which one forbids to execute, and is it here" \
        if access == "x" and is_allowed else "which bit must be there for that, and is it here"
    return (f"the answer {says} {ACCESS_NAMES[access]} the page of {name}: {bit} "
            f"({permissions(mapping.perm)})?")
