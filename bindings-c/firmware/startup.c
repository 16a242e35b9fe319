/* The least that a Cortex-M3 needs to run main() under QEMU (mps2-an385), with semihosting. */
#include "startup.h"

extern uint32_t __data_start, __data_end, __data_load, __bss_start, __bss_end, end;
extern void __stack_top_fn(void); /* the top of the stack, typed as code for the table below */
int main(void);
void Reset_Handler(void);

#define PAINT 0xC0DEC0DEu

static int semihosting(int operation, const void *argument) {
  register int r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = argument;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory", "cc");
  return r0;
}

void print(const char *text) { semihosting(0x04, text); }

void print_number(unsigned number) {
  char digits[11], *start = digits + 10;
  *start = 0;
  do {
    *--start = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  print(start);
}

static void leave(int status) {
  const uint32_t reason[2] = {0x20026u, (uint32_t)status}; /* ADP_Stopped_ApplicationExit */
  semihosting(0x20, reason);
  for (;;) {
  }
}

/* The stack below the caller is painted, and what was used of it since then is seen. */
void stack_paint(void) {
  uint32_t *top = (uint32_t *)__builtin_frame_address(0) - 16;
  for (uint32_t *place = &end; place < top; place++) {
    *(volatile uint32_t *)place = PAINT;
  }
}

unsigned stack_used(void) {
  uint32_t *top = (uint32_t *)__builtin_frame_address(0), *place = &end;
  while (place < top && *place == PAINT) {
    place++;
  }
  return (unsigned)((char *)top - (char *)place);
}

void Reset_Handler(void) {
  for (uint32_t *from = &__data_load, *to = &__data_start; to < &__data_end;) {
    *to++ = *from++;
  }
  for (uint32_t *to = &__bss_start; to < &__bss_end;) {
    *to++ = 0;
  }
  leave(main());
}

static void fault(void) {
  print("FAULT\n");
  leave(99);
}

typedef void (*handler)(void);
__attribute__((section(".vectors"), used)) static const handler vectors[16] = {
    __stack_top_fn, Reset_Handler, fault, fault, fault, fault, fault};
