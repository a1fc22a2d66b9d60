/*
 * fuzz_filter: words of pcap-filter(7), of which the bytes choose one each, become a program that the
 * kernel takes and that comes back as a value, or are refused with an error that can be shown. None of
 * the words is a host's name, so nobody is asked for its address. The first byte chooses where packets
 * begin.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/filter.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "handsh/packet_filter.h"
#include "target.h"

static const char *const words[] = {
	"host",      "net",        "port",
	"portrange", "src",        "dst",
	"and",       "or",         "not",
	"ip",        "ip6",        "arp",
	"tcp",       "udp",        "icmp",
	"icmp6",     "sctp",       "ether",
	"proto",     "broadcast",  "multicast",
	"less",      "greater",    "mask",
	"vlan",      "mpls",       "pppoes",
	"inbound",   "outbound",   "ifindex",
	"gateway",   "protochain", "(",
	")",         "[",          "]",
	":",         "&",          "|",
	"^",         "+",          "-",
	"*",         "/",          "%",
	"<<",        ">>",         "<",
	">",         "<=",         ">=",
	"=",         "==",         "!=",
	"!",         "&&",         "||",
	"len",       "0",          "1",
	"4",         "6",          "13",
	"80",        "255",        "65535",
	"65536",     "4294967295", "4294967296",
	"0x1f",      "0x",         "127.0.0.1",
	"10.1",      "10.0.0.0/8", "1.2.3.4/33",
	"::1",       "fe80::/10",  "::/129",
	"1-2",       "9-1",        "02:00:00:00:00:01",
	"tcp-syn",   "tcpflags",   "icmp-echo",
	"icmptype",  ".",          ",",
	"\\",        "'",          "\"",
	"\t",        "#",          "\x01",
	"\x1b[2J",   "\xff",       "\xc3\xa9",
};

static bool kernel_takes(const struct buffer *program)
{
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	const struct sock_fprog code = {
		.len = (unsigned short)(program->length / sizeof(struct sock_filter)),
		.filter = (struct sock_filter *)program->data,
	};
	int failed = setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &code, sizeof(code));
	close(fd);
	return failed == 0;
}

/* Those of protochain jump back, which the kernel does not take. */
static void check_program(const struct buffer *program, const char *text)
{
	check(program->length && program->length % sizeof(struct sock_filter) == 0);
	check(program->length > BPF_MAXINSNS * sizeof(struct sock_filter) ||
	      strstr(text, "protochain") || kernel_takes(program));
}

static void check_refusal(const struct error *error)
{
	struct buffer text = {0};
	check(strcmp(error->name, "TYPE") == 0 || strcmp(error->name, "ELIBACC") == 0);
	error_message(error, &text);
	check_shown(text.data, text.length, true, "");
	buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size < 100 ? size : 100};
	struct buffer text = {0}, program = {0};
	struct error *error = NULL;
	enum filter_start start = take(&input) & 1 ? FILTER_AT_ETHERNET : FILTER_AT_NETWORK;
	while (input.size) {
		const unsigned byte = take(&input);
		buffer_text(&text, words[(byte & 0x7f) % (sizeof(words) / sizeof(*words))]);
		buffer_text(&text, byte & 0x80 ? "" : " ");
	}
	if (packet_filter_compile(buffer_cstring(&text), start, "setsockopt", &program, &error))
		check_program(&program, text.data);
	else
		check_refusal(error);
	check(!error == (program.length > 0));
	object_release(error);
	buffer_free(&text);
	buffer_free(&program);
	return 0;
}
