/*
 * ether_types: the protocols that Ethernet carries, as packet(7) names them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/if_ether.h>

#include "handsh/names.h"
#include "names/list.h"

/* <linux/if_ether.h>: those that one meets. */
static const struct name ether[] = {
	{"ETH_P_ALL", ETH_P_ALL, "every protocol"},
	{"ETH_P_IP", ETH_P_IP, "IPv4"},
	{"ETH_P_IPV6", ETH_P_IPV6, "IPv6"},
	{"ETH_P_ARP", ETH_P_ARP, "address resolution, RFC 826"},
	{"ETH_P_RARP", ETH_P_RARP, "reverse address resolution"},
	{"ETH_P_8021Q", ETH_P_8021Q, "VLANs"},
	{"ETH_P_8021AD", ETH_P_8021AD, "VLANs of providers"},
	{"ETH_P_PPP_DISC", ETH_P_PPP_DISC, "PPPoE, discovery"},
	{"ETH_P_PPP_SES", ETH_P_PPP_SES, "PPPoE, session"},
	{"ETH_P_MPLS_UC", ETH_P_MPLS_UC, "MPLS"},
	{"ETH_P_MPLS_MC", ETH_P_MPLS_MC, "MPLS, multicast"},
	{"ETH_P_PAE", ETH_P_PAE, "IEEE 802.1X"},
	{"ETH_P_LLDP", ETH_P_LLDP, "link layer discovery"},
	{"ETH_P_MACSEC", ETH_P_MACSEC, "IEEE 802.1AE"},
	{"ETH_P_1588", ETH_P_1588, "precision time, IEEE 1588"},
	{"ETH_P_TEB", ETH_P_TEB, "Ethernet inside Ethernet"},
	{"ETH_P_IPX", ETH_P_IPX, "Novell IPX"},
	{"ETH_P_ATALK", ETH_P_ATALK, "AppleTalk"},
	{"ETH_P_AOE", ETH_P_AOE, "ATA over Ethernet"},
	{"ETH_P_802_3", ETH_P_802_3, "frames with a length instead"},
	{"ETH_P_802_2", ETH_P_802_2, "IEEE 802.2 frames"},
	{"ETH_P_LOOPBACK", ETH_P_LOOPBACK, "loopback test"},
	{"ETH_P_802_EX1", ETH_P_802_EX1, "for experiments"},
};

const struct names names_ether = {"protocol of Ethernet", NAMES(ether)};
