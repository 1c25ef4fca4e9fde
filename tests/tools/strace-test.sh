# strace-test.sh: STRACE=1 reports each system call.

. tests/tap.sh

# trace FILE IMAGE TEXT: boots an image until TEXT is on the screen; standard error goes to $work/seen.
trace() {
    "$OBJ/tools/run" --mode quiet --virtual 6 --timeout 600 --strace "$1" --until "$3" "$OBJ/$2.img" 2>"$work/seen"
}

make --no-print-directory -s OBJ="$OBJ" "$OBJ/strace/spawn.img" "$OBJ/strace/pipe.img" "$OBJ/strace/eve.img" "$OBJ/strace/hello.img" >&2
trace - strace/spawn "I'm Alice! #1024"
passes "a call has process, time, argument and result" says '^ +[0-9]+ +1 spawn +sys_spawn\(0x10[0-9a-f]* "alice"\) = 2$'
passes "a call that does not return has no result" says '^ +[0-9]+ +1 spawn +sys_exit\(\)$'
passes "the new process's calls appear" says '^ +[0-9]+ +2 alice +sys_yield\(\) = 0$'
trace - strace/pipe '34B: read'
passes "a write shows its bytes" says ' 1 pipewriter +sys_pipewrite\(0x10[0-9a-f]* "Hello, friend!\\n", 15\) = 15$'
passes "a read that had to wait shows its bytes" \
    says ' 2 pipereader +sys_piperead\(0x10[0-9a-f]* "Hello, friend!\\n", [0-9]+\) = 15$'
is "there are whole lines, and nothing else" "$(grep -cvE '^weensy: |^ +[0-9]+ +[0-9]+ [a-z]+ +sys_[a-z_]+\(.*\)( = -?[0-9]+( E_[A-Z]+)?)?$' "$work/seen")" 0
trace "$work/calls" strace/eve "is in the pipe"
passes "calls go to a file, with errors by name" grep -E ' 1 eve +sys_getsysname\(0x41000\) = -14 E_FAULT$' "$work/calls"
is "they do not go to standard error" "$(grep -c 'sys_' "$work/seen")" 0
make --no-print-directory -s OBJ="$OBJ" run-hello STRACE="$work/no/such/directory" </dev/null >"$work/seen" 2>&1
passes "the tool reports a file that it cannot write" says 'no/such/directory: No such file'


# A terminal that shows the guest's screen
: >"$work/seen"
# Wait for one word of "No process is left.", since the tool may paint words one by one.
{ patient grep -aq "left\." "$work/seen"; echo q; } |
    TERM=xterm python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' \
        "$OBJ/tools/run" --mode console --strace - --log "$work/shown.log" "$OBJ/strace/hello.img" >"$work/seen" 2>&1
passes "if the terminal shows the screen, calls go to a file, and the tool says so" \
    grep -aF "weensy: the system calls are in $work/shown.strace" "$work/seen"
passes "the file has the calls" grep -E ' 1 hello +sys_exit\(\)$' "$work/shown.strace"
is "the screen does not" "$(grep -ac sys_exit "$work/seen")" 0

make --no-print-directory -s -f make/section.mk OBJ="$OBJ/section" "$OBJ/section/strace/pipe.img" >&2
trace - section/strace/pipe 'sys_piperead calls'
passes "the section's kernel reports its calls, too" says ' 2 pipereader +sys_piperead\(0x14[0-9a-f]*, [0-9]+\) = -11 E_AGAIN$'

plan
