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

#define FLUSH_AFTER (NANOSECONDS / 20)

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

static void script_signal(void *context, int number)
{
	struct session *session = context;
	(void)number; /* SIGINT; the prompt hears of others */
	session->interrupted = true;
	machine_interrupt(session->shell.machine);
}

/*
 * Ends the script when nobody reads what it writes (head -1 has seen enough), or the disk is full.
 * And what a script that never waits has written comes to a terminal now and then.
 */
static void check_output(void *context, const struct event *event)
{
	struct session *session = context;
	struct display *display = session->shell.display;
	if (display_failed(display))
		machine_exit(session->shell.machine, STATUS_FAILED);
	/* The prompt sees to its own terminal. */
	if (session->shell.interactive || !display_is_terminal(display))
		return;
	if (event->time - session->flushed > FLUSH_AFTER) {
		session->flushed = event->time;
		display_flush(display);
	}
}

/* ---- making and ending ---- */

static void add_commands(struct shell *shell)
{
	for (const struct chapter *chapter = shell->chapters; chapter->name; chapter++)
		for (const struct command *const *command = chapter->commands; *command; command++)
			machine_command(shell->machine, *command);
}

static void say_errno(int number, const char *call, const char *what)
{
	struct error *error = error_errno(number, call, "%s", what);
	struct buffer text = {0};
	error_format(error, &text);
	fprintf(stderr, "handsh: %s\n", buffer_cstring(&text));
	buffer_free(&text);
	object_release(error);
}

/* What a session cannot be without. */
static bool loop_begin(struct session *session)
{
	struct shell *shell = &session->shell;
	shell->machine = machine_new(&shell_hooks, &shell->journal, shell);
	if (!shell->machine) {
		say_errno(errno, "epoll_create1", "nothing could wait");
		return false;
	}
	if (signals_open(&session->signals, shell->machine, script_signal, session))
		return true;
	say_errno(errno, "signalfd", "Ctrl-C would not be heard");
	machine_free(shell->machine);
	return false;
}

static bool session_open(struct session *session, const struct options *options)
{
	struct shell *shell = &session->shell;
	session->options = options;
	shell->descriptors = raise_descriptor_limit();
	shell->json = options->display.json;
	shell->chapters = command_chapters;
	if (!loop_begin(session))
		return false;
	shell->sockets = socket_table_new(shell->machine);
	shell->display = display_new(&shell->journal, &options->display);
	shell->input = input_new(shell->machine, STDIN_FILENO);
	add_commands(shell);
	const struct settings settings = {options->keep_going, options->wait_timeout};
	machine_settings(shell->machine, &settings);
	machine_arguments(shell->machine, script_arguments(options->arguments));
	machine_set_global(shell->machine, "env", value_object(TYPE_MAP, environment()));
	session->output_check = (struct subscriber){
		.kinds = EVENT_MASK(EVENT_PRINT),
		.notify = check_output,
		.context = session,
	};
	if (!options->display.quiet)
		session->output_check.kinds |=
			EVENT_MASK(EVENT_VALUE) | EVENT_MASK(EVENT_CALL) | EVENT_ONLY_TOP;
	journal_subscribe(&shell->journal, &session->output_check);
	signals_add(&session->signals, SIGINT);
	return true;
}

/* Tasks end first, while all that they hold is there. False: output was lost. */
static bool session_close(struct session *session)
{
	struct shell *shell = &session->shell;
	struct task *task = NULL;
	while ((task = task_next(shell->machine, task)))
		task_cancel(shell->machine, task);
	machine_settle(shell->machine);
	signals_close(&session->signals);
	bool fine = display_flush(shell->display);
	int number = display_failed(shell->display);
	journal_unsubscribe(&shell->journal, &session->output_check);
	input_free(shell->input);
	shell->input = NULL;
	display_free(shell->display);
	socket_table_free(shell->sockets); /* its sockets are watched by the machine */
	shell->sockets = NULL;
	machine_free(shell->machine);
	journal_free(&shell->journal);
	if (!fine && number != EPIPE)
		say_errno(number, "write", "standard output");
	return fine;
}

/* ---- what the command line asks for ---- */

static int run_file(struct session *session, const char *path)
{
	struct bytes *text = script_read(path, true);
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
	if (options->text)
		return text_run(shell, "-c", bytes_text(options->text), options->syntax_only);
	if (options->file && strcmp(options->file, "-") != 0)
		return run_file(session, options->file);
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
	if (status == STATUS_OK && machine_failed(shell->machine))
		return STATUS_FAILED;
	return status;
}

int handsh_main(int count, char **words)
{
	struct options options;
	struct session session = {0};
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
	int status = session_run(&session);
	if (!session_close(&session) && status == STATUS_OK)
		status = STATUS_FAILED;
	return status;
}
