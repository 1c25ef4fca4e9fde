# attack-test.sh: the act list says by itself which acts a processor cannot stop. (What it says where all can be
# stopped: screens-test.sh; which protection stops which act: protections-test.py.)

. tests/tap.sh

# attack CPU: boots the list on such a processor; its end is on the screen.
attack() { boot attack 'the witness is' --timeout 120 --cpu "$1"; }

# lacks FEATURE N: so many acts succeed for want of it, and are told so.
lacks() {
    is "without $1, $2 acts say so" "$(grep -c "processor lacks $1\$" "$work/screen")" "$2"
}

passes "the list is tried on a processor without execute-disable" attack max,-nx
lacks xd 5
passes "these are all it lacks" shows 'attack: no kernel can stop 5 for want'
passes "and the kernel lets none through" shows 'acts: .* 0 got through'

passes "the list is tried on a processor without more" attack qemu64,-nx
lacks xd 5
lacks umip 5
passes "these are all that one lacks" shows 'attack: no kernel can stop 10 for want'
passes "and the kernel lets none through there" shows 'acts: .* 0 got through'

plan
