# build-test.sh: the build keeps its promises.

. tests/tap.sh

compile() {
    "${CC:-gcc}" -std=gnu11 -ffreestanding -Wall -Wextra -Werror "$@" -x c -c - -o /dev/null
}
# Compile as the GNUmakefile compiles a file of the kernel or of a program.
compile_for_kernel() {
    echo "#include \"$1\"" | compile -DWEENSY_KERNEL -iquote lib -iquote kernel \
        -iquote kernel/machine -iquote kernel/vm -iquote kernel/debug -iquote kernel/core
}
compile_for_user() { echo "#include \"$1\"" | compile -iquote lib -iquote user; }

passes "the kernel compiles with a kernel header" compile_for_kernel kernel.h
passes "a program compiles with the system-call library's header" compile_for_user u-lib.h
passes "the kernel does not find a user header" fails compile_for_kernel u-lib.h
passes "a program does not find a kernel header" fails compile_for_user kernel.h
for header in user/*.h user/*/*.h; do
    passes "the kernel does not compile with $header by its path" \
        fails compile_for_kernel "../$header"
done
for header in kernel/*.h kernel/*/*.h; do
    passes "a program does not compile with $header by its path" \
        fails compile_for_user "../$header"
done

# Versions of clang-format differ in details; version 14 decides.
layout="the code's layout is .clang-format's"
if clang-format --version 2>/dev/null | grep -q 'version 14'; then
    passes "$layout" clang-format --dry-run -Werror \
        boot/*.c kernel/*.h kernel/*/*.[ch] lib/*.[ch] tools/*/*.[ch] tools/trace/*/*.[ch]
else
    skipped "$layout" "there is no clang-format 14"
fi

# A copy of the tree to break, whose path has characters that mean something to shells and makes.
tree="$work/a 'tree' \"of\" \$HOME & (more);*#%"
copy_tree "$tree"
build() {
    make --no-print-directory -C "$tree" OBJ=obj CC="${CC:-gcc}" CI=true "$@" >"$work/seen" 2>&1 || { cat "$work/seen" && false; }
}
# Prints the images and ELF files of the copy that differ from those in $OBJ.
differing() {
    (cd "$tree/obj" && find . -name '*.img' -o -name '*.full' -o -name '*.elf') | while IFS= read -r file; do
        cmp "$tree/obj/$file" "$OBJ/$file" 2>&1
    done
}

passes "everything builds without a warning" build
passes "a built tree has nothing to build" build
passes "make prints no step then" fails says '^  '
is "images and ELF files are the same bytes wherever they are built" "$(differing)" ""
passes "there are some images" test -f "$tree/obj/hello.img"

mkdir -p "$work/first/section"
touch "$work/first/section/flags"
passes "an OBJ may have been used for the section first" build OBJ="$work/first" "$work/first/user/hello"

cat >"$tree/user/itsname.c" <<'EOF'
#include "u-lib.h"

void
process_main(void) {
    console_printf("Ten lines by process %d.\n", sys_getpid());
    while (1) {
        sys_yield();
    }
}
EOF
passes "a program dropped into user/ runs by its name" build run-headless-itsname TIMEOUT=60
passes "it does what its source says" says 'Ten lines by process 1'

rm "$tree/user/itsname.c"
without_itsname() { build run-headless-hello TIMEOUT=60 && grep -aq bigdata "$tree/obj/hello.img" && ! grep -aq itsname "$tree/obj/hello.img"; }
passes "a deleted program disappears from images" without_itsname

# folder IN: puts a program of two files into the folder IN/parts.
folder() {
    mkdir "$tree/$1/parts"
    echo 'const char *whole(void);' >"$tree/$1/parts/parts.h"
    printf '#include "parts.h"\nconst char *whole(void) { return "The whole is there"; }\n' >"$tree/$1/parts/a.c"
    printf '#include "u-lib.h"\n#include "parts.h"\nvoid process_main(void) { console_printf("%%s\\n", whole()); for (;;) { sys_yield(); } }\n' \
        >"$tree/$1/parts/b.c"
}
folder user
passes "a program may be a folder of files" build run-headless-parts TIMEOUT=60
passes "its files make one program" says 'The whole is there'
sed 's/there/here/' "$tree/user/parts/a.c" >"$tree/user/parts/c.c"
rm "$tree/user/parts/a.c"
passes "a file that replaces another in the folder is linked" build run-headless-parts TIMEOUT=60
passes "the old one is not" says 'The whole is here'
: >"$tree/user/parts.c"
passes "a file and a folder cannot be the same program" fails build
passes "the message names both" says 'user/parts.c and user/parts/ are both program '
rm -r "$tree/user/parts" "$tree/user/parts.c"
folder section/user
passes "the section's kernel runs a program in a folder, too" build -C section OBJ=obj/section run-headless-parts TIMEOUT=60
passes "it is whole there" says 'The whole is there'
rm -r "$tree/section/user/parts"
sed -i 's/^COMMAND_pipe := .*/COMMAND_pipe := hello/' "$tree/GNUmakefile"
passes "a run target is built again when its command changes" build run-headless-pipe TIMEOUT=60
passes "it starts what the command says now" says 'Hello!'

# slot N: builds Alice for the section's process N, and prints where her code is.
slot() {
    sed -i "s/^SLOT_alice := .*/SLOT_alice := $1/" "$tree/make/section.mk"
    make -s -C "$tree" -f make/section.mk OBJ="$work/section" CC="${CC:-gcc}" "$work/section/user/alice" >/dev/null 2>&1
    nm "$work/section/user/alice.full" | sed -n 's/^0*\([0-9a-f]*\) T process_main$/\1/p'
}
is "a program is linked again for another slot, and for the old one" "$(slot 2) $(slot 3) $(slot 2)" \
    "140000 180000 140000"

# refused NAME PATTERN: make says why no program can have that name.
refused() {
    : >"$tree/user/$1.c"
    ! build && says "$2"
    refused_status=$?
    rm "$tree/user/$1.c"
    return $refused_status
}
passes "a program cannot have the name of another run target" refused friends "friends.c: .*'make run-friends' starts 'eve alice'"
passes "nor a name that means something else" refused kernel 'kernel.c: .*stands for something else'
passes "nor that of a folder of objects" refused user 'user.c: .*stands for something else'
passes "nor one that looks like a way to run" refused gdb-hello 'gdb-hello.c: .*stands for something else'

passes "make adds given flags to the needed ones" \
    build OBJ="$work/added" CFLAGS='-O0 -fPIE -fstack-protector-all' LDFLAGS='-z relro' HOSTCFLAGS=-O0 \
    run-headless-hello TIMEOUT=60
passes "a kernel with these flags runs" says 'Hello!'

passes "an unknown run target fails" fails build run-nosuch
passes "the message lists the run targets" \
    says "no run target 'nosuch'. There are: .*hello"

sed -i 's/^boot_start:/boot_start: .fill 300, 1, 0x90/' "$tree/boot/bootsector.S"
passes "a boot sector that is too large does not link" fails build obj/boot.bin
passes "the message says that it is too large" \
    says "does not leave room for the partition table"

plan
