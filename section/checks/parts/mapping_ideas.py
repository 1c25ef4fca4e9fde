"""What the answers in words of part B must say."""

from frame.ideas import Idea

SAME = r"( the| same| as)* ?"
B2_IDEAS = (
    Idea("kernel_pagetable",
         "which page table does process_setup change, and which one does the process get?",
         (r"kernel_?\s?page_?\s?table", r"kernel'?s?( own)? (page_?\s?)?table",
          r"\b(same|one|single|shared?|only|common)\b[^.;]{0,30}tables?\b",
          r"tables?\b[^.;]{0,30}\b(same|shared?|common)\b",
          r"\b(no|not?|without|never)\b[^.;]{0,20}\b(new|own|other|separate|second)\b"
          r"[^.;]{0,20}table")),
    Idea("a to a", "at which physical address does process_setup map an address a?",
         (r"identit", r"identical", r"\b(on)?to (itself|themselves|its own|the same)",
          r"1\s?(:|-to-|to)\s?1", r"one[ -]to[ -]one", r"P\((\w+)\) ?= ?\1\b",
          r"\b(\w+) ?(to|at|onto|->|=|==) ?((the|same|physical|pa|address|page) )*\1\b",  # a to a
          r"\b(va|vaddr|virtual( address(es)?)?) ?(to|=|==|->|equals?|is|are|as)"
          + SAME + r"(pa\b|physical)",
          r"\b(pa|physical( address(es)?)?) ?(=|==|equals?|is|are)" + SAME + r"(va\b|virtual)",
          r"\bsame\b[^.;]{0,25}\b(physical|address|pa)\b",
          r"\b(physical|virtual)\b[^.;]{0,40}\b(equal|same|identical|match)")),
)

USER_BIT = r"\b(PTE_U|U|user[ -](bit|flag|permission|access\w*)|unprivileged)\b"
B4_IDEAS = (
    Idea("no PTE_U", "which permission do all pages lack that only the kernel may use?",
         (r"\b(no|not|non|without|lacks?|lacking|miss(es|ing)|never|unset|clears?|absent|only|"
          r"neither|nor|\w+n'?t)\b[^.;]{0,40}" + USER_BIT,
          USER_BIT + r"( |bit|flag|permission|is|was|are|has|been|of|that|page|=|:|,)*"
          r"\b(not|no|missing|absent|clear(ed)?|off|unset|0|zero|lacking|never|\w+n'?t)\b",
          USER_BIT + r"[^.;]{0,50}\b(not|isn'?t|aren'?t) (set|there|present|given|granted|in)\b",
          USER_BIT + r"[^.;]{0,50}\b(don|doesn|hasn|haven)'?t\.?$",
          r"(not|in|n't) ?\w{0,10} ?accessible (to|for|by|from|in) (the )?user",
          r"\bsupervisor\b", r"[!~]\s?(PTE_U|U)\b")),
)

DOES = (r"\b(access\w*|us(e|es|ed|ing|able)|run\w*|execut\w*|read\w*|fetch\w*|reach\w*|needs?|must|"
        r"can|may|own\w*|belong\w*|allow\w*|mode|memory|page\w*|code|given|gives)\b")
PROCESS = r"\b(process(es)?|programs?|users?|hello|p-hello|ring 3|unprivileged)\b"
B5_IDEAS = (
    Idea("the process uses it", "who must be able to do what with that page from now on?",
         (PROCESS + r"[^.;]{0,80}" + DOES, DOES + r"[^.;]{0,60}" + PROCESS,
          r"\bfor (the |a )?" + PROCESS, r"\buser_page\b", r"\bfault")),
)
