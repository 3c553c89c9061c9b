#!/usr/bin/env python3
"""What may be out there, by an HTTP server that is not ours. usage: http_server.py PORT-FILE [CERTIFICATE-AND-KEY]"""

import http.server
import os
import ssl
import sys

LIMIT = 60 * 1024


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def reply(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.reply(200, body, Content_Type=self.headers.get("Content-Type", "none"))

    def do_GET(self):
        name = self.path.removeprefix("/open/")
        if name == "hello":
            self.reply(200, b"hello", Content_Type="text/plain")
        elif name == "host":
            self.reply(200, self.headers["Host"].encode())
        elif name == "conflict":
            self.reply(409, b"7\n", Content_Type="text/x.tlog.size")
        elif name == "moved":
            self.reply(302, b"", Location="/open/hello")
        elif name == "largest":
            self.reply(200, b"x" * LIMIT, Content_Type="t" * 129)
        elif name == "too-large":
            self.reply(200, b"x" * (LIMIT + 1))
        elif name == "endless":
            self.endless(b"x" * 4096)
        elif name == "endless-header":
            self.endless(b"X-A: b\r\n" * 512)
        elif name == "silent":
            self.connection.recv(1)  # until the other side gives up
        elif name == "garbage":
            self.wfile.write(b"this is not HTTP\r\n\r\n")
        elif name == "cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        else:
            self.reply(404, b"")

    def endless(self, block):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if block[:1] == b"x" else b""))
        try:
            while True:
                self.wfile.write(block)
        except OSError:
            self.close_connection = True


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # who does not believe the certificate hangs up
    with open(sys.argv[1] + ".new", "w", encoding="ascii") as file:
        file.write(str(server.server_address[1]))
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    server.serve_forever()


main()
