# system-call-test.sh: adding a system call, a program and a test works as docs/extend.md says.

. tests/tap.sh

tree=$work/tree
copy_tree "$tree"
build() { env -u MAKEFLAGS -u MAKELEVEL make --no-print-directory -C "$tree" OBJ=obj CI=true "$@"; }
# add FILE LINE N: puts the document's Nth block after this line of the file.
add() {
    block "A system call" "$3" >"$work/block"
    sed -i "/$2/r $work/block" "$tree/$1"
}

last=$(grep -o ' CALL(SYSCALL_.*)$' "$tree/lib/syscalls.h")
sed -i "s/$last\$/& \\\\/" "$tree/lib/syscalls.h"
add lib/syscalls.h "$last" 1
block "A system call" 2 >"$work/function"
sed -i "\$d" "$tree/user/u-syscall.h"
{ cat "$work/function"; printf '\n#endif\n'; } >>"$tree/user/u-syscall.h"
sed -i 's/^#include "schedule.h"$/&\n#include "string.h"/' "$tree/kernel/core/syscall.c"
add kernel/core/syscall.c 'case SYSCALL_GETSYSNAME' 3
add kernel/core/syscall.c '^static int getsysname' 4
block "A system call" 5 >>"$tree/kernel/core/syscall.c"
block "A system call" 6 >"$tree/user/whoami.c"
block "A system call" 7 >"$tree/tests/guest/test-getprogram.c"

passes "it builds without a warning" build obj/test.img
passes "a program uses it" build run-headless-whoami STRACE="$work/calls"
passes "STRACE=1 shows the call by its name, with its arguments" \
    grep -E ' 1 whoami +sys_getprogram\(1, 0x2ff[0-9a-f]* "whoami"\) = 0$' "$work/calls"
passes "make traces it" build trace-whoami
calls() {
    python3 -c "import json, sys
print(*{(e['name'], len(e['args'])) for e in json.load(open(sys.argv[1]))['events'] if e.get('number') == 11})" "$1"
}
is "the trace has its name and both arguments" "$(calls "$tree/obj/whoami-trace.json")" "('getprogram', 2)"
if command -v gdb >/dev/null; then
    printf '%s\n' continue "break-syscall getprogram" continue 'p regs->reg_rax' quit |
        build run-gdb-whoami >"$work/gdb" 2>&1
    passes "gdb stops at it by its name" grep -E '^(\(gdb\) )?\$1 = 11$' "$work/gdb"
else
    skipped "gdb stops at it by its name" "there is no gdb"
fi
guest() { (cd "$tree" && OBJ=obj tests/guest/boot "$1"); }
is "its test passes" "$(guest test-getprogram)" "1..2
ok 1 - name_is_the_programs
ok 2 - bad_arguments_are_refused"
is "the kernel serves all calls in the list" "$(guest test-system-calls | grep -c '^not ok')" 0

sed -i '/case SYSCALL_GETPROGRAM/d' "$tree/kernel/core/syscall.c"
build CI= obj/test.img >/dev/null 2>&1
is "a test names a call in the list without a case in the kernel" \
    "$(guest test-system-calls | sed -n 's/^# .*: \(sys_.*\): .*/\1/p')" sys_getprogram

plan
