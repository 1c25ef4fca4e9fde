# runs-test.sh: what the section's run targets show.

. tests/tap.sh

passes "hello says hello" boot section/hello 'Hello!'
passes "bigdata says what is wrong with memory that is not warped" boot section/bigdata 'CS 61 Is Awful'
passes "friends: Alice and Eve count" boot section/friends '#10240'
passes "friends: Alice counts" shows "Hi, I'm Alice! #[0-9]+"
passes "friends: Eve counts" shows "Hi, I'm Eve! #[0-9]+"
passes "spawn fails" boot section/spawn 'returned pid -1'
passes "pipe: the reader prints what the writer wrote" boot section/pipe 'sys_piperead calls'
passes "pipe: the writer needs many calls" shows '^[0-9]+ sys_pipewrite calls for [0-9]+B: wrote '
passes "pipe: the reader needs many more" shows '^[0-9]{4,} sys_piperead calls for [0-9]+B: read '

is "make says that there is no such run target" \
    "$(make -f make/section.mk OBJ="$OBJ/section" run-nonsense 2>&1 | grep -c 'There is no run target')" 1
passes "kernel.c has at most 400 lines" test "$(wc -l <section/kernel.c)" -le 400

plan
