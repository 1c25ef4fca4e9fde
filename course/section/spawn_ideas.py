"""Part F's questions: the ideas that an answer has to have, and how people say them."""

from engine.ideas import Idea, not_needed

NOT_THE_PID = r"(?:(?!\b(?:pid|number|id)\b)[^.;])*"  # "not the pid of Alice" is not "no Alice"
HOW_SPAWN_FAILS = (
    Idea("the return value", "spawn prints one line. What does it say about the call, and which "
         "numbers are errors?",
         (r"-\s*1\b", r"minus (1|one)", r"negative", r"below (0|zero)", r"less than (0|zero)",
          r"< ?0"), positive=True),
    Idea("no Alice", "And if the call had worked, who else would be on the screen?",
         (r"\bno\b" + NOT_THE_PID + r"\balice", r"\balice\b[^.;]*"
          r"(\bno\b|\bnot\b|n[o']t\b|never|missing|absent|"
          r"silent|nothing|nowhere|fails? to|without)",
          r"(\bnot\b|n't\b|never|nothing|without|missing|lacks?|absence|neither|nor)"
          + NOT_THE_PID + r"\balice",
          r"\balice\b.{0,30}(missing|absent)", r"\bonly\b[^.;]*\bspawn\b",
          r"\b(no|not|never|nobody|none|no-?one|nothing|without|missing|lacks?|\w+n't)\b" + NOT_THE_PID
          + r"(\bhi\b|hello|greet|\bsecond process|\bprocess (2|two)\b|\bnew process|\bchild)",
          r"(\bhi\b|hello|greeting|\bsecond process|\bprocess (2|two)\b|\bnew process|"
          r"\bchild)[^.;]*(\bno\b|\bnot\b|n't\b|never|missing|absent|silent|nothing|nowhere)")),
)

TABLE = r"(page[- ]?tables?|address spaces?|mappings?|virtual memory|virtual spaces?)"
PHYSICAL = r"(physical|frames?\b|\bpas?\b)"

ONE_PLACE = (
    r"\blink(ed|er|ing|s)?\b",
    r"(fixed|same|hard-?coded|particular|specific|one|certain|given|identical) (\w+ )?"
    r"(virtual |physical |memory )?(address|place|range|slot|memory|location|region|page)",
    r"address(es)? (is|are|were|was) (fixed|hard-?coded|chosen|decided|determined|baked|set|"
    r"compiled)",
    r"(image|program|elf|executable|binary)[^.;]*(says?|names?|demands?|dictates?|contains?|fix)"
    r"[^.;]*\b(address|addresses|where|place|slot)",
    r"(for|in|to|of) slot (2|two)\b(?! is)", r"slot 2's",
    r"process 2's (memory|addresses|slot|region)",
    r"identity[- ]?mapp", r"virtual (address(es)? )?(=|==|equals?|is|are|and) (the )?(same as )?"
    r"(the )?physical", r"0x140000",
    r"shar(e|es|ed|ing) (\w+ )?(\w+ )?(page[- ]?table|address space)",
    r"(one|same|single) (shared )?(page[- ]?table|address space)",
    r"not (in|within|inside) (the )?(slot|memory|range)")

OWN_TABLE = (
    TABLE + r"[^.;]*\b(each|every|per|own|individual|separate|private)\b",
    r"\b(each|every|own|individual|separate|private|distinct|multiple)\b(?![^.;]*\bshar)[^.;]*"
    + TABLE,
    r"\b(different|new|second|two|several|another|more|2) (\w+ )?" + TABLE,
    r"\bper[- ](process|program|alice)[- ](\w+ )?" + TABLE,
    r"\bdon't share (\w+ )?" + TABLE)

ANY_PHYSICAL = (
    r"(any|anywhere|different|differs?|other|another|own|free|arbitrary|separate|new|fresh|"
    r"distinct|unused|whatever|wherever|available|elsewhere|somewhere|unrelated|independent\w*|"
    r"allocat\w+|kalloc\w*|private|apart|various) (\w+ ){0,4}" + PHYSICAL,
    PHYSICAL + r" (\w+ ){0,4}(any|anywhere|different|other|another|own|free|arbitrary|separate|"
    r"differs?|distinct|elsewhere|unused|available|fresh|new|kalloc\w*|allocat\w+|"
    r"independent\w*|wherever|apart)",
    r"(without|not|instead of|no longer|stop|drop|give up|rather than|n't)[^.;]*identity",
    r"kalloc", r"virtual[^.;]*\b(any|different|arbitrary|other)[^.;]*(physical|memory|pages?)",
    r"map(s|ped|ping|pings)?[^.;]*\bto (different|other|another|its own|their own|her own|any|"
    r"arbitrary|separate|distinct|elsewhere|somewhere) ?(\w+ )?(pages?|memory|places?|locations?|"
    r"else)")

TWO_ALICES = (
    Idea("what happens", "What did you see after the second call: on the screen, or in what it "
         "returned?",
         (r"panic", r"assert", r"crash", r"stops?\b", r"halt", r"die[sd]?\b", r"fail", r"error",
          r"refus", r"negative", r"\b-\d", r"does ?n[o']t (work|start|run)", r"breaks?\b",
          r"brings? down", r"\bkills?\b", r"abort", r"(cannot|can't) (run|be|start)",
          r"\bruns?\b(?! in)"), positive=True),
    Idea("one place", "Slots 3 and 4 have memory, and nobody uses it. Why can this Alice not be "
         "put there?", ONE_PLACE),
    Idea("a page table each", "Both Alices want the same virtual addresses. What would each need "
         "of her own, for both to have them at the same time?", OWN_TABLE,
         refused=not_needed(TABLE),
         doubt="and how could then both have the same virtual addresses at the same time?"),
    Idea("any physical page", "When both Alices use the same virtual address, where in physical "
         "memory may the bytes of each be?", ANY_PHYSICAL),
)
