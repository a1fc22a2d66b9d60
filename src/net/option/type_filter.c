/*
 * type_filter: options that are filters: struct sock_fprog. A setting is its instructions, one after
 * the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/if_arp.h>
#include <string.h>

#include "handsh/packet_filter.h"
#include "net/option/option.h"

#define INSTRUCTION sizeof(struct sock_filter)

/* ---- a list of instructions: [code jt jf k] ---- */

static bool read_part(const struct list *parts, size_t i, int64_t most, int64_t *number)
{
	struct value part = list_at(parts, i);
	if (part.type != TYPE_INT && (part.type != TYPE_BYTES || !bytes_to_int(part.bytes, number)))
		return false;
	if (part.type == TYPE_INT)
		*number = part.integer;
	return *number >= 0 && *number <= most;
}

static bool read_instruction(struct value value, struct buffer *setting)
{
	int64_t code, jt, jf, k;
	if (value.type != TYPE_LIST || value.list->count != 4 ||
	    !read_part(value.list, 0, UINT16_MAX, &code) ||
	    !read_part(value.list, 1, UINT8_MAX, &jt) ||
	    !read_part(value.list, 2, UINT8_MAX, &jf) || !read_part(value.list, 3, UINT32_MAX, &k))
		return false;
	struct sock_filter instruction = {(uint16_t)code, (uint8_t)jt, (uint8_t)jf, (uint32_t)k};
	buffer_append(setting, &instruction, INSTRUCTION);
	return true;
}

static bool from_instructions(const struct option_wish *wish, struct buffer *setting)
{
	const struct list *list = wish->value.list;
	if (list->count > BPF_MAXINSNS)
		return option_wrong(wish, "RANGE", "at most 4096 instructions");
	for (size_t i = 0; i < list->count; i++)
		if (!read_instruction(list_at(list, i), setting))
			return option_wrong(wish, "TYPE",
					    "instructions of the form [code jt jf k]");
	return true;
}

/* ---- words ---- */

/* What a packet of the socket begins with. False: words mean nothing there. */
static bool start_of(const struct handle *handle, enum filter_start *start)
{
	struct sockaddr_ll link = {0};
	socklen_t size = sizeof(link);
	*start = FILTER_AT_NETWORK;
	if (!handle || handle->family == AF_INET || handle->family == AF_INET6)
		return true;
	if (handle->family != AF_PACKET)
		return false;
	if (handle->type != SOCK_RAW)
		return true;
	getsockname(handle->watch.fd, (struct sockaddr *)&link, &size);
	if (!link.sll_ifindex || link.sll_hatype == ARPHRD_ETHER ||
	    link.sll_hatype == ARPHRD_LOOPBACK)
		*start = FILTER_AT_ETHERNET;
	return true;
}

/* The words as one text. False: there is something else. */
static bool join(struct value value, struct buffer *text)
{
	const size_t count = value.type == TYPE_LIST ? value.list->count : 1;
	for (size_t i = 0; i < count; i++) {
		struct value word = value.type == TYPE_LIST ? list_at(value.list, i) : value;
		if ((word.type != TYPE_BYTES && word.type != TYPE_INT) ||
		    (word.type == TYPE_BYTES && memchr(word.bytes->data, '\0', word.bytes->length)))
			return false;
		buffer_text(text, i ? " " : "");
		value_format(word, text);
	}
	return true;
}

static bool from_words(const struct option_wish *wish, struct buffer *setting)
{
	enum filter_start start;
	struct buffer text = {0};
	bool good = join(wish->value, &text);
	if (!good)
		option_wrong_type(wish);
	else if (text.length > PACKET_FILTER_MOST)
		good = option_wrong(wish, "RANGE", "at most 2048 bytes of words");
	else if (!start_of(wish->handle, &start))
		good = option_wrong(wish, "TYPE",
				    "instructions on such a socket, whose data is no packet");
	else
		good = packet_filter_compile(buffer_cstring(&text), start, wish->call, setting,
					     wish->error);
	buffer_free(&text);
	return good;
}

static bool filter_from_value(const struct option_wish *wish, struct buffer *setting)
{
	const struct value value = wish->value;
	if (value.type == TYPE_LIST && value.list->count &&
	    list_at(value.list, 0).type == TYPE_LIST)
		return from_instructions(wish, setting);
	if (value.type == TYPE_LIST && !value.list->count)
		return option_wrong_type(wish);
	return from_words(wish, setting);
}

/* ---- values ---- */

static struct value filter_to_value(const struct socket_option *option,
				    const struct buffer *setting)
{
	struct list *list = list_new(setting->length / INSTRUCTION);
	(void)option;
	for (size_t at = 0; at + INSTRUCTION <= setting->length; at += INSTRUCTION) {
		struct sock_filter one;
		memcpy(&one, setting->data + at, INSTRUCTION);
		struct list *parts = list_append(list_new(4), value_int(one.code));
		parts = list_append(parts, value_int(one.jt));
		parts = list_append(parts, value_int(one.jf));
		parts = list_append(parts, value_int(one.k));
		list = list_append(list, value_object(TYPE_LIST, parts));
	}
	return value_object(TYPE_LIST, list);
}

static void filter_format(const struct socket_option *option, const struct buffer *setting,
			  struct buffer *buffer)
{
	const size_t count = setting->length / INSTRUCTION;
	(void)option;
	buffer_format(buffer, "{%zu instruction%s}", count, count == 1 ? "" : "s");
}

/* ---- the calls ---- */

/* SO_GET_FILTER counts instructions, and tells how many there are where there is no room. */
static int filter_get(int fd, const struct socket_option *option, struct buffer *setting)
{
	socklen_t count = 0;
	if (getsockopt(fd, option->level->number, option->number, NULL, &count) < 0)
		return -1;
	if (!count)
		return 0;
	const size_t size = count * INSTRUCTION;
	char *room = memset(buffer_reserve(setting, size), 0, size);
	if (getsockopt(fd, option->level->number, option->number, room, &count) < 0)
		return -1;
	setting->length = count * INSTRUCTION;
	return 0;
}

static int filter_set(int fd, const struct socket_option *option, const struct buffer *setting)
{
	const struct sock_fprog program = {
		.len = (unsigned short)(setting->length / INSTRUCTION),
		.filter = (struct sock_filter *)setting->data,
	};
	return setsockopt(fd, option->level->number, option->number, &program, sizeof(program));
}

const struct option_type option_filter = {
	.takes = "the words of pcap-filter(7), or a list of instructions [code jt jf k]",
	.several = true,
	.from_value = filter_from_value,
	.to_value = filter_to_value,
	.format = filter_format,
	.get = filter_get,
	.set = filter_set,
};
