# run.mk: how disk images run, and how runs are recorded and replayed; build.mk includes it.

RUN := $(OBJ)/tools/run
MACHINE_OPTIONS := --qemu '$(QEMU)' $(if $(CPU),--cpu $(CPU)) $(if $(MEMSIZE),--memory $(shell echo $$(($(megabytes) + 32)))M) $(if $(AUDIT),--option audit=$(AUDIT)) \
    $(if $(DISK),--disk $(DISK)) $(if $(filter 1,$(D)),--debug)
RUN_OPTIONS := $(MACHINE_OPTIONS) $(if $(TIMEOUT),--timeout $(TIMEOUT)) $(if $(STRACE),--strace '$(STRACE:1=-)')
SYMBOLS = --symbols $(OBJ)/$(or $(KERNEL_OF_$*),$(if $(STRACE),strace-)kernel.elf).full $(PROGRAMS:%=--program $(OBJ)/user/%.full)
GDB := --gdb-commands tools/gdb/weensy.py

RUN_IMAGES := $(OBJ)$(if $(STRACE),/strace)
run_targets = $(TARGETS:%=run$(1)-%)
define run
$(Q)$(RUN) $(1) $(RUN_OPTIONS) $(RUN_IMAGES)/$*.img $(if $(ARGS),-- $(ARGS))
endef
$(call run_targets): run-%: $(RUN_IMAGES)/%.img $(RUN)
	$(call run)
$(call run_targets,-headless): run-headless-%: $(RUN_IMAGES)/%.img $(RUN)
	$(call run,--mode headless)
$(call run_targets,-graphic): run-graphic-%: $(RUN_IMAGES)/%.img $(RUN)
	$(call run,--mode graphic)
$(call run_targets,-console): run-console-%: $(RUN_IMAGES)/%.img $(RUN)
	$(call run,--mode console)
$(call run_targets,-gdb): run-gdb-%: $(RUN_IMAGES)/%.img $(RUN)
	$(call run,--mode gdb $(GDB) $(SYMBOLS))

# A recording: a run's events, disk and symbols, and its screen and log to compare with.
RECORDINGS ?= $(OBJ)/recordings
require-recording = [ -f $(RECORDINGS)/$(1).events ] || { echo "There is no recording of $(1): $(2)" >&2; false; }
$(TARGETS:%=record-%): record-%: $(OBJ)/%.img $(RUN)
	@mkdir -p $(RECORDINGS)
	$(Q)$(RUN) --record $(RECORDINGS)/$*.events --log $(RECORDINGS)/$*.log --screen $(RECORDINGS)/$*.screen \
	    $(SYMBOLS) $(RUN_OPTIONS) $(OBJ)/$*.img
# replay NAME: the run may end in any way that the recorded one did. Status 1 says that it could not be replayed.
define replay
$(Q)$(RUN) --replay $(RECORDINGS)/$(1).events --log $(RECORDINGS)/$(1)-replay.log \
    --screen $(RECORDINGS)/$(1)-replay.screen $(RUN_OPTIONS) $(RECORDINGS)/$(1).img || [ $$? -ne 1 ]
$(Q)for what in screen log; do cmp $(RECORDINGS)/$(1).$$what $(RECORDINGS)/$(1)-replay.$$what || exit 1; done; \
    echo "weensy: the same screen and log as in the recording" >&2
endef
define replay-gdb
$(Q)$(RUN) --mode gdb $(GDB) --replay $(RECORDINGS)/$(1).events --log $(RECORDINGS)/$(1)-replay.log \
    $(RUN_OPTIONS) $(RECORDINGS)/$(1).img
endef
$(TARGETS:%=replay-%): replay-%: $(RUN)
	$(Q)$(call require-recording,$*,make record-$*)
	$(call replay,$*)
$(TARGETS:%=replay-gdb-%): replay-gdb-%: $(RUN)
	$(Q)$(call require-recording,$*,make record-$*)
	$(call replay-gdb,$*)

# An unknown NAME
define no-target
$(1)-%:
	@echo "There is no run target '$$*'. There are: $(TARGETS)" >&2; false
endef
$(foreach what,run run-headless run-graphic run-console run-gdb record replay replay-gdb trace,$(eval $(call no-target,$(what))))

.PHONY: $(foreach what,run run-headless run-graphic run-console run-gdb record replay replay-gdb,$(TARGETS:%=$(what)-%))
