/*
 * fuzz_packet_map: any frame with any values for keys that the bytes choose becomes a frame or is refused
 * with an error that can be shown; what was made right once stays as it is when it is read as a map and
 * made again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/packet_map.h"
#include "target.h"

static const char *const keys[] = {
	"proto", "src",  "dst",  "sport",   "dport",   "flags",    "seq",      "ack",       "win",
	"type",  "code", "mtu",  "options", "payload", "ident",    "op",       "sha",       "ttl",
	"df",    "mf",   "vlan", "offset",  "flow",    "checksum", "iplength", "rawseq",    "hwdst",
	"bytes", "nope", "id",   "header",  "length",  "coverage", "ipheader", "ethertype",
};

static const char *const texts[] = {
	"tcp",
	"udp",
	"icmp6",
	"arp",
	"10.0.0.1",
	"fd00::1",
	"SYN ACK",
	"mss 1 sackOK ts 1 2",
	"wscale 7 77 abcd sack 1-2",
	"02:00:00:00:00:01",
	"",
	"a",
};

static bool host_named(void *context, const char *name, struct packet_host *host)
{
	(void)context;
	*host = (struct packet_host){.name = name, .has_ipv4 = true};
	return name[0] == 'a';
}

static bool host_at(void *context, const uint8_t *address, size_t size, struct packet_host *host)
{
	(void)context;
	*host = (struct packet_host){.name = "a"};
	return address[size - 1] == 1;
}

static const struct packet_hosts hosts = {.named = host_named, .at = host_at};

static struct map *read_changes(struct input *input)
{
	struct map *map = map_new();
	for (unsigned count = take(input) % 8; count && input->size; count--) {
		const char *key = keys[take(input) % (sizeof(keys) / sizeof(*keys))];
		const unsigned kind = take(input);
		struct value value;
		if (kind & 0x80)
			value = value_bytes(
				bytes_text(texts[kind % (sizeof(texts) / sizeof(*texts))]));
		else if (kind & 0x40)
			value = value_int(take(input));
		else
			value = take_value(input);
		map = map_put_text(map, key, value);
	}
	return map;
}

static void check_refusal(struct error *error)
{
	struct buffer text = {0};
	error_format(error, &text);
	check(text.length > 0 && text.length < 10000);
	object_release(error);
	buffer_free(&text);
}

/* False: it was refused. */
static bool build(const struct packet_wish *wish, struct buffer *frame)
{
	struct error *error = NULL;
	const bool good = packet_build(wish, frame, &error);
	check(good == !error);
	if (error)
		check_refusal(error);
	return good;
}

static void check_again(const struct buffer *frame)
{
	struct buffer again = {0};
	struct map *map = packet_to_map(map_new(), frame->data, frame->length, NULL);
	struct packet_wish wish = {.map = map, .hosts = &hosts, .call = "inject"};
	check(build(&wish, &again));
	object_release(map);
	/* What was made once has no padding and right lengths, unless nothing of it is known. */
	map = packet_to_map(map_new(), again.data, again.length, NULL);
	struct buffer third = {0};
	wish.map = map;
	check(build(&wish, &third));
	check(third.length == again.length && memcmp(third.data, again.data, again.length) == 0);
	object_release(map);
	buffer_free(&again);
	buffer_free(&third);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	const unsigned flags = take(&input);
	struct buffer frame = {0};
	struct map *map = read_changes(&input);
	struct bytes *base = take_rest(&input);
	const struct packet_wish wish = {.base = flags & 1 ? base->data : NULL,
					 .base_length = base->length,
					 .map = map,
					 .seq_base = flags << 24,
					 .as_is = flags & 2,
					 .hosts = flags & 4 ? &hosts : NULL,
					 .call = "inject"};
	if (build(&wish, &frame) && frame.length)
		check_again(&frame);
	object_release(base);
	object_release(map);
	buffer_free(&frame);
	return 0;
}
