/*
 * signals: blocked, and read from a signalfd(2) by the loop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "ui/session.h"

void signals_look(struct signals *signals)
{
	struct signalfd_siginfo information;
	while (read(signals->observer.watch.fd, &information, sizeof(information)) ==
	       sizeof(information))
		signals->notify(signals->context, (int)information.ssi_signo);
}

static void signals_ready(struct machine *machine, struct observer *observer, uint32_t events)
{
	(void)machine, (void)events;
	signals_look(observer->context);
}

bool signals_open(struct signals *signals, struct machine *machine)
{
	signals->machine = machine;
	sigemptyset(&signals->mask);
	int fd = descriptor_aside(signalfd(-1, &signals->mask, SFD_CLOEXEC | SFD_NONBLOCK));
	if (fd < 0)
		return false;
	if (observer_open(machine, &signals->observer, fd, EPOLLIN, signals_ready, signals))
		return true;
	int number = errno;
	close(fd);
	errno = number;
	return false;
}

void signals_add(struct signals *signals, int number)
{
	struct sigaction action;
	if (sigaction(number, NULL, &action) < 0 || action.sa_handler == SIG_IGN)
		return;
	sigaddset(&signals->mask, number);
	signalfd(signals->observer.watch.fd, &signals->mask, 0);
	sigprocmask(SIG_BLOCK, &signals->mask, NULL);
}

void signals_close(struct signals *signals)
{
	int descriptor = signals->observer.watch.fd;
	watch_close(signals->machine, &signals->observer.watch);
	close(descriptor);
}
