/*
 * fail_allocation: makes one allocation fail in the program that it is preloaded into.
 *
 *   ALLOCATION_FAILS=N LD_PRELOAD=fail_allocation.so PROGRAM
 *
 * The Nth of the program's own gives NULL with ENOMEM, those before and after it work; so do those
 * of the C library, which does not survive all of them (getaddrinfo(3) of glibc 2.36 does not). With
 * ALLOCATIONS_COUNTED=FILE their number is written to the file at the end. With EPOLL_FAILS there
 * is no epoll_create1(2).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc's own, which need no search: dlsym may allocate itself. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_long count;
static long failing;
static uintptr_t program, program_end;

/* The first is the program itself. */
static int find_program(struct dl_phdr_info *information, size_t size, void *context)
{
	(void)size, (void)context;
	program = information->dlpi_addr;
	for (unsigned i = 0; i < information->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &information->dlpi_phdr[i];
		uintptr_t end = program + header->p_vaddr + header->p_memsz;
		if (header->p_type == PT_LOAD && end > program_end)
			program_end = end;
	}
	return 1;
}

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("ALLOCATION_FAILS");
	dl_iterate_phdr(find_program, NULL);
	unsetenv("LD_PRELOAD"); /* what the program starts is another matter */
	failing = text ? atol(text) : 0;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("ALLOCATIONS_COUNTED");
	FILE *file = path ? fopen(path, "we") : NULL;
	if (file) {
		fprintf(file, "%ld\n", atomic_load(&count));
		fclose(file);
	}
}

static bool fails(const void *caller)
{
	if ((uintptr_t)caller < program || (uintptr_t)caller >= program_end)
		return false;
	if (atomic_fetch_add(&count, 1) + 1 != failing)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t items, size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(items, size);
}

void *realloc(void *old, size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

int epoll_create1(int flags)
{
	if (getenv("EPOLL_FAILS")) {
		errno = EMFILE;
		return -1;
	}
	return (int)syscall(SYS_epoll_create1, flags);
}
