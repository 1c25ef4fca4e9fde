# roots.sh: fresh distributions as places: tries the README's two commands in the smallest system that debootstrap makes,
# as root and as a user, in three paths. run includes it. It keeps each fresh system as PLACES_CACHE/NAME, to copy it.

DISTRIBUTIONS="bookworm trixie noble"
PLACES_CACHE=${PLACES_CACHE:-$logs/roots}

# bootstrap NAME: makes PLACES_CACHE/NAME, if there is none.
bootstrap() {
    root=$PLACES_CACHE/$1
    [ ! -e "$root/made" ] || return 0
    case $1 in
    bookworm | trixie) set -- "$1" "$root" http://deb.debian.org/debian ;;
    *)
        keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg
        [ -f $keyring ] || skip "there is no $keyring (ubuntu-keyring)"
        set -- --keyring=$keyring --components=main,universe "$1" "$root" http://archive.ubuntu.com/ubuntu gutsy
        ;;
    esac
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase "$@" >"$root.log" 2>&1 || skip "debootstrap fails: see $root.log"
    touch "$root/made"
}

# inside COMMAND...: runs it in the fresh system, with processes and mounts that end with it.
inside() {
    unshare --mount --pid --fork --kill-child sh -c '
        mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"' \
        "$fresh" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# try USER PATH: tries the README's two commands.
try() {
    echo "== $distribution: $1 in $2"
    copy_tree "$fresh$2"
    inside chown -R "$1" "$2"
    inside setpriv --reuid="$1" --regid="$(inside id -g "$1")" --clear-groups env HOME="/home/$1" sh -c '
        mkdir -p "$HOME" 2>/dev/null; cd "$0" && ./setup.sh && make run-hello </dev/null | grep Hello! &&
        ./setup.sh && make test' "$2" </dev/null
    status=$?
    rm -rf --one-file-system "${fresh:?}$2"
    return $status
}

visit_distribution() {
    distribution=$1
    [ "$(id -u)" -eq 0 ] || skip "only root can make a fresh system"
    require debootstrap debootstrap
    unshare --mount true 2>/dev/null || skip "nothing can be mounted here"
    bootstrap "$1"
    fresh=$work/fresh
    trap 'rm -rf --one-file-system "$fresh"' EXIT
    cp -a "$PLACES_CACHE/$1" "$fresh"
    cp /etc/resolv.conf "$fresh/etc/"
    failures=0
    try root /root/weensy || failures=1
    [ "$1" != noble ] || return $failures # one path is enough for a related system
    try nobody "/srv/it's a \"tree\"" || failures=1
    try nobody "/srv/$(printf '%0140d' 0)" || failures=1
    return $failures
}
