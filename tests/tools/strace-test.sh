# strace-test.sh: STRACE=1 tells of each system call.

. tests/tap.sh

# trace FILE IMAGE TEXT: boots an image until TEXT is on the screen; standard error is in $work/seen.
trace() {
    "$OBJ/tools/run" --mode quiet --virtual 6 --timeout 600 --strace "$1" --until "$3" "$OBJ/$2.img" 2>"$work/seen"
}

make --no-print-directory -s OBJ="$OBJ" "$OBJ/strace/spawn.img" "$OBJ/strace/pipe.img" "$OBJ/strace/eve.img" "$OBJ/strace/hello.img" >&2
trace - strace/spawn "I'm Alice! #1024"
passes "a call with who, when, argument and result" says '^ +[0-9]+ +1 spawn +sys_spawn\(0x10[0-9a-f]* "alice"\) = 2$'
passes "a call that does not return" says '^ +[0-9]+ +1 spawn +sys_exit\(\)$'
passes "the new process's calls" says '^ +[0-9]+ +2 alice +sys_yield\(\) = 0$'
trace - strace/pipe '34B: read'
passes "bytes that are written" says ' 1 pipewriter +sys_pipewrite\(0x10[0-9a-f]* "Hello, friend!\\n", 15\) = 15$'
passes "bytes that are read, by one that had to wait" \
    says ' 2 pipereader +sys_piperead\(0x10[0-9a-f]* "Hello, friend!\\n", [0-9]+\) = 15$'
is "whole lines, and nothing else" "$(grep -cvE '^weensy: |^ +[0-9]+ +[0-9]+ [a-z]+ +sys_[a-z_]+\(.*\)( = -?[0-9]+( E_[A-Z]+)?)?$' "$work/seen")" 0
trace "$work/calls" strace/eve "is in the pipe"
passes "into a file; errors by name" grep -E ' 1 eve +sys_getsysname\(0x41000\) = -14 E_FAULT$' "$work/calls"
is "and not on standard error" "$(grep -c 'sys_' "$work/seen")" 0
make --no-print-directory -s OBJ="$OBJ" run-hello STRACE="$work/no/such/directory" </dev/null >"$work/seen" 2>&1
passes "a file that cannot be written is told so" says 'no/such/directory: No such file'


# A terminal shows the guest's screen
: >"$work/seen"
# One word of "No process is left.": words may be painted one by one.
{ patient grep -aq "left\." "$work/seen"; echo q; } |
    python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' \
        "$OBJ/tools/run" --mode console --strace - --log "$work/shown.log" "$OBJ/strace/hello.img" >"$work/seen" 2>&1
passes "where the terminal shows the screen, calls go to a file, and that is said" \
    grep -aF "weensy: the system calls are in $work/shown.strace" "$work/seen"
passes "they are there" grep -E ' 1 hello +sys_exit\(\)$' "$work/shown.strace"
is "and not on the screen" "$(grep -ac sys_exit "$work/seen")" 0

make --no-print-directory -s -f make/section.mk OBJ="$OBJ/section" "$OBJ/section/strace/pipe.img" >&2
trace - section/strace/pipe 'sys_piperead calls'
passes "the section's kernel, too" says ' 2 pipereader +sys_piperead\(0x14[0-9a-f]*, [0-9]+\) = -11 E_AGAIN$'

plan
