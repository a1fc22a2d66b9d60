/*
 * words: commands of other programs and words of other languages, none of which is a command here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/habit.h"

#include <string.h>

#define ANY 255

static const struct habit_word {
	const char *word;
	const char *first;   /* its first argument, where the row is for that alone */
	uint8_t least, most; /* so many arguments */
	/* What is typed: %1 is an argument, %j1 one without its %, %a1 one that is NAME=TEXT, %* all
	 * of them, %0 the whole. NULL: nothing. */
	const char *typed;
	const char *advice;
} words[] = {
#define CLAUSE "it stands on the line of the } before it: "
	{"elif", NULL, 0, ANY, NULL, CLAUSE "} else if V { … }"},
	{"elseif", NULL, 0, ANY, NULL, CLAUSE "} else if V { … }"},
	{"elsif", NULL, 0, ANY, NULL, CLAUSE "} else if V { … }"},
	{"rescue", NULL, 0, ANY, NULL, CLAUSE "} catch e { … }"},
#undef CLAUSE
#define BRACES "a block stands in { }: "
	{"then", NULL, 0, ANY, NULL, BRACES "if V { … }"},
	{"do", NULL, 0, ANY, NULL, BRACES "while V { … }"},
	{"unless", NULL, 0, ANY, NULL, "if not V { … }"},
	{"foreach", NULL, 0, ANY, NULL, "for x in V { … }"},
	{"switch", NULL, 0, ANY, NULL, "if V { … } else if V { … } takes its place"},
	{"case", NULL, 0, ANY, NULL, "if V { … } else if V { … } takes its place"},
	{"match", NULL, 0, ANY, NULL, "if V { … } else if V { … } takes its place"},
	{"function", NULL, 0, ANY, NULL, BRACES "def name a b { … }"},
	{"func", NULL, 0, ANY, NULL, BRACES "def name a b { … }"},
	{"fn", NULL, 0, ANY, NULL, BRACES "def name a b { … }"},
	{"proc", NULL, 0, ANY, NULL, BRACES "def name a b { … }"},
	{"lambda", NULL, 0, ANY, NULL, BRACES "def name a b { … }"},
	{"class", NULL, 0, ANY, NULL, "a map holds what belongs together: m = {name: V}"},
#undef BRACES
	{"fi", NULL, 0, ANY, NULL, "a block ends with }"},
	{"done", NULL, 0, ANY, NULL, "a block ends with }"},
	{"end", NULL, 0, ANY, NULL, "a block ends with }"},
	{"esac", NULL, 0, ANY, NULL, "a block ends with }"},
	{"pass", NULL, 0, 0, NULL, "an empty block is { }"},
	{"raise", NULL, 0, ANY, NULL, "fail 'text' ends with an error"},
	{"throw", NULL, 0, ANY, NULL, "fail 'text' ends with an error"},
	{"die", NULL, 0, ANY, NULL, "fail 'text' ends with an error"},
	{"assert", NULL, 0, 0, NULL, "expect V fails unless V is true"},
	{"yield", NULL, 0, ANY, NULL, "print shows a value, return gives it"},
	{"del", NULL, 1, 1, "%1 = nil", NULL},
	{"unset", NULL, 1, 1, "%1 = nil", NULL},
	{"import", NULL, 0, ANY, NULL, "nothing needs to be imported; source FILE runs a script"},
	{"from", NULL, 0, ANY, NULL, "nothing needs to be imported; source FILE runs a script"},
	{"using", NULL, 0, ANY, NULL, "nothing needs to be imported; source FILE runs a script"},
	{"True", NULL, 0, ANY, NULL, "it is true"},
	{"False", NULL, 0, ANY, NULL, "it is false"},
	{"None", NULL, 0, ANY, NULL, "it is nil"},
	{"null", NULL, 0, ANY, NULL, "it is nil"},
	{"NULL", NULL, 0, ANY, NULL, "it is nil"},
	{"struct", NULL, 0, ANY, NULL,
	 "nothing is declared; an address stands where it is needed: bind 127.0.0.1 5000"},
	/* sh */
	{"if", "__name__", 0, ANY, NULL, "a script's statements run as they stand, without a main"},
	{"while", "read", 0, ANY, NULL, "while (l = ask) != nil { … } takes line by line"},
	{"echo", NULL, 0, ANY, "print %*", NULL},
	{"puts", NULL, 0, ANY, "print %*", NULL},
	{"console.log", NULL, 0, ANY, "print %*", NULL},
	{"printf", NULL, 1, 1, "print -n %1", NULL},
	{"printf", NULL, 0, ANY, NULL, "format puts values into a text"},
	{"cat", NULL, 1, 1, "print -n (load %1)", NULL},
	{"cat", NULL, 0, ANY, "!%0", NULL},
	{"ls", NULL, 0, ANY, "!%0", NULL},
	{"pwd", NULL, 0, 0, "!%0", NULL},
	{"date", NULL, 0, ANY, "!%0", NULL},
	{"grep", NULL, 0, ANY, "!%0", "find and split look into bytes"},
	{"rm", NULL, 0, ANY, "!%0", NULL},
	{"cp", NULL, 0, ANY, "!%0", NULL},
	{"mv", NULL, 0, ANY, "!%0", NULL},
	{"mkdir", NULL, 0, ANY, "!%0", NULL},
	{"vi", NULL, 0, ANY, "!%0", NULL},
	{"vim", NULL, 0, ANY, "!%0", NULL},
	{"nano", NULL, 0, ANY, "!%0", NULL},
	{"sudo", NULL, 1, ANY, NULL, "!sudo runs one program as root; sudo handsh gives a shell"},
	{"xxd", NULL, 1, 1, "hexdump (load %1)", NULL},
	{"seq", NULL, 0, ANY, NULL, "range A B counts from A, up to B but without it"},
	{"read", NULL, 1, 1, "%1 = ask", NULL},
	{"export", NULL, 1, 1, "env.%a1", "programs get it; a variable of the shell is x = V"},
	{"setenv", NULL, 2, 2, "env.%1 = '%2'", NULL},
	{"which", NULL, 1, 1, "help %1", NULL},
	{"whatis", NULL, 1, 1, "help %1", NULL},
	{"apropos", NULL, 0, ANY, "help -l", NULL},
	{"man", NULL, 1, 1, "help %1", NULL},
	{"man", NULL, 2, 2, "help %2", NULL},
	{"man", NULL, 0, 0, "help", NULL},
	{"?", NULL, 0, 0, "help", NULL},
	{"?", NULL, 1, 1, "help %1", NULL},
	{"-h", NULL, 0, 0, "help", NULL},
	{"--help", NULL, 0, 0, "help", NULL},
	{"-help", NULL, 0, 0, "help", NULL},
	{"/help", NULL, 0, 0, "help", NULL},
	{"commands", NULL, 0, 0, "help", NULL},
	{"cd", NULL, 0, ANY, NULL,
	 "files are looked for in the folder where handsh was started: give whole paths"},
	{"history", NULL, 0, ANY, NULL,
	 "the up arrow and Ctrl-R find earlier lines; journal shows the calls"},
	{"clear", NULL, 0, 0, "!clear", "or press Ctrl-L"},
	{"reset", NULL, 0, 0, "!reset", NULL},
	{"jobs", NULL, 0, 0, "tasks", NULL},
	{"ps", NULL, 0, ANY, "tasks", "!ps shows the processes of the machine"},
	{"fg", NULL, 1, 1, "wait %j1", NULL},
	{"fg", NULL, 0, 0, "wait", NULL},
	{"bg", NULL, 0, ANY, NULL, "a & at the end of a line makes it a task: accept &"},
	{"kill", NULL, 1, 1, "cancel %j1", "tasks shows their numbers"},
	{"kill", NULL, 0, ANY, NULL, "cancel ends a task; tasks shows their numbers"},
	{"alias", NULL, 0, ANY, NULL, "a command of your own: def name a b { … }"},
	{".", NULL, 1, 1, "source %1", NULL},
	{"logout", NULL, 0, 0, "exit", NULL},
	{"bye", NULL, 0, 0, "exit", NULL},
	{"q", NULL, 0, 0, "exit", NULL},
	{":q", NULL, 0, 0, "exit", NULL},
	{":wq", NULL, 0, 0, "exit", NULL},
	/* calls of C and Python without parentheses */
	{"settimeout", NULL, 0, ANY, NULL, HABIT_DEADLINE},
	{"setblocking", NULL, 0, ANY, NULL, "nonblock on makes a socket non-blocking"},
	{"connect_ex", NULL, 1, ANY, "connect %*", NULL},
	{"accept4", NULL, 0, 0, "accept", NULL},
	{"receive", NULL, 0, 1, "recv %*", NULL},
	{"recvall", NULL, 0, ANY, NULL, "while data = recv { … } takes all there is to come"},
	{"write", NULL, 1, 1, "send %1", NULL},
	{"disconnect", NULL, 0, 0, "close", NULL},
	{"getaddrinfo", NULL, 1, 1, "resolve %1", NULL},
	{"gethostbyname", NULL, 1, 1, "resolve %1", NULL},
	{"htons", NULL, 0, ANY, NULL, "a port is a plain number here: bind '' 5000"},
	{"select", NULL, 0, ANY, NULL, HABIT_TASKS},
	{"poll", NULL, 0, ANY, NULL, HABIT_TASKS},
	{"fork", NULL, 0, ANY, NULL, HABIT_TASKS},
	{"thread", NULL, 0, ANY, NULL, HABIT_TASKS},
	{"errno", NULL, 0, 0, NULL,
	 "a failed call is an error: try { … } catch e { … }, where $e.name tells it"},
	/* Go and sh */
	{"go", NULL, 1, ANY, NULL, HABIT_TASKS},
	{"defer", NULL, 1, ANY, NULL, "try { … } finally { … } puts away what was opened"},
	{"test", NULL, 1, ANY, NULL, "if V { … } tests a value; !test runs the program"},
	{"set", "-e", 1, ANY, NULL, "an error ends a script by itself"},
	{"set", "-x", 1, 1, "trace on", NULL},
	{"exec", NULL, 1, ANY, NULL,
	 "!cmd runs a program; socket tcp, then connect, opens a connection"},
	/* programs that look at the network, or talk to it */
	{"ss", NULL, 0, ANY, "sockets", "!ss shows those of the whole machine"},
	{"netstat", NULL, 0, ANY, "sockets", "!ss shows those of the whole machine"},
	{"lsof", NULL, 0, ANY, "sockets", "!lsof shows those of the whole machine"},
	{"status", NULL, 0, 0, "sockets", NULL},
	{"nc", "-l", 3, 3, "socket tcp; bind '' %3; listen; accept", NULL},
	{"nc", "-z", 3, 3, "socket tcp; connect %2 %3", NULL},
	{"nc", "-v", 3, 3, "socket tcp; connect %2 %3", NULL},
	{"nc", "-zv", 3, 3, "socket tcp; connect %2 %3", NULL},
	{"nc", "-vz", 3, 3, "socket tcp; connect %2 %3", NULL},
	{"nc", "-l", 2, 2, "socket tcp; bind '' %2; listen; accept", NULL},
	{"nc", "-lp", 2, 2, "socket tcp; bind '' %2; listen; accept", NULL},
	{"nc", "-u", 3, 3, "socket udp; connect %2 %3", NULL},
	{"nc", "-U", 2, 2, "socket unix; connect %2", NULL},
	{"nc", NULL, 2, 2, "socket tcp; connect %1 %2", "send and recv then talk to it"},
	{"ncat", NULL, 2, 2, "socket tcp; connect %1 %2", "send and recv then talk to it"},
	{"nc", NULL, 0, ANY, NULL, "socket tcp, then connect HOST PORT; or bind, listen, accept"},
	{"telnet", NULL, 2, 2, "socket tcp; connect %1 %2", "send and recv then talk to it"},
	{"telnet", NULL, 1, 1, "socket tcp; connect %1 23", "send and recv then talk to it"},
	{"telnet", NULL, 0, ANY, NULL, "socket tcp, then connect HOST PORT"},
	{"open", NULL, 2, 2, "socket tcp; connect %1 %2", "send and recv then talk to it"},
	{"redis-cli", NULL, 0, 0, "socket tcp; connect 127.0.0.1 6379",
	 "then send \"PING\\r\\n\", and recv"},
	{"socat", NULL, 0, ANY, NULL, "copy A B carries bytes from one socket to another"},
	{"ping", NULL, 1, ANY, "!%0", NULL},
	{"ping", NULL, 0, 0, NULL, "!ping HOST runs the program; connect asks a port"},
	{"traceroute", NULL, 1, ANY, "!%0", NULL},
	{"curl", NULL, 1, ANY, "!%0", NULL},
	{"wget", NULL, 1, ANY, "!%0", NULL},
	{"ssh", NULL, 1, ANY, "!%0", NULL},
	{"openssl", NULL, 1, ANY, "!%0", NULL},
	{"whois", NULL, 1, ANY, "!%0", NULL},
	{"nmap", NULL, 1, ANY, "!%0", NULL},
	{"ip", NULL, 1, ANY, "!%0", NULL},
	{"ifconfig", NULL, 0, ANY, "!ip address", NULL},
	{"dig", NULL, 1, 1, "resolve %1", NULL},
	{"nslookup", NULL, 1, 1, "resolve %1", NULL},
	{"getent", "hosts", 2, 2, "resolve %2", NULL},
	{"hostname", NULL, 0, 0, "gethostname", NULL},
	{"tcpdump", NULL, 0, ANY, NULL,
	 "journal shows the calls of this shell; !tcpdump the machine's packets, to root"},
	{"wireshark", NULL, 0, ANY, NULL, "journal shows the calls of this shell"},
	{"strace", NULL, 0, ANY, NULL,
	 "journal shows the calls of this shell, trace on each as it is made"},
/* what telnet would send */
#define SENT(word)                                                                                 \
	{                                                                                          \
		word, NULL, 0, ANY, "send \"%0\\r\\n\"", "what a peer is to get is sent"           \
	}
	SENT("GET"),
	SENT("HEAD"),
	SENT("POST"),
	SENT("PUT"),
	SENT("Host:"),
	SENT("HELO"),
	SENT("EHLO"),
	SENT("MAIL"),
	SENT("RCPT"),
	SENT("DATA"),
	SENT("USER"),
	SENT("PASS"),
	SENT("NICK"),
	SENT("AUTH"),
	SENT("SET"),
	SENT("INCR"),
	SENT("DEL"),
	SENT("PING"),
	SENT("SELECT"),
	SENT("HGET"),
	SENT("HSET"),
	SENT("LPUSH"),
	SENT("EXISTS"),
	SENT("EXPIRE"),
	SENT("PUBLISH"),
	SENT("SUBSCRIBE"),
	SENT("LIST"),
	SENT("RETR"),
	SENT("STAT"),
	SENT("NOOP"),
	SENT("QUIT"),
#undef SENT
	/* gdb */
	{"p", NULL, 1, 1, "print $%1", NULL},
	{"display", NULL, 1, 1, "print $%1", NULL},
	{"ptype", NULL, 1, 1, "type $%1", NULL},
	{"x/s", NULL, 1, 1, "print $%1", NULL},
	{"shell", NULL, 1, ANY, "!%*", NULL},
	{"run", NULL, 0, ANY, NULL, "source FILE runs a script"},
	{"r", NULL, 0, ANY, NULL, "source FILE runs a script"},
	{"step", NULL, 0, ANY, NULL, "each line runs when it is typed; trace on shows each call"},
	{"next", NULL, 0, ANY, NULL, "each line runs when it is typed; trace on shows each call"},
	{"watch", NULL, 1, 1, NULL, "until V waits until it is true; trace on shows each call"},
	{"bt", NULL, 0, 0, NULL, "an error names its place; journal shows the calls"},
	{"backtrace", NULL, 0, 0, NULL, "an error names its place; journal shows the calls"},
	{"list", NULL, 0, 0, NULL, "help lists the commands, journal the calls"},
};

