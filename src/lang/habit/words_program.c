/*
 * words_program: commands of other programs, see words.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/words.h"

#define TALK "send and recv then talk to it"
#define UPGRADE                                                                                    \
	"what asks for TLS is sent first, and its answer received: send --line STARTTLS; recv "    \
	"--line; tls"
#define EACH "serve { … } takes one connection after the other, each a task"

const struct habit_word words_of_programs[] = {
	/* files and texts */
	{"cat", NULL, 1, 1, "print -n (load %1)", NULL},
	{"cat", NULL, 0, ANY, "!%0", NULL},
	{"ls", NULL, 0, ANY, "!%0", NULL},
	{"pwd", NULL, 0, 0, "!%0", NULL},
	{"grep", NULL, 0, ANY, "!%0", "match and find look into bytes: match 'a.c' $data"},
	{"sed", NULL, 0, ANY, "!%0", "replace puts something else there: replace 'a' 'b' $data"},
	{"jq", NULL, 0, ANY, "!%0", "unjson makes a value of JSON: (unjson $data).name"},
	{"awk", NULL, 0, ANY, "!%0", "split makes a list of fields: (split $data ' ')[0]"},
	{"cut", NULL, 0, ANY, "!%0", "split makes a list of fields: (split $data ' ')[0]"},
	{"tr", "a-z", 2, 2, NULL, "upper and lower change letters: upper $data"},
	{"tr", NULL, 0, ANY, "!%0", NULL},
	{"wc", NULL, 1, 1, "len (load %1)", NULL},
	{"wc", NULL, 0, ANY, "!%0", "len counts bytes"},
	{"head", NULL, 0, ANY, "!%0", NULL},
	{"tail", NULL, 0, ANY, "!%0", NULL},
	{"tee", NULL, 0, ANY, "!%0", NULL},
	{"uniq", NULL, 0, ANY, "!%0", NULL},
	{"less", NULL, 0, ANY, "!%0", NULL},
	{"more", NULL, 0, ANY, "!%0", NULL},
	{"strings", NULL, 0, ANY, "!%0", NULL},
	{"python3", NULL, 0, ANY, "!%0", NULL},
	{"python", NULL, 0, ANY, "!%0", NULL},
	{"gcc", NULL, 0, ANY, "!%0", NULL},
	{"make", NULL, 0, ANY, "!%0", NULL},
	{"rm", NULL, 0, ANY, "!%0", NULL},
	{"cp", NULL, 0, ANY, "!%0", NULL},
	{"mv", NULL, 0, ANY, "!%0", NULL},
	{"mkdir", NULL, 0, ANY, "!%0", NULL},
	{"vi", NULL, 0, ANY, "!%0", NULL},
	{"vim", NULL, 0, ANY, "!%0", NULL},
	{"nano", NULL, 0, ANY, "!%0", NULL},
	{"sudo", NULL, 1, ANY, NULL, "!sudo runs one program as root; sudo handsh gives a shell"},
	{"xxd", "-r", 2, 2, "unhexdump (load %2)", NULL},
	{"xxd", "-p", 2, 2, "hex (load %2)", NULL},
	{"xxd", NULL, 1, 1, "hexdump (load %1)", NULL},
	{"xxd", NULL, 0, ANY, "!%0", NULL},
	{"od", NULL, 1, 1, "hexdump (load %1)", NULL},
	{"od", "-c", 2, 2, "hexdump (load %2)", NULL},
	{"od", NULL, 0, ANY, "!%0", NULL},
/* Of a file, as the programs print it; and of bytes. */
#define DIGEST(program, name)                                                                      \
	{program, NULL, 1, 1, "hex (digest " name " (load %1))", NULL},                            \
	{                                                                                          \
		program, NULL, 0, ANY, "!%0", NULL                                                 \
	}
	DIGEST("md5sum", "md5"),
	DIGEST("sha1sum", "sha1"),
	DIGEST("sha224sum", "sha224"),
	DIGEST("sha256sum", "sha256"),
	DIGEST("sha384sum", "sha384"),
	DIGEST("sha512sum", "sha512"),
#undef DIGEST
	{"md5", NULL, 1, 1, "hex (digest %0)", "of a file: hex (digest md5 (load FILE))"},
	{"sha1", NULL, 1, 1, "hex (digest %0)", "of a file: hex (digest sha1 (load FILE))"},
	{"sha256", NULL, 1, 1, "hex (digest %0)", "of a file: hex (digest sha256 (load FILE))"},
	{"sha512", NULL, 1, 1, "hex (digest %0)", "of a file: hex (digest sha512 (load FILE))"},
	{"crc32", NULL, 1, 1, "format '%%08x' (crc crc-32 (load %1))", NULL},
	/* TLS */
	{"ssl", NULL, 0, 0, "tls", NULL},
	{"SSL", NULL, 0, 0, "tls", NULL},
	{"TLS", NULL, 0, 0, "tls", NULL},
	{"starttls", NULL, 0, 0, NULL, UPGRADE},
	{"openssl", "s_client", 5, 5, "socket tcp; connect %[-connect]; tls --name %[-servername]",
	 TALK},
	{"openssl", "s_client", 5, 5, "socket tcp; connect %[-connect]; tls --ca %[-CAfile]", TALK},
	{"openssl", "s_client", 5, 5, "socket tcp; connect %[-connect]; tls --alpn %[-alpn]", TALK},
	{"openssl", "s_client", 3, 3, "socket tcp; connect %[-connect]; tls", TALK},
	{"openssl", "s_client", 2, 2, "socket tcp; connect %2; tls", TALK},
	{"openssl", "s_client", 0, ANY, NULL,
	 "socket tcp, then connect HOST PORT, then tls, whose options help tls tells"},
	{"openssl", "s_server", 7, ANY,
	 "socket tcp; bind '' %[-accept]; listen; accept; tls --server --cert %[-cert] --key "
	 "%[-key]",
	 EACH},
	{"openssl", "s_server", 3, ANY,
	 "socket tcp; bind '' %[-accept]; listen; accept; tls --server --self-signed", EACH},
	{"openssl", "rand", 2, ANY, NULL, "random N makes N random bytes: hex (random 16)"},
	{"gnutls-cli", NULL, 1, 1, "socket tcp; connect %1 443; tls", TALK},
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
	{"nc", "--ssl", 3, 3, "socket tcp; connect %2 %3; tls", TALK},
	{"nc", "--ssl", 4, ANY,
	 "socket tcp; bind '' %[-l]; listen; accept; tls --server --self-signed", EACH},
	{"nc", "-C", 3, 3, "socket tcp; connect %2 %3", "send --line ends what is sent with CR LF"},
