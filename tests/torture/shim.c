/*
 * shim: counts the fallible calls of the program that it is preloaded into, and lets one of them
 * fail.
 *
 *   HANDSH_TORTURE=CALL:N:FAILURE [HANDSH_TORTURE_FILE=FILE] LD_PRELOAD=shim.so PROGRAM
 *
 * The N-th call of CALL, from 1, fails with FAILURE: an errno's name, one of getaddrinfo's (EAI_…),
 * or "short", which halves a count of bytes. FILE holds a struct ledger, which is mapped: its owner
 * reads what was called, whether the failure came about, and how many descriptors were open at the
 * end. What the program executes is left in peace. A debugger that stops in shim_deliver sees who
 * called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define NAME_SIZE 24
#define DESCRIPTORS 4096
#define NOT_REPORTED UINT64_MAX
#define SHORT (-10000) /* none of errno's values, and none of getaddrinfo's */

#define CALL_NAME(name) #name,
static const char *const call_names[CALL_COUNT] = {CALLS(CALL_NAME)};

struct counted {
	char name[NAME_SIZE];
	_Atomic uint64_t count;
};

struct ledger {
	_Atomic uint64_t delivered;
	uint64_t descriptors; /* above 2, open at the end; NOT_REPORTED: there was no orderly end */
	struct counted calls[CALL_COUNT];
};

struct registration {
	int epoll;
	struct epoll_event event;
};

static struct {
	struct ledger own; /* used where there is no file */
	struct ledger *ledger;
	void *real[CALL_COUNT];
	enum call failing;
	uint64_t position;
	int failure;
	bool ready; /* between the beginning of the program and its end */
	struct registration registrations[DESCRIPTORS];
} shim = {.ledger = &shim.own, .failing = CALL_COUNT};

/* With the program from its start: otherwise the first look at it would allocate. */
static _Thread_local bool is_first_thread __attribute__((tls_model("initial-exec")));

/* ---- the beginning and the end ---- */

static const struct {
	const char *name;
	int number;
} other_failures[] = {
	{"short", SHORT},
	{"EAI_MEMORY", EAI_MEMORY},
	{"EAI_AGAIN", EAI_AGAIN},
	{"EAI_FAIL", EAI_FAIL},
};

static int failure_number(const char *name)
{
	for (size_t i = 0; i < sizeof other_failures / sizeof *other_failures; i++)
		if (strcmp(name, other_failures[i].name) == 0)
			return other_failures[i].number;
	for (int number = 1; number <= EHWPOISON; number++) { /* Linux's last */
		const char *known = strerrorname_np(number);
		if (known && strcmp(name, known) == 0)
			return number;
	}
	return 0;
}

static void read_wish(const char *wish)
{
	char name[NAME_SIZE] = "", failure[NAME_SIZE] = "";
	unsigned long position = 0;
	sscanf(wish, "%23[a-z0-9_]:%lu:%23[a-zA-Z0-9_]", name, &position, failure);
	for (int i = 0; i < CALL_COUNT; i++)
		if (strcmp(name, call_names[i]) == 0)
			shim.failing = (enum call)i;
	shim.position = position;
	shim.failure = failure_number(failure);
	if (shim.failing < CALL_COUNT && position && shim.failure)
		return;
	fprintf(stderr, "shim: HANDSH_TORTURE=%s is not CALL:N:FAILURE\n", wish);
	_exit(2);
}

static void map_file(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	void *place = mmap(NULL, sizeof *shim.ledger, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (place == MAP_FAILED)
		return;
	shim.ledger = place;
	shim.ledger->descriptors = NOT_REPORTED;
	for (int i = 0; i < CALL_COUNT; i++)
		strcpy(shim.ledger->calls[i].name, call_names[i]);
}

__attribute__((constructor)) static void begin(void)
{
	const char *file = getenv("HANDSH_TORTURE_FILE"), *wish = getenv("HANDSH_TORTURE");
	for (int i = 0; i < CALL_COUNT; i++)
		shim_real((enum call)i);
	if (file)
		map_file(file);
	if (wish)
		read_wish(wish);
	is_first_thread = true;
	unsetenv("LD_PRELOAD");
	unsetenv("HANDSH_TORTURE");
	unsetenv("HANDSH_TORTURE_FILE");
	shim.ready = true;
}

__attribute__((destructor)) static void end(void)
{
	uint64_t count = 0;
	shim.ready = false;
	for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	shim.ledger->descriptors = count;
}

void *shim_real(enum call call)
{
	if (!shim.real[call])
		shim.real[call] = dlsym(RTLD_NEXT, call_names[call]);
	return shim.real[call];
}

/* ---- failing ---- */

static __attribute__((noinline)) void shim_deliver(void)
{
	atomic_fetch_add(&shim.ledger->delivered, 1);
}

/* Is this the call that is to fail? */
static bool count_call(enum call call)
{
	if (!shim.ready)
		return false;
	uint64_t before = atomic_fetch_add(&shim.ledger->calls[call].count, 1);
	if (call != shim.failing || before + 1 != shim.position)
		return false;
	shim_deliver();
	return true;
}

bool shim_fails(enum call call)
{
	if (!count_call(call))
		return false;
	errno = shim.failure;
	return true;
}

bool shim_fails_allocation(enum call call)
{
	return is_first_thread && shim_fails(call);
}

static void follow(int fd)
{
	if (fd < 0 || fd >= DESCRIPTORS || !shim.registrations[fd].epoll)
		return;
	struct registration *registration = &shim.registrations[fd];
	REAL(epoll_ctl)(registration->epoll, EPOLL_CTL_MOD, fd, &registration->event);
}

bool shim_fails_moving(enum call call, int from, int to, size_t *size)
{
	if (!count_call(call))
		return false;
	if (shim.failure == SHORT || shim.failure == EAGAIN) {
		follow(from);
		follow(to);
	}
	if (shim.failure != SHORT) {
		errno = shim.failure;
		return true;
	}
	*size = (*size + 1) / 2;
	return false;
}

void shim_registered(int epoll, int operation, int fd, const struct epoll_event *event)
{
	if (fd < 0 || fd >= DESCRIPTORS)
		return;
	shim.registrations[fd] = (struct registration){0};
	if (operation != EPOLL_CTL_DEL)
		shim.registrations[fd] = (struct registration){epoll, *event};
}
