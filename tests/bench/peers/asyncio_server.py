# An echo, reverse or thanks server with asyncio. SPDX-License-Identifier: GPL-3.0-or-later
import asyncio
import resource
import sys

mode = sys.argv[1]


async def serve(reader, writer):
    if mode == "thanks":
        writer.write(b"Thank you for connecting")
    else:
        while data := await reader.read(4096):
            writer.write(data[::-1] if mode == "reverse" else data)
            await writer.drain()
    writer.close()


async def main():
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
