# boots-test.sh: one image boots from every kind of disk, and says what is wrong if it cannot.

. tests/tap.sh

# hello OPTION...: boots hello until its text shows, in virtual time: on a busy host, a disk that makes much work for the
# firmware, like ide or ahci, may take minutes.
hello() { boot hello 'Hello!' "$@"; }

for disk in ide ahci virtio nvme usb; do
    passes "hello boots from a disk of kind $disk" hello --disk $disk
done
passes "hello boots on the least processor with 64-bit mode" hello --cpu qemu64
passes "hello boots on a processor without execute-disable" hello --cpu qemu64,-nx
passes "hello boots with 4 GiB of memory" hello --memory 4G

# refuses MEMORY: the boot code says in one line that this is not enough, and the run fails.
refuses() {
    ! hello --memory "$1" 2>/dev/null >"$work/said" && [ "$(cat "$work/said")" = "Weensy: not enough memory for this disk image" ]
}
for memory in 2M 3M; do
    passes "$memory of memory is not enough, and the boot code says so" refuses $memory
    is "the exit status is the boot code's" "$(status_of hello --memory $memory)" 1
done

# plain STEP... [-- OPTION...]: QEMU without our front end.
plain() { python3 tests/boot/plain-qemu.py "$OBJ/hello.img" "$@"; }

passes "hello boots on QEMU with no option but the disk" plain 'see:Hello!'
passes "hello boots on QEMU's Q35" plain 'see:Hello!' -- -M q35
passes "hello boots on QEMU with if=virtio" plain 'see:Hello!' -- -drive DRIVE,if=virtio
passes "hello boots on QEMU from NVMe" \
    plain 'see:Hello!' -- -drive DRIVE,if=none,id=d -device nvme,drive=d,serial=1
passes "hello boots on QEMU from a USB stick" \
    plain 'see:Hello!' -- -drive DRIVE,if=none,id=d -device qemu-xhci -device usb-storage,drive=d
passes "the boot code refuses a processor without 64-bit mode" \
    plain 'see:Weensy: this processor has no 64-bit mode' -- -cpu qemu32

head -c 100000 "$OBJ/hello.img" >"$work/short.img"
passes "the boot code reports a truncated disk" \
    python3 tests/boot/plain-qemu.py "$work/short.img" 'see:Weensy: disk read error'

plan
