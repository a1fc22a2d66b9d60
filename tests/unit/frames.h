/*
 * frames: some that a Linux 6.18 has sent over a veth, in hexadecimal digits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_TEST_FRAMES_H
#define HANDSH_TEST_FRAMES_H

#include <stddef.h>
#include <stdint.h>

/* The digits as bytes; gives how many there are. */
size_t frame_read(const char *digits, uint8_t *frame, size_t size);

/* 10.0.0.1 asks for 10.0.0.2, connects to its port 80, sends, gets and both close, one after the other. */
extern const char frame_arp_request[], frame_arp_reply[], frame_syn[], frame_syn_ack[], frame_ack[],
	frame_data[], frame_data_ack[], frame_answer[], frame_answer_ack[], frame_fin[],
	frame_fin_back[], frame_fin_ack[];
extern const char frame_solicitation6[], frame_advertisement6[], frame_syn6[], frame_data6[];
extern const char frame_mptcp_syn[], frame_mptcp_data[];
extern const char frame_udp[], frame_port_unreachable[], frame_port_unreachable6[], frame_udplite[],
	frame_last_fragment[], frame_last_fragment6[];
extern const char frame_igmp_report[], frame_listener_report[], frame_record_route[],
	frame_router_solicitation[];

#endif
