/*
 * level_packet: options of packet sockets, packet(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>
#include <linux/if_packet.h>

#include "net/option/option.h"

#define PACKET(option) .level = &level_packet, .c_name = #option, .number = option

/* Of kernels newer than the headers may be: include/uapi/linux/if_packet.h. */
#ifndef PACKET_VNET_HDR_SZ
#define PACKET_VNET_HDR_SZ 24
#endif

/* ---- structures ---- */

static const struct option_member mreq_members[] = {
	{"interface", MEMBER_AT(packet_mreq, mr_ifindex), MEMBER_LINK},
	{"type", MEMBER_AT(packet_mreq, mr_type), MEMBER_NAME, .names = &names_packet_joins},
	{"address", offsetof(struct packet_mreq, mr_alen), sizeof(uint16_t) + 8, MEMBER_HARDWARE,
	 .optional = true},
	{0},
};
static const struct option_structure mreq = {sizeof(struct packet_mreq), mreq_members};

/* As TPACKET_V3 has them; with the others the last is not there. */
static const struct option_member statistics_members[] = {
	{"packets", MEMBER_AT(tpacket_stats_v3, tp_packets), MEMBER_UNSIGNED},
	{"drops", MEMBER_AT(tpacket_stats_v3, tp_drops), MEMBER_UNSIGNED},
	{"freezes", MEMBER_AT(tpacket_stats_v3, tp_freeze_q_cnt), MEMBER_UNSIGNED},
	{0},
};
static const struct option_structure statistics = {sizeof(struct tpacket_stats_v3),
						   statistics_members};

static const struct option_member rollover_members[] = {
	{"all", MEMBER_AT(tpacket_rollover_stats, tp_all), MEMBER_UNSIGNED},
	{"huge", MEMBER_AT(tpacket_rollover_stats, tp_huge), MEMBER_UNSIGNED},
	{"failed", MEMBER_AT(tpacket_rollover_stats, tp_failed), MEMBER_UNSIGNED},
	{0},
};
static const struct option_structure rollover = {sizeof(struct tpacket_rollover_stats),
						 rollover_members};

/* TPACKET_V1 and TPACKET_V2. */
static const struct option_member ring_members[] = {
	{"block_size", MEMBER_AT(tpacket_req, tp_block_size), MEMBER_UNSIGNED},
	{"block_nr", MEMBER_AT(tpacket_req, tp_block_nr), MEMBER_UNSIGNED},
	{"frame_size", MEMBER_AT(tpacket_req, tp_frame_size), MEMBER_UNSIGNED},
	{"frame_nr", MEMBER_AT(tpacket_req, tp_frame_nr), MEMBER_UNSIGNED},
	{0},
};
static const struct option_structure ring = {sizeof(struct tpacket_req), ring_members};

static const struct option_member fanout_members[] = {
	{"group", 0, 2, MEMBER_UNSIGNED},
	{"mode", 2, 2, MEMBER_NAME, .names = &names_packet_fanout},
	{0},
};
static const struct option_structure fanout = {4, fanout_members};

/* ---- the table ---- */

