#!/usr/bin/env python3
"""A read-only image registry over plain HTTP, for kind-test: it serves one docker archive, whatever image is requested.

registry.py PORT ARCHIVE LOG: listens on all addresses, because nodes are other machines.
"""
import hashlib, http.server, json, sys, tarfile

port, archive, log = int(sys.argv[1]), sys.argv[2], sys.argv[3]
with tarfile.open(archive) as tar:
    entry = json.load(tar.extractfile("manifest.json"))[0]
    contents = [tar.extractfile(name).read() for name in [entry["Config"], *entry["Layers"]]]


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def descriptor(kind, data):
    return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": digest(data), "size": len(data)}


MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"
manifest = json.dumps({
    "schemaVersion": 2, "mediaType": MANIFEST_TYPE,
    "config": descriptor("config.v1+json", contents[0]),
    "layers": [descriptor("layer.v1.tar", layer) for layer in contents[1:]]}).encode()
blobs = {digest(data): data for data in [*contents, manifest]}


class Registry(http.server.BaseHTTPRequestHandler):
    def answer(self, body):
        data, kind = b"{}", "application/json"
        if "/manifests/" in self.path:
            data, kind = manifest, MANIFEST_TYPE
        elif "/blobs/" in self.path:
            data, kind = blobs.get(self.path.split("?")[0].rsplit("/", 1)[1]), "application/octet-stream"
        with open(log, "a") as f:
            f.write(f"{self.command} {self.path}\n")
        if data is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Docker-Content-Digest", digest(data))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def do_GET(self):
        self.answer(True)

    def do_HEAD(self):
        self.answer(False)

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", port), Registry).serve_forever()
