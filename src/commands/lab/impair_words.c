/*
 * impair_words: see impair_words.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lab/impair_words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "commands/lab/packet_words.h"
#include "handsh/completion.h"

#define QUEUE "1000" /* of a rate of which nothing else is said */
#define QUEUE_MOST 1000000
#define DELAY_MOST (INT64_C(3600) * NANOSECONDS)
#define RATE_MOST INT64_C(1000000000000)
#define MTU_MOST 65535
#define SHOWN 60 /* bytes of a wrong value in a message */

/* ---- values ---- */

/* A decimal number times a factor, cut to a whole one; *rest is what comes after. */
static bool read_decimal(const char *text, double factor, int64_t *number, const char **rest)
{
	char *end;
	const size_t digits = strspn(text, "0123456789.");
	if (!digits || (text[0] == '.' && digits == 1))
		return false;
	char *only = memory_copy(text, digits);
	const double value = strtod(only, &end) * factor;
	const bool good = !*end && value < (double)INT64_MAX;
	free(only);
	*number = good ? (int64_t)(value + 0.5) : 0;
	*rest = text + digits;
	return good;
}

static bool read_duration(const char *text, int64_t *number)
{
	return duration_parse(text, strlen(text), number);
}

static bool read_chance(const char *text, int64_t *number)
{
	const char *rest;
	return read_decimal(text, (double)CHANCE_CERTAIN / 100, number, &rest) &&
	       strcmp(rest, "%") == 0;
}

/* 64kbit, 10Mbit/s, 1M: of 1,000, as of all lines. */
static bool read_rate(const char *text, int64_t *number)
{
	static const char *const units[] = {"", "k", "m", "g"};
	double factor = 1;
	const char *rest;
	if (!read_decimal(text, 1, number, &rest))
		return false;
	for (unsigned i = 0; i < sizeof(units) / sizeof(*units); i++, factor *= 1000) {
		const size_t length = strlen(units[i]);
		const char *unit = rest + length;
		if (strncasecmp(rest, units[i], length) != 0)
			continue;
		if (!*unit || strcasecmp(unit, "bit") == 0 || strcasecmp(unit, "bit/s") == 0)
			return read_decimal(text, factor, number, &rest);
	}
	return false;
}

static bool read_count(const char *text, int64_t *number)
{
	return digits_read(text, strlen(text), number) == DIGITS_FIT;
}

/* ---- words ---- */

enum word { DELAY, JITTER, LOSS, DUPLICATE, REORDER, CORRUPT, RATE, QUEUE_LENGTH, MTU, WORDS };

struct impair_word {
	const char *name, *value, *text;
	bool (*read)(const char *text, int64_t *number);
	const char *takes;   /* "a duration such as 20ms" */
	int64_t least, most; /* as read gives it */
	const char *range;   /* those in words */
};

#define A_CHANCE                                                                                   \
	.read = read_chance, .takes = "a percentage such as 5% or 0.1%", .most = CHANCE_CERTAIN,   \
	.range = "0% to 100%"
#define A_DURATION                                                                                 \
	.read = read_duration, .takes = "a duration such as 20ms", .most = DELAY_MOST,             \
	.range = "an hour at most"

static const struct impair_word words[WORDS] = {
	[DELAY] = {"delay", "D", "each goes on so much later", A_DURATION},
	[JITTER] = {"jitter", "D",
		    "by so much more or less, each as likely: they overtake each other",
		    A_DURATION},
	[LOSS] = {"loss", "P%", "so many go no further", A_CHANCE},
	[DUPLICATE] = {"duplicate", "P%", "so many go on twice", A_CHANCE},
	[REORDER] = {"reorder", "P%", "so many are not delayed, and overtake those that are",
		     A_CHANCE},
	[CORRUPT] = {"corrupt", "P%", "of so many one bit is changed", A_CHANCE},
	[RATE] = {"rate", "R", "bits in a second, in each direction", .read = read_rate,
		  .takes = "a rate such as 64kbit or 10mbit", .least = 1, .most = RATE_MOST,
		  .range = "1bit to 1000gbit"},
	[QUEUE_LENGTH] = {"queue", "N",
			  "packets that wait while one leaves at that rate; " QUEUE
			  " when left out. Those that find it full are lost",
			  .read = read_count, .takes = "a number of packets", .least = 1,
			  .most = QUEUE_MOST, .range = "1 to 1000000"},
	[MTU] = {"mtu", "N",
		 "bytes of a packet of IP: a larger one goes on in fragments, or, where that is "
		 "forbidden, is lost, and its sender told by ICMP",
		 .read = read_count, .takes = "a number of bytes", .least = MTU_LEAST,
		 .most = MTU_MOST, .range = "68 to 65535"},
};

static void tell_words(void (*tell)(void *context, const char *word, const char *text),
		       void *context)
{
	for (unsigned i = 0; i < WORDS; i++)
		tell(context, words[i].name, words[i].text);
	tell(context, "off", "no rule is left");
}

static enum word word_of(struct value value)
{
	unsigned i = 0;
	while (i < WORDS && !(value.type == TYPE_BYTES && bytes_is(value.bytes, words[i].name)))
		i++;
	return i;
}

/* After a word that has a value nothing is offered. */
static bool wants_value(const struct completion *completion)
{
	const struct cursor *cursor = &completion->cursor;
	if (!cursor->argument_count)
		return false;
	const uint32_t start = cursor->arguments[cursor->argument_count - 1].start;
	const char *before = completion->text + start;
	for (unsigned i = 0; i < WORDS; i++) {
		const size_t length = strlen(words[i].name);
		if (cursor->start - start > length && strncmp(before, words[i].name, length) == 0 &&
		    byte_is_blank(before[length]))
			return true;
	}
	return false;
}

