// memory.c: the guest's memory. QEMU keeps it in a file, and the plugin maps the same file.

#include "plugin.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

uint64_t memory_size;
static char *memory;

void
memory_open(void) {
    struct stat status;
    int fd = open(settings.ram, O_RDWR);
    if (fd < 0 || fstat(fd, &status) != 0) {
        fail("%s: %s", settings.ram, strerror(errno));
    }
    memory = mmap(NULL, (size_t) status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (memory == MAP_FAILED) {
        fail("%s: %s", settings.ram, strerror(errno));
    }
    memory_size = (uint64_t) status.st_size;
}

void *
memory_at(uint64_t address, uint64_t size) {
    return size <= memory_size && address <= memory_size - size ? memory + address : NULL;
}

uint64_t
memory_word(uint64_t address) {
    const uint64_t *word = memory_at(address, sizeof(*word));
    return word ? *(const volatile uint64_t *) word : 0;
}

uint64_t
physical(uint64_t pointer) {
    return pointer & (VA_LOWEND - 1); // the direct map starts where the high half does
}
