/*
 * host_words: see host_words.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lab/host_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/completion.h"
#include "handsh/socket.h"

#define NAME_MOST 32 /* bytes of a name */

static bool is_name(const struct bytes *text)
{
	if (!text->length || text->length > NAME_MOST || !isalpha((unsigned char)text->data[0]))
		return false;
	for (size_t i = 0; i < text->length; i++)
		if (!isalnum((unsigned char)text->data[i]) && text->data[i] != '_')
			return false;
	return true;
}

static void name_refused(struct call *call, const char *what, const struct bytes *text)
{
	struct buffer shown = {0};
	literal_format_cut(&shown, text->data, text->length, 60);
	call_fail(call, "USAGE", "%s is no name of a %s", buffer_cstring(&shown), what);
	buffer_free(&shown);
}

bool name_fits(struct call *call, const char *what, const struct bytes *text)
{
	if (is_name(text))
		return true;
	name_refused(call, what, text);
	error_hint(call->error, "a letter, then letters, digits and _, at most %d", NAME_MOST);
	return false;
}

/* s1 and c1 are the table's. */
static bool is_of_table(const char *name)
{
	return strchr("scfe", name[0]) && name[1] && !name[1 + strspn(name + 1, "0123456789")];
}

/* b6 is the IPv6 address of b. */
static bool is_other_name(struct call *call, const char *name)
{
	const struct lab *lab = call_shell(call)->lab;
	const size_t length = strlen(name);
	char *longer = memory_copy(name, length + 1);
	longer[length] = '6';
	struct host *host = lab_find(lab, longer);
	free(longer);
	if (!host && length > 1 && name[length - 1] == '6') {
		char *shorter = memory_copy(name, length - 1);
		host = lab_find(lab, shorter);
		free(shorter);
	}
	if (host) {
		call_fail(call, "USAGE", "%s would be taken for %s, as a name for an IPv6 address",
			  name, host->name);
		error_hint(call->error,
			   "of a host b the name b6 is the IPv6 address: take another name");
	}
	return host != NULL;
}

/* What an address is wanted for: host(1) looks it up. */
static bool is_of_internet(struct call *call, const struct bytes *text)
{
	const bool dotted = memchr(text->data, '.', text->length);
	if (!dotted && !bytes_is(text, "localhost"))
		return false;
	name_refused(call, "host", text);
	error_hint(call->error, "type resolve %.*s", (int)text->length, text->data);
	return true;
}

static bool check_name(struct call *call, const struct bytes *text)
{
	if (is_of_internet(call, text) || !name_fits(call, "host", text))
		return false;
	char *name = memory_copy(text->data, text->length);
	bool good = false;
	if (is_of_table(name) || socket_name_is_standard(name)) {
		call_fail(call, "USAGE", "%s is the name of a socket in the table", name);
		error_hint(call->error, "take a name that is not s, c, f or e and a number");
	} else if (shell_host(call_shell(call), name)) {
		call_fail(call, "USAGE", "there is a host %s already", name);
		error_hint(call->error, strcmp(name, "here") == 0 ? "here is this machine"
								  : "hosts shows those there are");
	} else {
		good = !is_other_name(call, name);
	}
	free(name);
	return good;
}

bool host_words_fit(struct call *call)
{
	for (unsigned i = 0; i < call->count; i++) {
		const struct value name = call_argument(call, i);
		if (!check_name(call, name.bytes))
			return false;
		for (unsigned before = 0; before < i; before++) {
			if (!value_equal(call_argument(call, before), name))
				continue;
			call_fail(call, "USAGE", "%.*s is named twice", (int)name.bytes->length,
				  name.bytes->data);
			return false;
		}
	}
	return true;
}

/* ---- the host of a name server ---- */

static bool convert_server(struct call *call, const struct parameter *parameter,
			   struct value *value)
{
	if (value->type != TYPE_HOST)
		return kind_word.convert(call, parameter, value);
	struct bytes *name = bytes_text(((const struct host *)value->object)->name);
	value_release(*value);
	*value = value_bytes(name);
	return true;
}

static void complete_server(struct shell *shell, const struct parameter *parameter,
			    const char *prefix, struct completion *completion)
{
	(void)parameter, (void)prefix;
	complete_hosts(shell, completion);
}

const struct kind kind_server = {
	.name = "a host's name", .convert = convert_server, .complete = complete_server};

/* b, or b6. */
static bool is_made(struct call *call, const struct bytes *name)
{
	for (unsigned i = 0; i < call->count; i++) {
		const struct bytes *made = call_argument(call, i).bytes;
		const size_t more = name->length - made->length;
		if (name->length >= made->length &&
		    memcmp(name->data, made->data, made->length) == 0 &&
		    (more == 0 || (more == 1 && name->data[made->length] == '6')))
			return true;
	}
	return false;
}

bool server_fits(struct call *call, const struct bytes *name)
{
	char *text = memory_copy(name->data, name->length);
	struct ip ip;
	const bool known =
		!memchr(name->data, '\0', name->length) &&
		(is_made(call, name) || lab_resolve(call_shell(call)->lab, text, AF_UNSPEC, &ip) ||
		 lab_resolve(call_shell(call)->lab, text, AF_INET6, &ip));
	free(text);
	if (known)
		return true;
	struct buffer shown = {0};
	literal_format_cut(&shown, name->data, name->length, 60);
	call_fail(call, "UNKNOWN", "there is no host %s", buffer_cstring(&shown));
	error_hint(call->error, "make it first, or together with those that ask it");
	buffer_free(&shown);
	return false;
}
