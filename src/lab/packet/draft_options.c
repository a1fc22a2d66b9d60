/*
 * draft_options: TCP's options from a map, {mss: 1460 ts: [1 2]}, or from the words of a packet's line, 'mss
 * 1460 sackOK ts 1 2 wscale 7'. Others than these are bytes: in words hexadecimal digits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "lab/packet/packet_draft.h"
#include "lab/packet/tcp_option.h"

/* One option while its arguments are read. */
struct option {
	struct draft *draft;
	struct buffer *options;
	const char *name;
	unsigned kind;
	size_t start; /* in options */
};

static bool refuse(const struct option *option, const char *takes)
{
	struct buffer key = {0};
	buffer_format(&key, "options: %s", option->name);
	draft_refuse(option->draft, "RANGE", buffer_cstring(&key), "it takes %s", takes);
	buffer_free(&key);
	return false;
}

static bool refuse_name(const struct option *option)
{
	struct buffer names = {0};
	for (size_t i = 0; i < names_tcp_options.count; i++)
		buffer_format(&names, "%s ", names_tcp_options.list[i].text);
	draft_refuse(option->draft, "RANGE", "options",
		     "none is called %.40s; there are %sand numbers up to 255", option->name,
		     buffer_cstring(&names));
	buffer_free(&names);
	return false;
}

/* How wide each number is; 0: it takes none. */
static unsigned width_of(unsigned kind)
{
	switch (kind) {
	case TCP_OPTION_MSS:
		return 2;
	case TCP_OPTION_WSCALE:
		return 1;
	case TCP_OPTION_SACK:
	case TCP_OPTION_TS:
		return 4;
	default:
		return 0;
	}
}

static bool takes_bytes(unsigned kind)
{
	return kind > TCP_OPTION_NOP && kind != TCP_OPTION_SACK_OK && !width_of(kind);
}

static const char *what_it_takes(unsigned kind)
{
	switch (kind) {
	case TCP_OPTION_MSS:
		return "a number, 0 to 65535";
	case TCP_OPTION_WSCALE:
		return "a number, 0 to 255";
	case TCP_OPTION_SACK:
		return "pairs of raw numbers, of each block the first byte and that after it";
	case TCP_OPTION_TS:
		return "two numbers, 0 to 4294967295";
	case TCP_OPTION_MD5:
		return "16 bytes";
	default:
		return takes_bytes(kind) ? "bytes, 38 at most" : "nothing";
	}
}

static bool begin_option(struct option *option, const char *name)
{
	int number;
	int64_t kind;
	option->name = name;
	option->start = option->options->length;
	if (name_number(&names_tcp_options, name, &number))
		kind = number;
	else if (digits_read(name, strlen(name), &kind) != DIGITS_FIT || kind < 0 ||
		 kind > UINT8_MAX)
		return refuse_name(option);
	option->kind = (unsigned)kind;
	buffer_byte(option->options, (char)kind);
	if (kind > TCP_OPTION_NOP)
		buffer_byte(option->options, 2);
	return true;
}

static bool end_option(struct option *option)
{
	const size_t length = option->options->length - option->start;
	if (option->kind <= TCP_OPTION_NOP)
		return length == 1 || refuse(option, "nothing");
	if (length > TCP_OPTIONS_MOST || !tcp_option_fits(option->kind, length))
		return refuse(option, what_it_takes(option->kind));
	option->options->data[option->start + 1] = (char)length;
	return true;
}

static bool add_number(struct option *option, int64_t number)
{
	const unsigned width = width_of(option->kind);
	uint8_t bytes[4];
	if (!width || number < 0 || number >= INT64_C(1) << width * 8)
		return refuse(option, what_it_takes(option->kind));
	put32(bytes, (uint32_t)number);
	buffer_append(option->options, bytes + 4 - width, width);
	return true;
}

/* ---- from a map ---- */

static bool add_value(struct option *option, struct value value)
{
	bool good = true;
	if (value.type == TYPE_INT)
		return add_number(option, value.integer);
	if (value.type == TYPE_BYTES && takes_bytes(option->kind) &&
	    value.bytes->length <= TCP_OPTIONS_MOST) {
		buffer_append(option->options, value.bytes->data, value.bytes->length);
		return true;
	}
	if (value.type != TYPE_LIST)
		return (value.type == TYPE_BOOL && value.boolean) ||
		       refuse(option, what_it_takes(option->kind));
	if (value.list->count > TCP_OPTIONS_MOST)
		return refuse(option, what_it_takes(option->kind));
	for (size_t i = 0; good && i < value.list->count; i++) {
		const struct value one = list_at(value.list, i);
		good = one.type == TYPE_INT ? add_number(option, one.integer)
					    : refuse(option, what_it_takes(option->kind));
	}
	return good;
}

