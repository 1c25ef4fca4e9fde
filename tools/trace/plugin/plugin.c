// plugin.c: what QEMU calls. QEMU calls the plugin when it translates code, and after each store by
// the kernel's instructions. A store to the mailbox's `kind` is a notice.

#include "plugin.h"
#include "qemu-api.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int qemu_plugin_version = 1;

// choose_version()
//    QEMU 9 refuses plugins of version 1. This constructor runs before QEMU checks the version.
static void __attribute__((constructor)) choose_version(void) {
    if (qemu_plugin_scoreboard_new) {
        qemu_plugin_version = 2;
    }
}

struct settings settings;
uint64_t facts[TRACE_VALUES];

static void read_settings(int argc, char **argv);
static void look_at_code(qemu_plugin_id_t id, struct qemu_plugin_tb *code);
static void take_store(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t va, void *pc);
static void end(qemu_plugin_id_t id, void *data);

int
qemu_plugin_install(qemu_plugin_id_t id, const void *machine, int argc, char **argv) {
    (void) machine;
    read_settings(argc, argv);
    record_open();
    calls_open();
    qemu_plugin_register_vcpu_tb_trans_cb(id, look_at_code);
    qemu_plugin_register_atexit_cb(id, end, NULL);
    return 0;
}

#define NUMBER(name)                                                                               \
    { #name, &settings.name, NULL }
#define TEXT(name)                                                                                 \
    { #name, NULL, &settings.name }
static const struct setting {
    const char *name;
    uint64_t *number;
    const char **text;
} names[] = {
    TEXT(ram),
    TEXT(log),
    TEXT(record),
    TEXT(functions),
    NUMBER(text_start),
    NUMBER(text_end),
    NUMBER(image_end),
    NUMBER(mailbox),
    NUMBER(kernel_table),
    NUMBER(counts),
    NUMBER(counts_are_pointed_to),
    NUMBER(count_stride),
    NUMBER(count_offset),
    NUMBER(count_size),
    NUMBER(events),
    NUMBER(rest),
    NUMBER(timeout),
};

static void read_setting(const char *setting);

static void
read_settings(int argc, char **argv) {
    for (int i = 0; i < argc; ++i) {
        read_setting(argv[i]);
    }
    if (!settings.ram || !settings.log || !settings.record || !settings.mailbox) {
        fail("ram=, log=, record= and mailbox= are needed");
    }
}

static void
read_setting(const char *setting) {
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
        size_t length = strlen(names[i].name);
        if (strncmp(setting, names[i].name, length) == 0 && setting[length] == '=') {
            if (names[i].text) {
                *names[i].text = strdup(setting + length + 1);
            } else {
                *names[i].number = strtoull(setting + length + 1, NULL, 0);
            }
            return;
        }
    }
    fail("%s: no such setting", setting);
}

static void
look_at_code(qemu_plugin_id_t id, struct qemu_plugin_tb *code) {
    (void) id;
    size_t n = qemu_plugin_tb_n_insns(code);
    for (size_t i = 0; i < n; ++i) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(code, i);
        uint64_t pc = qemu_plugin_insn_vaddr(instruction);
        bool in_kernel = pc >= settings.text_start && pc < settings.text_end;
        if (in_kernel && can_watch_memory(instruction)) {
            qemu_plugin_register_vcpu_mem_cb(instruction, take_store, QEMU_PLUGIN_CB_NO_REGS,
                                             QEMU_PLUGIN_MEM_W, (void *) (uintptr_t) pc);
        }
    }
}

static void take_notice(void);

// take_store(cpu, info, va, pc)
//    The kernel's instruction at `pc` has stored at `va`.
static void
take_store(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t va, void *pc) {
    (void) cpu;
    if (!qemu_plugin_mem_is_store(info)) {
        return; // QEMU 7.2 also reports loads
    }
    if (va >= settings.mailbox && va < settings.mailbox + sizeof(struct trace_mailbox)) {
        if (va == settings.mailbox + offsetof(struct trace_mailbox, kind)) {
            take_notice();
        }
        return;
    } else if (memory_size == 0) {
        return;
    } else if (va >= facts[FACT_STACK_START] && va < facts[FACT_STACK_END]) {
        calls_note(va, (uintptr_t) pc);
        return;
    }
    const struct qemu_plugin_hwaddr *address = qemu_plugin_get_hwaddr(info, va);
    if (address && !qemu_plugin_hwaddr_is_io(address)) {
        stores_add(qemu_plugin_hwaddr_phys_addr(address), 1UL << qemu_plugin_mem_size_shift(info),
                   (uintptr_t) pc);
    }
}

// take_notice()
//    Reads the mailbox, which is at its physical address, as all of the kernel's image. Only the
//    kernel's instructions lead here, so what the boot code stores in the same place does not
//    count.
static void
take_notice(void) {
    if (memory_size == 0) {
        memory_open();
    }
    struct trace_mailbox *mailbox = memory_at(settings.mailbox, sizeof(*mailbox));
    if (!mailbox) {
        fail("the guest has too little memory");
    }
    notice(mailbox);
}

static void
end(qemu_plugin_id_t id, void *data) {
    (void) id, (void) data;
    notices_end();
    record_close();
}

void
fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "trace: ");
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    _Exit(FAILURE_STATUS);
}
