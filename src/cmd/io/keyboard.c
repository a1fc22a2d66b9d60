/*
 * keyboard: see keyboard.h.
 *
 * Lines are edited by the terminal itself, to which Ctrl-] is one more end of a line. O_NONBLOCK on
 * descriptor 0 would reach every process that shares it, so the terminal is opened anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/keyboard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "cmd/io/foreground.h"
#include "handsh/input.h"

#define LEAVES '\x1d' /* Ctrl-] */
#define PIECE ((size_t)4096)
#define TAIL_MOST 3 /* bytes of a character that is not whole, or a CR */

struct keyboard {
	struct object object;
	struct shell *shell;
	struct watch watch;
	struct turn reading, writing; /* the call's, in both directions at once */
	struct termios before;
	bool changed; /* the terminal's mode, from before */
	bool raw;
	bool left;
	bool in_line;         /* the cursor stands after what was written, or typed */
	char tail[TAIL_MOST]; /* of what was written: may be shown only with what follows */
	size_t tail_length;
	struct buffer shown; /* about to be written, from start on */
	size_t start;
	size_t taken; /* bytes that the call has given for it */
};

static void keyboard_give_back(struct object *object);

static const struct behaviour keyboard_behaviour = {.destroy = keyboard_give_back};

/* ---- taking it and giving it back ---- */

bool keyboard_is_there(struct call *call)
{
	return isatty(STDIN_FILENO) && !call_shell(call)->json;
}

/* After su(1) the terminal is another user's, but /dev/tty lets everybody in. */
static int open_anew(void)
{
	const int flags = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	unsigned device, other;
	int fd = open("/proc/self/fd/0", flags);
	if (fd >= 0)
		return descriptor_aside(fd);
	const int number = errno;
	fd = open("/dev/tty", flags);
	if (fd >= 0 && ioctl(STDIN_FILENO, TIOCGDEV, &device) == 0 &&
	    ioctl(fd, TIOCGDEV, &other) == 0 && device == other)
		return descriptor_aside(fd);
	if (fd >= 0)
		close(fd);
	errno = number;
	return -1;
}

/* Ctrl-Z would leave the shell stopped with the terminal in this mode. */
static void set_lines(struct termios *mode)
{
	mode->c_lflag |= ICANON | ECHO | ECHOE | ECHOK | ISIG | IEXTEN;
	mode->c_iflag |= ICRNL;
	mode->c_oflag |= OPOST | ONLCR;
	mode->c_cc[VEOL] = LEAVES;
	mode->c_cc[VSUSP] = _POSIX_VDISABLE;
}

static void set_raw(struct termios *mode)
{
	mode->c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	mode->c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IXON | ISTRIP | BRKINT);
	mode->c_cc[VMIN] = 1;
	mode->c_cc[VTIME] = 0;
}

/* From the background the terminal's mode is somebody else's. */
static void change_mode(struct keyboard *keyboard)
{
	struct termios mode;
	if (!foreground_ours() || tcgetattr(STDIN_FILENO, &keyboard->before) < 0)
		return;
	mode = keyboard->before;
	if (keyboard->raw)
		set_raw(&mode);
	else
		set_lines(&mode);
	keyboard->changed = tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) == 0;
}

struct keyboard *keyboard_take(struct call *call, bool raw)
{
	struct shell *shell = call_shell(call);
	if (call_task(call) != machine_main(shell->machine)) {
		call_fail(call, "USAGE", "the terminal is the main task's");
		error_hint(call->error, "without & and spawn it has the terminal");
		return NULL;
	}
	int fd = open_anew();
	if (fd < 0) {
		call_errno(call, "open", errno, "the terminal");
		return NULL;
	}
	struct keyboard *keyboard = memory_zeroed(1, sizeof(*keyboard));
	keyboard->object = (struct object){&keyboard_behaviour, 1};
	keyboard->shell = shell;
	keyboard->raw = raw;
	watch_open(&keyboard->watch, fd);
	display_flush(shell->display);
	input_lend(shell->input, LENT_TO_CALL);
	if (display_is_terminal(shell->display))
		display_hold(shell->display, true);
	change_mode(keyboard);
	return keyboard;
}

static void keyboard_give_back(struct object *object)
{
	struct keyboard *keyboard = (struct keyboard *)object;
	struct shell *shell = keyboard->shell;
	const int fd = keyboard->watch.fd;
	turn_leave(&keyboard->reading);
	turn_leave(&keyboard->writing);
	watch_close(shell->machine, &keyboard->watch);
	close(fd);
	if (keyboard->changed && foreground_ours())
		tcsetattr(STDIN_FILENO, TCSANOW, &keyboard->before);
	if (display_is_terminal(shell->display)) {
		if (keyboard->in_line)
			display_break_line(shell->display);
		display_hold(shell->display, false);
	}
	input_lend(shell->input, LENT_NOT);
	buffer_free(&keyboard->shown);
	free(keyboard);
}

