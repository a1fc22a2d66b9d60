/*
 * group_requests: what joins and leaves multicast groups of either family, RFC 3678.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <netinet/in.h>

#include "net/option/option.h"

static const struct option_member group_members[] = {
	{"group", MEMBER_AT(group_req, gr_group), MEMBER_HOST},
	{"interface", MEMBER_AT(group_req, gr_interface), MEMBER_LINK, .optional = true},
	{0},
};

static const struct option_member source_members[] = {
	{"group", MEMBER_AT(group_source_req, gsr_group), MEMBER_HOST},
	{"source", MEMBER_AT(group_source_req, gsr_source), MEMBER_HOST},
	{"interface", MEMBER_AT(group_source_req, gsr_interface), MEMBER_LINK, .optional = true},
	{0},
};

const struct option_structure option_group_req = {sizeof(struct group_req), group_members};
const struct option_structure option_source_req = {sizeof(struct group_source_req), source_members};
