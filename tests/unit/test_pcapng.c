/*
 * test_pcapng: a file of packets is what its format says, and what others read in it: a reader in
 * Python of a few lines, and tshark where it is installed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "frames.h"
#include "handsh/pcapng.h"

/* Each block, and of packets the interface, time, length, first bytes and comments. */
static const char reader[] =
	"import struct, sys\n"
	"data, at = open(sys.argv[1], 'rb').read(), 0\n"
	"def options(body):\n"
	"    at = 0\n"
	"    while at < len(body):\n"
	"        code, length = struct.unpack_from('=HH', body, at)\n"
	"        if code: yield code, body[at + 4:at + 4 + length]\n"
	"        at += 4 + (length + 3) // 4 * 4\n"
	"while at < len(data):\n"
	"    kind, length = struct.unpack_from('=II', data, at)\n"
	"    assert length % 4 == 0 and struct.unpack_from('=I', data, at + length - 4)[0] == length\n"
	"    body, at = data[at + 8:at + length - 4], at + length\n"
	"    if kind == 0x0a0d0d0a:\n"
	"        magic, major, minor, size = struct.unpack_from('=IHHq', body)\n"
	"        print('section', hex(magic), major, minor, size, *options(body[16:]))\n"
	"    elif kind == 1:\n"
	"        print('interface', *struct.unpack_from('=HHI', body), *options(body[8:]))\n"
	"    else:\n"
	"        assert kind == 6\n"
	"        number, high, low, caught, whole = struct.unpack_from('=5I', body)\n"
	"        frame, end = body[20:20 + caught], 20 + (caught + 3) // 4 * 4\n"
	"        print('packet', number, high << 32 | low, caught, whole, frame[:4].hex(),\n"
	"              *options(body[end:]))\n";

static const char read_back[] =
	"section 0x1a2b3c4d 1 0 -1 (4, b'handsh')\n"
	"interface 1 0 0 (2, b'wire') (9, b'\\t')\n"
	"packet 0 1790000000123456789 42 42 ffffffff\n"
	"interface 1 0 0 (2, b'w2') (9, b'\\t')\n"
	"packet 1 1790000000123456790 74 74 02000000 (1, b'c  connect(4, 10.0.0.2:80)') "
	"(1, b'\\\\xff\\\\e[2J')\n";

static size_t append_frame(struct buffer *file, uint32_t interface, int64_t time,
			   const char *digits, const struct buffer *comments)
{
	uint8_t frame[200];
	const size_t length = frame_read(digits, frame, sizeof(frame));
	pcapng_packet(file, interface, time, frame, length, comments);
	return length;
}

static void make_file(struct buffer *file)
{
	struct buffer none = {0}, comments = {0};
	const int64_t time = INT64_C(1790000000123456789);
	pcapng_header(file, "handsh");
	pcapng_interface(file, "wire");
	append_frame(file, 0, time, frame_arp_request, &none);
	pcapng_interface(file, "w2");
	pcapng_comment(&comments, "c  connect(4, 10.0.0.2:80)", 26);
	pcapng_comment(&comments, "\xff\033[2J", 5);
	append_frame(file, 1, time + 1, frame_syn, &comments);
	buffer_free(&comments);
}

static void write_file(const char *path, const struct buffer *file)
{
	FILE *stream = fopen(path, "wb");
	assert_non_null(stream);
	assert_int_equal(fwrite(file->data, 1, file->length, stream), file->length);
	assert_int_equal(fclose(stream), 0);
}

/* What the command prints when it is given the file, whose path comes last. */
static void expect_output(const char *command, const char *path, const char *expected)
{
	char line[400], output[4096];
	snprintf(line, sizeof(line), "%s %s", command, path);
	FILE *stream = popen(line, "r");
	assert_non_null(stream);
	output[fread(output, 1, sizeof(output) - 1, stream)] = '\0';
	assert_int_equal(pclose(stream), 0);
	assert_string_equal(output, expected);
}

static void others_read_the_file(void **state)
{
	char path[] = "/tmp/test_pcapng.XXXXXX", script[] = "/tmp/test_pcapng_reader.XXXXXX";
	struct buffer file = {0}, command = {0};
	(void)state;
	close(mkstemp(path));
	close(mkstemp(script));
	make_file(&file);
	write_file(path, &file);
	file.length = 0;
	buffer_text(&file, reader);
	write_file(script, &file);
	buffer_format(&command, "python3 %s", script);
	if (system("command -v python3 >/dev/null") == 0)
		expect_output(buffer_cstring(&command), path, read_back);
	if (system("command -v tshark >/dev/null") == 0)
		expect_output("tshark -T fields -e frame.interface_name -e frame.comment -r", path,
			      "wire\t\nw2\tc  connect(4, 10.0.0.2:80),\\xff\\e[2J\n");
	unlink(path);
	unlink(script);
	buffer_free(&file);
	buffer_free(&command);
}

/* The length of the comment of the only packet. */
static size_t comment_length(const char *text, size_t length)
{
	struct buffer comments = {0};
	uint16_t said;
	pcapng_comment(&comments, text, length);
	assert_int_equal(comments.length % 4, 0);
	memcpy(&said, comments.data + 2, sizeof(said));
	buffer_free(&comments);
	return said;
}

static void long_texts_are_cut(void **state)
{
	struct buffer text = {0};
	(void)state;
	for (unsigned i = 0; i < 40000; i++)
		buffer_text(&text, "\xc3\xa9");
	assert_int_equal(comment_length(text.data, text.length), 65534);
	for (unsigned i = 0; i < 80000; i++)
		text.data[i] = '\x01';
	assert_int_equal(comment_length(text.data, text.length), 65535);
	assert_int_equal(comment_length("", 0), 0);
	buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(others_read_the_file),
		cmocka_unit_test(long_texts_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
