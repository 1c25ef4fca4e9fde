# Makefile: for makes other than GNU make, which would not understand GNUmakefile. It calls GNU make by
# its other name. (GNU make prefers GNUmakefile and never reads this file.)

GNU_MAKE = command -v gmake >/dev/null 2>&1 || { \
    echo "This needs GNU make: install it, then say gmake instead of make" >&2; exit 1; }; gmake

# BSD make would work in obj/, where there is one.
.OBJDIR: .

all:
	@$(GNU_MAKE) all

.DEFAULT:
	@$(GNU_MAKE) $@
