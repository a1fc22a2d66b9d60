/*
 * wrap_memory: the allocators as the shim wraps them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

#include "shim.h"

/* What AddressSanitizer's runtime has in place of malloc; absent in other builds. */
void *__interceptor_malloc(size_t size) __attribute__((weak));
void *__interceptor_calloc(size_t count, size_t size) __attribute__((weak));
void *__interceptor_realloc(void *old, size_t size) __attribute__((weak));
void *__interceptor_memalign(size_t alignment, size_t size) __attribute__((weak));

/* glibc's own. Neither needs a search: dlsym may allocate itself. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static void *real_realloc(void *old, size_t size)
{
	return __interceptor_realloc ? __interceptor_realloc(old, size) : __libc_realloc(old, size);
}

static void *real_memalign(size_t alignment, size_t size)
{
	return __interceptor_memalign ? __interceptor_memalign(alignment, size)
				      : __libc_memalign(alignment, size);
}

void *malloc(size_t size)
{
	if (shim_fails_allocation(CALL_malloc))
		return NULL;
	return __interceptor_malloc ? __interceptor_malloc(size) : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	if (shim_fails_allocation(CALL_calloc))
		return NULL;
	return __interceptor_calloc ? __interceptor_calloc(count, size)
				    : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return shim_fails_allocation(CALL_realloc) ? NULL : real_realloc(old, size);
}

void *reallocarray(void *old, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return shim_fails_allocation(CALL_reallocarray) ? NULL : real_realloc(old, bytes);
}

void *memalign(size_t alignment, size_t size)
{
	return shim_fails_allocation(CALL_memalign) ? NULL : real_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return shim_fails_allocation(CALL_aligned_alloc) ? NULL : real_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
	void *place =
		shim_fails_allocation(CALL_posix_memalign) ? NULL : real_memalign(alignment, size);
	if (!place)
		return ENOMEM;
	*memory = place;
	return 0;
}
