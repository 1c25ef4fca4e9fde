# attack-test.sh: the act list says which acts a processor cannot stop. (screens-test.sh has a processor that can stop
# all acts; protections-test.py shows which protection stops which act.)

. tests/tap.sh

# attack CPU: boots the list on that processor; its end is on the screen.
attack() { boot attack 'the witness is' --timeout 120 --cpu "$1"; }

# lacks FEATURE N: N acts succeed for want of the feature, and the list says so.
lacks() {
    is "without $1, $2 acts say so" "$(grep -c "processor lacks $1\$" "$work/screen")" "$2"
}

passes "the list runs on a processor without execute-disable" attack max,-nx
lacks xd 5
passes "these are all that the processor lacks" shows 'attack: no kernel can stop 5 for want'
passes "the kernel lets no act through" shows 'acts: .* 0 got through'

passes "the list runs on a processor that lacks more" attack qemu64,-nx
lacks xd 5
lacks umip 5
passes "these are all that this one lacks" shows 'attack: no kernel can stop 10 for want'
passes "the kernel lets no act through there, either" shows 'acts: .* 0 got through'

plan
