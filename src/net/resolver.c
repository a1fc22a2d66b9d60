/*
 * resolver: getaddrinfo(3) on one helper thread. It may wait for a name server for many seconds, so
 * the thread that runs the tasks hands it over and waits for an eventfd(2) instead.
 *
 * glibc's getaddrinfo_a(3) would start up to 20 threads for it, tells of an answer by a signal or by
 * one thread more, never by a descriptor, and does not cancel what is under way either. c-ares asks
 * name servers without a thread, but takes of nsswitch.conf(5) only whether files or dns come first:
 * a name that mdns, myhostname or another of its modules answers, and with it curl and ping, would
 * not be known here.
 *
 * The two threads share the lists, under the mutex, and nothing else: the helper touches of a
 * request only its texts and its answer. No value of the language is ever seen by it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/socket_table.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utlist.h>

#define NAME_SHOWN 255 /* bytes of a host in a message: none that can be is longer, RFC 1035 */

/* One question. */
struct job {
	struct job *previous, *next; /* in a list of utlist.h */
	char *host, *port;           /* port may be NULL */
	struct addrinfo hints;
	struct addrinfo *answer;
	int result, number;      /* of getaddrinfo, and errno for EAI_SYSTEM */
	struct request *request; /* who waits; NULL: nobody any more. The main thread's own. */
};

/* What the call holds in its state. */
struct request {
	struct object object;
	struct job *job;
	struct call *call;
};

struct resolver {
	pthread_mutex_t mutex;
	pthread_cond_t more;
	pthread_t thread;
	int wake;          /* eventfd: something is done */
	bool quit, orphan; /* orphan: the helper frees all, it was busy when the shell ended */
	struct job *waiting, *running, *done;
	struct observer observer;
	struct machine *machine;
};

static void job_free(struct job *job)
{
	if (job->answer)
		freeaddrinfo(job->answer);
	free(job->host);
	free(job->port);
	free(job);
}

static void jobs_free(struct job *jobs)
{
	struct job *job, *after;
	DL_FOREACH_SAFE2 (jobs, job, after, next)
		job_free(job);
}

static void destroy(struct resolver *resolver)
{
	jobs_free(resolver->waiting);
	jobs_free(resolver->done);
	close(resolver->wake);
	pthread_mutex_destroy(&resolver->mutex);
	pthread_cond_destroy(&resolver->more);
	free(resolver);
}

/* ---- the helper ---- */

static void answer(struct job *job)
{
	job->result = getaddrinfo(job->host, job->port, &job->hints, &job->answer);
	job->number = errno;
	/* localhost is the loopback address also where no /etc/hosts says so: RFC 6761, 6.3. */
	if (job->result && strcasecmp(job->host, "localhost") == 0)
		job->result = getaddrinfo(job->hints.ai_family == AF_INET6 ? "::1" : "127.0.0.1",
					  job->port, &job->hints, &job->answer);
	if (job->result)
		job->answer = NULL;
}

static void *help(void *context)
{
	struct resolver *resolver = context;
	pthread_mutex_lock(&resolver->mutex);
	while (!resolver->quit) {
		struct job *job = resolver->waiting;
		if (!job) {
			pthread_cond_wait(&resolver->more, &resolver->mutex);
			continue;
		}
		DL_DELETE2(resolver->waiting, job, previous, next);
		resolver->running = job;
		pthread_mutex_unlock(&resolver->mutex);
		answer(job);
		pthread_mutex_lock(&resolver->mutex);
		resolver->running = NULL;
		DL_APPEND2(resolver->done, job, previous, next);
		eventfd_write(resolver->wake, 1);
	}
	bool orphan = resolver->orphan;
	pthread_mutex_unlock(&resolver->mutex);
	if (orphan)
		destroy(resolver);
	return NULL;
}

/* ---- the main thread ---- */

static void answered(struct machine *machine, struct observer *observer, uint32_t events)
{
	struct resolver *resolver = observer->context;
	eventfd_t count;
	(void)machine, (void)events;
	eventfd_read(resolver->wake, &count);
	pthread_mutex_lock(&resolver->mutex);
	struct job *done = resolver->done, *job, *after;
	resolver->done = NULL;
	pthread_mutex_unlock(&resolver->mutex);
	DL_FOREACH_SAFE2 (done, job, after, next) {
		if (!job->request) {
			job_free(job);
			continue;
		}
		job->request->job = job; /* the request's own from now on */
		call_wake(job->request->call);
		job->request = NULL;
	}
}