static void complete(struct shell *shell, const struct parameter *parameter, const char *prefix,
		     struct completion *completion)
{
	if (wants_value(completion))
		return;
	complete_words(shell, parameter, prefix, completion);
	kind_filter.complete(shell, parameter, prefix, completion);
}

const struct kind kind_impair = {
	.name = "a word of impair", .words = tell_words, .complete = complete};

/* ---- what a call has of them ---- */

static bool refuse_value(struct call *call, const struct impair_word *word, struct value value,
			 const char *error, const char *wanted)
{
	struct buffer shown = {0};
	if (value.type == TYPE_BYTES)
		literal_format_cut(&shown, value.bytes->data, value.bytes->length, SHOWN);
	else if (value.type == TYPE_INT)
		value_format(value, &shown);
	else
		buffer_text(&shown, value_type_name(value.type));
	call_fail(call, error, "%s is %s, not %s", word->name, wanted, buffer_cstring(&shown));
	buffer_free(&shown);
	return false;
}

static bool read_value(struct call *call, const struct impair_word *word, struct value value,
		       int64_t *number)
{
	struct buffer text = {0};
	if (value.type == TYPE_BYTES || value.type == TYPE_INT)
		value_format(value, &text);
	bool good = word->read(buffer_cstring(&text), number);
	buffer_free(&text);
	if (!good)
		refuse_value(call, word, value, "TYPE", word->takes);
	else if (*number < word->least || *number > word->most)
		good = refuse_value(call, word, value, "RANGE", word->range);
	return good;
}

/* The word at *at and its value. */
static bool take(struct call *call, enum word which, unsigned *at, int64_t numbers[WORDS],
		 unsigned *given)
{
	const struct impair_word *word = &words[which];
	const bool has_value = *at + 1 < call->count && call_given(call, *at + 1);
	if (*given & 1u << which || !has_value) {
		call_fail(call, "USAGE",
			  *given & 1u << which ? "%s is there twice" : "%s has no value after it",
			  word->name);
		error_hint(call->error, "%s takes %s", word->name, word->takes);
		return false;
	}
	*given |= 1u << which;
	*at += 2;
	return read_value(call, word, call_argument(call, *at - 1), &numbers[which]);
}

/* What is said of words that are not there. */
static bool fit_together(struct call *call, unsigned given)
{
	if (given & 1u << QUEUE_LENGTH && !(given & 1u << RATE)) {
		call_fail(call, "USAGE", "a queue is that before a rate");
		error_hint(call->error, "impair rate 1mbit queue 20");
		return false;
	}
	if (given & 1u << REORDER && !(given & (1u << DELAY | 1u << JITTER))) {
		call_fail(call, "USAGE", "nothing is delayed that could be overtaken");
		error_hint(call->error, "impair delay 10ms reorder 5%%");
		return false;
	}
	return true;
}

static bool refuse_none(struct call *call)
{
	struct buffer names = {0};
	const struct value first = call_argument(call, 0);
	if (first.type == TYPE_BYTES)
		call_unknown(call, &kind_impair, "impairment", first.bytes);
	else
		call_fail(call, "USAGE", "there is no impairment");
	kind_append(&kind_impair, &names);
	if (!call->error->hint)
		error_hint(call->error, "first comes one of %s", buffer_cstring(&names));
	buffer_free(&names);
	return false;
}

/* In a filter none of the words has a meaning, and one of them is mostly in the wrong place. */
static bool check_rest(struct call *call, unsigned at)
{
	for (; at < call->count && call_given(call, at); at++) {
		const enum word word = word_of(call_argument(call, at));
		if (word == WORDS)
			continue;
		call_fail(call, "USAGE", "%s stands after words of the filter", words[word].name);
		error_hint(call->error, "which packets are meant comes last: impair loss 5%% syn");
		return false;
	}
	return true;
}

static void fill(struct rule_plan *plan, const int64_t numbers[WORDS])
{
	plan->impairment = (struct impairment){
		.delay = numbers[DELAY],
		.jitter = numbers[JITTER],
		.loss = (uint32_t)numbers[LOSS],
		.duplicate = (uint32_t)numbers[DUPLICATE],
		.reorder = (uint32_t)numbers[REORDER],
		.corrupt = (uint32_t)numbers[CORRUPT],
	};
	plan->line = (struct line_rule){(uint64_t)numbers[RATE], (uint32_t)numbers[QUEUE_LENGTH]};
	plan->mtu = (uint32_t)numbers[MTU];
}

bool impair_words_take(struct call *call, struct rule_plan *plan, unsigned *used,
		       struct buffer *text)
{
	int64_t numbers[WORDS] = {[QUEUE_LENGTH] = atoi(QUEUE)};
	unsigned given = 0, at = 0;
	enum word which;
	while (at < call->count && call_given(call, at) &&
	       (which = word_of(call_argument(call, at))) != WORDS)
		if (!take(call, which, &at, numbers, &given))
			return false;
	if (!given)
		return refuse_none(call);
	if (!fit_together(call, given) || !check_rest(call, at))
		return false;
	for (unsigned i = 0; i < at; i++) {
		buffer_text(text, i ? " " : "");
		value_format(call_argument(call, i), text);
	}
	fill(plan, numbers);
	*used = at;
	return true;
}
