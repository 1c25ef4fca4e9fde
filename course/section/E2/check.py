"""Why copy_mappings alone makes no fork."""

from engine.ideas import Idea, not_needed
from section.reasons import judge_reason, yes_or_no
from engine.verdict import wrong

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


def check(section):
    word, answer = yes_or_no(section, "E2")
    if word == "yes":
        return wrong("a fork makes two processes out of one. With copy_mappings alone: the parent "
                     "sets a variable after it; what does the child read there?",
                     seen="yes", where=answer.where)
    return judge_reason(section, "E2", FORK_IDEAS)
