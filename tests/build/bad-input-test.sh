# bad-input-test.sh: on bad input, every tool says in one line what is wrong and what to do, and fails.

. tests/tap.sh

# refuses NAME PATTERN COMMAND...: the command fails and says one line, which contains the pattern. (Not counted: make's
# steps and its own line about a command that failed, the front end's first line, which says how to leave, and the
# linker's about a missing entry point.)
not_counted='^  |^make(\[[0-9]+\])?: (\*\*\* \[|Entering|Leaving)|leave with (Control-C$|quit)|cannot find entry symbol'
refuses() {
    name=$1 pattern=$2
    shift 2
    status=$(status_of "$@")
    said=$(grep -vE "$not_counted" "$work/seen")
    case $status:$(printf '%s\n' "$said" | wc -l):$(printf '%s\n' "$said" | grep -cE "$pattern") in
    0:*) is "$name" "status 0: $said" "a failure" ;;
    *:1:1) is "$name" 1 1 ;;
    *) is "$name" "$said" "one line, with: $pattern" ;;
    esac
}

# Programs and kernels

mkimage() { "$OBJ/tools/mkimage" -p -o "$work/new.img" -b "$OBJ/boot.bin" -c hello "$@"; }
bad=$OBJ/tests/bad-programs
hello=$OBJ/user/hello
kernel=kernel=$OBJ/kernel.elf

# with_program FILE: makes an image with that program.
with_program() { mkimage "$kernel" hello="$1"; }

passes "a good program gets into an image" with_program "$hello"
refuses "an image without a kernel" "no file has the name 'kernel'; give" mkimage hello="$hello"
refuses "a kernel that is not ELF" 'GNUmakefile: it is not an ELF file; .*builds it anew' mkimage kernel=GNUmakefile
refuses "a program in the kernel's place" "does not fit into its memory" mkimage kernel="$hello"
refuses "a program that is not there" 'nothing: No such file' with_program "$work/nothing"
refuses "an empty program" 'bad-empty: it is not an ELF file; .*builds it anew' with_program "$bad/bad-empty"
refuses "a program that is not ELF" 'bad-text: it is not an ELF file; .*builds it anew' with_program "$bad/bad-text"
refuses "a program for another processor" 'not for x86-64; look at CC and CROSS' with_program "$bad/bad-machine"
refuses "a program for 32 bits" 'not for x86-64; look at CC and CROSS' with_program "$bad/bad-class"
refuses "a program that is not linked" 'not linked to run at a fixed address' with_program "$bad/bad-type-relocatable"
refuses "a program of many segments" 'it has too many segments; .*builds it anew' \
    with_program "$bad/bad-segments-many"
for cut in truncated-in-header truncated-in-headers truncated-in-code headers-outside filesz-overflow; do
    refuses "a program that is cut off: $cut" '(cut off|not an ELF file); .*builds it anew' with_program "$bad/bad-$cut"
done
for place in below in-kernel across-end huge wraps not-canonical; do
    refuses "a program that does not fit: $place" "does not fit into its memory; make its variables smaller" \
        with_program "$bad/bad-segment-$place"
done
for overlap in same within by-a-byte; do
    refuses "a program whose segments overlap: $overlap" 'two of its segments share a page; .*link/' \
        with_program "$bad/bad-overlap-$overlap"
done
for entry in null in-data in-hole not-canonical; do
    refuses "a program without an entry point: $entry" 'its entry point is not in its code; .*process_main' \
        with_program "$bad/bad-entry-$entry"
done
refuses "truncated boot code" 'bytes, but boot code has .*builds it anew' \
    "$OBJ/tools/mkimage" -o "$work/new.img" -b GNUmakefile -c hello "$kernel"
refuses "two programs with one name" "two files have the name 'hello'" \
    mkimage "$kernel" hello="$hello" hello="$hello"

# Programs that do not link

