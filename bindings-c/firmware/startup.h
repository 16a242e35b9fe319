#ifndef STARTUP_H
#define STARTUP_H

#include <stdint.h>

void print(const char *text);
void print_number(unsigned number);

/* What of the stack is used between the two, below their caller. */
void stack_paint(void);
unsigned stack_used(void);

#endif
