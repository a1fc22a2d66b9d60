/*
 * socat: a connection as socat names it, TCP:localhost:80.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/habit.h"

#include <string.h>
#include <strings.h>

#define EACH_CONNECTION "serve { … } takes one connection after the other, each a task"
#define RELAYED "relay A B carries bytes both ways between two streams until both have ended"

static const struct address_kind {
	const char *prefix; /* in any case */
	const char *typed;  /* %s: what follows it, up to a comma */
	const char *advice;
} kinds[] = {
	{"TCP:", "socket tcp; connect %s", "send and recv then talk to it"},
	{"TCP4:", "socket tcp; connect %s", "send and recv then talk to it"},
	{"TCP6:", "socket tcp6; connect %s", "send and recv then talk to it"},
	{"TCP-CONNECT:", "socket tcp; connect %s", "send and recv then talk to it"},
	{"OPENSSL:", "socket tcp; connect %s; tls", "send and recv then talk to it"},
	{"OPENSSL-CONNECT:", "socket tcp; connect %s; tls", "send and recv then talk to it"},
	{"SSL:", "socket tcp; connect %s; tls", "send and recv then talk to it"},
	{"UDP:", "socket udp; connect %s", "send and recv then talk to it"},
	{"UDP4:", "socket udp; connect %s", "send and recv then talk to it"},
	{"UNIX:", "socket unix; connect %s", "send and recv then talk to it"},
	{"UNIX-CONNECT:", "socket unix; connect %s", "send and recv then talk to it"},
	{"TCP-LISTEN:", "socket tcp; bind '' %s; listen; accept", EACH_CONNECTION},
	{"TCP-L:", "socket tcp; bind '' %s; listen; accept", EACH_CONNECTION},
	{"TCP4-LISTEN:", "socket tcp; bind '' %s; listen; accept", EACH_CONNECTION},
	{"OPENSSL-LISTEN:", "socket tcp; bind '' %s; listen; accept; tls --server --self-signed",
	 "--cert FILE and --key FILE in place of --self-signed give it your own certificate"},
	{"UDP-LISTEN:", "socket udp; bind '' %s; recvfrom", NULL},
	{"UDP-RECV:", "socket udp; bind '' %s; recvfrom", NULL},
	{"UDP-RECVFROM:", "socket udp; bind '' %s; recvfrom", NULL},
	{"UNIX-LISTEN:", "socket unix; bind %s; listen; accept", EACH_CONNECTION},
};

static bool is_terminal(struct habit_text word)
{
	return habit_is(word, "-") || (word.length >= 5 && strncasecmp(word.text, "STDIO", 5) == 0);
}

static void fill(const struct address_kind *kind, struct habit_text word,
		 struct habit_answer *answer)
{
	const char *place = strstr(kind->typed, "%s");
	const char *from = word.text + strlen(kind->prefix);
	const size_t length = word.length - strlen(kind->prefix);
	const char *comma = memchr(from, ',', length);
	buffer_append(&answer->line, kind->typed, (size_t)(place - kind->typed));
	buffer_append(&answer->line, from, comma ? (size_t)(comma - from) : length);
	buffer_text(&answer->line, place + 2);
	if (kind->advice)
		buffer_text(&answer->advice, kind->advice);
}

static bool connection(struct habit_text word, struct habit_answer *answer)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const size_t length = strlen(kinds[i].prefix);
		if (word.length > length && strncasecmp(word.text, kinds[i].prefix, length) == 0) {
			fill(&kinds[i], word, answer);
			return true;
		}
	}
	return false;
}

bool habit_socat(struct habit_text statement, struct habit_answer *answer)
{
	struct habit_words words;
	habit_split(statement, &words);
	if (!words.count || !habit_is(words.word[0], "socat"))
		return false;
	const unsigned first = words.count < 3 ? 0 : words.count - 2;
	if (first && is_terminal(words.word[first]) && connection(words.word[first + 1], answer))
		return true;
	if (first && is_terminal(words.word[first + 1]) && connection(words.word[first], answer))
		return true;
	buffer_text(&answer->advice, RELAYED);
	return true;
}