tree=$work/tree
copy_tree "$tree"
build() { env -u MAKEFLAGS -u MAKELEVEL make -s -C "$tree" OBJ="$work/obj" "$@"; }
echo '#include "u-lib.h"
char big[4 << 20];
void process_main(void) { big[sys_getpid()] = 1; sys_exit(); }' >"$tree/user/large.c"
echo 'int main(void) { return 0; }' >"$tree/user/mainly.c"
passes "a tree with mistakes in two programs builds the others" build "$work/obj/user/hello"
refuses "a program that is too large is not linked" 'the program is too large: .*; make them smaller' \
    build "$work/obj/user/large"
refuses "a program without process_main is not linked" 'starts at its function process_main: write one' \
    build "$work/obj/user/mainly"
rm "$tree/user/large.c" "$tree/user/mainly.c"
passes "make leaves nothing half-made of them" test ! -e "$work/obj/user/large" -a ! -e "$work/obj/user/mainly"

# What make gets

refuses "an unknown run target" "no run target 'nosuch'. There are: .*hello" build run-nosuch
refuses "an unknown run target with a mode" "no run target 'nosuch'. There are: .*hello" build run-headless-nosuch
refuses "an unknown target" "There is no target 'nosuch', .*'make help' lists" build nosuch
refuses "a target of the section" "'make hint-A1' is for exercises and steps: cd section or cd pset first" build hint-A1
refuses "an unknown target of the section" "There is no target 'chek-A1'" \
    make --no-print-directory -C section OBJ="$work/section" chek-A1
while read -r variable pattern; do
    refuses "make $variable" "$pattern" build "$(echo "$variable" | tr "~" ' ')" run-headless-hello
done <<'EOF'
AUDIT=x AUDIT=x: a number is needed
AUDIT=1~2 AUDIT=1 2: a number is needed
AUDIT=9999999999999 audit.*: not a number from 0 to
TIMEOUT=-1 TIMEOUT=-1: a number is needed
TIMEOUT=0 timeout 0: not a number from 1 to
TIMEOUT=1.5 TIMEOUT=1.5: a number is needed
SEED=abc SEED=abc: a number is needed
SECONDS=1m SECONDS=1m: a number is needed
CALLS=many CALLS=many: a number is needed
DISK=floppy DISK=floppy is not one of: ide ahci virtio nvme usb
DISK=ide~usb DISK=ide usb is not one of: ide ahci virtio nvme usb
D=yes D=yes is not one of: 0 1
V=2 V=2 is not one of: 0 1
OBJ= OBJ must be one directory, without spaces
OBJ=a~b OBJ must be one directory, without spaces
OBJ=a:b OBJ=a:b: choose a name without any of
OBJ=tools OBJ=tools is a directory with other things in it; choose
OBJ=. OBJ=. is a directory with other things in it; choose
OBJ=.. OBJ=.. is a directory with other things in it; choose
MAKE_VERSION=3.81 GNU Make 3.81; install 4.2 or newer
QEMU=nosuch there is no nosuch; ./setup.sh installs QEMU
QEMU=no~such there is no no such; ./setup.sh installs QEMU
QEMU=true true is not QEMU; ./setup.sh installs it
EOF
refuses "make clean does not remove what was not built" 'OBJ=kernel is a directory with other things' \
    build OBJ=kernel clean

# The wrong tools

# fake NAME TEXT: makes an executable script that prints the text.
fake() {
    printf '#!/bin/sh\ncat <<EOF\n%s\nEOF\n' "$2" >"$work/$1"
    chmod +x "$work/$1"
}
fake gcc-32 'other GCC 12'
fake gcc-old 'x86_64 GCC 8'
fake clang-old 'x86_64 Clang 9'
fake ld-other 'supported emulations: aarch64linux'
fake qemu-old 'QEMU emulator version 2.11.1(Debian 1:2.11+dfsg-1ubuntu7)'
printf '#!/bin/sh\nexec "%s" -m32 "$@"\n' "${CC:-gcc}" >"$work/gcc-m32"
chmod +x "$work/gcc-m32"
while read -r variable pattern; do
    rm -rf "$work/new" # make checks tools that are new to OBJ
    refuses "make $variable" "$pattern" build OBJ="$work/new" "$(echo "$variable" | sed "s|WORK|$work|")"
