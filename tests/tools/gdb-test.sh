# gdb-test.sh: `make run-gdb-NAME` knows the kernel's structures.

. tests/tap.sh

command -v gdb >/dev/null || skip_all "there is no gdb"
unset DEBUGINFOD_URLS # gdb would ask whether to use them

# debug NAME COMMAND...: runs NAME under gdb with these commands; the output goes to $work/seen.
debug() {
    name=$1
    shift
    printf '%s\n' "$@" quit |
        timeout 600 make --no-print-directory OBJ="$OBJ" "run-gdb-$name" >"$work/seen" 2>&1
}

debug fork ps continue "break-syscall fork" continue ps "maps 1" "pt 1 0x2ffff0" "monitor gva2gpa 0x2ffff0" \
    "pt 1 0x100123" "monitor gva2gpa 0x100123" "pt 1 0x8000000000" "pt 1 0x800000000000" "pt 7 0" "pt x" \
    "break-syscall nosuch" "info symbol 0x100010"
passes "ps says that the kernel has not started yet" says "The kernel has not started yet"
passes "break-syscall stops at that system call" says 'Breakpoint .*syscall'
passes "ps shows the process that runs" says '->   1  runnable  fork '
passes "maps shows the stack" says '^0x002ff000-0x00300000 -> .* 1 pages  writable, user, no execution'
passes "maps shows the program, read-only" says '^0x00100000-.*  read-only, user$'
passes "pt shows four levels" says '^L1\[0x0ff\] at 0x[0-9a-f]*: .* present, writable, user, no execution'
passes "pt translates two addresses" says '^0x100123 -> 0x'
is "QEMU says the same" \
    "$(sed -n 's/^0x\(2ffff0\|100123\) -> \(0x[0-9a-f]*\),.*/\2/p' "$work/seen" | tr '\n' ' ')" \
    "$(sed -n 's/.*gpa: \(0x[0-9a-f]*\)/\1/p' "$work/seen" | tr '\r\n' '  ' | tr -s ' ')"
passes "pt says that an address is not mapped" says '^0x8000000000 is not mapped'
passes "pt says that an address is not canonical" says '0x800000000000 is not canonical'
passes "pt says that there is no such process" says 'There is no process 7; `ps` lists them'
passes "a wrong use of a command shows its usage" says 'usage: pt PID ADDRESS'
passes "break-syscall says that there is no such system call" says "There is no system call 'nosuch'"
passes "the program's symbols are loaded" says 'process_main .*user/fork'

debug fork "tbreak process_fork" continue continue finish "break-exception" continue "p regs->reg_intno" \
    'pt current->pid $cr2' pages
passes "break-exception stops at the page fault of a page that is shared until it is written" says '= 14$'
passes "pt says so, too" says '^0x[0-9a-f]* -> .* read-only, user, copied when written'
passes "pages shows who shares it" says '^0x[0-9a-f]*    [2-9]  1:0x10[0-9a-f]* +2:0x10'

debug friends continue "break-syscall yield 2" continue "info symbol 0x100010" delete "break-syscall yield 1" \
    continue "info symbol 0x100010"
is "at one address each process has its own program's symbols" \
    "$(grep -o 'user/[a-z]*\.full' "$work/seen" | tr '\n' ' ')" "user/alice.full user/eve.full "

# Breakpoints in programs, which have different things at the same addresses

debug hello "break process_main" continue continue "info symbol \$pc" bt "break sys_exit" continue
passes "break process_main works before the machine has run" says '^Breakpoint 2, process_main \(\) at user/hello.c'
passes "it stops in the program" says '^\(gdb\) process_main in section .text of .*/user/hello.full'
debug friends continue "break process_main" "tbreak alice.c:9" continue ps continue ps continue
is "break process_main stops in each process" "$(sed -n 's/^\((gdb) \)*->  *[0-9]*  runnable  \([a-z]*\) .*/\2/p' "$work/seen" | sort | tr '\n' ' ')" "alice eve "
passes "a program's line works, too" says '^Temporary breakpoint 3, process_main \(\) at user/alice.c:9'
debug pipe continue "break pipereader.c:15" "break nosuch" continue
passes "so does a line of a program whose symbols are not loaded yet" says '^Breakpoint 2, .* at user/pipereader.c:15'
passes "a breakpoint at an unknown name is pending" says '^Breakpoint 3 \(nosuch\) pending'
debug friends continue "break alice.c:9 if n == 2 || n == 5" commands "printf \"n is %d\\n\", n" end continue continue
is "conditions and commands work as usual" "$(sed -n 's/.*\(n is [0-9]*\)$/\1/p' "$work/seen" | tr '\n' ' ')" "n is 2 n is 5 "
debug spawn continue "break process_main" continue continue "info symbol \$pc"
passes "a program that starts later has the breakpoint, too" says '^\(gdb\) process_main in section .text of .*/user/alice.full'

# Paths with blanks and quotes

odd="$work/it's a \"path\", \\ and all"
mkdir "$odd"
cp "$OBJ/hello.img" "$OBJ/kernel.elf.full" "$OBJ/user/hello.full" "$odd"
printf '%s\n' continue "break process_main" continue "info symbol \$pc" quit |
    timeout 600 "$OBJ/tools/run" --mode gdb --gdb-commands tools/gdb/weensy.py --symbols "$odd/kernel.elf.full" \
        --program "$odd/hello.full" "$odd/hello.img" >"$work/seen" 2>&1
passes "a program's symbols load from a path with any characters" \
    grep -F "process_main in section .text of $odd/hello.full" "$work/seen"

# Nothing is left behind

cp "$OBJ/hello.img" "$work"
mkfifo "$work/commands"
"$OBJ/tools/run" --mode gdb --symbols "$OBJ/kernel.elf.full" "$work/hello.img" <"$work/commands" >"$work/seen" 2>&1 &
exec 3>"$work/commands"
passes "QEMU runs while gdb does" patient processes 'qemu-*' "$work/run/"
echo quit >&3
exec 3>&-
wait
passes "no QEMU is left behind" fails processes 'qemu-*' "$work/run/"

# The section's kernel

printf '%s\n' continue "break-syscall yield" continue ps "maps 0" quit |
    timeout 600 make --no-print-directory -f make/section.mk OBJ="$OBJ/section" run-gdb-friends >"$work/seen" 2>&1
# Which process calls first depends on the clock, which runs on while gdb works.
passes "the section's kernel: ps" says '->   (1  runnable  eve|2  runnable  alice) '
passes "the section's kernel: maps" says '^0x00100000-.* -> 0x00100000 .* pages  writable, user'

plan
