#!/usr/bin/env python3
"""A timestamp authority that is not ours: `openssl ts -reply` behind HTTP. usage: tsa.py FOLDER, which holds ts.cnf,
time.crt and time.key; the port is written to FOLDER/port."""

import http.server
import os
import subprocess
import sys
import tempfile


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Type") != "application/timestamp-query" or self.path != "/tsa":
            self.send_error(400)
            return
        with tempfile.TemporaryDirectory() as folder:
            with open(folder + "/q", "wb") as file:
                file.write(query)
            subprocess.run(["openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", folder + "/q", "-signer",
                            "time.crt", "-inkey", "time.key", "-out", folder + "/r"], check=True,
                           stdin=subprocess.DEVNULL)
            with open(folder + "/r", "rb") as file:
                reply = file.read()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)


def main():
    os.chdir(sys.argv[1])
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    with open("port.new", "w", encoding="ascii") as file:
        file.write(str(server.server_address[1]))
    os.rename("port.new", "port")
    server.serve_forever()


main()
