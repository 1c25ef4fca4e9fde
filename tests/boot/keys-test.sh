# keys-test.sh: keys work on the keyboard of a QEMU without our front end.

. tests/tap.sh

plain() { python3 tests/boot/plain-qemu.py "$@"; }

passes "with no process left, m turns the memory viewer on" \
    plain "$OBJ/hello.img" 'see:No process is left' key:m 'see:PHYSICAL MEMORY'
passes "m turns it off again, and the text comes back" \
    plain "$OBJ/hello.img" 'see:No process is left' key:m 'see:PHYSICAL MEMORY' key:m 'see:Hello!'
passes "f, e and a restart the kernel with other programs" \
    plain "$OBJ/hello.img" 'see:No process is left' key:f 'see:PROCESS 4 (fork,' \
    key:e 'see:PROCESS 1 (forkexit,' key:a 'see:PROCESS 4 (allocators,' key:f 'see:PROCESS 4 (fork,'
cp "$OBJ/hello.img" "$work/disk.img"
printf 'hello x=eve,alice\0' | dd of="$work/disk.img" bs=1 seek=$((0x1010)) conv=notrunc 2>/dev/null
passes "a key restarts with what the command string names for it, and no other does" \
    plain "$work/disk.img" 'see:No process is left' key:a key:x "see:Hi, I'm Alice"
passes "q turns the machine off" \
    plain "$OBJ/hello.img" 'see:No process is left' key:q end
passes "q turns the machine off while processes run, too" \
    plain "$OBJ/friends.img" "see:Hi, I'm Alice" key:q end
passes "Control-C turns it off, too" plain "$OBJ/spawn.img" "see:Hi, I'm Alice" key:ctrl-c end
listening="-machine acpi=off -chardev null,id=host -device isa-debugcon,iobase=0xf4,chardev=host"
# shellcheck disable=SC2086  # a list
passes "if the host ends the run a moment later, nothing happens in between" \
    plain "$OBJ/hello.img" 'see:No process is left' key:q 'unseen:It is now safe' -- $listening
passes "otherwise the screen says that it is safe to turn the machine off" \
    plain "$OBJ/hello.img" 'see:No process is left' key:q 'see:It is now safe' -- -machine acpi=off

plan
