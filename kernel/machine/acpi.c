// acpi.c: finds the power-off register in the firmware's tables: root pointer -> root table ->
// fixed description table. That one has the register's port, and points to the table whose object
// _S5_ has the value to write (ACPI specification 6.4: 5.2.5, 5.2.7, 5.2.9, 7.4.2, 4.8.3.2). It
// does not turn off machines that have a second such register.

#include "acpi.h"
#include "direct-map.h"
#include "disk-image.h"
#include "math.h"
#include "string.h"
#include "x86.h"

struct __attribute__((packed)) root_pointer {
    char signature[8]; // "RSD PTR "
    uint8_t checksum;
    char oem[6];
    uint8_t revision;
    uint32_t root_table;
};

struct __attribute__((packed)) table_header {
    char signature[4];
    uint32_t length; // bytes, this header included
    char other[28];
};

struct __attribute__((packed)) fixed_description {
    struct table_header header; // "FACP"
    uint32_t firmware_control;
    uint32_t differentiated_description;
    uint8_t reserved;
    uint8_t preferred_profile;
    uint16_t interrupt;
    uint32_t command_port;
    uint8_t enable_command; // written to command_port: hands power management to the system
    uint8_t other[11];
    uint32_t control; // port of the power management control register
};

_Static_assert(sizeof(struct root_pointer) == 20, "layouts are as the specification has them");
_Static_assert(sizeof(struct table_header) == 36, "likewise");
_Static_assert(offsetof(struct fixed_description, control) == 64, "likewise");

enum { CONTROL_ACPI_ENABLED = 0x1, CONTROL_SLEEP = 0x2000, CONTROL_SLEEP_TYPE_SHIFT = 10 };

static struct {
    uint16_t control; // port; 0: not known
    uint16_t value;
    uint16_t command_port;
    uint8_t enable_command;
} power;

static bool find_power_control(void);

void
acpi_power_off(void) {
    // The firmware's tables may be anywhere below 4 GiB; the loader's page tables map all of that.
    write_cr3(disk_image_info()->page_tables);
    if (!find_power_control()) {
        return;
    }
    if (power.command_port != 0 && !(inw(power.control) & CONTROL_ACPI_ENABLED)) {
        outb(power.command_port, power.enable_command);
        for (int i = 0; i < 3000000 && !(inw(power.control) & CONTROL_ACPI_ENABLED); ++i) {
        }
    }
    outw(power.control, power.value | CONTROL_SLEEP);
}


static const struct root_pointer *find_root_pointer(void);
static const void *find_table(const struct root_pointer *root, const char *signature);
static bool read_sleep_type(const struct table_header *dsdt);

// find_power_control()
//    Fills `power`; false if the firmware's tables do not say enough.
static bool
find_power_control(void) {
    const struct root_pointer *root = find_root_pointer();
    const struct fixed_description *fadt = root != NULL ? find_table(root, "FACP") : NULL;
    if (fadt == NULL) {
        return false;
    }
    power.control = (uint16_t) fadt->control;
    power.command_port = (uint16_t) fadt->command_port;
    power.enable_command = fadt->enable_command;
    return power.control != 0 && read_sleep_type(pa2kptr(fadt->differentiated_description));
}


static const struct root_pointer *scan_for_root_pointer(uint64_t start, uint64_t size);

static const struct root_pointer *
find_root_pointer(void) {
    const uint64_t bios_data_segment = *(const uint16_t *) pa2kptr(0x40E);
    const struct root_pointer *root = scan_for_root_pointer(bios_data_segment * 16, 1024);
    return root != NULL ? root : scan_for_root_pointer(0xE0000, 0x20000);
}

static const struct root_pointer *
scan_for_root_pointer(uint64_t start, uint64_t size) {
    for (uint64_t pa = round_up(start, 16); pa < start + size; pa += 16) {
        const struct root_pointer *root = pa2kptr(pa);
        if (memcmp(root->signature, "RSD PTR ", sizeof(root->signature)) == 0) {
            return root;
        }
    }
    return NULL;
}

static const void *
find_table(const struct root_pointer *root, const char *signature) {
    const struct table_header *rsdt = pa2kptr(root->root_table);
    const uint32_t *tables = (const uint32_t *) (rsdt + 1);
    for (size_t i = 0; i < (rsdt->length - sizeof(*rsdt)) / sizeof(*tables); ++i) {
        const struct table_header *table = pa2kptr(tables[i]);
        if (memcmp(table->signature, signature, sizeof(table->signature)) == 0) {
            return table;
        }
    }
    return NULL;
}


// read_sleep_type(dsdt)
//    Fills `power.value` with the first element of the package _S5_; false if there is none. It
//    searches for the bytes of that package, since doing it properly takes a whole interpreter of
//    the tables' language.
static bool
read_sleep_type(const struct table_header *dsdt) {
    enum { PACKAGE_OP = 0x12, BYTE_PREFIX = 0x0A };
    const uint8_t *aml = (const uint8_t *) dsdt, *aml_end = aml + dsdt->length;
    for (; aml + 12 < aml_end; ++aml) {
        if (memcmp(aml, "_S5_", 4) == 0 && aml[4] == PACKAGE_OP) {
            aml += 5;
            aml += 1 + (*aml >> 6);     // the package's length: its first byte says how many follow
            aml += 1;                   // number of elements
            aml += *aml == BYTE_PREFIX; // without a prefix, the byte is an opcode for 0 or 1
            power.value = (uint16_t) (*aml << CONTROL_SLEEP_TYPE_SHIFT);
            return true;
        }
    }
    return false;
}