/* ---- what a row makes of a statement ---- */

static bool fits(const struct habit_word *row, const struct habit_words *given)
{
	const unsigned count = given->count - 1;
	return habit_is(given->word[0], row->word) && count >= row->least && count <= row->most &&
	       (!row->first || (count && habit_is(given->word[1], row->first)));
}

/* NAME=TEXT of sh: what is no quote and no value stands in quotes here. */
static void assign(struct habit_text word, struct buffer *out)
{
	const char *equals = memchr(word.text, '=', word.length);
	const char *end = word.text + word.length;
	if (!equals || equals + 1 == end)
		return; /* the line is none then */
	const char *mark = strchr("'\"$", equals[1]) ? "" : "'";
	buffer_format(out, "%.*s = %s%.*s%s", (int)(equals - word.text), word.text, mark,
		      (int)(end - equals - 1), equals + 1, mark);
}

/* *pattern: after the %; goes on after what it takes. */
static void expand(const char **pattern, struct habit_text statement,
		   const struct habit_words *given, struct buffer *out)
{
	char kind = *(*pattern)++;
	bool job = kind == 'j', assignment = kind == 'a';
	if (job || assignment)
		kind = *(*pattern)++;
	struct habit_text from = given->word[0], word;
	if (kind == '*' && given->count == 1)
		return;
	word = from = given->word[kind == '*' ? 1 : kind - '0'];
	if (kind == '*' || kind == '0')
		word.length = (size_t)(statement.text + statement.length - from.text);
	if (job && word.length && *word.text == '%')
		word = (struct habit_text){word.text + 1, word.length - 1};
	if (assignment)
		assign(word, out);
	else
		buffer_append(out, word.text, word.length);
}

