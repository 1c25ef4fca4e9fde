"""The permissions after process_setup; which have changed, by which bit, and why."""

from section import witness
from section.examining import predicted, require_ideas
from section.logged_mappings import Permissions, check_log
from section.mapping_ideas import B5_IDEAS
from section.witness import AFTER, BEFORE, PLACES, permissions
from section.words import changes
from engine.verdict import Stop, passed, wrong


def check(section):
    boot = check_log(section, "B5", Permissions, AFTER)
    before, after = witness.places(boot, BEFORE), witness.places(boot, AFTER)
    truth = {name: (after[name].perm & ~before[name].perm, before[name].perm & ~after[name].perm)
             for name in PLACES if after[name].perm != before[name].perm}
    answer = section.answers.get("B5.change")
    require_change(answer, truth)
    require_ideas(section.answers.get("B5.why"), B5_IDEAS)
    seen = "; ".join(f"{name} gained {permissions(gained)}" for name, (gained, _) in truth.items())
    return passed("what changed, and why",
                  prediction=predicted(section, "B5.predict", seen or "nothing changed"))


def require_change(answer, truth):
    said = changes(answer.text)
    place = dict(seen=answer.text, where=answer.where)
    for name in PLACES:
        if name in said and name not in truth:
            raise Stop(wrong(f"the permissions of {name} are the same before process_setup and "
                             "after it", **place))
        if name in truth and name not in said:
            raise Stop(wrong("'B5.change:' does not name what changed; compare your lines from "
                             "before process_setup with those from after it", **place))
        if name in truth and said[name] != truth[name]:
            raise Stop(wrong(f"{name} is the right one; which bit is in its permissions after "
                             "process_setup that was not there before?", **place))
