#ifndef WEENSY_ACPI_H
#define WEENSY_ACPI_H

// acpi.h: turns the machine off, as the ACPI specification describes.

#include "kernel-only.h"

// acpi_power_off()
//    Turns the machine off. If the firmware does not say how, returns, with the loader's page
//    tables active.
void acpi_power_off(void);

#endif