static void type(const struct habit_word *row, struct habit_text statement,
		 const struct habit_words *given, struct buffer *line)
{
	const char *pattern = row->typed;
	while (*pattern) {
		if (*pattern != '%')
			buffer_byte(line, *pattern++);
		else if (++pattern)
			expand(&pattern, statement, given, line);
	}
	while (line->length && line->data[line->length - 1] == ' ')
		line->length--;
}

/* A name that is none of these words, but a variable's: ip = V, x += 1, p =5. */
static bool is_assigned(const struct habit_words *given)
{
	if (given->count < 2)
		return false;
	const struct habit_text sign = given->word[1];
	return *sign.text == '=' || (sign.length == 2 && sign.text[1] == '=');
}

static bool is_path(struct habit_text word)
{
	return word.length > 1 && (*word.text == '/' || *word.text == '.') &&
	       memchr(word.text, '/', word.length) && *word.text != '=';
}

bool habit_word(struct habit_text statement, struct habit_answer *answer)
{
	struct habit_words given;
	habit_split(statement, &given);
	if (is_assigned(&given))
		return false;
	if (given.count && is_path(given.word[0])) {
		buffer_format(&answer->line, "!%.*s", (int)statement.length, statement.text);
		return true;
	}
	for (size_t i = 0; given.count && i < sizeof(words) / sizeof(*words); i++) {
		if (!fits(&words[i], &given) || (words[i].typed && statement.block))
			continue; /* of a line, what stands in the { } would be lost */
		if (words[i].typed)
			type(&words[i], statement, &given, &answer->line);
		if (words[i].advice)
			buffer_text(&answer->advice, words[i].advice);
		return true;
	}
	return false;
}
