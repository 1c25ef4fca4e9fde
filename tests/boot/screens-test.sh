# screens-test.sh: what each run target shows.

. tests/tap.sh

passes "hello says hello" boot hello 'Hello!'
passes "hello leaves no process, and the screen says so" boot hello 'No process is left'
passes "bigdata shows what it stored last at that address" boot bigdata 'CS 61 Is Awful'

passes "friends: Eve gives up attacking" boot friends 'got through'
passes "friends: the kernel refuses every attack" shows '([0-9]+) attacks, \1 refused, 0 got through'
passes "friends: Alice and Eve continue to count" boot friends "I'm Eve! #4096"
passes "friends: Alice counts" shows "Hi, I'm Alice! #[0-9]+"
passes "friends: Eve counts" shows "Hi, I'm Eve! #[0-9]+"

passes "attack: it tries all acts" boot attack 'the witness is'
passes "attack: no act gets through" shows '[0-9]{3} acts: [0-9]+ refused, [0-9]+ process faulted, 0 got through'
passes "attack: other processes are undisturbed" shows 'the heartbeat is alive, the witness is unchanged'

passes "spawn prints Alice's process number" boot spawn 'process 2'
passes "spawn starts Alice" boot spawn "Hi, I'm Alice! #"

passes "pipe: the reader prints what was written" boot pipe 'sys_piperead calls'
passes "pipe: the writer needs one call per message" shows '^1 sys_pipewrite calls for [0-9]+B: wrote '
passes "pipe: the reader needs one call per message" shows '^1 sys_piperead calls for [0-9]+B: read '

# The last row of process 1's virtual memory, which the viewer draws last: it has only the stack.
stack_row=$(printf '  0x2c0000  %63s1' '')
for target in allocators fork forkexit recurse; do
    passes "$target runs under the memory viewer" boot $target "$stack_row"
    passes "$target: the viewer names process and program" \
        shows "VIRTUAL MEMORY OF PROCESS 1 \\($target, (runnable|blocked)\\)"
    passes "$target: the viewer shows the kernel's pages" shows '^  0x040000  TKK+'
done

# The kernel for tests allocates a page and forgets it.
passes "the memory viewer runs while a page is lost" \
    boot test "$stack_row" --command "allocators crash=10 viewer=1"
passes "the viewer shows the page as lost" shows '^  0x000000  R.*L'
passes "the log calls it a contradiction" \
    grep 'memory viewer: the page at 0x[0-9a-f]* is allocated, and nothing refers to it (count 2, references 0)' "$work/log"

plan
