"""The same three physical addresses after process_setup; whether one has changed, and why."""

from section import witness
from section.examining import predicted, require_ideas
from section.logged_mappings import Addresses, check_log
from section.mapping_ideas import B2_IDEAS
from section.witness import AFTER, BEFORE, PLACES
from section.words import yes_or_no
from engine.verdict import passed, wrong


def check(section):
    boot = check_log(section, "B2", Addresses, AFTER)
    before, after = witness.places(boot, BEFORE), witness.places(boot, AFTER)
    differ = [place for place in PLACES if before[place].pa != after[place].pa]
    answer = section.answers.get("B2.change")
    said = yes_or_no(answer.text)
    if said is None:
        return wrong("'B2.change:' starts with neither yes nor no", where=answer.where)
    if said != bool(differ):
        return wrong("compare your lines from before process_setup with those from after it again",
                     seen=f"{answer.key}: {answer.text}", where=answer.where,
                     details=[f"{name}: {before[name].pa:#x}, then {after[name].pa:#x}"
                              for name in PLACES])
    require_ideas(section.answers.get("B2.why"), B2_IDEAS)
    seen = " and ".join(differ) + " changed" if differ else "no address changed"
    return passed("the same three addresses, and why",
                  prediction=predicted(section, "B2.predict", seen))
