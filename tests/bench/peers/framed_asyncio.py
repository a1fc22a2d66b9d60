# A server of messages with asyncio's streams. SPDX-License-Identifier: GPL-3.0-or-later
import asyncio
import contextlib
import sys

mode = sys.argv[1]


async def serve(reader, writer):
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            if mode == "lines":
                message = await reader.readuntil(b"\n")
            else:
                head = await reader.readexactly(4)
                message = head + await reader.readexactly(int.from_bytes(head, "big"))
            writer.write(message)
            await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
