/*
 * forms: what help says about the words of the language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/help.h"

#include <stddef.h>
#include <string.h>

const struct form forms[] = {
	{"if", "if V { … } else if V { … } else { … }", "run a block when a value is true",
	 "False are false, nil, 0 and whatever is empty; all else is true. "
	 "else stands on the line of the } before it. It has the value of the block that ran.",
	 "n = 3\nword = if $n > 2 { 'many' } else { 'few' }\nexpect $word == 'many'\n"},
	{"else", "if V { … } else { … }", "what runs when the condition of if is false",
	 "It stands on the line of the } before it.",
	 "n = 1\n"
	 "word = if $n == 0 { 'none' } else if $n == 1 { 'one' } else { 'many' }\n"
	 "expect $word == 'one'\n"},
	{"while", "while V { … }", "repeat a block as long as a value is true",
	 "while data = recv 1024 { … } ends at the end of the stream, "
	 "because empty bytes are false. So does while d = u.recv at an empty datagram, and "
	 "while line = ask at an empty line: loop { d = u.recv … } takes datagrams, "
	 "while (line = ask) != nil { … } lines.",
	 "n = 3\nsum = 0\nwhile $n { sum = $sum + $n; n = $n - 1 }\nexpect $sum == 6\n"},
	{"loop", "loop [N] { … }", "repeat a block N times, or for ever", NULL,
	 "n = 1\nloop 10 { n = $n * 2 }\nexpect $n == 1024\n"},
	{"for", "for [I] X in V { … }", "run a block for each element",
	 "Lists by element, bytes byte by byte, maps by key and value. "
	 "With two names the first is the index, or the key. range A B costs no list.",
	 "all = []\nfor i x in [a b] { all = $all + [$i $x] }\nexpect $all == [0 a 1 b]\n"},
	{"filter", "filter [I] X in V { … }", "the elements for which a block is true",
	 "Of a list the elements, of a map the pairs, of bytes the bytes. "
	 "With two names the first is the index, or the key; of a map one name is the key. "
	 "The names live in the block; a variable outside may have the same. "
	 "break ends it with what was kept so far.",
	 "expect (filter n in range 6 { $n % 2 }) == [1 3 5]\n"
	 "m = filter key value in {a: 1 b: 2} { $value > 1 }\n"
	 "expect $m == {b: 2}\n"},
	{"in", "V in V", "is the first contained in the second",
	 "Also part of for X in V { … } and filter X in V { … }.",
	 "expect 3 in [1 2 3]\nexpect not ('x' in 'abc')\n"},
	{"break", "break", "leave the innermost loop", NULL,
	 "n = 0\nloop { n = $n + 1; if $n == 5 { break } }\nexpect $n == 5\n"},
	{"continue", "continue", "go on with the next turn of the innermost loop", NULL,
	 "odd = []\n"
	 "for x in range 6 { if $x % 2 == 0 { continue }; odd = $odd + [$x] }\n"
	 "expect $odd == [1 3 5]\n"},
	{"return", "return [V]", "leave a command of your own with a value", NULL,
	 "def double x { return $x * 2 }\nexpect (double 4) == 8\n"},
	{"def", "def NAME [PARAMETER… PARAMETER=DEFAULT… REST...] { … }",
	 "make a command of your own",
	 "Names that it assigns are its own; others are the shell's. "
	 "It works on its caller's current socket. "
	 "A default is worked out at each call, and sees the parameters before it. "
	 "A last parameter with three dots takes all further arguments, as a list. "
	 "A def of a built-in command's name replaces that command; builtin calls it.",
	 "def greet name { \"Hello, $name\" }\nexpect (greet Mary) == 'Hello, Mary'\n"
	 "def fetch host port=80 path... { \"$host:$port ${len $path}\" }\n"
	 "expect (fetch h) == 'h:80 0'\nexpect (fetch h 81 a b) == 'h:81 2'\n"},
	{"global", "global NAME…", "use the shell's variables in the rest of a def or task",
	 "In a task the variable is then the shell's own, live, not a copy.",
	 "n = 0\ndef count { global n; n = $n + 1 }\ncount\nexpect $n == 1\n"},
	{"spawn", "spawn { … }", "start a task",
	 "Gives the task. It starts with the values that the variables its text names have at "
	 "that moment. wait waits for it, cancel ends it, tasks lists all.",
	 "t = spawn { sleep 10ms; 42 }\nexpect (wait $t) == 42\n"},
	{"serve", "serve { … }", "accept for ever; each connection is a task of its own",
	 "In the task the connection is the current socket; at the task's end it is closed. "
	 "serve also takes one command with its arguments, s1.serve { … } names the listener, "
	 "serve as c { … } the connection.",
	 "s = socket tcp\n"
	 "s.bind 127.0.0.1 0\n"
	 "s.listen\n"
	 "s.serve { while data = recv { send (reverse $data) } } &\n"
	 "a = s.getsockname\n"
	 "c = socket tcp\n"
	 "c.connect $a\n"
	 "c.send hello\n"
	 "expect (c.recv) == 'olleh'\n"},
	{"as", "serve as NAME { … }", "give the connection of serve a name in its task", NULL,
	 "s = socket tcp\n"
	 "s.bind 127.0.0.1 0\n"
	 "s.listen\n"
	 "s.serve as peer { peer.send (upper (peer.recv)) } &\n"
	 "a = s.getsockname\n"
	 "c = socket tcp\n"
	 "c.connect $a\n"
	 "c.send hello\n"
	 "expect (c.recv) == 'HELLO'\n"},
	{"try", "try { … } catch NAME… [e] { … } catch e { … } finally { … }",
	 "go on after an error",
	 "catch with names of errors takes those only, and an error that no catch takes goes on. "
	 "e holds the error: $e.name is ECONNREFUSED, $e.message says what is wrong, "
	 "$e.call what was tried. try alone swallows every error and gives nil; "
	 "with only finally the error goes on.",
	 "name = try { 1 / 0 } catch e { $e.name }\n"
	 "expect $name == 'DIVIDE'\n"
	 "expect (try { 1 / 0 }) == nil\n"},
	{"catch", "try { … } catch [NAME…] [e] { … }", "what runs when the block of try fails",
	 "Names of errors, in capitals, choose: ECONNREFUSED, EOF, or those of your own that "
	 "fail makes. Without a name it takes every error, and is the last. "
	 "A variable stands after the names. It stands on the line of the } before it.",
	 "s = socket tcp\n"
	 "try { s.getpeername } catch ETIMEDOUT { name = 'late' } catch ENOTCONN e { name = $e.name }\n"
	 "expect $name == 'ENOTCONN'\n"},
	{"finally", "try { … } finally { … }", "what runs whatever ends the block of try",
	 "It runs after the last statement, and when an error, break, continue, return, "
	 "a deadline, cancel, Ctrl-C, exit or the script's end leaves the block. "
	 "Its value is dropped; an error of its own goes on instead of what it has held up. "
	 "It may take a second in all. It stands on the line of the } before it.",
	 "s = socket tcp\n"
	 "try { expect error ENOTCONN { s.recv } } finally { s.close }\n"
	 "expect $s.state == 'CLOSED'\n"},
	{"timeout", "timeout D { … }", "fail with ETIMEDOUT when a block takes longer",
	 "The earliest of nested deadlines wins. It also stops a loop that never waits.",
	 "expect error ETIMEDOUT { timeout 10ms { sleep 1 } }\n"},
	{"until", "until V", "wait until a value is true",
	 "V is worked out again after every event; if it calls nothing, when one of its variables "
	 "is assigned. Such a variable is one of the shell's: in a task, global NAME. "
	 "A deadline stands around it: timeout 2s { until V }.",
	 "n = 0\nspawn { global n; sleep 10ms; n = 1 }\nuntil $n == 1\nexpect $n == 1\n"},
	{"expect", "expect V, expect within D V, expect took D D { … }, expect error NAME { … }",
	 "fail unless something is true",
	 "expect V shows both sides of a comparison that does not hold. "
	 "within looks again after every event until V is true or the time is over. "
	 "took fails unless the block takes that long, error unless it fails in that way.",
	 "expect 1 + 1 == 2\nexpect error DIVIDE { x = 1 / 0 }\n"},
	{"step", "step TEXT HINT… { … }", "say in a lesson what to do, and wait until it is done",
	 "It waits until the value of its block is true, the condition, and has that value. The condition is "
	 "looked at after each call and each packet, so that it sees each state that there was; it does not "
	 "matter how that came about. sockets, calls, packets and variables are the learner's there, commands "
	 "the built-in ones, also where a def has taken their names, and an error is: not yet. hint gives the "
	 "hints one by one, lesson --missing says from the condition itself what it lacks. A lesson is a "
	 "script of steps, questions and paragraphs, whose first statement is its title.",
	 "save lesson.hsh \"lesson 'Sockets'\\n"
	 "step 'Make a tcp socket.' 'socket tcp' { filter s in (sockets) { \\$s.kind == 'tcp' } }\\n"
	 "say 'It has no address yet.'\\n\"\n"
	 "lesson lesson.hsh\n"
	 "hint\n"
	 "lesson --missing\n"
	 "socket tcp\n"
	 "expect within 10s (try { calls } catch e { $e.name }) == 'USAGE'\n"
	 "!rm lesson.hsh\n"},
	{"mistake", "mistake TEXT { … }",
	 "say in a lesson what has gone wrong, where it goes wrong",
	 "It stands before the step in which it can be made, and is looked for as long as that is not done. Its "
	 "text is said each time that the value of its block becomes true.",
	 "save lesson.hsh \"lesson 'Ports'\\n"
	 "mistake 'That is udp.' { filter s in (sockets) { \\$s.kind == 'udp' } }\\n"
	 "step 'Make a tcp socket.' { filter s in (sockets) { \\$s.kind == 'tcp' } }\\n\"\n"
	 "lesson lesson.hsh\n"
	 "socket udp\n"
	 "socket tcp\n"
	 "expect within 10s (try { calls } catch e { $e.name }) == 'USAGE'\n"
	 "!rm lesson.hsh\n"},
	{"within", "expect within D V", "wait until a value is true", NULL,
	 "n = 0\nspawn { global n; sleep 10ms; n = 1 }\nexpect within 10s $n == 1\n"},
	{"took", "expect took D D { … }", "fail unless a block takes between two durations", NULL,
	 "expect took 10ms 10s { sleep 20ms }\n"},
	{"error", "expect error NAME { … }", "fail unless a block fails in that way", NULL,
	 "expect error DIVIDE { x = 1 / 0 }\n"},
	{"and", "V and V", "the first value if it is false, else the second", NULL,
	 "expect (1 and 'a') == 'a'\nexpect (0 and 'a') == 0\n"},
	{"or", "V or V", "the first value if it is true, else the second", NULL,
	 "expect ('' or 'nobody') == 'nobody'\nexpect ('Mary' or 'nobody') == 'Mary'\n"},
	{"not", "not V", "true when the value is false", NULL,
	 "expect not ''\nexpect (not 1) == false\n"},
	{"band", "V band V", "the bits that both ints have",
	 "It binds as *, before + and comparisons: $flags band 3 == 1. "
	 "Integers can be written as 0x1f and 0b101.",
	 "expect 0x1f band 0b101 == 5\nexpect 6 band 3 == 2\n"},
	{"bor", "V bor V", "the bits that one int or both have", "It binds as +.",
	 "expect 6 bor 3 == 7\n"},
	{"bxor", "V bxor V", "the bits that one int has, but not both",
	 "It binds as +. xor does the same with bytes.", "expect 6 bxor 3 == 5\n"},
	{"bnot", "bnot V", "an int with every bit turned over",
	 "It binds as the - before a number.",
	 "expect (bnot 5) == -6\nexpect bnot 0 band 0xff == 255\n"},
	{"bsl", "V bsl N", "an int with its bits moved left by N",
	 "It binds as *. A result that does not fit 64 bits is the error OVERFLOW, "
	 "an N outside 0 to 63 RANGE.",
	 "expect 1 bsl 10 == 1024\nexpect error OVERFLOW { 1 bsl 63 }\n"},
	{"bsr", "V bsr N", "an int with its bits moved right by N",
	 "It binds as *. The sign stays: -16 bsr 2 is -4.", "expect -16 bsr 2 == -4\n"},
	{"true", "true", "the value true", NULL, "expect (1 < 2) == true\n"},
	{"false", "false", "the value false", NULL, "expect (2 < 1) == false\n"},
	{"nil", "nil", "no value; it is false", NULL,
	 "expect not nil\nexpect (print hello) == nil\n"},
	{"&", "a &", "run a statement as a task of its own",
	 "It binds looser than |, and t = accept & puts the task into t. "
	 "It stands after a call, a pipe or a form; bits are joined with band.",
	 "t = str hello | reverse &\nexpect (wait $t) == 'olleh'\n"},
	{"|", "a | b", "pass a's value to b as its last argument", NULL,
	 "expect (str abc | reverse | upper) == 'CBA'\n"},
	{"!", "!cmd …", "hand the rest of the line to /bin/sh",
	 "It is sh for the rest of the line as it stands, to a } or ) that closes what is open; "
	 "help sh says where its output goes. recv 1024 | !xxd gives it the bytes on its standard "
	 "input. A status other than 0 is the error EXIT. On a host of the lab it runs there: "
	 "a.!curl http://b/.",
	 "expect (!echo hello) == \"hello\\n\"\nexpect error EXIT { !false }\n"},
	{".", "NAME.command …", "make a socket current for one command",
	 "Afterwards the earlier one is current again, unless the command made another current: "
	 "c1.send hi changes nothing, after s1.accept the accepted socket is current.",
	 "a = socket tcp\n"
	 "b = socket udp\n"
	 "expect (a.getsockopt type) == 'SOCK_STREAM'\n"
	 "expect (getsockopt type) == 'SOCK_DGRAM'\n"},
	{"=", "NAME = V", "give a variable a value",
	 "A bare word first means a command, and the value is its result; "
	 "anything else begins an expression: data = recv 1024, port = 5000, word = 'text'. "
	 "[a b] = V takes a list of two apart.",
	 "n = 2 + 3\nl = [1 2]\nl[0] = 9\nexpect $n == 5\nexpect $l == [9 2]\n"
	 "[a b] = $l\nexpect $a == 9\n"},
	{NULL, NULL, NULL, NULL, NULL},
};

const struct form *form_find(const char *name)
{
	for (const struct form *form = forms; form->name; form++) {
		if (strcmp(form->name, name) == 0)
			return form;
	}
	return NULL;
}
