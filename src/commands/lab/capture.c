/*
 * capture: what passes on the wires, as a file for Wireshark.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "commands/lab/packet_words.h"
#include "handsh/capture.h"
#include "handsh/file.h"

enum { OPTION_END, OPTION_OVERWRITE };

/* ---- those that there are ---- */

static struct value wire_value(const struct capture_facts *facts)
{
	return facts->wire ? value_bytes(bytes_text(wire_name(facts->wire))) : VALUE_NIL;
}

static struct value captures_value(struct call *call)
{
	struct list *list = list_new(0);
	struct capture_facts facts;
	for (struct wire_capture *each = NULL;
	     (each = capture_next(call_shell(call)->lab, each));) {
		capture_facts(each, &facts);
		struct map *map =
			map_put_text(map_new(), "file", value_bytes(bytes_text(facts.path)));
		map = map_put_text(map, "wire", wire_value(&facts));
		map = map_put_text(map, "packets", value_int((int64_t)facts.packets));
		map = map_put_text(map, "bytes", value_int((int64_t)facts.bytes));
		map = map_put_text(map, "error",
				   facts.number ? value_bytes(bytes_text(error_name(facts.number)))
						: VALUE_NIL);
		list = list_append(list, value_object(TYPE_MAP, map));
	}
	return value_object(TYPE_LIST, list);
}

static void captures_text(struct call *call, struct buffer *text)
{
	static const struct column columns[] = {
		{"FILE", .least = 12},      {"WIRE"},
		{"PACKETS", .right = true}, {"BYTES", .right = true, .rank = 1},
		{"ERROR", .sparse = true},  {NULL}};
	struct capture_facts facts;
	struct table table;
	table_begin(&table, columns);
	for (struct wire_capture *each = NULL;
	     (each = capture_next(call_shell(call)->lab, each));) {
		capture_facts(each, &facts);
		table_text(&table, facts.path);
		table_text(&table, facts.wire ? wire_name(facts.wire) : "all");
		table_int(&table, (int64_t)facts.packets);
		table_int(&table, (int64_t)facts.bytes);
		table_text(&table, facts.number ? error_name(facts.number) : "");
	}
	table_fit(&table, call_shell(call)->display);
	table_end(&table, text);
}

/* ---- beginning ---- */

static bool refuse_existing(struct call *call, const char *path)
{
	if (strcmp(call->error->name, "EEXIST") == 0)
		error_hint(call->error, "capture --overwrite %s writes it anew", path);
	return false;
}

/* The same file twice would be written by both. */
static bool is_new(struct call *call, const char *path)
{
	struct capture_facts facts;
	for (struct wire_capture *each = NULL;
	     (each = capture_next(call_shell(call)->lab, each));) {
		capture_facts(each, &facts);
		if (strcmp(facts.path, path) != 0)
			continue;
		call_fail(call, "USAGE", "%s is being written", path);
		error_hint(call->error, "capture --end %s ends that", path);
		return false;
	}
	return true;
}

static bool begin(struct call *call, struct lab *lab, const char *path)
{
	int number;
	const int flags = call_option(call, OPTION_OVERWRITE) ? O_TRUNC : O_EXCL;
	if (!is_new(call, path))
		return false;
	const int fd = file_descriptor(call, O_WRONLY | O_CREAT | flags);
	if (fd < 0)
		return refuse_existing(call, path);
	if (capture_begin(lab, call_wire(call), descriptor_aside(fd), path, &number))
		return true;
	call_errno(call, "write", number, "%s", path);
	return false;
}

/* ---- the end ---- */

static struct wire_capture *find(struct call *call, struct lab *lab, const char *path)
{
	struct wire_capture *capture = NULL;
	struct capture_facts facts;
	while ((capture = capture_next(lab, capture))) {
		capture_facts(capture, &facts);
		if (!path || strcmp(path, facts.path) == 0)
			return capture;
	}
	if (path)
		call_fail(call, "USAGE", "%s is not being written", path);
	else
		call_fail(call, "USAGE", "nothing is captured");
	return NULL;
}

