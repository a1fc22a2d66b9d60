/*
 * context: what settings make: whom to believe, who one is, and what may be spoken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/tls/connection.h"

/* A context under construction. */
struct making {
	struct tls_context *context;
	const struct tls_settings *settings;
	struct error **error;
};

/* ---- failing ---- */

static bool refuse(struct making *making, const char *call, const char *what)
{
	*making->error = openssl_error(making->context->openssl, call, "%s", what);
	return false;
}

/* OpenSSL says of a file that cannot be read no more than that. */
static bool look_at(struct making *making, const char *path, struct stat *status)
{
	if (access(path, R_OK) == 0 && stat(path, status) == 0)
		return true;
	*making->error = error_errno(errno, "open", "%s", path);
	return false;
}

static bool readable(struct making *making, const char *path)
{
	struct stat status;
	return look_at(making, path, &status);
}

/* ---- versions and ciphers ---- */

static const struct {
	const char *name;
	int version;
} versions[] = {
	{"1.0", TLS1_VERSION},
	{"1.1", TLS1_1_VERSION},
	{"1.2", TLS1_2_VERSION},
	{"1.3", TLS1_3_VERSION},
};

static bool set_version(struct making *making, int command, const char *word)
{
	const struct openssl *openssl = making->context->openssl;
	if (!word)
		return true;
	const char *name = strncasecmp(word, "TLSv", 4) == 0 ? word + 4 : word;
	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		if (strcmp(versions[i].name, name) == 0)
			return openssl->SSL_CTX_ctrl(making->context->context, command,
						     versions[i].version, NULL) == 1 ||
			       refuse(making, "SSL_CTX_ctrl", word);
	}
	*making->error = error_new("USAGE", "tls", "%s is no version of TLS", word);
	error_hint(*making->error, "it is 1.2 or 1.3; 1.0 and 1.1 are of old servers");
	return false;
}

/* Those of TLS 1.3 stand in a list of their own. */
static bool set_ciphers(struct making *making)
{
	const struct openssl *openssl = making->context->openssl;
	struct buffer old = {0}, new = {0};
	const char *rest = making->settings->ciphers;
	while (rest && *rest) {
		size_t length = strcspn(rest, ": ,");
		struct buffer *list = strncmp(rest, "TLS_", 4) == 0 ? &new : &old;
		if (list->length)
			buffer_byte(list, ':');
		buffer_append(list, rest, length);
		rest += length + strspn(rest + length, ": ,");
	}
	SSL_CTX *context = making->context->context;
	bool fine = (!old.length ||
		     openssl->SSL_CTX_set_cipher_list(context, buffer_cstring(&old)) == 1 ||
		     refuse(making, "SSL_CTX_set_cipher_list", buffer_cstring(&old))) &&
		    (!new.length ||
		     openssl->SSL_CTX_set_ciphersuites(context, buffer_cstring(&new)) == 1 ||
		     refuse(making, "SSL_CTX_set_ciphersuites", buffer_cstring(&new)));
	buffer_free(&old);
	buffer_free(&new);
	return fine;
}

/* ---- ALPN ---- */

/* As the names are sent: each after its length. */
static bool encode_protocols(struct making *making)
{
	struct buffer wire = {0};
	const char *rest = making->settings->alpn;
	bool fine = true;
	while (fine && *rest) {
		size_t length = strcspn(rest, ", ");
		fine = length > 0 && length < 256;
		buffer_byte(&wire, (char)length);
		buffer_append(&wire, rest, length);
		rest += length + strspn(rest + length, ", ");
	}
	if (fine && wire.length) {
		making->context->protocols = bytes_from(&wire);
		return true;
	}
	buffer_free(&wire);
	*making->error = error_new("USAGE", "tls", "--alpn is a list of names of 1 to 255 bytes");
	error_hint(*making->error, "--alpn h2,http/1.1");
	return false;
}

