#!/bin/sh
# setup.sh: installs what building, running and testing need, with the system's own package manager, and
# only what is missing. It works on Debian and Ubuntu, as root or through sudo; elsewhere it says what to
# install.
#
#     ./setup.sh [--browser]      --browser: also Chromium, for the tests of pages, which are skipped without it

set -eu
cd "$(dirname "$0")"

case ${1:-} in
'') browser= ;;
--browser) browser=wanted ;;
*)
    echo "usage: ./setup.sh [--browser]" >&2
    exit 1
    ;;
esac

has_command() { command -v "$1" >/dev/null 2>&1; }
has_header() { echo "#include <$1>" | cc -E -include stdarg.h -include stddef.h -include setjmp.h \
    -include stdint.h - >/dev/null 2>&1; }

# has_compiler: is there a compiler for x86-64, native or cross?
has_compiler() {
    has_command x86_64-elf-gcc || has_command x86_64-linux-gnu-gcc ||
        { [ "$(uname -sm)" = "Linux x86_64" ] && has_command gcc; }
}
case $(uname -m) in
x86_64 | amd64) compiler_package=gcc ;;
*) compiler_package=gcc-x86-64-linux-gnu ;;
esac

# missing_packages: prints Debian's names of the missing packages.
missing_packages() {
    has_compiler || echo "$compiler_package"
    has_command cc || echo gcc libc6-dev
    has_header stdio.h || echo libc6-dev
    has_command ld || echo binutils
    has_command make || echo make
    has_command qemu-system-x86_64 || echo qemu-system-x86
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        qemu-system-x86_64 -display help 2>/dev/null | grep -Eq 'gtk|sdl' || echo qemu-system-gui
    fi
    has_command gdb || echo gdb
    has_command python3 || echo python3
    if [ -d tests ]; then
        has_command prove || echo perl
        has_command pgrep || echo procps
        has_command git || echo git
        has_header cmocka.h || echo libcmocka-dev
    fi
    if [ -n "$browser" ]; then
        has_command chromium || echo chromium
        has_command chromedriver || echo chromium-driver
    fi
}

missing=$(missing_packages | tr ' ' '\n' | sort -u | tr '\n' ' ')
missing=${missing% }

if [ -z "$missing" ]; then
    echo "setup.sh: nothing is missing"
    exit 0
fi

if ! has_command apt-get; then
    cat >&2 <<EOF
setup.sh: this is neither Debian nor Ubuntu. Please install (Debian's names): $missing
  Fedora:  dnf install gcc make binutils qemu-system-x86-core gdb perl-Test-Harness python3 git procps-ng \\
           libcmocka-devel
           (on a machine that is not x86-64, also gcc-x86_64-linux-gnu)
  Arch:    pacman -S gcc make binutils qemu-system-x86 gdb perl python git cmocka
           (on a machine that is not x86-64, also x86_64-elf-gcc from the user repository)
  macOS:   brew install x86_64-elf-gcc x86_64-elf-gdb make qemu cmocka    (and type gmake for make)
EOF
    exit 1
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
    has_command sudo || { echo "setup.sh: run me as root: sudo is not installed" >&2; exit 1; }
    as_root=sudo
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 1' HUP INT TERM

install_missing() {
    # shellcheck disable=SC2086  # $missing is a list
    $as_root apt-get update && $as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends $missing && echo "setup.sh is done"
}

# show_progress: shows one line in twenty of what apt-get says, and logs all of them.
show_progress() {
    steps=0
    while IFS= read -r line; do
        echo "$line" >>"$log"
        case $line in
        "Need to get"*) echo "  $line" ;;
        Get:* | Unpacking* | "Setting up"*)
            steps=$((steps + 1))
            [ $((steps % 20)) -ne 0 ] || echo "  ${line%% (*}"
            ;;
        esac
    done
}

echo "setup.sh: installing $missing, which takes some minutes"
install_missing 2>&1 | show_progress
if [ "$(tail -n 1 "$log")" = "setup.sh is done" ]; then
    echo "setup.sh: installed $missing"
else
    tail -n 20 "$log" >&2
    echo "setup.sh: could not install $missing" >&2
    exit 1
fi
