#!/usr/bin/env python3
"""A trace finds mistakes that are planted in copies of the kernels, and make refuses mistakes in commands. TAP.

    mistakes-test.py [--all]      --all: more of them"""

import sys

import tap
import tidy
from memory import Memory, check_memory
from replay import problems
from trees import OBJ, Mistakes, Tree

ALL = "--all" in sys.argv


def check_problem(name, trace, what, page_kind, of=None, call=None):
    """Checks that the first problem is `what`, and, if a system call is named, that it arises in that call."""
    found = problems(trace)
    wrong = ["no problem"] if not found else []
    for i, event in found[:1]:
        calls = [e for e in trace.events[:i] if e["kind"] in ("syscall", "result")]
        last = calls[-1] if calls else {}
        wrong += [f"{event} after {last}"] * (
            event["what"] != what or trace.data["page_kinds"][event["page"]] != page_kind
            or (of is not None and event["of"] != of) or (call is not None and last.get("name") != call))
    tap.check(name, wrong)


def check_mistakes(directory):
    tree = Mistakes(directory)
    core = "kernel/core/"
    trace = tree.trace_with(core + "syscall.c", "    return address_space_alloc(p->pagetable, addr, USER_DATA);",
                            "    int r = address_space_alloc(p->pagetable, addr, USER_DATA);\n"
                            "    if (r == 0) kfree(vmiter_kptr(vmiter_at(p->pagetable, addr)));\n"
                            "    return r;", "allocators")
    check_problem("a page that is freed while it is mapped is a problem at once", trace, "free-mapped", ".",
                  call="page_alloc")
    trace = tree.trace_with(core + "syscall.c", "    return address_space_alloc(p->pagetable, addr, USER_DATA);",
                            "    vmiter_map(vmiter_at(p->pagetable, addr), KERNEL_STACK_BOTTOM, USER_DATA);\n"
                            "    return 0;", "allocators")
    check_problem("so is a kernel's page that users can access", trace, "kernel-open", "K", call="page_alloc")
    trace = tree.trace_with(core + "syscall.c", "    return address_space_alloc(p->pagetable, addr, USER_DATA);",
                            "    if (!kalloc(PAGESIZE)) return E_NOMEM;\n"
                            "    return address_space_alloc(p->pagetable, addr, USER_DATA);", "allocators")
    check_problem("so is an allocated page that nothing uses", trace, "lost", ".", call="page_alloc")
    check_make(tree)
    if ALL:
        check_more_mistakes(tree, directory)


def check_more_mistakes(tree, directory):
    core = "kernel/core/"
    trace = tree.trace_with(core + "address-space.c", "        pt = NULL;\n    }\n    return pt;\n}\n\n// for",
                            "        pt = NULL;\n    }\n    physpages[kptr2pa(pt) / PAGESIZE].refcount = 0;\n"
                            "    return pt;\n}\n\n// for", "hello")
    check_problem("so is a page table that is free", trace, "free-table", ".", of=1)
    trace = tree.trace_with(core + "address-space.c", "        memset(page, 0, PAGESIZE);\n    }\n    return place_page",
                            "        memset(page, 0, PAGESIZE);\n"
                            "        physpages[kptr2pa(page) / PAGESIZE].refcount = 2;\n"
                            "    }\n    return place_page", "allocators")
    check_problem("so is a page that is counted once too often", trace, "miscounted", ".")
    trace = tree.trace_with("section/kernel.c", "uint64_t perm = PTE_P | PTE_W;\n",
                            "uint64_t perm = PTE_P | PTE_W | PTE_U;\n", "hello")
    check_problem("so is the section's kernel if it is open, which ends in a triple fault", trace, "kernel-open", "K", of=0)
    trace = tree.trace_with("section/kernel.c", "    physpages[addr / PAGESIZE].refcount = 1;\n    memset",
                            "    memset", "hello")
    check_problem("so are the section's pages if they are not counted", trace, "free-mapped", ".", of=0)
    check_reuse(tree)
    check_others_stores(tree)
    trace = tree.trace_with("section/kernel.c", "    int refcount; // 0: free\n",
                            "    char mine[3];\n    short refcount;\n    long more;\n", "hello").replay()
    check_memory("a student's struct physpage", trace, Memory(directory / "mistake.ram"),
                 tree.obj / "section" / "trace-kernel.elf.full")
    check_ends(tree)


