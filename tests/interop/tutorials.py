# The tutorials' programs in Python, as the documents write them: the other side for our lessons.
# Servers take a listening socket, so that the kernel chooses the port; clients a port, and give
# what the documents' clients print.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket


def answer_once(s, text=b"Thank you for connecting"):
    c, _ = s.accept()
    c.send(text)
    c.close()
    s.close()


def answer_times(s, times, text=b"Thank you for connecting"):
    for _ in range(times):
        c, _ = s.accept()
        c.send(text)
        c.close()
    s.close()


def receive(port, host="127.0.0.1"):
    s = socket.socket()
    s.connect((host, port))
    data = s.recv(1024)
    s.close()
    return data


def echo_once(s):
    c, _ = s.accept()
    data = c.recv(1024)
    c.sendall(data)
    c.close()
    s.close()
    return data


def echo(port, message):
    s = socket.socket()
    s.connect(("127.0.0.1", port))
    s.sendall(message)
    back = b""
    while len(back) < len(message):
        back += s.recv(1024)
    s.close()
    return back


def reverse_once(s):
    c, _ = s.accept()
    rounds = 0
    while True:
        data = c.recv(1024)
        if not data:
            break
        c.send(data[::-1])
        rounds += 1
    c.close()
    s.close()
    return rounds


def reverse(port, message, times):
    s = socket.socket()
    s.connect(("127.0.0.1", port))
    answers = []
    for _ in range(times):
        s.send(message)
        answers.append(s.recv(1024))
    s.close()
    return answers


def bits(message):
    return "".join(format(byte, "08b") for byte in message)


def xor(a, b):
    return "".join("0" if x == y else "1" for x, y in zip(a[1:], b[1:]))


def divide(dividend, divisor):
    """The remainder of a division without carries, as the CRC article writes it."""
    pick = len(divisor)
    rest = dividend[0:pick]
    while pick < len(dividend):
        rest = xor(divisor if rest[0] == "1" else "0" * len(divisor), rest) + dividend[pick]
        pick += 1
    return xor(divisor if rest[0] == "1" else "0" * len(divisor), rest)


def crc_word(message, generator):
    data = bits(message)
    return data + divide(data + "0" * (len(generator) - 1), generator)


def crc_server(s, generator, times):
    """Divides what comes; the answers are the article's."""
    seen = []
    for _ in range(times):
        c, _ = s.accept()
        data = c.recv(65536).decode()
        found = "1" in divide(data, generator)
        c.sendall(b"error found" if found else b"no error found")
        seen.append((data, found))
        c.close()
    s.close()
    return seen


def crc_client(port, word):
    s = socket.socket()
    s.connect(("127.0.0.1", port))
    s.sendall(word.encode())
    answer = s.recv(1024)
    s.close()
    return answer
