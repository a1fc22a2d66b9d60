/*
 * inquiry: how a call asks the resolver, and waits for the answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "net/resolver.h"

#define NAME_SHOWN 255 /* bytes of a host in a message: none that can be is longer, RFC 1035 */

/* A job that still runs, or waits, is left to the lists; answered() throws it away. */
static void request_destroy(struct object *object)
{
	struct request *request = (struct request *)object;
	if (request->job && request->job->request)
		request->job->request = NULL;
	else if (request->job)
		job_free(request->job);
	free(request);
}

static const struct behaviour request_behaviour = {.destroy = request_destroy};

static char *text_of(const struct bytes *bytes)
{
	return bytes ? memory_copy(bytes->data, bytes->length) : NULL;
}

static void submit(struct call *call, struct resolver *resolver, struct job *job)
{
	struct request *request = memory_zeroed(1, sizeof(*request));
	request->object = (struct object){&request_behaviour, 1};
	request->call = call;
	request->job = job;
	job->request = request;
	call->state = &request->object;
	resolver_submit(resolver, job);
}

static bool started(struct call *call, struct socket_table *table, const char *name)
{
	if (!table->resolver)
		table->resolver = resolver_new(table->machine);
	if (!table->resolver)
		call_errno(call, name, errno, "the resolver cannot start");
	return table->resolver;
}

static enum run begin(struct call *call, struct socket_table *table, const struct bytes *host,
		      const struct bytes *port, int family, int type)
{
	if (!started(call, table, "getaddrinfo"))
		return RUN_FAIL;
	if (memchr(host->data, '\0', host->length))
		return call_fail(call, "RANGE", "a host's name holds no NUL byte");
	struct job *job = memory_zeroed(1, sizeof(*job));
	job->lookup.host = text_of(host);
	job->lookup.port = text_of(port);
	job->lookup.hints = lookup_hints(family, type);
	submit(call, table->resolver, job);
	return call_pause(call);
}

static enum run begin_names(struct call *call, struct socket_table *table,
			    const struct address *address, int flags)
{
	if (!started(call, table, "getnameinfo"))
		return RUN_FAIL;
	struct job *job = memory_zeroed(1, sizeof(*job));
	job->lookup.address.length = address->length;
	memcpy(&job->lookup.address.storage, &address->any, address->length);
	job->lookup.flags = flags;
	submit(call, table->resolver, job);
	return call_pause(call);
}

static enum run refuse(struct call *call, const struct job *job)
{
	const char *name = job->lookup.host, *more = strlen(name) > NAME_SHOWN ? "..." : "";
	return call_errno(call, "getaddrinfo", lookup_number(&job->lookup), "%.*s%s", NAME_SHOWN,
			  name, more);
}

/* The answer to the call's question, or NULL: it has been woken by something else. */
static struct job *answer_to(const struct call *call)
{
	struct job *job = ((struct request *)call->state)->job;
	return job && !job->request ? job : NULL;
}

static void finish(struct call *call)
{
	object_release(call->state);
	call->state = NULL;
}

enum run resolve(struct call *call, struct socket_table *table, const struct bytes *host,
		 const struct bytes *port, int family, int type, struct list **addresses)
{
	if (!call->state)
		return begin(call, table, host, port, family, type);
	const struct job *job = answer_to(call);
	if (!job)
		return call_pause(call);
	enum run run = RUN_DONE;
	if (job->lookup.result)
		run = refuse(call, job);
	else
		*addresses = lookup_addresses(job->lookup.answer);
	finish(call);
	return run;
}

enum run resolve_names(struct call *call, struct socket_table *table, const struct address *address,
		       int flags, int *number, struct bytes **host, struct bytes **service)
{
	if (!call->state)
		return begin_names(call, table, address, flags);
	const struct job *job = answer_to(call);
	if (!job)
		return call_pause(call);
	*number = lookup_number(&job->lookup);
	if (!*number) {
		*host = bytes_text(job->lookup.names[0]);
		*service = bytes_text(job->lookup.names[1]);
	}
	finish(call);
	return RUN_DONE;
}
