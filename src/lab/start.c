/*
 * start: what there must be before the first host: the keeper, and the wires' socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <linux/netlink.h>
#include <sched.h>
#include <unistd.h>

#include "lab/table.h"

static bool start_keeper(struct lab *lab, struct lab_failure *failure)
{
	enum lab_step step = LAB_START;
	const int number = keeper_start(&lab->keeper, &step);
	return step_done(failure, step, number);
}

static bool load(struct lab *lab, struct lab_failure *failure)
{
	struct error *error = NULL;
	lab->mnl = library_load(&lab->libraries, &library_mnl, &error);
	object_release(error);
	return step_done(failure, LAB_LIBRARY, lab->mnl ? 0 : ENOENT);
}

static bool open_netlink(struct lab *lab, struct lab_failure *failure)
{
	const int fd =
		descriptor_aside(lab_socket(lab, lab->keeper.namespaces[KEEPER_WIRE], AF_NETLINK,
					    SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
	lab->netlink = (struct netlink_socket){lab->mnl, fd};
	return step_done(failure, LAB_NETLINK, fd < 0 ? errno : 0);
}

static void take(void *context, const struct frame *frame)
{
	traffic_take(context, frame);
}

static bool open_wires(struct lab *lab, struct lab_failure *failure)
{
	const int fd =
		descriptor_aside(lab_socket(lab, lab->keeper.namespaces[KEEPER_WIRE], AF_PACKET,
					    SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
	if (fd < 0)
		return step_done(failure, LAB_PACKET, errno);
	return step_done(failure, LAB_RING,
			 wire_socket_open(&lab->socket, lab->machine, fd, take, lab));
}

/*
 * A connection whose packets are sent from two processors, by the program and, for its
 * acknowledgements, by whoever has brought what they acknowledge, passes two queues of the kernel, and
 * is reordered. The lab's programs have it from the shell.
 */
static void stay_on_one_processor(void)
{
	cpu_set_t processors;
	const int here = sched_getcpu();
	if (here < 0)
		return;
	CPU_ZERO(&processors);
	CPU_SET((unsigned)here, &processors);
	sched_setaffinity(0, sizeof(processors), &processors);
}

static void stop(struct lab *lab)
{
	if (lab->netlink.fd >= 0)
		close(lab->netlink.fd);
	lab->netlink.fd = -1;
	keeper_end(&lab->keeper);
}

bool lab_start(struct lab *lab, struct lab_failure *failure)
{
	if (lab->netlink.fd >= 0)
		return true;
	stay_on_one_processor();
	if (start_keeper(lab, failure) && load(lab, failure) && open_netlink(lab, failure) &&
	    open_wires(lab, failure))
		return true;
	stop(lab);
	return false;
}

bool lab_guard(struct lab *lab, struct lab_failure *failure)
{
	enum lab_step step = LAB_START;
	if (keeper_is_guarded(&lab->keeper))
		return true;
	if (!step_done(failure, step, keeper_start_guardian(&lab->keeper, &step))) {
		failure->step = step;
		return false;
	}
	for (const struct lab_host *host = lab->hosts; host; host = host->next)
		keeper_guard(&lab->keeper, host->host.number, host->network);
	return true;
}
