"""What the answers in words of part B must say."""

from engine.ideas import Idea

SAME = r"( the| same| as)* ?"
B2_IDEAS = (
    Idea("kernel_pagetable",
         "which page table does process_setup change, and which one does the process get?",
         (r"kernel_?\s?page_?\s?table", r"kernel'?s?( own)? (page_?\s?)?table",
          r"\b(same|one|single|shared?|only|common)\b[^.;]{0,30}tables?\b",
          r"tables?\b[^.;]{0,30}\b(same|shared?|common)\b",
          r"\b(no|not?|without|never)\b[^.;,]{0,20}\b(new|own|other|separate|second)\b"
          r"[^.;,]{0,20}table", r"\bno (page_?\s?)?table[^.;,]{0,10} own\b",
          r"\bshar(e|es|ed|ing) (it with )?the kernel'?s?\b"),
         positive=True,
         refused=(r"\bbut (an?|its|the process's) (\w+ )?(new|own|other|separate|second)"
                  r"( one| (page_?\s?)?table)?\b",
                  r"\b(creat|mak|allocat|us|get|ha[sv]|build|receiv|obtain)\w*( up)?( an?| its)?"
                  r"( \w+)? (new|own|other|separate|second|different|fresh|private) (page_?\s?)?tables?\b"),
         doubt="look at the calls of vmiter_at in user_page and at p->pagetable: which table is that?"),
    Idea("a to a", "at which physical address does process_setup map an address a?",
         (r"identit", r"identical", r"\b(on)?to (itself|themselves|its own|the same)",
          r"\b(\w+) (is |are |gets? |goes |stays |always |now )*(mapped |translated |leads )?"
          r"(on)?to (the (same |physical )*(address )?)?\1\b",  # addr is mapped to addr
          r"1\s?(:|-to-|to)\s?1", r"one[ -]to[ -]one", r"P\((\w+)\) ?= ?\1\b",
          r"\b(\w+) ?(to|at|onto|->|=|==) ?((the|same|physical|pa|address|page) )*\1\b",  # a to a
          r"\b(va|vaddr|virtual( address(es)?)?) ?(to|=|==|->|equals?|is|are|as)"
          + SAME + r"(pa\b|physical)",
          r"\b(pa|physical( address(es)?)?) ?(=|==|equals?|is|are)" + SAME + r"(va\b|virtual)",
          r"\bsame\b[^.;]{0,25}\b(physical|address|pa)\b",
          r"\b(physical|virtual)\b[^.;]{0,40}\b(equal|same|identical|match)"),
         positive=True,
         refused=(r"\b(map|translat|lead|go|mov)\w*( \w+){0,3} to (an?)?(other|different|new|fresh|"
                  r"any|random) (\w+ )?(address|page|frame|place|memory)\w*",),
         doubt="which physical address does user_page give to vmiter_map for the page at addr?"),
)

USER_BIT = r"\b(PTE_U|U|user[ -](bit|flag|permission|access\w*)|unprivileged)\b"
GAP = r"(?:(?!\bbut\b|\bhowever\b)[^.;,]){0,40}"  # within a clause
USERS = (r"\b(users?|user[- ]?(mode|space|code|land)|unprivileged( code| mode)?|ring 3|"
         r"process(es)?|programs?)\b")
KERNEL = r"\b(kernel|supervisor|ring 0|privileged)\b"
B4_IDEAS = (
    Idea("no PTE_U", "what does the processor find in that page's entry that makes it refuse?",
         (r"\b(no|not|non|without|lacks?|lacking|miss(es|ing)|never|unset|clears?|absent|"
          r"neither|nor|\w+n'?t)\b" + GAP + USER_BIT,
          r"\bonly\b" + GAP + r"(?<!has only )" + USER_BIT,
          USER_BIT + r"( |bit|flag|permission|is|was|are|has|been|of|that|page|=|:|,)*"
          r"\b(not|no|missing|absent|clear(ed)?|off|unset|0|zero|lacking|never|\w+n'?t)\b"
          r"(?! ?,? ?(the |a )?(PTE_[PWX]|PTE_XD|[PWX]|XD)\b)",
          r"\b(no|not|without|lacks?|forbid\w*|den(y|ies|ied)|disallow\w*|\w+n't)\b(?:(?!\bbut\b|"
          r"writ|PTE_W)[^.;,]){0,30}\b(permissions?|rights?|access\w*|open|available|for|intended|mapped|"
          r"meant|allow\w*|permit\w*)\b(?:(?!\bbut\b|writ|PTE_W)[^.;,]){0,20}" + USERS,
          USERS + r" (\w+ )?(ha(s|ve)|get|gets) (no|not (the|any)) (permissions?|rights?|access)\b"
          r"(?! to (write|execute))",
          r"\bonly (ha(s|ve) )?(PTE_)?P\b", r"\b(PTE_)?P\b[ ,|&+]*(and )?((PTE_)?W\b)? (only|alone)\b",
          r"\b(only|exclusively|reserved|solely|alone)\b( \w+){0,3} " + KERNEL,
          KERNEL + r"(\s|-|mode|code|page|memory|access|itself|is|can|may)*"
          r"\b(only|alone|exclusively)\b",
          USER_BIT + r"[^.;]{0,50}\b(not|isn'?t|aren'?t) (set|there|present|given|granted|in)\b",
          USER_BIT + r"[^.;]{0,50}\b(don|doesn|hasn|haven)'?t\.?$",
          r"(not|in|n't) ?\w{0,10} ?accessible (to|for|by|from|in) (the )?user",
          r"\bsupervisor\b", r"[!~]\s?(PTE_U|U)\b"),
         refused=(r"\b(it|(the|its|this|that|these) (page|entr|memory|address)\w*|kernel'?s? (page|"
                  r"memory)\w*) (has|have|contains?|(is|are) mapped with)( only| just)?( the)? "
                  r"(PTE_U|U|user (bit|flag|permission))\b"
                  r"(?!\W+((bit|flag|is|to|being|not)\W+)*"
                  r"(missing|absent|off|clear|unset|cleared|set|0)\b)",),
         doubt="look at that page's permissions once more: is it so?"),
)

DOES = (r"\b(access\w*|us(e|es|ed|ing|able)|run\w*|execut\w*|read\w*|fetch\w*|reach\w*|needs?|must|"
        r"can|may|own\w*|belong\w*|allow\w*|mode|memory|page\w*|code|given|gives)\b")
PROCESS = r"\b(process(es)?|programs?|users?|hello|p-hello|ring 3|unprivileged)\b"
B5_IDEAS = (
    Idea("the process uses it", "who must be able to do what with that page from now on?",
         (PROCESS + r"[^.;]{0,80}" + DOES, DOES + r"[^.;]{0,60}" + PROCESS,
          r"\bfor (the |a )?" + PROCESS, r"\buser_page\b", r"\bfault")),
)
