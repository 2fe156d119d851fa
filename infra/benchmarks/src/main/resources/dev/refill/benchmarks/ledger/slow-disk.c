/* Loaded before the C library: each call that waits for the disk waits a millisecond more, as on a volume in a cloud. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <time.h>

static void wait_a_millisecond(void)
{
    struct timespec left = {0, 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

static int after_a_millisecond(const char *name, int file)
{
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
    wait_a_millisecond();
    return real(file);
}

int fsync(int file)
{
    return after_a_millisecond("fsync", file);
}

int fdatasync(int file)
{
    return after_a_millisecond("fdatasync", file);
}
