/* To be loaded before the C library: taking an input device fails with an error of the kernel's own, as some drivers let it out. */
#ifdef __x86_64__
enum { IOCTL = 16 };
#else
enum { IOCTL = 29 };
#endif
int *__errno_location(void);
long syscall(long number, ...);

int ioctl(int file, unsigned long request, void *argument) {
  if (request != 0x40044590) return syscall(IOCTL, (long)file, request, argument);
  *__errno_location() = 524;
  return -1;
}
