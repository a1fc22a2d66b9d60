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
#include "net/resolver.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utlist.h>

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

void job_free(struct job *job)
{
	if (job->lookup.answer)
		freeaddrinfo(job->lookup.answer);
	free(job->lookup.host);
	free(job->lookup.port);
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
		lookup_answer(&job->lookup);
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

struct resolver *resolver_new(struct machine *machine)
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

void resolver_submit(struct resolver *resolver, struct job *job)
{
	pthread_mutex_lock(&resolver->mutex);
	DL_APPEND2(resolver->waiting, job, previous, next);
	pthread_cond_signal(&resolver->more);
	pthread_mutex_unlock(&resolver->mutex);
}
