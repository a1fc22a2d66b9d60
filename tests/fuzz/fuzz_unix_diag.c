/*
 * fuzz_unix_diag: an answer of sock_diag(7), whatever stands in it, is read within its bounds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/unix_diag.h"

#include <stdlib.h>
#include <string.h>

#include "target.h"

static void look(void *context, const struct unix_socket *socket)
{
	unsigned *sum = context;
	for (size_t i = 0; i < socket->length; i++)
		*sum += (unsigned char)socket->name[i];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct libraries libraries;
	struct error *error;
	const struct mnl *mnl = library_load(&libraries, &library_mnl, &error);
	check(mnl);
	/* Aligned as a receive buffer is, and exactly as long as the data. */
	void *answer = memory_zeroed(1, size ? size : 1);
	memcpy(answer, data, size);
	struct unix_queue queue = unix_diag_read(mnl, answer, size);
	check(queue.known || (!queue.waiting && !queue.limit));
	unsigned sum = 0;
	unix_diag_read_sockets(mnl, answer, size, look, &sum);
	free(answer);
	return 0;
}
