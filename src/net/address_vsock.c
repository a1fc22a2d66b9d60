/*
 * address_vsock: addresses between virtual machines and their host, vsock(7): CONTEXT:PORT.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "net/address_family.h"

#define HINT                                                                                       \
	"an address of vsock is a context and a port, numbers or any, hypervisor, local, host: "   \
	"2:1234, local 1234"

void vsock_context_format(unsigned context, struct buffer *buffer)
{
	if (context == VMADDR_CID_ANY)
		buffer_text(buffer, "any");
	else
		buffer_int(buffer, context);
}

void vsock_address_format(const struct sockaddr_vm *vm, struct buffer *buffer)
{
	vsock_context_format(vm->svm_cid, buffer);
	buffer_byte(buffer, ':');
	vsock_context_format(vm->svm_port, buffer); /* any port has the number of any context */
}

/* A number of 32 bits, or one of the names. */
static bool parse_number(const struct bytes *word, const char *call, const char *what,
			 unsigned *number, struct error **error)
{
	static const struct {
		const char *name;
		unsigned number;
	} names[] = {{"", VMADDR_CID_ANY},
		     {"any", VMADDR_CID_ANY},
		     {"hypervisor", VMADDR_CID_HYPERVISOR},
		     {"local", VMADDR_CID_LOCAL},
		     {"host", VMADDR_CID_HOST}};
	int64_t integer;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (bytes_is(word, names[i].name)) {
			*number = names[i].number;
			return true;
		}
	if (!bytes_to_int(word, &integer) || integer < 0 || integer > UINT32_MAX)
		return address_wrong(error, "RANGE", call, word, what, HINT);
	*number = (unsigned)integer;
	return true;
}

int vsock_address_parse(const struct endpoint *endpoint, const char *call, struct address **result,
			struct error **error)
{
	struct sockaddr_vm vm = {.svm_family = AF_VSOCK};
	if (!parse_number(endpoint->host, call, "is no context", &vm.svm_cid, error) ||
	    !parse_number(endpoint->port, call, "is no port", &vm.svm_port, error))
		return -1;
	*result = address_new((const struct sockaddr *)&vm, sizeof(vm));
	return 1;
}
