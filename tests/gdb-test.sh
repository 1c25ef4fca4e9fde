# gdb-test.sh: `make run-gdb-NAME` knows the kernel's structures.

. tests/tap.sh

if ! command -v gdb >/dev/null; then
    echo "1..0 # SKIP there is no gdb"
    exit
fi

# debug NAME COMMAND...: runs NAME under gdb with these commands; what that says is in $work/seen.
debug() {
    name=$1
    shift
    printf '%s\n' "$@" quit |
        timeout 120 make --no-print-directory OBJ="$OBJ" "run-gdb-$name" >"$work/seen" 2>&1
}
says() { grep -E -e "$1" "$work/seen"; }

debug fork ps continue "break-syscall fork" continue ps "maps 1" "pt 1 0x2ffff0" "monitor gva2gpa 0x2ffff0" \
    "pt 1 0x100123" "monitor gva2gpa 0x100123" "pt 1 0x8000000000" "pt 1 0x800000000000" "pt 7 0" "pt x" \
    "break-syscall nosuch" "info symbol 0x100010"
passes "before the kernel's start, it says so" says "The kernel has not started yet"
passes "break-syscall stops at that system call" says 'Breakpoint .*syscall'
passes "ps shows the process that runs" says '->   1  runnable  fork '
passes "maps shows the stack" says '^0x002ff000-0x00300000 -> .* 1 pages  writable, user, no execution'
passes "maps shows the program, read-only" says '^0x00100000-.*  read-only, user$'
passes "pt shows four levels" says '^L1\[0x0ff\] at 0x[0-9a-f]*: .* present, writable, user, no execution'
is "what pt says of two addresses is what QEMU says" \
    "$(sed -n 's/^0x\(2ffff0\|100123\) -> \(0x[0-9a-f]*\),.*/\2/p' "$work/seen" | tr '\n' ' ')" \
    "$(sed -n 's/.*gpa: \(0x[0-9a-f]*\)/\1/p' "$work/seen" | tr '\r\n' '  ' | tr -s ' ')"
passes "an address that is not mapped is told so" says '^0x8000000000 is not mapped'
passes "one that is not canonical likewise" says '0x800000000000 is not canonical'
passes "a process that there is not is told so" says 'There is no process 7; `ps` lists them'
passes "a wrong use of a command is told so" says 'usage: pt PID ADDRESS'
passes "an unknown system call is told so" says "There is no system call 'nosuch'"
passes "the program's symbols are there" says 'process_main .*user/fork'

debug fork "tbreak process_fork" continue continue finish "break-exception" continue "p regs->reg_intno" \
    'pt current->pid $cr2' pages
passes "break-exception stops at the page fault of a page that is shared until it is written" says '= 14$'
passes "pt shows that it is" says '^0x[0-9a-f]* -> .* read-only, user, copied when written'
passes "pages shows who shares it" says '^0x[0-9a-f]*    [2-9]  1:0x10[0-9a-f]* +2:0x10'

debug friends continue "break-syscall yield 2" continue "info symbol 0x100010" delete "break-syscall yield 1" \
    continue "info symbol 0x100010"
is "at one address each process has its own program's symbols" \
    "$(grep -o 'user/[a-z]*\.full' "$work/seen" | tr '\n' ' ')" "user/alice.full user/eve.full "
passes "no QEMU is left behind" sh -c '! pgrep -f "$1/run/(fork|friends)\.[A-Za-z0-9]*/gdb.sock" >/dev/null' sh "$OBJ"

printf '%s\n' continue "break-syscall yield" continue ps "maps 0" quit |
    timeout 120 make --no-print-directory -f section/section.mk OBJ="$OBJ/section" run-gdb-friends >"$work/seen" 2>&1
passes "the section's kernel: ps" says '->   1  runnable  eve '
passes "the section's kernel: maps" says '^0x00100000-.* -> 0x00100000 .* pages  writable, user'

plan
