/*
 * tls_errors: what tls can meet, in the order in which a handshake does: the socket, the files, the
 * two that have to agree, the peer's certificate, and what the peer thinks of one's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/socket/tls_settings.h"

#define CLOCK "is this machine's clock right? !date -u"
#define ISSUER "on a new connection tls --ca FILE, which holds that issuer's certificate"

const struct command_error tls_errors[] = {
	/* the socket */
	{"ENOTCONN", "the socket has no peer", "connect or accept first"},
	{"EINVAL", "the socket listens", "accept first, and tls on the socket that it gives",
	 when_listening},
	{"EINVAL", "the socket does not speak TLS"},
	{"EPROTONOSUPPORT", "TLS needs a stream: tcp, or a unix stream"},
	{"EALREADY", "the socket speaks TLS", "tls --off ends that"},
	{"EPROTO", "bytes that came before TLS began are not of the peer that it proves",
	 "recv takes them"},
	{"EBUSY", "another task waits on the socket", "tasks shows it, and cancel ends it"},
	{"EMSGSIZE", "the peer still sends", "recv takes what has come, then tls --off"},
	{"ELIBACC", "OpenSSL is not installed"},
	/* the files and words of the options */
	{"EEXIST", "--self-signed writes over no file",
	 "tls --server --cert FILE --key FILE takes those that are there"},
	TLS_REASON("NO_START_LINE", "the file holds nothing of that kind (PEM)",
		   "load FILE shows it"),
	TLS_REASON("NO_CERTIFICATE_OR_CRL_FOUND", "the file holds no certificate (PEM)",
		   "load FILE shows it"),
	TLS_REASON("UNSUPPORTED", "the file holds no private key (PEM)", "load FILE shows it"),
	TLS_REASON("INTERRUPTED_OR_CANCELLED",
		   "the key is encrypted, and nobody is asked for its password",
		   "!openssl pkey -in FILE -out PLAIN decrypts it"),
	TLS_REASON("KEY_VALUES_MISMATCH", "--key is not the key of --cert",
		   "!openssl x509 -in CERT -noout -pubkey and openssl pkey -in KEY -pubout "
		   "show the same where it is"),
	TLS_REASON("NO_CIPHER_MATCH", "OpenSSL knows no cipher of that name",
		   "!openssl ciphers -v lists them"),
	/* what the two have to agree on */
	TLS_REASON("WRONG_VERSION_NUMBER", "what has come is no TLS",
		   "does the peer speak TLS on this port, and from the first byte?"),
	TLS_REASON("HTTP_REQUEST", "the client speaks plain HTTP", "it wants https://"),
	TLS_REASON("UNEXPECTED_EOF_WHILE_READING",
		   "the peer has closed the connection in the handshake"),
	TLS_REASON("CLOSE_NOTIFY", "the peer has ended TLS before it began"),
	{"ECONNRESET", "the peer has reset the connection in the handshake"},
	{"EPIPE", "the peer has closed the connection in the handshake"},
	TLS_REASON("UNSUPPORTED_PROTOCOL", "the two have no version in common",
		   "--min and --max, at both sides"),
	TLS_REASON("TLSV1_ALERT_PROTOCOL_VERSION", "the two have no version in common",
		   "--min and --max, at both sides"),
	TLS_REASON("NO_PROTOCOLS_AVAILABLE", "no version is left between --min and --max",
		   "1.0 and 1.1 need --ciphers DEFAULT@SECLEVEL=0 too"),
	TLS_REASON("NO_SHARED_CIPHER", "the two have no cipher in common",
		   "--ciphers, at both sides"),
	TLS_REASON("NO_SUITABLE_SIGNATURE_ALGORITHM",
		   "this side's key cannot sign as the peer wants",
		   "1.0 and 1.1 need --ciphers DEFAULT@SECLEVEL=0 at both sides"),
	TLS_REASON("SSLV3_ALERT_HANDSHAKE_FAILURE",
		   "the peer has found no cipher in common, or misses a certificate",
		   "--ciphers, --min, --max; --cert FILE --key FILE"),
	TLS_REASON("NO_APPLICATION_PROTOCOL", "the client offers no protocol of --alpn"),
	TLS_REASON("TLSV1_ALERT_NO_APPLICATION_PROTOCOL", "the server has no protocol of --alpn"),
	TLS_REASON("TLSV1_UNRECOGNIZED_NAME", "the server has no such name", "--name HOST"),
	TLS_REASON("EXCESSIVE_MESSAGE_SIZE", "the peer sends certificates of more than 100 KiB"),
	/* the peer's certificate */
	TLS_REASON("CERT_HAS_EXPIRED", "the certificate's time is over", CLOCK),
	TLS_REASON("CERT_NOT_YET_VALID", "the certificate's time has not come", CLOCK),
	TLS_REASON(
		"HOSTNAME_MISMATCH", "the certificate is for other names",
		"on a new connection tls --name HOST, if the peer is right and connect had another "
		"name of it"),
	TLS_REASON("IP_ADDRESS_MISMATCH", "the certificate is not for that address",
		   "on a new connection tls --name HOST, one of the names that it is for"),
	TLS_REASON("DEPTH_ZERO_SELF_SIGNED_CERT", "nobody but its owner has signed the certificate",
		   "on a new connection tls --ca FILE, which holds that certificate, takes it; "
		   "--insecure takes any"),
	TLS_REASON("SELF_SIGNED_CERT_IN_CHAIN", "the issuer is not among those that are known here",
		   ISSUER),
	TLS_REASON("UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
		   "the issuer is not among those that are known here", ISSUER),
	TLS_REASON("UNABLE_TO_VERIFY_LEAF_SIGNATURE",
		   "the peer has not sent the certificate of its issuer", ISSUER),
	TLS_REASON("INVALID_PURPOSE",
		   "the certificate is for another use: a server's, or a client's"),
	TLS_REASON("CERT_REVOKED", "the issuer has taken the certificate back"),
	TLS_REASON("UNABLE_TO_GET_CRL", "the file of --crl has no list of that issuer",
		   "--crl FILE, which holds one"),
	TLS_REASON("CRL_HAS_EXPIRED",
		   "the issuer has published a newer list of what it has revoked",
		   "--crl FILE, which holds that"),
	TLS_REASON("EE_KEY_TOO_SMALL", "the certificate's key is too short to be safe",
		   "for trying: --ciphers DEFAULT@SECLEVEL=0"),
	/* one's own, in the peer's eyes */
	TLS_REASON("PEER_DID_NOT_RETURN_A_CERTIFICATE", "the client has sent no certificate",
		   "without --require it need not"),
	ERRORS_OF_TLS,
	ERRORS_OF_WAITING,
	{0},
};
