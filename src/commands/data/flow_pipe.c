/*
 * flow_pipe: bytes that go from one connection to another by splice(2), and do not come into this
 * program's memory. That pays where many come at once, between other programs: tests/bench/README.md.
 * A small message costs a call more, and a pipe two descriptors. So a flow receives and sends until a
 * receive has given much, and does so again when the pipe gives little.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/data/flow.h"
#include "handsh/transport.h"

#define PIPE_SIZE ((size_t)1 << 20)
#define LOOKED_AT 64 /* sockets of the table */
#ifdef HANDSH_STRESS
#define MUCH ((size_t)2)
#define LITTLE ((size_t)1)
#define LITTLES 1
#else
#define MUCH ((size_t)64 << 10)
#define LITTLE ((size_t)16 << 10)
#define LITTLES 16 /* in a row */
#endif

struct flow_pipe {
	int ends[2];
	size_t inside;
	unsigned little; /* how often in a row it was given little */
};

static bool can_splice(const struct handle *handle)
{
	return (handle->family == AF_INET || handle->family == AF_INET6) &&
	       handle->type == SOCK_STREAM && handle->shared->transport == &transport_plain;
}

static bool is_local_of(const struct handle *handle, const struct socket_address *peer)
{
	struct socket_address local = {.length = sizeof(local.storage)};
	return can_splice(handle) &&
	       getsockname(handle->watch.fd, &local.any, &local.length) == 0 &&
	       local.length == peer->length && memcmp(&local.any, &peer->any, peer->length) == 0;
}

/*
 * Does this shell read at the other end? Then the bytes come into its memory all the same, and those
 * of a pipe have left the processor's cache until then. Of a table with many sockets it is not known.
 */
static bool reads_itself(const struct handle *to)
{
	struct socket_address peer = {.length = sizeof(peer.storage)};
	const struct socket_table *table = to->table;
	if (socket_table_count(table) > LOOKED_AT ||
	    getpeername(to->watch.fd, &peer.any, &peer.length) < 0)
		return false;
	const struct handle *handle = socket_table_first(table);
	while (handle && !is_local_of(handle, &peer))
		handle = handle->next;
	return handle;
}

/* splice(2) hands on 64 KiB at a time, each of which bbr paces on its own. */
static bool is_paced(const struct handle *to)
{
	char name[16] = "";
	socklen_t size = sizeof(name) - 1;
	return getsockopt(to->watch.fd, IPPROTO_TCP, TCP_CONGESTION, name, &size) == 0 &&
	       strncmp(name, "bbr", strlen("bbr")) == 0;
}

/* What is shown or held must be seen, and a device is no descriptor. */
void flow_pipe_open(struct flow *flow, size_t got)
{
	int ends[2];
	if (got < MUCH || flow->unspliced)
		return;
	flow->unspliced = flow->shown || flow->holds || flow->device || !can_splice(flow->from) ||
			  !can_splice(flow->to) || is_paced(flow->to) || reads_itself(flow->to) ||
			  pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0;
	if (flow->unspliced)
		return;
	fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE); /* or it is smaller: pipe(7) */
	flow->pipe = memory_zeroed(1, sizeof(*flow->pipe));
	flow->pipe->ends[0] = ends[0];
	flow->pipe->ends[1] = ends[1];
}

/* All that is inside. */
static struct bytes *empty(struct flow_pipe *pipe)
{
	struct bytes *bytes = bytes_allocate(pipe->inside);
	size_t length = 0;
	ssize_t got;
	while (length < pipe->inside &&
	       (got = TEMP_FAILURE_RETRY(
			read(pipe->ends[0], bytes->data + length, pipe->inside - length))) > 0)
		length += (size_t)got;
	return bytes_shrink(bytes, length);
}

void flow_pipe_close(struct flow *flow)
{
	struct flow_pipe *pipe = flow->pipe;
	if (!pipe)
		return;
	flow->pipe = NULL;
	if (pipe->inside && flow->from->shared->count)
		handle_keep(flow->from, empty(pipe));
	else if (pipe->inside) /* nobody can receive them there any more */
		flow->message = empty(pipe);
	close(pipe->ends[0]);
	close(pipe->ends[1]);
	free(pipe);
}

bool flow_pipe_holds(const struct flow *flow)
{
	return flow->pipe && flow->pipe->inside;
}

int flow_pipe_take(struct flow *flow)
{
	struct flow_pipe *pipe = flow->pipe;
	const ssize_t got =
		TEMP_FAILURE_RETRY(splice(flow->from->watch.fd, NULL, pipe->ends[1], NULL,
					  PIPE_SIZE, SPLICE_F_MOVE | SPLICE_F_NONBLOCK));
	if (got < 0)
		return errno;
	pipe->inside = (size_t)got;
	pipe->little = pipe->inside > LITTLE ? 0 : pipe->little + 1;
	flow->source_ended = got == 0;
	return 0;
}

int flow_pipe_give(struct flow *flow, size_t *gone)
{
	struct flow_pipe *pipe = flow->pipe;
	const ssize_t put =
		TEMP_FAILURE_RETRY(splice(pipe->ends[0], NULL, flow->to->watch.fd, NULL,
					  pipe->inside, SPLICE_F_MOVE | SPLICE_F_NONBLOCK));
	*gone = put < 0 ? 0 : (size_t)put;
	if (put < 0)
		return errno;
	pipe->inside -= *gone;
	if (!pipe->inside && pipe->little >= LITTLES)
		flow_pipe_close(flow);
	return 0;
}