#define EVERYBODY "; listen; serve { while d = recv { print -n $d } }"
	{"nc", "-k", 3, 3, "socket tcp; bind '' %[-l]" EVERYBODY, NULL},
	{"nc", "-kl", 2, 2, "socket tcp; bind '' %2" EVERYBODY, NULL},
	{"nc", "-lk", 2, 2, "socket tcp; bind '' %2" EVERYBODY, NULL},
#undef EVERYBODY
	{"nc", NULL, 2, 2, "socket tcp; connect %1 %2", TALK},
	{"nc", NULL, 0, ANY, NULL, "socket tcp, then connect HOST PORT; or bind, listen, accept"},
	{"telnet", NULL, 2, 2, "socket tcp; connect %1 %2", TALK},
	{"telnet", NULL, 1, 1, "socket tcp; connect %1 23", TALK},
	{"telnet", NULL, 0, ANY, NULL, "socket tcp, then connect HOST PORT"},
	{"open", NULL, 2, 2, "socket tcp; connect %1 %2", TALK},
	{"redis-cli", NULL, 0, 0, "socket tcp; connect 127.0.0.1 6379",
	 "then send \"PING\\r\\n\", and recv"},
	{"ping", NULL, 1, ANY, "!%0", NULL},
	{"ping", NULL, 0, 0, NULL, "!ping HOST runs the program; connect asks a port"},
	{"traceroute", NULL, 1, ANY, "!%0", NULL},
	{"curl", NULL, 1, ANY, "!%0", NULL},
	{"wget", NULL, 1, ANY, "!%0", NULL},
	{"ssh", NULL, 1, ANY, "!%0", NULL},
	{"openssl", NULL, 0, ANY, "!%0", NULL},
	{"whois", NULL, 1, ANY, "!%0", NULL},
	{"nmap", NULL, 1, ANY, "!%0", NULL},
#define ADDRESSES "!ip address shows more of them"
	{"ip", "addr", 1, 1, "interfaces", ADDRESSES},
	{"ip", "a", 1, 1, "interfaces", ADDRESSES},
	{"ip", "address", 1, 1, "interfaces", ADDRESSES},
	{"ip", "link", 1, 1, "interfaces", ADDRESSES},
	{"ip", NULL, 1, ANY, "!%0", NULL},
	{"ifconfig", NULL, 0, 0, "interfaces", ADDRESSES},
	{"ifconfig", NULL, 0, ANY, "!%0", NULL},
#undef ADDRESSES
	{"dig", NULL, 1, 1, "resolve %1", NULL},
	{"nslookup", NULL, 1, 1, "resolve %1", NULL},
	{"getent", "hosts", 2, 2, "resolve %2", NULL},
	{"host", NULL, 1, 1, "resolve %1", NULL},
	{"iptables", NULL, 0, ANY, "!%0", NULL},
	{"systemctl", NULL, 0, ANY, "!%0", NULL},
	{"iperf3", NULL, 0, ANY, "!%0", NULL},
	{"arp", NULL, 0, ANY, "!%0", NULL},
	{"route", NULL, 0, ANY, "!%0", NULL},
	{"hostname", NULL, 0, 0, "gethostname", NULL},
	{"tcpdump", NULL, 0, ANY, NULL,
	 "journal shows the calls of this shell; !tcpdump the machine's packets, to root"},
	{"wireshark", NULL, 0, ANY, NULL, "journal shows the calls of this shell"},
	{"strace", NULL, 0, ANY, NULL,
	 "journal shows the calls of this shell, trace on each as it is made"},
	{0},
};

const struct habit_word words_of_namesakes[] = {
	{"hexdump", "-C", 2, 2, "hexdump (load %2)", NULL},
	{"hexdump", "-n", 3, 3, "hexdump (load %3)[:%2]", NULL},
	{"base64", "-d", 2, 2, "unbase64 %2", "of a file: unbase64 (load FILE)"},
	{"base64", "--decode", 2, 2, "unbase64 %2", "of a file: unbase64 (load FILE)"},
	{"match", NULL, 0, 1, NULL,
	 "match looks for a pattern; if V { … } else if V { … } chooses"},
	{0},
};