/* All signals stay with the main thread. */
static int start_helper(struct resolver *resolver)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int number = pthread_create(&resolver->thread, NULL, help, resolver);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return number;
}

/* NULL with errno when there is no descriptor or no thread to be had. */
static struct resolver *resolver_new(struct machine *machine)
{
	struct resolver *resolver = memory_zeroed(1, sizeof(*resolver));
	resolver->machine = machine;
	pthread_mutex_init(&resolver->mutex, NULL);
	pthread_cond_init(&resolver->more, NULL);
	resolver->wake = descriptor_aside(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	int number = errno;
	if (resolver->wake >= 0) {
		number = 0;
		if (!observer_open(machine, &resolver->observer, resolver->wake, EPOLLIN, answered,
				   resolver))
			number = errno;
		else if ((number = start_helper(resolver)))
			watch_close(machine, &resolver->observer.watch);
	}
	if (!number)
		return resolver;
	destroy(resolver);
	errno = number;
	return NULL;
}

/* Calls that still wait must not look for jobs that are gone. */
static void forget(struct job *job)
{
	if (job->request)
		job->request->job = NULL;
	job->request = NULL;
}

/* The helper cannot be stopped inside getaddrinfo: then it cleans up after itself. */
void resolver_free(struct resolver *resolver)
{
	pthread_t thread = resolver->thread;
	watch_close(resolver->machine, &resolver->observer.watch);
	pthread_mutex_lock(&resolver->mutex);
	struct job *job;
	DL_FOREACH2 (resolver->waiting, job, next)
		forget(job);
	DL_FOREACH2 (resolver->done, job, next)
		forget(job);
	bool busy = resolver->running != NULL;
	if (busy)
		forget(resolver->running);
	resolver->orphan = busy;
	resolver->quit = true;
	pthread_cond_signal(&resolver->more);
	pthread_mutex_unlock(&resolver->mutex);
	if (busy) {
		pthread_detach(thread);
		return;
	}
	pthread_join(thread, NULL);
	destroy(resolver);
}

/* ---- requests ---- */

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
	pthread_mutex_lock(&resolver->mutex);
	DL_APPEND2(resolver->waiting, job, previous, next);
	pthread_cond_signal(&resolver->more);
	pthread_mutex_unlock(&resolver->mutex);
}

static enum run begin(struct call *call, struct socket_table *table, const struct bytes *host,
		      const struct bytes *port, int family, int type)
{
	if (!table->resolver && !(table->resolver = resolver_new(table->machine)))
		return call_errno(call, "getaddrinfo", errno, "the resolver cannot start");
	if (memchr(host->data, '\0', host->length))
		return call_fail(call, "RANGE", "a host's name holds no NUL byte");
	struct job *job = memory_zeroed(1, sizeof(*job));
	job->host = text_of(host);
	job->port = text_of(port);
	job->hints.ai_family = family;
	job->hints.ai_socktype = type;
	job->hints.ai_flags = family == AF_INET6 ? AI_V4MAPPED : 0;
	submit(call, table->resolver, job);
	return call_pause(call);
}

static struct list *addresses_of(const struct addrinfo *answer)
{
	struct list *list = list_new(0);
	for (; answer; answer = answer->ai_next)
		list = list_append(list, address_value(answer->ai_addr, answer->ai_addrlen));
	return list;
}

static enum run refuse(struct call *call, const struct job *job)
{
	const int number = job->result == EAI_SYSTEM ? job->number : job->result;
	const char *more = strlen(job->host) > NAME_SHOWN ? "..." : "";
	return call_errno(call, "getaddrinfo", number, "%.*s%s", NAME_SHOWN, job->host, more);
}

enum run resolve(struct call *call, struct socket_table *table, const struct bytes *host,
		 const struct bytes *port, int family, int type, struct list **addresses)
{
	if (!call->state)
		return begin(call, table, host, port, family, type);
	struct request *request = (struct request *)call->state;
	struct job *job = request->job;
	if (!job || job->request)
		return call_pause(call); /* woken by something else */
	enum run run = RUN_DONE;
	if (job->result)
		run = refuse(call, job);
	else
		*addresses = addresses_of(job->answer);
	call->state = NULL;
	object_release(request);
	return run;
}
