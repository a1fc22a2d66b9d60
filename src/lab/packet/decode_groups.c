/*
 * decode_groups: who wants which multicast: IGMP (RFC 1112, 2236, 3376) and its like in ICMPv6 (MLD, RFC
 * 2710, 3810).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"

#define SAID (PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP)

static const struct field_row igmp_rows[] = {
	{"message", FORM_NAMED_HEX, WORDS_IGMP, .bit = 0, .bits = 8, .brief = PACKET_BRIEF_TEXT},
	{"maximum response", FORM_NUMBER, .bit = 8, .bits = 8},
};

static const struct field_row igmp_group_row = {"group", FORM_IPV4, .bit = 32, .bits = 32,
						.brief = SAID};

/* After the checksum. */
static const struct field_row listener_rows[] = {
	{"maximum response", FORM_NUMBER, .bit = 0, .bits = 16},
	{"reserved", FORM_HEX, .bit = 16, .bits = 16},
	{"group", FORM_IPV6, .bit = 32, .bits = 128, .brief = SAID},
};

/* After the group, of a query of the newer versions. */
static const struct field_row query_rows[] = {
	{"suppress", FORM_YES, .bit = 4, .bits = 1},
	{"robustness", FORM_NUMBER, .bit = 5, .bits = 3},
	{"interval", FORM_NUMBER, .bit = 8, .bits = 8},
	{"sources", FORM_NUMBER, .bit = 16, .bits = 16},
};

static const struct field_row record_rows[] = {
	{"record", FORM_NAMED, WORDS_GROUP_RECORDS, .bit = 0, .bits = 8,
	 .brief = PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP},
	{"auxiliary data", FORM_WORDS, .bit = 8, .bits = 8},
	{"sources", FORM_NUMBER, .bit = 16, .bits = 16},
};

enum {
	IGMP_QUERY = 0x11,
	IGMP_REPORT_3 = 0x22,
	LISTENER_QUERY = 130,
	LISTENER_REPORT_2 = 143,
	QUERY_SIZE = 4,
	RECORD_SIZE = 4,
	LISTENER_SIZE = 20,
};

struct groups {
	struct decoding *decoding;
	size_t address; /* bytes of one */
	enum field_form form;
};

/* As many as are said, if they are there; gives where they end. */
static size_t decode_sources(const struct groups *groups, size_t at, size_t count)
{
	struct decoding *decoding = groups->decoding;
	for (; count && decoding_left(decoding, at) >= groups->address; count--) {
		field_form(decoding, "source", at, groups->address, groups->form, 0);
		at += groups->address;
	}
	if (!count)
		return at;
	field_wrong(decoding, at, decoding_left(decoding, at), "missing: %zu sources", count);
	return decoding->end;
}

static void decode_query(const struct groups *groups, size_t at)
{
	struct decoding *decoding = groups->decoding;
	if (decoding_left(decoding, at) < QUERY_SIZE)
		return; /* of an older version */
	fields_of_rows(decoding, ROWS(query_rows), at);
	decode_sources(groups, at + QUERY_SIZE, get16(decoding->frame + at + 2));
}

static void decode_records(const struct groups *groups, size_t at, size_t count)
{
	struct decoding *decoding = groups->decoding;
	const unsigned brief = PACKET_BRIEF_TEXT;
	for (; count && decoding_left(decoding, at) >= RECORD_SIZE + groups->address; count--) {
		const uint8_t *record = decoding->frame + at;
		const size_t auxiliary = (size_t)record[1] * 4;
		fields_of_rows(decoding, ROWS(record_rows), at);
		field_form(decoding, "group", at + RECORD_SIZE, groups->address, groups->form,
			   brief);
		at = decode_sources(groups, at + RECORD_SIZE + groups->address, get16(record + 2));
		if (auxiliary > decoding_left(decoding, at))
			break;
		if (auxiliary)
			field_form(decoding, "data", at, auxiliary, FORM_BYTES, 0);
		at += auxiliary;
	}
	if (count)
		field_wrong(decoding, at, decoding_left(decoding, at), "missing: %zu records",
			    count);
}

void decode_listener(struct decoding *decoding, unsigned type, size_t at)
{
	const struct groups groups = {decoding, 16, FORM_IPV6};
	if (type == LISTENER_REPORT_2) {
		field_number(decoding, "records", at + 2, 2, 0);
		decode_records(&groups, at + 4, get16(decoding->frame + at + 2));
		return;
	}
	fields_of_rows(decoding, ROWS(listener_rows), at);
	if (decoding_left(decoding, at) < LISTENER_SIZE)
		field_wrong(decoding, at, decoding_left(decoding, at), "cut after %zu of %d bytes",
			    decoding_left(decoding, at), LISTENER_SIZE);
	else if (type == LISTENER_QUERY)
		decode_query(&groups, at + LISTENER_SIZE);
}

void decode_igmp(struct decoding *decoding, size_t at)
{
	const struct groups groups = {decoding, 4, FORM_IPV4};
	if (!header_begin(decoding, "IGMP", at, IGMP_SIZE, ROWS(igmp_rows), 0))
		return;
	const unsigned type = decoding->frame[at];
	field_transport_checksum(decoding, at + 2, at, decoding_left(decoding, at), false);
	if (type == IGMP_REPORT_3) {
		field_number(decoding, "records", at + 6, 2, 0);
		decode_records(&groups, at + IGMP_SIZE, get16(decoding->frame + at + 6));
	} else {
		field_of(decoding, &igmp_group_row, at);
		if (type == IGMP_QUERY)
			decode_query(&groups, at + IGMP_SIZE);
	}
	layer_end(decoding, decoding->end);
}
