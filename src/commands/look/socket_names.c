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
	int number = ask(handle->watch.fd, (struct sockaddr *)&address, &length) < 0 ? errno : 0;
	struct value result = VALUE_UNSET;
	if (!number)
		result = address_value((struct sockaddr *)&address, length);
	if (call_wanted(call)) {
		struct event event = socket_event(name, handle, number ? -1 : 0, number);
		event.call.from = result;
		call_journal(call, handle, &event);
	}
	if (number)
		return socket_failed(call, handle, name, number);
	return call_return(call, result);
}