done <<'EOF'
CC=nosuch There is no working compiler 'nosuch'; ./setup.sh installs one
CC=WORK/gcc-32 gcc-32 does not compile for x86-64; .*CROSS=
CC=WORK/gcc-m32 gcc-m32 does not compile for x86-64; .*CROSS=
CC=WORK/gcc-old gcc-old is GCC 8, which is too old; GCC 11 or Clang 13 or newer is needed
CC=WORK/clang-old clang-old is Clang 9, which is too old; GCC 11 or Clang 13 or newer is needed
CROSS=nosuch- There is no working compiler 'nosuch-gcc'; ./setup.sh installs one
LD=nosuch LD=nosuch is not a GNU linker for x86-64; ./setup.sh
LD=WORK/ld-other LD=.*ld-other is not a GNU linker for x86-64; ./setup.sh
OBJCOPY=nosuch There is no OBJCOPY=nosuch; ./setup.sh
HOSTCC=nosuch There is no HOSTCC=nosuch
EOF
passes "make help needs no compiler" build OBJ="$work/new" CC=nosuch help
passes "make clean needs no compiler" build OBJ="$work/new" CC=nosuch clean
is "neither makes the directory of built things" "$(ls -d "$work/new" 2>/dev/null)" ""

# What the front end gets

# front ARGUMENT...: runs quietly.
front() { "$OBJ/tools/run" --mode quiet --timeout 20 --log "$work/log" "$@"; }
refuses "a QEMU that does not exist" 'there is no nosuch; ./setup.sh' front --qemu nosuch "$OBJ/hello.img"
refuses "a QEMU that is too old" 'qemu-old is QEMU 2, which is too old: 5 or newer is needed; ./setup.sh' \
    front --qemu "$work/qemu-old" "$OBJ/hello.img"
refuses "something that is not QEMU" '/true is not QEMU' front --qemu /bin/true "$OBJ/hello.img"
refuses "an image that does not exist" "nothing.img: No such file .*'make' builds" front "$work/nothing.img"
refuses "a file that is not an image" 'GNUmakefile is not a disk image .*builds it anew' front GNUmakefile
head -c 100000 "$OBJ/hello.img" >"$work/short.img"
refuses "a truncated image" 'short.img is not whole: .*builds it anew' front "$work/short.img"
: >"$work/empty.img"
refuses "an empty image" 'empty.img is not a disk image .*builds it anew' front "$work/empty.img"
sed 's/kernel\(\x00\{58\}\)/kernal\1/' "$OBJ/hello.img" >"$work/kernal.img"
refuses "an image without a kernel, to the front end" 'there is no kernel in it; .*builds it anew' \
    front "$work/kernal.img"
passes "an image without a kernel, on its own" \
    python3 tests/boot/plain-qemu.py "$work/kernal.img" 'see:Weensy: no kernel in this disk image'
while read -r arguments; do
    refuses "run $arguments" ': not (a number|one of|NAME=NUMBER)' front $arguments "$OBJ/hello.img"
done <<'EOF'
--disk floppy
--timeout 0
--timeout 10s
--virtual 11
--mode text
--option audit=x
--option audit
--option =1
EOF
refuses "a gdb that does not exist" 'there is no nosuch; ./setup.sh' front --mode gdb --gdb nosuch "$OBJ/hello.img"
refuses "no image at all" 'which disk image\?' front
refuses "two images" 'one disk image at a time' front "$OBJ/hello.img" "$OBJ/hello.img"
refuses "an unknown option" "unrecognized option '--nosuch'" front --nosuch "$OBJ/hello.img"
refuses "a command string that is too long" 'command string is longer' \
    front --command "$(head -c 300 /dev/zero | tr '\0' x)" "$OBJ/hello.img"

plan
