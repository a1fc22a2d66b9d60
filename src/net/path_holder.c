/*
 * path_holder: who keeps a unix path or abstract name from being bound. A socket's file outlives its
 * socket, and a socket its file; whether they still belong together only the kernel knows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handsh/holder.h"
#include "net/socket_table.h"
#include "net/unix_diag.h"

#define UNIX_PATH offsetof(struct sockaddr_un, sun_path)

/* ---- the socket ---- */

struct search {
	const char *name; /* abstract; NULL: it is by the file */
	size_t length;
	struct stat file;
	bool connected; /* the one that was found is */
	struct path_holder *holder;
};

static bool is_wanted(const struct search *search, const struct unix_socket *socket)
{
	if (search->name)
		return socket->length == search->length &&
		       memcmp(socket->name, search->name, socket->length) == 0;
	return socket->file && socket->file == (uint32_t)search->file.st_ino &&
	       socket->device == (uint32_t)search->file.st_dev;
}

/* The connections that a listener has accepted have its name too. */
static void consider(void *context, const struct unix_socket *socket)
{
	struct search *search = context;
	struct path_holder *holder = search->holder;
	if (!is_wanted(search, socket) ||
	    (holder->inode && !socket->listening && (!search->connected || socket->connected)))
		return;
	holder->inode = socket->inode;
	holder->listening = socket->listening;
	search->connected = socket->connected;
}

static struct handle *find_handle(const struct socket_table *table, uint32_t inode)
{
	struct stat status;
	struct handle *handle = table->first;
	while (handle && (fstat(handle->watch.fd, &status) < 0 || (uint32_t)status.st_ino != inode))
		handle = handle->next;
	return handle;
}

static void find_socket(const struct handle *handle, struct search *search)
{
	struct path_holder *holder = search->holder;
	unix_diag_each(&handle->table->libraries, handle->host, consider, search);
	if (!holder->inode)
		return;
	holder->handle = find_handle(handle->table, holder->inode);
	if (!holder->handle)
		socket_program_find(holder->inode, &holder->program);
}

/* ---- the file ---- */

static const char *kind_of(mode_t mode)
{
	return S_ISREG(mode)    ? "a regular file"
	       : S_ISDIR(mode)  ? "a directory"
	       : S_ISLNK(mode)  ? "a symbolic link"
	       : S_ISFIFO(mode) ? "a FIFO"
				: "a device";
}

/*
 * Is a socket bound to the file, in whatever namespace? For datagrams connect(2) only looks whom they
 * would go to, which nobody notices: a socket of another type is EPROTOTYPE, none ECONNREFUSED.
 */
static int use_of(const struct address *address)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return PATH_UNKNOWN;
	int number = connect(fd, &address->any, address->length) < 0 ? errno : 0;
	close(fd);
	return number == ECONNREFUSED                                   ? PATH_LEFT_OVER
	       : number == 0 || number == EPROTOTYPE || number == EPERM ? PATH_BOUND
									: PATH_UNKNOWN;
}

void path_holder_find(const struct handle *handle, const struct address *wanted,
		      struct path_holder *holder)
{
	struct search search = {.length = wanted->length - UNIX_PATH, .holder = holder};
	char path[sizeof(wanted->un.sun_path) + 1] = "";
	*holder = (struct path_holder){.use = PATH_UNKNOWN};
	if (!search.length)
		return; /* the kernel was to choose a name */
	memcpy(path, wanted->un.sun_path, search.length);
	if (!path[0]) {
		holder->use = PATH_BOUND;
		search.name = wanted->un.sun_path;
		find_socket(handle, &search);
	} else if (lstat(path, &search.file) < 0) {
		return; /* it has gone meanwhile */
	} else if (!S_ISSOCK(search.file.st_mode)) {
		holder->use = PATH_NO_SOCKET;
		holder->kind = kind_of(search.file.st_mode);
	} else if ((holder->use = use_of(wanted)) == PATH_BOUND) {
		find_socket(handle, &search);
	}
}
