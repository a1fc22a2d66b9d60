/*
 * shell: makes the parts in the right order, runs what the command line asks for, and takes them
 * apart again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "handsh/file.h"
#include "ui/session.h"

/*
 * Descriptors 0 to 2 that are closed are filled, or a socket would come to stand there and be
 * written to as if it were standard output. Reads give end of file, writes EBADF, as closed ones
 * do.
 */
static void fill_descriptors(void)
{
	for (int i = 0; i <= STDERR_FILENO; i++) {
		if (fcntl(i, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDONLY) != i)
			return;
	}
}

static uint64_t raise_descriptor_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 1024;
	uint64_t old = limit.rlim_cur;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	return old;
}

static struct map *environment(void)
{
	struct map *map = map_new();
	for (char **entry = environ; entry && *entry; entry++) {
		const char *equals = strchr(*entry, '=');
		if (equals)
			map = map_put(map, bytes_new(*entry, (size_t)(equals - *entry)),
				      value_bytes(bytes_text(equals + 1)));
	}
	return map;
}

static struct list *script_arguments(char **words)
{
	struct list *list = list_new(0);
	for (; *words; words++)
		list = list_append(list, value_bytes(bytes_text(*words)));
	return list;
}

/* ---- what ends a script from outside ---- */

#define HURRY NANOSECONDS

void session_hurry(struct session *session)
{
	if (session->hurry == TIME_NEVER)
		session->hurry = clock_now() + HURRY;
}

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
#define ENDING_SIGNALS (sizeof(ending_signals) / sizeof(*ending_signals))

static bool ends_script(int number)
{
	for (size_t i = 0; i < ENDING_SIGNALS; i++)
		if (ending_signals[i] == number)
			return true;
	return false;
}

/* A prompt that has ended leaves others to be heard, too: SIGWINCH. */
static void script_signal(void *context, int number)
{
	struct session *session = context;
	if (!ends_script(number))
		return;
	session->signal_number = number;
	session_hurry(session);
	machine_hurry(session->shell.machine);
	if (number != SIGINT) {
		machine_exit(session->shell.machine, 128 + number);
		return;
	}
	session->interrupted = true;
	machine_interrupt(session->shell.machine);
}

void session_listen(struct session *session)
{
	session->signals.notify = script_signal;
	session->signals.context = session;
	for (size_t i = 0; i < ENDING_SIGNALS; i++)
		signals_add(&session->signals, ending_signals[i]);
}

/* ---- making and ending ---- */

static void add_commands(struct shell *shell)
{
	for (const struct chapter *chapter = shell->chapters; chapter->name; chapter++)
		for (const struct command *const *command = chapter->commands; *command; command++)
			machine_command(shell->machine, *command);
}

/* display NULL: there is none yet. */
static void say_errno(struct display *display, int number, const char *call, const char *what)
{
	struct error *error = error_errno(number, call, "%s", what);
	struct buffer text = {0};
	buffer_text(&text, "handsh: ");
	error_format(error, &text);
	buffer_byte(&text, '\n');
	if (display)
		display_say(display, &text);
	else
		fwrite(text.data, 1, text.length, stderr);
	buffer_free(&text);
	object_release(error);
}

/* What a session cannot be without. */
static bool loop_begin(struct session *session)
{
	struct shell *shell = &session->shell;
	shell->machine = machine_new(&shell_hooks, &shell->journal, shell);
	if (!shell->machine) {
		say_errno(NULL, errno, "epoll_create1", "nothing could wait");
		return false;
	}
	if (signals_open(&session->signals, shell->machine))
		return true;
	say_errno(NULL, errno, "signalfd", "Ctrl-C would not be heard");
	machine_free(shell->machine);
	return false;
}

/* A log that cannot be opened is said to be missing, and all else goes on. Non-blocking, for a FIFO
 * that nobody reads would keep everybody waiting. */
static struct display *open_display(struct journal *journal, struct display_settings settings)
{
	if (settings.log_path) {
		settings.log = descriptor_aside(open(
			settings.log_path,
			O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666));
		if (settings.log < 0) {
			say_errno(NULL, errno, "open", settings.log_path);
			settings.log_path = NULL;
		}
	}
	return display_new(journal, &settings);
}

