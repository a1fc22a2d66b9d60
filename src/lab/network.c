/*
 * network: requests of rtnetlink(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/network.h"

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <string.h>

void ip_mask(struct ip *ip, unsigned bits)
{
	for (unsigned i = 0; i < ip_length(ip); i++) {
		const unsigned left = bits > 8 * i ? bits - 8 * i : 0;
		if (left < 8)
			ip->bytes[i] &= (unsigned char)(0xff00 >> left);
	}
}

#define REQUEST 1024 /* bytes; the longest, of a pair of links, has 200 */

union request {
	struct nlmsghdr header;
	char bytes[REQUEST];
};

/* The request's body, zeroed. */
static void *begin(const struct mnl *mnl, union request *request, uint16_t type, uint16_t flags,
		   size_t body)
{
	memset(request, 0, sizeof(*request));
	struct nlmsghdr *header = mnl->mnl_nlmsg_put_header(request);
	header->nlmsg_type = type;
	header->nlmsg_flags = flags | NLM_F_ACK;
	return mnl->mnl_nlmsg_put_extra_header(header, body);
}

static int ask(const struct netlink_socket *netlink, union request *request)
{
	return netlink_ask(netlink->mnl, netlink->fd, &request->header, NULL, NULL);
}

static void put_ip(const struct mnl *mnl, union request *request, uint16_t type,
		   const struct ip *ip)
{
	mnl->mnl_attr_put(&request->header, type, ip_length(ip), ip->bytes);
}

static void put_end(const struct mnl *mnl, union request *request, const struct link_end *end)
{
	mnl->mnl_attr_put_strz(&request->header, IFLA_IFNAME, end->name);
	mnl->mnl_attr_put(&request->header, IFLA_ADDRESS, HARDWARE, end->hardware);
	mnl->mnl_attr_put_u32(&request->header, IFLA_NUM_TX_QUEUES, 1);
	mnl->mnl_attr_put_u32(&request->header, IFLA_NUM_RX_QUEUES, 1);
}

int network_join(const struct netlink_socket *netlink, const struct link_end *here,
		 const struct link_end *there, int namespace_)
{
	const struct mnl *mnl = netlink->mnl;
	union request request;
	struct ifinfomsg *body = begin(mnl, &request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL,
				       sizeof(struct ifinfomsg));
	body->ifi_index = (int)here->index;
	put_end(mnl, &request, here);
	struct nlattr *info = mnl->mnl_attr_nest_start(&request.header, IFLA_LINKINFO);
	mnl->mnl_attr_put_strz(&request.header, IFLA_INFO_KIND, "veth");
	struct nlattr *data = mnl->mnl_attr_nest_start(&request.header, IFLA_INFO_DATA);
	struct nlattr *peer = mnl->mnl_attr_nest_start(&request.header, VETH_INFO_PEER);
	body = mnl->mnl_nlmsg_put_extra_header(&request.header, sizeof(*body));
	body->ifi_index = (int)there->index;
	put_end(mnl, &request, there);
	mnl->mnl_attr_put_u32(&request.header, IFLA_NET_NS_FD, (uint32_t)namespace_);
	mnl->mnl_attr_nest_end(&request.header, peer);
	mnl->mnl_attr_nest_end(&request.header, data);
	mnl->mnl_attr_nest_end(&request.header, info);
	return ask(netlink, &request);
}

static struct ifinfomsg *begin_link(const struct mnl *mnl, union request *request, uint16_t type,
				    unsigned index)
{
	struct ifinfomsg *body = begin(mnl, request, type, 0, sizeof(*body));
	body->ifi_index = (int)index;
	return body;
}

int network_remove(const struct netlink_socket *netlink, unsigned index)
{
	union request request;
	begin_link(netlink->mnl, &request, RTM_DELLINK, index);
	return ask(netlink, &request);
}

int network_set(const struct netlink_socket *netlink, unsigned index, bool up, unsigned flags)
{
	union request request;
	struct ifinfomsg *body = begin_link(netlink->mnl, &request, RTM_NEWLINK, index);
	body->ifi_flags = flags | (up ? IFF_UP : 0);
	body->ifi_change = IFF_UP | IFF_NOARP;
	return ask(netlink, &request);
}

int network_mtu(const struct netlink_socket *netlink, unsigned index, unsigned bytes)
{
	union request request;
	begin_link(netlink->mnl, &request, RTM_NEWLINK, index);
	netlink->mnl->mnl_attr_put_u32(&request.header, IFLA_MTU, bytes);
	return ask(netlink, &request);
}

