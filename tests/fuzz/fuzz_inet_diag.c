/*
 * fuzz_inet_diag: an answer of sock_diag(7) about ports, whatever stands in it, is read within its
 * bounds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/inet_diag.h"

#include <stdlib.h>
#include <string.h>

#include "target.h"

static void add(void *context, const struct inet_diag_msg *socket)
{
	unsigned *sum = context;
	for (size_t i = 0; i < sizeof(*socket); i++)
		*sum += ((const unsigned char *)socket)[i];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct libraries libraries;
	struct error *error;
	const struct mnl *mnl = library_load(&libraries, &library_mnl, &error);
	check(mnl);
	/* Aligned as a receive buffer is, and exactly as long as the data. */
	void *answer = memory_zeroed(1, size ? size : 1);
	unsigned sum = 0;
	memcpy(answer, data, size);
	inet_diag_read(mnl, answer, size, add, &sum);
	free(answer);
	return 0;
}