static bool session_open(struct session *session, const struct options *options)
{
	struct shell *shell = &session->shell;
	session->options = options;
	shell->descriptors = raise_descriptor_limit();
	shell->json = options->display.json;
	shell->hints = shell->colours = true;
	shell->chapters = command_chapters;
	if (!loop_begin(session))
		return false;
	shell->sockets = socket_table_new(shell->machine);
	shell->display = open_display(&shell->journal, options->display);
	shell->input = input_new(shell->machine, STDIN_FILENO);
	session->foot.shell = shell;
	add_commands(shell);
	const struct settings settings = {options->keep_going, options->wait_timeout};
	machine_settings(shell->machine, &settings);
	machine_arguments(shell->machine, script_arguments(options->arguments));
	machine_set_global(shell->machine, "env", value_object(TYPE_MAP, environment()));
	outlet_open(&session->outlet);
	advance_open(session);
	return true;
}

/* Tasks end first, while all that they hold is there. */
static int end_tasks(struct machine *machine, int status)
{
	machine_end(machine);
	if (status != STATUS_OK)
		return status;
	if (machine_outcome(machine) == OUTCOME_EXIT)
		return machine_status(machine);
	return machine_failed(machine) ? STATUS_FAILED : STATUS_OK;
}

/* Programs end while what they say is shown. Gives the exit status: that of what has run, or what
 * came of its end. */
static int session_close(struct session *session, int status)
{
	struct shell *shell = &session->shell;
	status = end_tasks(shell->machine, status);
	object_release(shell->lesson);
	shell->lesson = NULL;
	advance_close(session);
	foot_free(&session->foot);
	lab_free(shell->lab);
	shell->lab = NULL;
	object_release(shell->here);
	socket_table_free(shell->sockets); /* its sockets are watched by the machine */
	shell->sockets = NULL;
	object_release(shell->shown_sockets);
	if (!outlet_drain(&session->outlet) && status == STATUS_OK)
		status = STATUS_FAILED;
	signals_look(&session->signals); /* a script without a wait has not looked at all */
	int number = display_failed(shell->display);
	if (number && number != EPIPE)
		say_errno(shell->display, number, "write", "standard output");
	outlet_close(&session->outlet);
	signals_close(&session->signals);
	input_free(shell->input);
	shell->input = NULL;
	display_free(shell->display);
	machine_free(shell->machine);
	journal_free(&shell->journal);
	libraries_free(&shell->libraries);
	return session->signal_number ? 128 + session->signal_number : status;
}

/* ---- what the command line asks for ---- */

static int run_file(struct session *session, const char *path)
{
	struct bytes *text = script_read(path, true);
	session_listen(session); /* not before: a signal ends a wait for a FIFO's writer */
	if (text)
		return text_run(&session->shell, path, text, session->options->syntax_only);
	unit_error(&session->shell, error_errno(errno, "open", "%s", path));
	return STATUS_USAGE;
}

static int run_script(struct session *session, bool *prompt)
{
	const struct options *options = session->options;
	struct shell *shell = &session->shell;
	*prompt = options->interactive;
	if (!options->text && options->file && strcmp(options->file, "-") != 0)
		return run_file(session, options->file);
	session_listen(session);
	if (options->text)
		return text_run(shell, "-c", bytes_text(options->text), options->syntax_only);
	if (!options->file && !options->syntax_only &&
	    (options->interactive || isatty(STDIN_FILENO))) {
		*prompt = true;
		return STATUS_OK;
	}
	*prompt = false;
	return stream_run(shell, options->keep_going, options->syntax_only);
}

static int session_run(struct session *session)
{
	struct shell *shell = &session->shell;
	bool prompt;
	int status = run_script(session, &prompt);
	if (machine_outcome(shell->machine) == OUTCOME_EXIT)
		return machine_status(shell->machine);
	if (prompt)
		status = prompt_run(shell);
	if (machine_outcome(shell->machine) == OUTCOME_EXIT)
		return machine_status(shell->machine);
	return status;
}

int handsh_main(int count, char **words)
{
	struct options options;
	struct session session = {.hurry = TIME_NEVER};
	fill_descriptors();
	/* Only a terminal asks what characters it knows; loading a locale is dear. */
	if (isatty(STDIN_FILENO) || isatty(STDOUT_FILENO) || isatty(STDERR_FILENO))
		setlocale(LC_CTYPE, "");
	switch (options_read(count, words, &options)) {
	case OPTIONS_SAID:
		return STATUS_OK;
	case OPTIONS_LOST:
		return STATUS_FAILED;
	case OPTIONS_WRONG:
		return STATUS_USAGE;
	case OPTIONS_GO_ON:
		break;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (!session_open(&session, &options))
		return STATUS_FAILED;
	return session_close(&session, session_run(&session));
}
