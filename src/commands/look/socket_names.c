/*
 * socket_names: what getsockname and getpeername share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/look/socket_names.h"

enum run socket_address(struct call *call, const char *name, name_call *ask)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address);
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	struct answer answer = answer_of(
		name, handle, ask(handle->watch.fd, (struct sockaddr *)&address, &length));
	if (!answer.number)
		answer_give(&answer,
			    address_value_on(handle->host, (struct sockaddr *)&address, length));
	return call_answered(call, &answer);
}