def check_reuse(tree):
    """A page that holds data, is freed, and becomes a page-table page in one system call."""
    trace = tree.trace_with("kernel/core/syscall.c", "case SYSCALL_FORK: return process_fork(p);",
                            "case SYSCALL_FORK: {\n"
                            "    volatile char *page = kalloc(PAGESIZE);\n"
                            "    for (int i = 0; i < PAGESIZE; ++i) page[i] = 7;\n"
                            "    kfree((void *) page);\n"
                            "    return process_fork(p);\n}", "fork")
    tap.check("what a page held before it became a page-table page is no entry",
              [event for event in trace.events if event["kind"] == "entry" and event["new"].endswith("07" * 4)]
              or ["no fork"] * (not any(event.get("name") == "fork" for event in trace.events)))


def check_others_stores(tree):
    """The kernel's first level-1 table, at 0x1000, is open to users, and one of them stores in it."""
    trace = tree.trace_with("section/kernel.c", "        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {\n",
                            "        if (addr == PAGESIZE) {\n            perm |= PTE_U;\n"
                            "        } else if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {\n", "hello",
                            also=("section/user/hello.c", "    for (;;) {",
                                  "    *(volatile unsigned long *) 0x1000 = 0x7654000;\n    sys_page_alloc(0x120000);\n"
                                  "    for (;;) {"))
    found = [event for event in trace.events if event["kind"] == "entry" and event["new"] == "0x7654000"]
    tap.check("a trace has what a process stores in a page table, without a place in the kernel",
              [] if len(found) == 1 and "place" not in found[0] else found or ["it is not"])


def check_make(tree):
    """The whole way, in a tree where it overwrites no traces."""
    for arguments in ["trace-hello"], ["trace-hello", f"WITH={tree.obj}/hello-trace.json", "EVENTS=500"]:
        page = tree.obj / "hello-trace.html"
        page.unlink(missing_ok=True)
        status, output = tree.make(*arguments)
        tap.check(f"make {' '.join(arguments).replace(str(tree.obj), 'obj')} makes a page",
                  [] if status == 0 and page.exists() else output.splitlines())


def check_ends(tree):
    getpid = "case SYSCALL_GETPID: return p->pid;"
    for how, text, code in (("panic", "planted", 'panic("planted");'),
                            ("reset", "triple fault", "__asm__ volatile(\"mov %0, %%cr3\" : : \"r\"(0UL)); for (;;);")):
        trace = tree.trace_with("kernel/core/syscall.c", getpid, f"case SYSCALL_GETPID: {code}", "fork").replay()
        end = trace.events[-1]
        tap.check(f"a trace says that the run ended in a {how}, and why",
                  [end] if (end["kind"], end["how"]) != ("end", how) or text not in end["text"] else [])


def check_bad_input(tree):
    for name, word, arguments in (
            ("EVENTS=abc", "EVENTS=abc: a number is needed", ["EVENTS=abc", "trace-hello"]),
            ("WITH= with a file that does not exist", "there is no such file", ["WITH=/no/such.json", "trace-hello"]),
            ("no such target", "no run target 'nothing'", ["trace-nothing"]),
            ("a QEMU that takes no plugins", "takes no plugins", ["QEMU=/bin/true", "trace-hello"]),
            ("a QEMU that does not exist", "./setup.sh installs QEMU", ["QEMU=/no/such", "trace-hello"])):
        check_refusal(f"{name}: make says so", word, tree.make(*arguments))
    check_refusal("no gdb: trace.py says so", "there is no gdb", tidy.run(
        [sys.executable, "tools/trace/trace.py", "--obj", OBJ, "hello"], env={"PATH": ""}))
    check_refusal("a kernel without processes has no trace", "its own kernel", tree.make("trace-maze", section=True))


def check_refusal(name, word, seen):
    status, output = seen
    tap.check(name, [] if status and word in output else output.splitlines() or [f"status {status}, no output"])


def main():
    with tidy.own_directory() as directory:
        check_bad_input(Tree())
        check_mistakes(directory)
    tap.end()


if __name__ == "__main__":
    main()
