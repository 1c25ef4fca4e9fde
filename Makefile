# Makefile: read by makes that are not GNU make, which would not understand GNUmakefile. Hands over to
# GNU make where it has another name.

.DEFAULT:
	@if command -v gmake >/dev/null 2>&1; then exec gmake $@; else \
	    echo "This needs GNU make. Install it, and say: gmake $@" >&2; exit 1; fi

all: .DEFAULT
