# tests.mk: what `make test` builds and runs.
