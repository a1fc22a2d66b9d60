/*
 * keeper_answers: what comes from the keeper, which is looked at before it is believed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "handsh/base.h"
#include "lab/keeper/keeper_link.h"

/* What the program that it should be has done instead, if it is not the keeper that answers. */
static int exit_number(struct keeper_link *link)
{
	int status = 0;
	if (TEMP_FAILURE_RETRY(waitpid(link->pid, &status, 0)) == link->pid)
		link->pid = 0;
	return WIFEXITED(status) && WEXITSTATUS(status) ? WEXITSTATUS(status) : ECHILD;
}

/* Each namespace in its place, unless one is there. */
static void take_namespaces(struct keeper_link *link, const int *came, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (i < KEEPER_NAMESPACES && link->namespaces[i] < 0)
			link->namespaces[i] = descriptor_aside(came[i]);
		else
			close(came[i]);
	}
}

int keeper_take_first(struct keeper_link *link, enum lab_step *step)
{
	struct keeper_answer answer;
	int came[PARCEL_DESCRIPTORS];
	unsigned count;
	const ssize_t size = parcel_receive(link->socket, &answer, sizeof(answer), came, &count);
	if (size < 0 && errno != ECONNRESET)
		return errno;
	if (size <= 0)
		return exit_number(link);
	if (size == sizeof(answer) && answer.number == 0 && answer.step == LAB_LIBRARY) {
		take_namespaces(link, came, count);
		return link->namespaces[KEEPER_OWNER] >= 0 ? 0 : EPROTO;
	}
	descriptors_close(came, count);
	if (size != sizeof(answer) || answer.number <= 0 || answer.step >= LAB_LIBRARY)
		return EPROTO;
	*step = answer.step;
	return answer.number;
}

int keeper_exchange(const struct keeper_link *link, const struct keeper_request *request, int where,
		    int made[2])
{
	struct keeper_answer answer;
	int came[PARCEL_DESCRIPTORS];
	unsigned count = 0;
	const unsigned wanted = request->task == KEEPER_PAIR ? 2 : 1;
	if (parcel_send(link->socket, request, sizeof(*request), &where, where >= 0) < 0)
		return EPIPE;
	const ssize_t size = parcel_receive(link->socket, &answer, sizeof(answer), came, &count);
	if (size == sizeof(answer) && !answer.number && count == wanted) {
		memcpy(made, came, count * sizeof(int));
		return 0;
	}
	descriptors_close(came, count);
	return size == sizeof(answer) && answer.number > 0 && !count ? answer.number : EPIPE;
}
