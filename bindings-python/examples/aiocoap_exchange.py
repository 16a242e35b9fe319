"""A client and a server on localhost exchange a Register, a Send and a Read over CoAP.

    pip install aiocoap && python aiocoap_exchange.py

The client registers, sends a history of temperatures in SenML CBOR, and answers a Read of its
Device object in TLV. All payloads are made and read by `lwm2m_codec`; aiocoap moves them.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiocoap import CHANGED, CONTENT, CREATED, GET, POST, Context, Message
from aiocoap.resource import PathCapable, Resource, Site
from lwm2m_codec import (
    REGISTRY,
    ContentFormat,
    Record,
    RegisteredObject,
    Registration,
    decode,
    decode_registration,
    encode,
    encode_registration,
    to_dict,
)

DEVICE = [
    Record("/3/0/0", "Open Mobile Alliance"),
    Record("/3/0/9", 95),
    Record("/3/0/13", 1367491215, "time"),
]
HISTORY = [Record("/3303/0/5700", 20 + n / 2, time=1700000000 + 60 * n) for n in range(3)]


@dataclass
class Server:
    """What the server learns."""

    registrations: dict[str, Registration] = field(default_factory=dict)
    sent: list[Record] = field(default_factory=list)

    def site(self) -> Site:
        """The resources that clients use."""
        site = Site()
        site.add_resource(["rd"], Register(self))
        site.add_resource(["dp"], DataPush(self))
        return site


class Register(Resource):
    """`/rd`: where clients register."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server

    async def render_post(self, request: Message) -> Message:
        """Takes a Register."""
        query = dict(option.split("=", 1) for option in request.opt.uri_query)
        self.server.registrations[query["ep"]] = decode_registration(request.payload)
        return Message(code=CREATED, location_path=["rd", query["ep"]])


class DataPush(Resource):
    """`/dp`: where clients send what nobody asked for."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server

    async def render_post(self, request: Message) -> Message:
        """Takes a Send, in whatever format it comes."""
        format = request.opt.content_format
        self.server.sent += decode(request.payload, format, operation="send")
        return Message(code=CHANGED)


class Objects(Resource, PathCapable):
    """The objects of the client, at their paths."""

    async def render_get(self, request: Message) -> Message:
        """Answers a Read of an object instance or what is below."""
        path = "/3/" + "/".join(request.opt.uri_path)
        found = [record for record in DEVICE if record.path.starts_with(path)]
        format = ContentFormat(request.opt.accept)
        answer = Message(code=CONTENT, payload=encode(found, format, path))
        answer.opt.content_format = format
        return answer


async def exchange(server_port: int = 5683, client_port: int = 5685) -> tuple[Server, list[Record]]:
    """Runs client and server, and returns what the server has learnt and read."""
    server = Server()
    here = ("127.0.0.1", server_port)
    listening = await Context.create_server_context(server.site(), bind=here)
    objects = Site()
    objects.add_resource(["3"], Objects())
    client = await Context.create_server_context(objects, bind=("127.0.0.1", client_port))
    try:
        registration = Registration(
            {3: RegisteredObject("1.2", (0,)), 3303: RegisteredObject(instances=(0,))},
            formats=(ContentFormat.SENML_CBOR, ContentFormat.TLV),
        )
        register = Message(
            code=POST,
            uri=f"coap://127.0.0.1:{server_port}/rd?ep=thermometer&lt=300&lwm2m=1.2&b=U",
            payload=encode_registration(registration),
        )
        register.opt.content_format = ContentFormat.LINK_FORMAT
        assert (await client.request(register).response).code == CREATED

        send = Message(
            code=POST,
            uri=f"coap://127.0.0.1:{server_port}/dp",
            payload=encode(HISTORY, "senml-cbor", operation="send"),
        )
        send.opt.content_format = ContentFormat.SENML_CBOR
        assert (await client.request(send).response).code == CHANGED

        device_uri = f"coap://127.0.0.1:{client_port}/3/0"
        read = Message(code=GET, uri=device_uri, accept=ContentFormat.TLV)
        answer = await listening.request(read).response
        schema = REGISTRY.for_client(server.registrations["thermometer"])
        device = decode(answer.payload, answer.opt.content_format, "/3/0", schema=schema)
    finally:
        await client.shutdown()
        await listening.shutdown()
    return server, device


if __name__ == "__main__":
    learnt, device = asyncio.run(exchange())
    print(learnt.registrations)
    print(learnt.sent)
    print(to_dict(device, names=True))
