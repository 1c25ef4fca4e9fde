# setup-test.sh: setup.sh says what it does while it does it, with an apt-get that only pretends to install.

. tests/tap.sh

# A tree where something is always missing, and the commands that setup.sh calls.
mkdir -p "$work/tree/tests" "$work/bin"
sed 's/has_command pgrep/has_command there-is-no-such-command/' setup.sh >"$work/tree/setup.sh"
cat >"$work/bin/apt-get" <<'EOF'
#!/bin/sh
[ "$1" = install ] || exit 0
echo "Need to get 12 MB of archives."
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo "Setting up package-$i (1.0) ..."; done
exit "$APT_STATUS"
EOF
printf '#!/bin/sh\necho 0\n' >"$work/bin/id"
chmod +x "$work/bin/apt-get" "$work/bin/id"
set_up() { APT_STATUS=$1 PATH=$work/bin:$PATH sh "$work/tree/setup.sh"; }

is "it installs a missing package" "$(set_up 0 2>&1)" "setup.sh: installing procps, which takes some minutes
  Need to get 12 MB of archives.
  Setting up package-20
setup.sh: installed procps"
is "if that fails, so does setup.sh" "$(status_of set_up 3)" 1
passes "it says so" grep '^setup.sh: could not install procps' "$work/seen"
passes "it shows what apt-get said last" grep '^Setting up package-19 ' "$work/seen"

plan