/* FILE: 12 packets */
static bool end(struct call *call, struct lab *lab, struct wire_capture *capture,
		struct buffer *text)
{
	struct capture_facts facts;
	capture_facts(capture, &facts);
	char *path = memory_copy(facts.path, strlen(facts.path));
	const int number = capture_end(lab, capture);
	buffer_format(text, "%s%s: %llu packet%s", text->length ? ", " : "", path,
		      (unsigned long long)facts.packets, facts.packets == 1 ? "" : "s");
	if (number)
		call_errno(call, "write", number, "%s: after %llu packets", path,
			   (unsigned long long)facts.packets);
	free(path);
	return !number;
}

/* Of one file, or of all. */
static enum run end_them(struct call *call, struct lab *lab, const char *path)
{
	struct buffer text = {0};
	struct wire_capture *capture = find(call, lab, path);
	bool good = capture && end(call, lab, capture, &text);
	while (good && !path && (capture = capture_next(lab, NULL)))
		good = end(call, lab, capture, &text);
	if (good)
		return call_return(call, value_bytes(bytes_from(&text)));
	buffer_free(&text);
	return RUN_FAIL;
}

static enum run capture_file(struct call *call, struct lab *lab, const char *path)
{
	struct buffer text = {0};
	if (call_option(call, OPTION_END))
		return end_them(call, lab, path);
	if (!begin(call, lab, path))
		return RUN_FAIL;
	wires_format(lab, call_wire(call), &text);
	buffer_format(&text, ": captured in %s", path);
	return call_return(call, value_bytes(bytes_from(&text)));
}

static enum run capture_exec(struct call *call)
{
	static const struct exhibit exhibit = {.value = captures_value, .text = captures_text};
	struct lab *lab = call_lab(call);
	if (!lab)
		return RUN_FAIL;
	if (call_option(call, OPTION_END) && call_option(call, OPTION_OVERWRITE))
		return call_fail(call, "USAGE", "--end and --overwrite do not fit together");
	if (call_given(call, 0)) {
		const struct bytes *name = call_argument(call, 0).bytes;
		char *path = memory_copy(name->data, name->length);
		const enum run run = capture_file(call, lab, path);
		free(path);
		return run;
	}
	if (call_option(call, OPTION_END))
		return end_them(call, lab, NULL);
	if (call->options)
		return call_fail(call, "USAGE", "FILE is missing");
	return call_exhibit(call, &exhibit);
}

static const struct parameter parameters[] = {
	{"FILE", &kind_file, ARGUMENT_OPTIONAL,
	 .text = "the file's path, such as lab.pcapng; none: what is captured, or with --end all of it"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_END] = {.name = "end", .text = "no more of it, and the file is whole"},
	[OPTION_OVERWRITE] = {.name = "overwrite", .text = "a file that exists is written anew"},
	{0},
};

static const struct command_error errors[] = {
	{"EEXIST", "there is such a file, which would be lost"},
	{"ENOENT", "a folder of the path does not exist"},
	{"EACCES", "it may not be written"},
	{"EISDIR", "it is a directory"},
	{"ENOSPC", "the disk is full: what had been written before can be read"},
	{"USAGE", "there is no wire, or nothing is captured"},
	{0},
};

const struct command command_capture = {
	.name = "capture",
	.summary = "write what passes on the wire to a file for Wireshark",
	.flags = COMMAND_ON_WIRE,
	.parameters = parameters,
	.options = options,
	.result =
		"what is captured where, in words; of capture alone a list of maps: file wire packets bytes error",
	.calls = "open(2), write(2), close(2)",
	.errors = errors,
	.help = "From then on each packet that passes is written, as pcapng, with the time at which it goes on; "
		"each wire is an interface. The calls, as their lines have them, are comments of the "
		"packet that comes after them, and so is what was lost, dropped, doubled or injected. "
		"What has passed is in the file before the shell waits for anything, in whole blocks, so that it can be "
		"read however the shell ends. A disk that is full ends the capture, with a line that says "
		"so. Before a dot stands one wire: w2.capture; else all are meant, those too that are made "
		"later.",
	.python = "# scapy: wrpcap('lab.pcap', sniff(iface='eth0'))",
	.c = "pcap_dump(dumper, &header, frame); /* pcap(3), without comments */",
	.example = "host a b\n"
		   "capture lab.pcapng\n"
		   "u = b.socket udp; u.bind '' 53\n"
		   "v = a.socket udp; v.sendto b 53 hello\n"
		   "u.recv\n"
		   "expect (capture --end) == 'lab.pcapng: 1 packet'\n"
		   "!rm lab.pcapng\n",
	.exec = capture_exec,
};