static int select_protocol(SSL *connection, const unsigned char **chosen, unsigned char *length,
			   const unsigned char *offered, unsigned int offered_length,
			   void *argument)
{
	const struct tls_context *context = argument;
	unsigned char *found = NULL;
	(void)connection;
	int answer = context->openssl->SSL_select_next_proto(
		&found, length, (const unsigned char *)context->protocols->data,
		(unsigned int)context->protocols->length, offered, offered_length);
	*chosen = found;
	return answer == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static bool set_protocols(struct making *making)
{
	struct tls_context *context = making->context;
	if (!making->settings->alpn)
		return true;
	if (!encode_protocols(making))
		return false;
	if (making->settings->server)
		context->openssl->SSL_CTX_set_alpn_select_cb(context->context, select_protocol,
							     context);
	else
		context->openssl->SSL_CTX_set_alpn_protos(
			context->context, (const unsigned char *)context->protocols->data,
			(unsigned int)context->protocols->length);
	return true;
}

/* ---- whom to believe ---- */

static bool load_issuers(struct making *making)
{
	const struct openssl *openssl = making->context->openssl;
	SSL_CTX *context = making->context->context;
	const char *path = making->settings->ca;
	struct stat status;
	if (!path)
		return openssl->SSL_CTX_set_default_verify_paths(context) == 1 ||
		       refuse(making, "SSL_CTX_set_default_verify_paths", "the system's issuers");
	if (!look_at(making, path, &status))
		return false;
	if (S_ISDIR(status.st_mode))
		return openssl->SSL_CTX_load_verify_dir(context, path) == 1 ||
		       refuse(making, "SSL_CTX_load_verify_dir", path);
	if (openssl->SSL_CTX_load_verify_file(context, path) != 1)
		return refuse(making, "SSL_CTX_load_verify_file", path);
	if (making->settings->server) /* which a client is told, to choose by */
		openssl->SSL_CTX_set_client_CA_list(context,
						    openssl->SSL_load_client_CA_file(path));
	return true;
}

static bool load_revoked(struct making *making)
{
	const struct openssl *openssl = making->context->openssl;
	const char *path = making->settings->crl;
	if (!path)
		return true;
	if (!readable(making, path))
		return false;
	X509_STORE *store = openssl->SSL_CTX_get_cert_store(making->context->context);
	X509_LOOKUP *lookup = openssl->X509_STORE_add_lookup(store, openssl->X509_LOOKUP_file());
	if (!lookup || openssl->X509_load_crl_file(lookup, path, X509_FILETYPE_PEM) < 1)
		return refuse(making, "X509_load_crl_file", path);
	openssl->X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
	return true;
}

static bool set_verification(struct making *making)
{
	const struct tls_settings *settings = making->settings;
	struct tls_context *context = making->context;
	context->verifies = !settings->insecure && (!settings->server || settings->ca);
	if (!context->verifies)
		return true;
	context->openssl->SSL_CTX_set_verify(
		context->context,
		SSL_VERIFY_PEER | (settings->require ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), NULL);
	context->openssl->SSL_CTX_set_cert_verify_callback(context->context, verify_certificate,
							   context);
	return load_issuers(making) && load_revoked(making);
}

/* ---- who one is ---- */

/* A key with a password: nobody is asked, for the terminal is the prompt's. */
static int no_password(char *room, int size, int writing, void *context)
{
	(void)room, (void)size, (void)writing, (void)context;
	return -1;
}

static bool set_identity(struct making *making)
{
	const struct tls_settings *settings = making->settings;
	const struct openssl *openssl = making->context->openssl;
	SSL_CTX *context = making->context->context;
	const char *key = settings->key ? settings->key : settings->cert;
	if (settings->self_signed)
		return self_sign(making->context, settings, making->error);
	if (!settings->cert)
		return true;
	if (!readable(making, settings->cert) || !readable(making, key))
		return false;
	openssl->SSL_CTX_set_default_passwd_cb(context, no_password);
	if (openssl->SSL_CTX_use_certificate_chain_file(context, settings->cert) != 1)
		return refuse(making, "SSL_CTX_use_certificate_chain_file", settings->cert);
	if (openssl->SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
		return refuse(making, "SSL_CTX_use_PrivateKey_file", key);
	return true;
}

/* ---- the rest ---- */

static bool set_keylog(struct making *making)
{
	struct tls_context *context = making->context;
	const char *path = making->settings->keylog;
	if (!path)
		return true;
	if (!secret_writable(path, making->error))
		return false;
	context->keylog = memory_copy(path, strlen(path));
	context->openssl->SSL_CTX_set_keylog_callback(context->context, keylog_line);
	return true;
}

static void set_sessions(struct making *making)
{
	static const unsigned char id[] = "handsh";
	const struct openssl *openssl = making->context->openssl;
	SSL_CTX *context = making->context->context;
	if (making->settings->server) {
		openssl->SSL_CTX_set_session_id_context(context, id, sizeof(id) - 1);
		return;
	}
	openssl->SSL_CTX_ctrl(context, SSL_CTRL_SET_SESS_CACHE_MODE,
			      SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL, NULL);
	openssl->SSL_CTX_sess_set_new_cb(context, session_new);
}

static bool set_all(struct making *making)
{
	const struct openssl *openssl = making->context->openssl;
	SSL_CTX *context = making->context->context;
	/* What was not sent is sent again from wherever it lies then. */
	openssl->SSL_CTX_ctrl(context, SSL_CTRL_MODE,
			      SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER,
			      NULL);
	/* Records without bytes (new keys, tickets) are counted too. */
	openssl->SSL_CTX_ctrl(context, SSL_CTRL_CLEAR_MODE, SSL_MODE_AUTO_RETRY, NULL);
	openssl->SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
	set_sessions(making);
	return set_version(making, SSL_CTRL_SET_MIN_PROTO_VERSION, making->settings->minimum) &&
	       set_version(making, SSL_CTRL_SET_MAX_PROTO_VERSION, making->settings->maximum) &&
	       set_ciphers(making) && set_protocols(making) && set_verification(making) &&
	       set_identity(making) && set_keylog(making);
}

/* ---- making ---- */

static void context_destroy(struct object *object)
{
	struct tls_context *context = (struct tls_context *)object;
	context->openssl->SSL_CTX_free(context->context);
	object_release(context->key);
	object_release(context->protocols);
	free(context->keylog);
	free(context);
}

static const struct behaviour context_behaviour = {.destroy = context_destroy};

struct tls_context *tls_context_new(const struct openssl *openssl,
				    const struct tls_settings *settings, struct error **error)
{
	struct tls_context *context = memory_zeroed(1, sizeof(*context) + TLS_FEED);
	struct making making = {context, settings, error};
	context->object = (struct object){&context_behaviour, 1};
	context->openssl = openssl;
	context->context = openssl->SSL_CTX_new(settings->server ? openssl->TLS_server_method()
								 : openssl->TLS_client_method());
	bool fine = context->context ? set_all(&making) : refuse(&making, "SSL_CTX_new", "TLS");
	openssl->ERR_clear_error(); /* some of what went well leaves something there */
	if (fine)
		return context;
	object_release(context);
	return NULL;
}
