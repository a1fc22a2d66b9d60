/*
 * library: dlopen(3), when somebody first asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/base.h"

struct loaded_library {
	struct loaded_library *next;
	const struct library *library;
	void *functions[];
};

static struct error *missing(const struct library *library)
{
	struct error *error = error_kernel("ELIBACC", ELIBACC, "dlopen", "%s", dlerror());
	error_hint(error, "install the package %s (Debian's name of it)", library->package);
	return error;
}

static size_t count_of(const struct library *library)
{
	size_t count = 0;
	while (library->functions[count])
		count++;
	return count;
}

static struct loaded_library *load(const struct library *library, struct error **error)
{
	const size_t count = count_of(library);
	void *object = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
	struct loaded_library *loaded =
		memory_allocate(sizeof(*loaded) + count * sizeof(*loaded->functions));
	bool found = object;
	for (size_t i = 0; found && i < count; i++)
		found = (loaded->functions[i] = dlsym(object, library->functions[i]));
	if (found)
		return loaded;
	*error = missing(library);
	free(loaded);
	return NULL;
}

const void *library_load(struct libraries *libraries, const struct library *library,
			 struct error **error)
{
	struct loaded_library *loaded = libraries->first;
	while (loaded && loaded->library != library)
		loaded = loaded->next;
	if (!loaded) {
		loaded = load(library, error);
		if (!loaded)
			return NULL;
		loaded->library = library;
		loaded->next = libraries->first;
		libraries->first = loaded;
	}
	return loaded->functions;
}

void *library_function(const struct library *library, const char *name)
{
	void *object = dlopen(library->file, RTLD_NOW | RTLD_NOLOAD);
	void *function = object ? dlsym(object, name) : NULL;
	if (object)
		dlclose(object); /* one reference of two */
	return function;
}

void libraries_free(struct libraries *libraries)
{
	while (libraries->first) {
		struct loaded_library *loaded = libraries->first;
		libraries->first = loaded->next;
		free(loaded);
	}
}
