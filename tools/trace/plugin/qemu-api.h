#ifndef WEENSY_QEMU_API_H
#define WEENSY_QEMU_API_H

// qemu-api.h: the part of QEMU's plugin interface that the tracer and the benchmark use. It is the
// same in versions 1 (QEMU 7.2) and 2 (QEMU 9). Distributions do not install a header for it.

#include <stddef.h>
#include <stdint.h>

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t; // about one access to memory

struct qemu_plugin_tb;     // code that is about to be translated
struct qemu_plugin_insn;   // an instruction in it
struct qemu_plugin_hwaddr; // where in the machine an access goes

enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS = 0 };
enum qemu_plugin_mem_rw { QEMU_PLUGIN_MEM_R = 1, QEMU_PLUGIN_MEM_W = 2, QEMU_PLUGIN_MEM_RW = 3 };

typedef void (*translation_callback)(qemu_plugin_id_t id, struct qemu_plugin_tb *code);
typedef void (*execution_callback)(unsigned cpu, void *data);
typedef void (*memory_callback)(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t va, void *data);
typedef void (*exit_callback)(qemu_plugin_id_t id, void *data);

// The plugin defines these.
extern int qemu_plugin_version;
int qemu_plugin_install(qemu_plugin_id_t id, const void *machine, int argc, char **argv);

// QEMU defines this from version 2 of the interface on. The plugin only looks whether it exists.
extern void *qemu_plugin_scoreboard_new(size_t size) __attribute__((weak));

// QEMU defines these.
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, translation_callback callback);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *code, execution_callback callback,
                                          enum qemu_plugin_cb_flags flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
                                            execution_callback callback,
                                            enum qemu_plugin_cb_flags flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *instruction,
                                      memory_callback callback, enum qemu_plugin_cb_flags flags,
                                      enum qemu_plugin_mem_rw which, void *data);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, exit_callback callback, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *code);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *code, size_t i);
const void *qemu_plugin_insn_haddr(const struct qemu_plugin_insn *instruction); // its bytes; NULL
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
unsigned qemu_plugin_mem_size_shift(qemu_plugin_meminfo_t info); // log2 of the access's bytes
_Bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info);
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(qemu_plugin_meminfo_t info, uint64_t va);
_Bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *address);
uint64_t qemu_plugin_hwaddr_phys_addr(const struct qemu_plugin_hwaddr *address);

#define OPCODE_IRET 0xCF

// opcode_of(instruction)
//    Its opcode's first byte, which may follow one prefix; 0 if QEMU does not know its bytes.
static inline uint8_t
opcode_of(const struct qemu_plugin_insn *instruction) {
    const uint8_t *bytes = qemu_plugin_insn_haddr(instruction);
    return bytes ? bytes[bytes[0] == 0x66 || bytes[0] == 0x48] : 0;
}

// can_watch_memory(instruction)
//    May a plugin ask for this instruction's accesses to memory? QEMU 8.1 to 9.1.1 (Ubuntu 24.04
//    has 8.2.2) hang if a watched instruction that QEMU carries out in a function of its own is the
//    first to access a page: to set the page's accessed bit, QEMU waits until all processors rest,
//    and this one does not. In the kernel that happens to iretq, which reads the descriptor table.
//    It stores nothing and reads no device, so nothing is lost.
static inline _Bool
can_watch_memory(const struct qemu_plugin_insn *instruction) {
    return opcode_of(instruction) != OPCODE_IRET;
}

#endif
