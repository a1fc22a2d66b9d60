/*
 * packet_filter: the words of pcap-filter(7) as instructions of bpf(4), by libpcap.
 *
 * A start of handsh should not pay for a library that few scripts need: it is loaded when the first
 * filter is compiled, and stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/packet_filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <pcap/pcap.h>

#include "handsh/library.h"
#include "handsh/names.h"

#define WHOLE_PACKET 262144 /* what a filter that fits gives: as tcpdump(8) has it */

_Static_assert(sizeof(struct bpf_insn) == sizeof(struct sock_filter), "one form of instructions");

#define FUNCTIONS(X)                                                                               \
	X(pcap_open_dead)                                                                          \
	X(pcap_compile) X(pcap_geterr) X(pcap_freecode) X(pcap_close) X(bpf_filter)

struct pcap_functions {
	FUNCTIONS(LIBRARY_POINTER)
};

static const struct library library_pcap = {"libpcap.so.0.8", "libpcap0.8",
					    LIBRARY_FUNCTIONS(FUNCTIONS)};

/*
 * A socket reads from its own header on, a filter in words means the packet from the network header
 * on. The kernel finds that for loads from SKF_NET_OFF on: linux/filter.h.
 */
static void from_network_header(struct bpf_insn *instruction)
{
	const unsigned mode = BPF_MODE(instruction->code);
	const unsigned class = BPF_CLASS(instruction->code);
	if ((class == BPF_LD && (mode == BPF_ABS || mode == BPF_IND)) ||
	    (class == BPF_LDX && mode == BPF_MSH))
		instruction->k += (unsigned)SKF_NET_OFF;
}

static bool compile(const struct pcap_functions *pcap, const char *words, bool ethernet,
		    const char *call, struct buffer *program, struct error **error)
{
	struct bpf_program code;
	pcap_t *nothing = pcap->pcap_open_dead(ethernet ? DLT_EN10MB : DLT_RAW, WHOLE_PACKET);
	if (!nothing) {
		*error = error_errno(ENOMEM, call, NULL);
		return false;
	}
	bool good = pcap->pcap_compile(nothing, &code, words, 1, PCAP_NETMASK_UNKNOWN) == 0;
	if (good) {
		for (unsigned i = 0; !ethernet && i < code.bf_len; i++)
			from_network_header(&code.bf_insns[i]);
		buffer_append(program, code.bf_insns, code.bf_len * sizeof(*code.bf_insns));
		pcap->pcap_freecode(&code);
	} else {
		*error = error_new("TYPE", call, "%s", pcap->pcap_geterr(nothing));
		error_hint(*error, "pcap-filter(7) has the words: udp port 53, host 127.0.0.1 …");
	}
	pcap->pcap_close(nothing);
	return good;
}

/* What is loaded stays so: its functions are looked up again for the next filter. */
bool packet_filter_compile(const char *words, enum filter_start start, const char *call,
			   struct buffer *program, struct error **error)
{
	struct libraries libraries = {0};
	const struct pcap_functions *pcap = library_load(&libraries, &library_pcap, error);
	bool good = pcap && compile(pcap, words, start == FILTER_AT_ETHERNET, call, program, error);
	libraries_free(&libraries);
	return good;
}

bool packet_program_new(struct packet_program *program, const char *words, const char *call,
			struct error **error)
{
	struct libraries libraries = {0};
	const struct pcap_functions *pcap = library_load(&libraries, &library_pcap, error);
	bool good = pcap && compile(pcap, words, true, call, &program->instructions, error);
	program->run = good ? pcap->bpf_filter : NULL;
	libraries_free(&libraries);
	return good;
}

void packet_program_free(struct packet_program *program)
{
	buffer_free(&program->instructions);
	program->run = NULL;
}

bool packet_program_fits(const struct packet_program *program, const void *frame, size_t length)
{
	return program->run((const struct bpf_insn *)(const void *)program->instructions.data,
			    frame, (unsigned)length, (unsigned)length);
}