static const struct socket_option options[] = {
	{"packet_add_membership", PACKET(PACKET_ADD_MEMBERSHIP), .type = &option_structure,
	 .structure = &mreq, .access = OPTION_SET_ONLY,
	 .text = "the interface takes frames to others too: promisc, allmulti, multicast, unicast"},
	{"packet_drop_membership", PACKET(PACKET_DROP_MEMBERSHIP), .type = &option_structure,
	 .structure = &mreq, .access = OPTION_SET_ONLY, .text = "no longer"},
	{"statistics", PACKET(PACKET_STATISTICS), .type = &option_structure,
	 .structure = &statistics, .access = OPTION_TAKEN,
	 .text = "packets that came, and those for which there was no room, since it was last read"},
	{"ignore_outgoing", PACKET(PACKET_IGNORE_OUTGOING), .type = &option_bool, .usual = "off",
	 .since = "4.20", .text = "what this machine sends does not come"},
	{"auxdata", PACKET(PACKET_AUXDATA), .type = &option_bool, .usual = "off", .since = "2.6.21",
	 .text = "recvmsg tells length, VLAN and more of each packet"},
	{"origdev", PACKET(PACKET_ORIGDEV), .type = &option_bool, .usual = "off", .since = "2.6.21",
	 .text = "of a bond, tell the interface that the packet came by"},
	{"copy_thresh", PACKET(PACKET_COPY_THRESH), .type = &option_int, .access = OPTION_SET_ONLY,
	 .most = INT_MAX, .unit = UNIT_BYTES, .text = "larger packets are queued beside the ring"},
	{"packet_timestamp", PACKET(PACKET_TIMESTAMP), .type = &option_flags, .most = INT_MAX,
	 .names = &names_timestamping, .usual = "0", .since = "2.6.36",
	 .text = "whose clock says when a packet came to the ring"},
	{"tx_timestamp", PACKET(PACKET_TX_TIMESTAMP), .type = &option_int,
	 .access = OPTION_SET_ONLY, .most = INT_MAX, .since = "2.6.34",
	 .text = "reserved: no kernel takes it"},
	{"qdisc_bypass", PACKET(PACKET_QDISC_BYPASS), .type = &option_bool, .usual = "off",
	 .since = "3.14", .text = "what is sent goes past the queues of the interface"},
	{"vnet_hdr", PACKET(PACKET_VNET_HDR), .type = &option_bool, .usual = "off",
	 .since = "2.6.34", .text = "each packet has a struct virtio_net_hdr in front"},
	{"vnet_hdr_sz", PACKET(PACKET_VNET_HDR_SZ), .type = &option_int, .most = 12,
	 .unit = UNIT_BYTES, .usual = "0", .since = "6.5",
	 .text = "how large that is: 0, 10 or 12"},

	/* Several sockets that share the packets. */
	{"fanout", PACKET(PACKET_FANOUT), .type = &option_structure, .structure = &fanout,
	 .since = "3.1", .text = "each packet goes to one socket of the group: hash, lb, cpu …"},
	{"fanout_data", PACKET(PACKET_FANOUT_DATA), .type = &option_filter,
	 .access = OPTION_SET_ONLY, .since = "4.3",
	 .text = "with mode cbpf: the filter that chooses"},
	{"rollover_stats", PACKET(PACKET_ROLLOVER_STATS), .type = &option_structure,
	 .structure = &rollover, .access = OPTION_READ_ONLY, .since = "4.2",
	 .text = "packets that went to another socket of the group"},

	/* Rings, which a program would map into its memory. */
	{"version", PACKET(PACKET_VERSION), .type = &option_name, .most = 2,
	 .names = &names_packet_versions, .usual = "TPACKET_V1", .since = "2.6.27",
	 .text = "the form of the rings"},
	{"rx_ring", PACKET(PACKET_RX_RING), .type = &option_structure, .structure = &ring,
	 .access = OPTION_SET_ONLY, .text = "packets come into a ring, and no longer by recv"},
	{"tx_ring", PACKET(PACKET_TX_RING), .type = &option_structure, .structure = &ring,
	 .access = OPTION_SET_ONLY, .since = "2.6.31", .text = "packets are sent from a ring"},
	{"reserve", PACKET(PACKET_RESERVE), .type = &option_unsigned, .most = INT_MAX,
	 .unit = UNIT_BYTES, .usual = "0", .since = "2.6.27",
	 .text = "room in front of each packet of the ring"},
	{"loss", PACKET(PACKET_LOSS), .type = &option_bool, .usual = "off", .since = "2.6.31",
	 .text = "a packet of the ring that cannot be sent is skipped"},
	{"tx_has_off", PACKET(PACKET_TX_HAS_OFF), .type = &option_bool, .usual = "off",
	 .since = "3.11", .text = "packets in the ring begin where each says"},
	{0},
};

static bool fits(const struct handle *handle)
{
	return handle->family == AF_PACKET;
}

const struct option_level level_packet = {"SOL_PACKET", SOL_PACKET, options, fits};