int network_address(const struct netlink_socket *netlink, unsigned index, const struct ip *ip,
		    unsigned prefix)
{
	const struct mnl *mnl = netlink->mnl;
	union request request;
	struct ifaddrmsg *body =
		begin(mnl, &request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof(*body));
	body->ifa_family = (unsigned char)ip->family;
	body->ifa_prefixlen = (unsigned char)prefix;
	body->ifa_index = index;
	/* Nobody else has it: no probes for that, and it can be used at once. */
	mnl->mnl_attr_put_u32(&request.header, IFA_FLAGS, IFA_F_NODAD | IFA_F_PERMANENT);
	put_ip(mnl, &request, IFA_LOCAL, ip);
	put_ip(mnl, &request, IFA_ADDRESS, ip);
	if (ip->family == AF_INET && prefix < 31) {
		struct ip broadcast = *ip;
		broadcast.in.s_addr |= htonl(UINT32_MAX >> prefix);
		put_ip(mnl, &request, IFA_BROADCAST, &broadcast);
	}
	return ask(netlink, &request);
}

/* ---- whether an address can be used ---- */

struct readiness {
	int index;
	bool own, tentative;
};

static void note_route(const struct mnl *mnl, const struct nlmsghdr *message, void *context)
{
	(void)mnl;
	struct readiness *readiness = context;
	const struct rtmsg *route = NLMSG_DATA(message);
	if (message->nlmsg_len >= NLMSG_LENGTH(sizeof(*route)))
		readiness->own = route->rtm_type == RTN_LOCAL;
}

static void note_address(const struct mnl *mnl, const struct nlmsghdr *message, void *context)
{
	(void)mnl;
	struct readiness *readiness = context;
	const struct ifaddrmsg *address = NLMSG_DATA(message);
	if (message->nlmsg_len >= NLMSG_LENGTH(sizeof(*address)) &&
	    (int)address->ifa_index == readiness->index)
		readiness->tentative |= (address->ifa_flags & IFA_F_TENTATIVE) != 0;
}

bool network_address_is_ready(const struct netlink_socket *netlink, unsigned index,
			      const struct ip *ip)
{
	const struct mnl *mnl = netlink->mnl;
	struct readiness readiness = {.index = (int)index};
	union request request;
	struct rtmsg *route = begin(mnl, &request, RTM_GETROUTE, 0, sizeof(*route));
	route->rtm_family = (unsigned char)ip->family;
	route->rtm_dst_len = (unsigned char)(8 * ip_length(ip));
	put_ip(mnl, &request, RTA_DST, ip);
	if (netlink_ask(mnl, netlink->fd, &request.header, note_route, &readiness))
		return true;
	struct ifaddrmsg *address = begin(mnl, &request, RTM_GETADDR, NLM_F_DUMP, sizeof(*address));
	address->ifa_family = AF_INET6;
	if (netlink_ask(mnl, netlink->fd, &request.header, note_address, &readiness))
		return true;
	return readiness.own && !readiness.tentative;
}

/* ---- routes and neighbours ---- */

int network_route(const struct netlink_socket *netlink, const struct route *route)
{
	const struct mnl *mnl = netlink->mnl;
	union request request;
	struct rtmsg *body =
		begin(mnl, &request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, sizeof(*body));
	body->rtm_family = (unsigned char)route->network.family;
	body->rtm_dst_len = (unsigned char)route->prefix;
	body->rtm_table = RT_TABLE_MAIN;
	body->rtm_protocol = RTPROT_STATIC;
	body->rtm_type = RTN_UNICAST;
	body->rtm_scope = route->gateway.family || route->network.family == AF_INET6
				  ? RT_SCOPE_UNIVERSE
				  : RT_SCOPE_LINK;
	put_ip(mnl, &request, RTA_DST, &route->network);
	if (route->gateway.family)
		put_ip(mnl, &request, RTA_GATEWAY, &route->gateway);
	mnl->mnl_attr_put_u32(&request.header, RTA_OIF, route->index);
	return ask(netlink, &request);
}

int network_neighbour(const struct netlink_socket *netlink, unsigned index, const struct ip *ip,
		      const unsigned char hardware[HARDWARE])
{
	const struct mnl *mnl = netlink->mnl;
	union request request;
	struct ndmsg *body =
		begin(mnl, &request, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, sizeof(*body));
	body->ndm_family = (unsigned char)ip->family;
	body->ndm_ifindex = (int)index;
	body->ndm_state = NUD_PERMANENT;
	put_ip(mnl, &request, NDA_DST, ip);
	mnl->mnl_attr_put(&request.header, NDA_LLADDR, HARDWARE, hardware);
	return ask(netlink, &request);
}