static bool read_map(struct option *option, const struct map *map)
{
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry)) {
		const struct value value = map_value(entry);
		char name[32];
		if (value.type == TYPE_BOOL && !value.boolean)
			continue; /* it is not there */
		if (!bytes_cstring(map_key(entry), name, sizeof(name)))
			return draft_refuse(option->draft, "RANGE", "options",
					    "a key is no option's name");
		if (!begin_option(option, name) || !add_value(option, value) || !end_option(option))
			return false;
		if (option->options->length > TCP_OPTIONS_MOST)
			break;
	}
	return true;
}

/* ---- from words ---- */

static bool add_digits(struct option *option, const char *word)
{
	const size_t length = strlen(word);
	for (size_t i = 0; i < length; i += 2) {
		const int high = digit_value(word[i]);
		const int low = i + 1 < length ? digit_value(word[i + 1]) : -1;
		if (high < 0 || low < 0 || length > 2 * TCP_OPTIONS_MOST)
			return refuse(option, "bytes, as hexadecimal digits, two each");
		buffer_byte(option->options, (char)(high << 4 | low));
	}
	return true;
}

/* A number, or two with a - between them: the edges of a block. */
static bool add_word(struct option *option, char *word)
{
	char *dash = strchr(word, '-');
	int64_t number;
	if (dash)
		*dash = '\0';
	if (digits_read(word, strlen(word), &number) != DIGITS_FIT)
		return refuse(option, what_it_takes(option->kind));
	return add_number(option, number) && (!dash || add_word(option, dash + 1));
}

/* What begins with a digit after an option that takes numbers is its argument; so is what follows one
 * that takes bytes and has such digits alone. */
static bool is_argument(const struct option *option, const char *word)
{
	const size_t length = option->options->length - option->start;
	if (width_of(option->kind))
		return word[0] >= '0' && word[0] <= '9' &&
		       (option->kind == TCP_OPTION_SACK || !tcp_option_fits(option->kind, length));
	return takes_bytes(option->kind) && length == 2 &&
	       strspn(word, "0123456789abcdefABCDEF") == strlen(word);
}

static bool read_text(struct option *option, char *text)
{
	bool open = false;
	for (char *word; (word = strtok_r(text, " ", &text));) {
		bool good = true;
		if (open && is_argument(option, word)) {
			good = takes_bytes(option->kind) ? add_digits(option, word)
							 : add_word(option, word);
		} else {
			good = (!open || end_option(option)) && begin_option(option, word);
			open = true;
		}
		if (!good)
			return false;
		if (option->options->length > TCP_OPTIONS_MOST)
			return true;
	}
	return !open || end_option(option);
}

static bool read_words(struct option *option, struct value value)
{
	struct buffer text = {0};
	const size_t count = value.type == TYPE_LIST ? value.list->count : 1;
	bool good = count <= TCP_OPTIONS_MOST * 2;
	for (size_t i = 0; good && i < count; i++) {
		const struct value word = value.type == TYPE_LIST ? list_at(value.list, i) : value;
		good = (word.type == TYPE_INT || word.type == TYPE_BYTES) &&
		       text.length < UINT16_MAX &&
		       (word.type != TYPE_BYTES || word.bytes->length < UINT16_MAX);
		if (good)
			value_format(word, &text);
		buffer_byte(&text, ' ');
	}
	if (!good)
		draft_refuse(
			option->draft, "TYPE", "options",
			"it takes a map, {mss: 1460 sackOK: true}, or words, 'mss 1460 sackOK'");
	good = good && read_text(option, (char *)buffer_cstring(&text));
	buffer_free(&text);
	return good;
}

bool draft_set_options(struct draft *draft, struct value value)
{
	struct buffer options = {0};
	struct option option = {.draft = draft, .options = &options, .name = ""};
	struct buffer *header = &draft->part[PART_TRANSPORT];
	bool good =
		value.type == TYPE_MAP ? read_map(&option, value.map) : read_words(&option, value);
	if (good && options.length > TCP_OPTIONS_MOST)
		good = draft_refuse(draft, "RANGE", "options", "they have at most %d bytes",
				    TCP_OPTIONS_MOST);
	while (options.length % 4)
		buffer_byte(&options, TCP_OPTION_END);
	if (good) {
		header->length = TCP_SIZE;
		buffer_append(header, options.data, options.length);
	}
	buffer_free(&options);
	return good;
}
