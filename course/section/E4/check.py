"""Why free_everything alone makes no exit."""

from engine.ideas import Idea, not_needed
from section.reasons import judge_reason

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


def check(section):
    return judge_reason(section, "E4", EXIT_IDEAS)
