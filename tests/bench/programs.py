# The short programs of the workloads start, dispatch and lines, language beside language.
#
# SPDX-License-Identifier: GPL-3.0-or-later

# How each is told to do nothing.
START = {
    "handsh": ["-c", "exit"],
    "lua5.4": ["-e", ""],
    "tclsh": ["/dev/null"],
    "python3": ["-c", ""],
    "node": ["-e", ""],
    "dash": ["-c", ""],
    "bash": ["-c", ""],
    "jimsh": ["-e", ""],
}

# A loop that adds 1 to a variable: at the top level, inside a function, and as a call of a function
# that adds 1 to a global. N is replaced by the number of turns.
DISPATCH = {
    "handsh": {
        "top": "n = 0\nwhile $n < N { n = $n + 1 }\n",
        "def": "def count { n = 0; while $n < N { n = $n + 1 } }\ncount\n",
        "call": "n = 0\ndef add { global n; n = $n + 1 }\nwhile $n < N { add }\n",
    },
    "lua5.4": {
        "top": "n = 0\nwhile n < N do n = n + 1 end\n",
        "def": "local function count() local n = 0 while n < N do n = n + 1 end end\ncount()\n",
        "call": "n = 0\nfunction add() n = n + 1 end\nwhile n < N do add() end\n",
    },
    "python3": {
        "top": "n = 0\nwhile n < N:\n    n = n + 1\n",
        "def": "def count():\n    n = 0\n    while n < N:\n        n = n + 1\ncount()\n",
        "call": "n = 0\ndef add():\n    global n\n    n = n + 1\nwhile n < N:\n    add()\n",
    },
    "node": {
        "top": "n = 0;\nwhile (n < N) { n = n + 1; }\n",
        "def": "function count() { let n = 0; while (n < N) { n = n + 1; } return n; }\ncount();\n",
        "call": "n = 0;\nfunction add() { n = n + 1; }\nwhile (n < N) { add(); }\n",
    },
    "tclsh": {
        "top": "set n 0\nwhile {$n < N} { set n [expr {$n + 1}] }\n",
        "def": "proc count {} { set n 0; while {$n < N} { set n [expr {$n + 1}] } }\ncount\n",
        "call": "set n 0\nproc add {} { global n; set n [expr {$n + 1}] }\n"
                "while {$n < N} { add }\n",
    },
    "jimsh": {
        "top": "set n 0\nwhile {$n < N} { incr n }\n",
        "def": "proc count {} { set n 0; while {$n < N} { incr n } }\ncount\n",
        "call": "set n 0\nproc add {} { global n; incr n }\nwhile {$n < N} { add }\n",
    },
    "bash": {
        "top": "n=0\nwhile ((n < N)); do n=$((n + 1)); done\n",
        "def": "count() { local n=0; while ((n < N)); do n=$((n + 1)); done; }\ncount\n",
        "call": "n=0\nadd() { n=$((n + 1)); }\nwhile ((n < N)); do add; done\n",
    },
    "dash": {
        "top": "n=0\nwhile [ $n -lt N ]; do n=$((n + 1)); done\n",
        "def": "count() { n=0; while [ $n -lt N ]; do n=$((n + 1)); done; }\ncount\n",
        "call": "n=0\nadd() { n=$((n + 1)); }\nwhile [ $n -lt N ]; do add; done\n",
    },
}
SLOW = ("tclsh", "jimsh", "bash", "dash")  # these get a tenth of the turns

# One statement a line on standard input: (first line, line, arguments).
LINES = {
    "handsh": ("n = 0\n", "n = $n + 1\n", []),
    "dash": ("n=0\n", "n=$((n + 1))\n", []),
    "bash": ("n=0\n", "n=$((n + 1))\n", []),
    "tclsh": ("set n 0\n", "set n [expr {$n + 1}]\n", []),
    "jimsh": ("set n 0\n", "incr n\n", []),
    "python3": ("n = 0\n", "n = n + 1\n", ["-i", "-q"]),
}

# Receivers of one connection that write it to standard output, and say where they listen.
RECEIVERS = {
    "nc": ["-v", "-d", "-l", "127.0.0.1", "0"],
    "ncat": ["-v", "--recv-only", "-l", "127.0.0.1", "PORT"],
    "socat": ["-d", "-d", "-u", "-b", "262144", "TCP-LISTEN:0,bind=127.0.0.1", "STDOUT"],
}

# A stretch of ordinary script, repeated until a script is as large as wanted.
SCRIPT = """\
# A client that greets, and what it hears.
def greet_@ name port {
	client = socket tcp
	client.connect 127.0.0.1 $port
	client.send "hello $name, this is ${len $name} letters\\n"
	if (client.recv 1024) == 'ok' { print accepted } else { fail 'refused' }
	for i word in ['one' two 3] { total = $i + 1 }
	while $total < 10 and not $total == 7 { total = $total + 1 }
	try { client.close } catch e { print $e.message }
}
settings_@ = {host: localhost port: 80 list: [1 2 3 (4 + 5 * 6)]}
"""