/* ---- what is typed ---- */

bool keyboard_left(const struct keyboard *keyboard)
{
	return keyboard->left;
}

/* What stands before Ctrl-] in a line was not entered. */
static struct bytes *look_for_leaving(struct keyboard *keyboard, struct bytes *bytes)
{
	const char *leaves = memchr(bytes->data, LEAVES, bytes->length);
	if (!leaves)
		return bytes;
	keyboard->left = true;
	keyboard->in_line |= !keyboard->raw;
	return bytes_shrink(bytes, keyboard->raw ? (size_t)(leaves - bytes->data) : 0);
}

enum run keyboard_read(struct call *call, struct keyboard *keyboard, struct bytes **bytes,
		       int *number)
{
	*number = 0;
	*bytes = NULL;
	if (!turn_take(&keyboard->reading, call, &keyboard->watch, WAIT_READ))
		return RUN_WAIT;
	struct bytes *room = bytes_allocate(PIECE);
	const ssize_t got =
		keyboard->left ? 0
			       : TEMP_FAILURE_RETRY(read(keyboard->watch.fd, room->data, PIECE));
	*number = got < 0 ? errno : 0;
	if (got < 0) {
		object_release(room);
		return *number == EAGAIN ? call_wait(call, &keyboard->watch, WAIT_READ) : RUN_DONE;
	}
	*bytes = look_for_leaving(keyboard, bytes_shrink(room, (size_t)got));
	return RUN_DONE;
}

/* ---- what is shown ---- */

/* How many bytes at the end may be the beginning of a character, or of an end of line. */
static size_t unfinished(const char *data, size_t length)
{
	if (length && data[length - 1] == '\r')
		return 1;
	for (size_t i = 1; i <= TAIL_MOST && i <= length; i++) {
		const unsigned char byte = (unsigned char)data[length - i];
		const size_t size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
		if (byte < 0x80 || size > 1)
			return size > i ? i : 0;
	}
	return 0;
}

/* Ends of lines are the peer's way, and no matter here. */
static void drop_returns(struct buffer *text)
{
	size_t kept = 0;
	for (size_t i = 0; i < text->length; i++) {
		if (text->data[i] == '\r' && i + 1 < text->length && text->data[i + 1] == '\n')
			continue;
		text->data[kept++] = text->data[i];
	}
	text->length = kept;
}

static void compose(struct keyboard *keyboard, const char *data, size_t length)
{
	struct buffer text = {0};
	buffer_append(&text, keyboard->tail, keyboard->tail_length);
	buffer_append(&text, data, length);
	keyboard->tail_length = unfinished(text.data, text.length);
	text.length -= keyboard->tail_length;
	memcpy(keyboard->tail, text.data + text.length, keyboard->tail_length);
	drop_returns(&text);
	escape_format(&keyboard->shown, text.data, text.length, true);
	display_make_plain(keyboard->shell->display, &keyboard->shown);
	buffer_free(&text);
}

static void begin_piece(struct keyboard *keyboard, const char *data, size_t length)
{
	keyboard->taken = length < PIECE ? length : PIECE;
	keyboard->start = keyboard->shown.length = 0;
	if (keyboard->raw)
		buffer_append(&keyboard->shown, data, keyboard->taken);
	else
		compose(keyboard, data, keyboard->taken);
}

enum run keyboard_write(struct call *call, struct keyboard *keyboard, const char *data,
			size_t length, size_t *count, int *number)
{
	struct buffer *shown = &keyboard->shown;
	*count = 0;
	*number = 0;
	if (!turn_take(&keyboard->writing, call, &keyboard->watch, WAIT_WRITE))
		return RUN_WAIT;
	if (!keyboard->taken)
		begin_piece(keyboard, data, length);
	while (keyboard->start < shown->length) {
		const ssize_t put =
			TEMP_FAILURE_RETRY(write(keyboard->watch.fd, shown->data + keyboard->start,
						 shown->length - keyboard->start));
		if (put < 0 && errno == EAGAIN)
			return call_wait(call, &keyboard->watch, WAIT_WRITE);
		if (put < 0) {
			*number = errno;
			return RUN_DONE;
		}
		keyboard->start += (size_t)put;
		keyboard->in_line = shown->data[keyboard->start - 1] != '\n';
	}
	*count = keyboard->taken;
	keyboard->taken = 0;
	return RUN_DONE;
}
