/*
 * fuzz_keeper_answer: whatever a keeper answers, with whatever descriptors, the shell has from it either
 * what it has asked for or an errno, and no descriptor stays open that nobody knows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/keeper/keeper_link.h"
#include "target.h"

/* The next that would be given. */
static int lowest_free(void)
{
	const int descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	check(descriptor >= 0);
	close(descriptor);
	return descriptor;
}

static void check_open(int descriptor)
{
	check(fcntl(descriptor, F_GETFD) >= 0);
}

static void take_first(struct keeper_link *link)
{
	enum lab_step step = LAB_START;
	const int number = keeper_take_first(link, &step);
	check(number >= 0 && step < LAB_LIBRARY);
	if (number == 0)
		check_open(link->namespaces[KEEPER_OWNER]);
}

static void exchange(const struct keeper_link *link, enum keeper_task task)
{
	int made[2];
	const struct keeper_request request = {.task = task};
	const int number = keeper_exchange(link, &request, -1, made);
	check(number >= 0);
	for (int i = 0; number == 0 && i < (task == KEEPER_PAIR ? 2 : 1); i++) {
		check_open(made[i]);
		close(made[i]);
	}
}

/* The first bytes: what was asked, how many descriptors come along, and whether the keeper ends. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int pair[2], sent[PARCEL_DESCRIPTORS] = {1, 1, 1, 1};
	struct keeper_link link;
	struct input input = {data, size};
	const unsigned task = take(&input) % (KEEPER_TASKS + 1);
	const unsigned descriptors = take(&input) % (PARCEL_DESCRIPTORS + 1);
	const bool ends = take(&input) % 2;
	const int before = lowest_free();
	keeper_link_init(&link);
	check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0);
	link.socket = pair[1];
	const bool said = parcel_send(pair[0], input.data, input.size, sent, descriptors) > 0;
	if (ends || !said)
		close(pair[0]);
	if (task == KEEPER_TASKS)
		take_first(&link);
	else
		exchange(&link, task);
	keeper_end(&link);
	if (!ends && said)
		close(pair[0]);
	check(lowest_free() == before);
	return 0;
}
