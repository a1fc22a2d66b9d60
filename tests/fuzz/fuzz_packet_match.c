/*
 * fuzz_packet_match: words of a filter, of which the bytes choose one each, alone or several in one word,
 * are compiled or refused with an error that can be shown; what was compiled is asked about the bytes as a
 * frame. Names are those of hosts that there are or are not; name servers are never asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/packet_match.h"
#include "target.h"

static const char *const words[] = {
	"syn",     "synack", "ack",     "fin",  "rst",  "data",     "retransmission",
	"arp",     "icmp",   "tcp",     "udp",  "from", "to",       "a",
	"b6",      "c",      "port",    "80",   "host", "10.0.0.1", "not",
	"and",     "or",     "!",       "&&",   "||",   "(",        ")",
	"[",       "]",      ":",       "&",    "==",   "tcp[13]",  "len",
	"fd00::1", "0x1f",   "net",     "src",  "\\",   "tcpflags", "1-2",
	"http",    "+",      "\x1b[2J", "\xff", " ",    "\n",       "aa:bb",
	"-",       "ether",  "vlan",    ">",    "<=",
};

static bool host_named(void *context, const char *name, struct packet_host *host)
{
	(void)context;
	*host = (struct packet_host){.name = name, .has_ipv4 = name[0] == 'a', .has_ipv6 = true};
	return name[0] == 'a' || name[0] == 'b';
}

static struct list *read_words(struct input *input)
{
	struct list *list = list_new(0);
	struct buffer word = {0};
	unsigned byte = 0;
	while (input->size && (byte & 0x7f) != 0x7f) {
		byte = take(input);
		buffer_text(&word, words[(byte & 0x7f) % (sizeof(words) / sizeof(*words))]);
		if (byte & 0x80)
			continue;
		list = list_append(list, value_bytes(bytes_from(&word)));
	}
	buffer_free(&word);
	return list;
}

static void check_refusal(struct error *error)
{
	struct buffer text = {0};
	error_format(error, &text);
	check(!strstr(buffer_cstring(&text), "unknown host"));
	if (error->hint)
		buffer_append(&text, error->hint->data, error->hint->length);
	check(utf8_valid(text.data, text.length));
	object_release(error);
	buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct packet_hosts hosts = {.named = host_named};
	struct input input = {data, size < 100 ? size : 100};
	struct packet_summary summary;
	struct error *error = NULL;
	struct list *list = read_words(&input);
	struct packet_match *match = packet_match_new(list, &hosts, "hold", &error);
	check(!match == !!error);
	packet_summarize(input.data, input.size, &summary);
	const struct packet_seen seen = {input.data, input.size, &summary, NULL, "a", NULL};
	if (match)
		packet_match(match, &seen);
	else
		check_refusal(error);
	packet_match_free(match);
	object_release(list);
	return 0;
}
