# boots-test.sh: one image boots from every kind of disk, and says what is wrong where it cannot.

. tests/tap.sh

# run ARGUMENT...: boots hello until its text shows.
run() {
    "$OBJ/tools/run" --mode headless --timeout 60 --log "$work/log" --until 'Hello!' "$@" \
        "$OBJ/hello.img"
}

for disk in ide ahci virtio nvme usb; do
    passes "hello boots from a disk of kind $disk" run --disk $disk
done
passes "hello boots on the least processor with 64-bit mode" run --cpu qemu64
passes "hello boots on a processor without execute-disable" run --cpu qemu64,-nx
passes "hello boots with 4 GiB of memory" run --memory 4G

# QEMU without our front end.
passes "hello boots on QEMU with no option but the disk" python3 tests/guest/plain-qemu.py "$OBJ/hello.img" \
    'Hello!'
for option in '-M q35' '-cpu qemu64'; do
    passes "hello boots on QEMU with $option" python3 tests/guest/plain-qemu.py "$OBJ/hello.img" 'Hello!' $option
done
passes "a processor without 64-bit mode is told so" python3 tests/guest/plain-qemu.py "$OBJ/hello.img" \
    'Weensy: this processor has no 64-bit mode' -cpu qemu32

head -c 100000 "$OBJ/hello.img" >"$work/short.img"
passes "a truncated disk is told so" python3 tests/guest/plain-qemu.py "$work/short.img" \
    'Weensy: disk read error'

plan
