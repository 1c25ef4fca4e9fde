# words.sh: places on this machine, as words that can be joined. run includes it.

# What each word changes: the place of the tree, the environment, or how the suite starts (add_prefix).
enter() {
    case $1 in
    archive) ;; # every tree here is without .git
    short) tree=$(mktemp -d /wXXX 2>/dev/null || mktemp -d /tmp/XXX) && made=$tree ;;
    long) tree=$work/$(printf "%$((149 - ${#work}))s" | tr ' ' l) ;; # 150 bytes
    # No semicolon: GCC passes the path unchanged to the assembler, for which a semicolon ends a line.
    quotes) tree="$work/a 'tree' \"of\" \$HOME & (more)*#%" ;;
    # No blank and no quote: tests build there, and make accepts no such OBJ.
    temporary) TMPDIR=$work/elsewhere/temporary+1@2 && mkdir -p "$TMPDIR" && chmod 1777 "$TMPDIR" && export TMPDIR ;;
    user) as_user ;;
    umask) mask=077 ;;
    posix) export LANG=C LC_ALL=C ;;
    utf8) export LANG=C.UTF-8 LC_ALL=C.UTF-8 ;;
    zone) export TZ='<+1337>-13:37' ;;
    homeless) home= ;;
    dumb) export TERM=dumb NO_COLOR=1 ;;
    terminal) in_terminal=yes ;;
    onecore) require taskset util-linux && add_prefix "taskset -c 0" ;;
    busy) for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
        while :; do :; done &
        busy="$busy $!"
    done ;;
    *) echo "there is no place '$1'" && exit 1 ;;
    esac
}

require() {
    command -v "$1" >/dev/null || skip "$1 is not installed ($2)"
}

add_prefix() {
    prefix="$prefix $1"
}

as_user() {
    [ "$(id -u)" -eq 0 ] || return 0 # every other user qualifies
    require setpriv util-linux
    owner=nobody
    add_prefix "setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups"
}

# Whatever a place does not change must not come from the make that runs this.
visit_words() {
    tree=$work/tree home=$work/home prefix='' owner='' mask='' made='' busy='' in_terminal=''
    # shellcheck disable=SC2064,SC2086  # now, and a list
    for word in $(echo "$1" | tr + ' '); do
        enter "$word"
        trap "kill $busy 2>/dev/null; rm -rf '$made' '$work'/*" EXIT
    done
    copy_tree "$tree"
    mkdir -p "$work/home"
    [ -z "$owner" ] || chown -R "$owner" "$tree" "$work/home"
    cd "$tree" || exit 1
    [ -z "$mask" ] || umask "$mask"
    if [ -n "$home" ]; then HOME=$home && export HOME; else unset HOME; fi
    unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OBJ PLACES TESTS
    # shellcheck disable=SC2086  # a list
    if [ -n "$in_terminal" ]; then
        require script bsdutils
        script -qec "$prefix make test" /dev/null
    else
        $prefix make test </dev/null
    fi
}
