/*
 * match_words: words as a filter: those of our own, and between them runs of those of pcap-filter(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "handsh/grow.h"
#include "lab/packet/match.h"

struct reading {
	const struct list *words;
	size_t next; /* of words */
	struct packet_match *match;
	struct expression run;
	struct buffer word; /* the one that is read */
};

#define ERROR(reading) (*(reading)->run.error)
#define HOSTS "hosts shows those there are"

void match_hint(struct error *error, const char *wanted)
{
	struct nearest nearest = {.wanted = wanted};
	struct buffer hint = {0};
	for (size_t i = 0; wanted && i < packet_match_words.count; i++)
		nearest_offer(&nearest, packet_match_words.list[i].text);
	nearest_format(&nearest, &hint);
	buffer_text(&hint, hint.length ? " " : "");
	for (size_t i = 0; i < packet_match_words.count; i++)
		buffer_format(&hint, "%s%s", i ? " " : "The words are ",
			      packet_match_words.list[i].text);
	buffer_text(&hint, ", and those of pcap-filter(7)");
	error_hint(error, "%s", buffer_cstring(&hint));
	buffer_free(&hint);
}

/* ---- words ---- */

/* The word as text; false: it is none. */
static bool read_text(struct reading *reading, size_t i)
{
	const struct value value = list_at(reading->words, i);
	reading->word.length = 0;
	if ((value.type != TYPE_BYTES && value.type != TYPE_INT) ||
	    (value.type == TYPE_BYTES && memchr(value.bytes->data, '\0', value.bytes->length))) {
		ERROR(reading) = error_new("TYPE", reading->run.call, "a filter is made of words");
		return false;
	}
	value_format(value, &reading->word);
	if (!reading->word.length) {
		ERROR(reading) =
			error_new("TYPE", reading->run.call, "a word of a filter is empty");
		return false;
	}
	if (reading->run.text.length + reading->word.length > PACKET_FILTER_MOST) {
		ERROR(reading) =
			error_new("RANGE", reading->run.call,
				  "a filter has at most %d bytes of words", PACKET_FILTER_MOST);
		return false;
	}
	return true;
}

static bool is_joint(const char *word)
{
	return strcmp(word, "and") == 0 || strcmp(word, "or") == 0 || strcmp(word, "&&") == 0 ||
	       strcmp(word, "||") == 0;
}

static bool joint_follows(const struct reading *reading)
{
	if (reading->next >= reading->words->count)
		return false;
	const struct value value = list_at(reading->words, reading->next);
	return value.type == TYPE_BYTES &&
	       (bytes_is(value.bytes, "and") || bytes_is(value.bytes, "or") ||
		bytes_is(value.bytes, "&&") || bytes_is(value.bytes, "||"));
}

#define SHARED (MATCH_ARP | MATCH_ICMP | MATCH_TCP | MATCH_UDP) /* with pcap-filter(7) */

/* Which of our own it is; 0: it belongs to an expression. */
static unsigned own_word(struct reading *reading)
{
	int word = 0;
	const char *text = buffer_cstring(&reading->word);
	for (size_t i = 0; !word && i < packet_match_words.count; i++)
		if (strcmp(packet_match_words.list[i].text, text) == 0)
			word = packet_match_words.list[i].number;
	if (word & SHARED && (expression_is_open(&reading->run) || joint_follows(reading)))
		return 0;
	return (unsigned)word;
}

/* ---- expressions ---- */

/* Between a word of our own and what comes before or after it nothing can stand. */
static bool refuse_joint(struct reading *reading, const char *joint)
{
	ERROR(reading) = error_new("TYPE", reading->run.call,
				   "%s joins words of pcap-filter(7) alone", joint);
	error_hint(ERROR(reading), "words that stand one after the other must all hold");
	return false;
}

static bool end_run(struct reading *reading)
{
	struct packet_match *match = reading->match;
	struct expression *run = &reading->run;
	if (!run->text.length)
		return true;
	if (expression_is_open(run))
		return refuse_joint(reading, buffer_cstring(&run->previous));
	match->programs = grow_array(match->programs, match->count, &match->capacity, 1,
				     sizeof(*match->programs));
	match->programs[match->count] = (struct packet_program){0};
	if (!packet_program_new(&match->programs[match->count], buffer_cstring(&run->text),
				run->call, run->error))
		return false;
	match->count++;
	run->text.length = run->previous.length = 0;
	return true;
}

/* A word with blanks in it is an expression of its own, unless it or the one before it goes on. */
static bool add_to_run(struct reading *reading)
{
	const char *word = buffer_cstring(&reading->word);
	const bool whole = strpbrk(word, " \t\n");
	if (!reading->run.text.length && is_joint(word))
		return refuse_joint(reading, word);
	if (whole && !expression_goes_on(&reading->run) && !end_run(reading))
		return false;
	if (!expression_add(&reading->run, word))
		return false;
	return !whole || expression_goes_on(&reading->run) || joint_follows(reading) ||
	       end_run(reading);
}

/* ---- hosts ---- */

/* From or to the host that the next word names. */
static bool add_host(struct reading *reading, unsigned word)
{
	const char *which = word == MATCH_FROM ? "from" : "to";
	char **place = word == MATCH_FROM ? &reading->match->from : &reading->match->to;
	struct packet_host host;
	if (*place || reading->next >= reading->words->count) {
		ERROR(reading) = error_new(
			"TYPE", reading->run.call,
			*place ? "%s stands there twice" : "%s has no host after it", which);
		if (!*place)
			error_hint(ERROR(reading), HOSTS);
		return false;
	}
	if (!read_text(reading, reading->next++))
		return false;
	const char *name = buffer_cstring(&reading->word);
	const struct packet_hosts *hosts = reading->run.hosts;
	if (!hosts || !hosts->named(hosts->context, name, &host)) {
		struct buffer shown = {0};
		literal_format(&shown, name, reading->word.length);
		ERROR(reading) = error_new("UNKNOWN", reading->run.call, "there is no host %s",
					   buffer_cstring(&shown));
		error_hint(ERROR(reading), HOSTS);
		buffer_free(&shown);
		return false;
	}
	*place = memory_copy(host.name, strlen(host.name));
	return true;
}

static bool read_word(struct reading *reading)
{
	if (!read_text(reading, reading->next++))
		return false;
	const unsigned word = own_word(reading);
	if (!word)
		return add_to_run(reading);
	if (!end_run(reading))
		return false;
	if (word & (MATCH_FROM | MATCH_TO))
		return add_host(reading, word);
	reading->match->words |= word;
	return true;
}

struct packet_match *packet_match_new(const struct list *words, const struct packet_hosts *hosts,
				      const char *call, struct error **error)
{
	struct reading reading = {
		.words = words,
		.match = memory_zeroed(1, sizeof(*reading.match)),
		.run = {.hosts = hosts, .call = call, .error = error},
	};
	bool good = true;
	while (good && reading.next < words->count)
		good = read_word(&reading);
	good = good && end_run(&reading);
	buffer_free(&reading.word);
	buffer_free(&reading.run.text);
	buffer_free(&reading.run.previous);
	if (good)
		return reading.match;
	packet_match_free(reading.match);
	return NULL;
}
