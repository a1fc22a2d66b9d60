/*
 * fuzz_keeper_request: whatever the shell's side of the socket sends, with whatever descriptors, the
 * keeper takes as a request only what is one, and opens only what lies where it may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/keeper/protocol.h"
#include "target.h"

/* By its components, as the kernel walks: never above its first three, which are a root's. */
static bool stays_inside(const char *path)
{
	unsigned depth = 0;
	while (*path) {
		path += strspn(path, "/");
		const size_t length = strcspn(path, "/");
		if (length == 2 && memcmp(path, "..", 2) == 0) {
			if (depth <= 3)
				return false;
			depth--;
		} else if (length && !(length == 1 && *path == '.')) {
			depth++;
		}
		path += length;
	}
	return true;
}

static void check_request(const struct keeper_request *request, unsigned count)
{
	check(request->task < KEEPER_TASKS);
	check(count == (request->task == KEEPER_NAMESPACE ? 0 : 1));
	if (request->task != KEEPER_OPEN)
		return;
	check(memchr(request->path, '\0', sizeof(request->path)));
	check(strncmp(request->path, "/proc/sys/net/", 14) == 0 ||
	      strncmp(request->path, "/proc/thread-self/net/", 22) == 0);
	check(stays_inside(request->path));
}

/* The first byte: how many descriptors come along. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int pair[2], sent[PARCEL_DESCRIPTORS] = {0, 0, 0, 0}, came[PARCEL_DESCRIPTORS];
	unsigned count = 0;
	struct keeper_request request;
	struct input input = {data, size};
	const unsigned descriptors = take(&input) % (PARCEL_DESCRIPTORS + 1);
	check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0);
	if (parcel_send(pair[0], input.data, input.size, sent, descriptors) >= 0) {
		const ssize_t got =
			parcel_receive(pair[1], &request, sizeof(request), came, &count);
		check(count == (input.size ? descriptors : 0));
		if (keeper_request_fits(&request, got, count))
			check_request(&request, count);
		descriptors_close(came, count);
	}
	close(pair[0]);
	close(pair[1]);
	return 0;
}
