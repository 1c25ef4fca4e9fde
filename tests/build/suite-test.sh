# suite-test.sh: how tests/run counts tests, and what an interrupted test leaves.

. tests/tap.sh

suite=$work/suite
mkdir -p "$suite/tests"
cp tests/run "$suite/tests"
# script NAME: standard input becomes the test NAME.sh.
script() { cat >"$suite/tests/$1.sh"; }
run() { cd "$suite" && exec "$@"; } # in its own process
last_line() { (run tests/run obj "$@" 2>/dev/null) | tail -n 1; }

script good <<'EOF'
echo 1..2; echo ok 1; echo ok 2
EOF
script bad <<'EOF'
echo 1..2; echo ok 1; echo not ok 2
EOF
script partly <<'EOF'
echo 1..2; echo ok 1; echo "ok 2 - the moon # SKIP there is none"
EOF
script nothing <<'EOF'
echo "1..0 # SKIP there is no moon"
EOF
script dies <<'EOF'
echo 1..2; echo ok 1; exit 3
EOF
is "passed checks are counted" "$(last_line good.sh)" "2 passed, 0 failed"
is "failed checks are counted" "$(last_line good.sh bad.sh)" "3 passed, 1 failed"
is "skipped checks are counted apart, a whole script as one" "$(last_line partly.sh nothing.sh)" \
    "1 passed, 0 failed, 2 skipped"
is "a script that ends too early fails" "$(last_line dies.sh)" "1 passed, 1 failed"

sign=waits-for-$(basename "$work")
script waits <<EOF
directory=\$(mktemp -d) && touch "\$directory/$sign" && sleep 60
EOF
waiting() { find /tmp/weensy+@* -name "$sign" 2>/dev/null | grep .; }
# Does what Control-C does: every process gets the signal.
interrupted() {
    run perl -e 'setpgrp; $SIG{INT} = "DEFAULT"; exec @ARGV' tests/run obj waits.sh >/dev/null 2>&1 &
    group=$!
    patient waiting >/dev/null && kill -s INT -- "-$group"
    signalled=$?
    wait $group
    return $signalled
}
passes "a test that waits is interrupted" interrupted
passes "it leaves nothing behind" fails waiting

plan
