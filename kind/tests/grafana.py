#!/usr/bin/env python3
"""A stand-in for the part of Grafana's HTTP API that kind-smoke uses, for the tests of the scripts.

grafana.py DASHBOARD.json STATE: prints its port and writes every query body to STATE/queries, one per line. Like Grafana, it
checks the login, that data sources exist, and the type of each query. STATE/broken names a part that fails.
"""
import base64, http.server, json, pathlib, sys

dashboard = json.loads(pathlib.Path(sys.argv[1]).read_text())
state = pathlib.Path(sys.argv[2])
panels = [p for row in dashboard["panels"] for p in [row, *row.get("panels", [])] if p.get("targets")]
variables = {v["name"]: v["allValue"] if v.get("includeAll") else v["current"]["value"] for v in dashboard["templating"]["list"]}
variables["prometheus_datasource"] = "the-default"


def filled(value):
    text = json.dumps(value)
    for name, chosen in variables.items():
        text = text.replace("${%s}" % name, chosen).replace("${%s:raw}" % name, chosen)
    return json.loads(text)


panels = filled(panels)
sources = {p["datasource"]["uid"]: p["datasource"]["type"] for p in panels}
login = "Basic " + base64.b64encode(b"admin:s3cret-Grafana").decode()


def broken(what):
    return (state / "broken").exists() and (state / "broken").read_text().strip() == what


def query(q):
    kind = sources.get(q["datasource"]["uid"])
    if kind is None or kind != q["datasource"]["type"]:
        return {"status": 404, "error": "data source not found"}
    if kind == "prometheus":
        if not q.get("expr") or "%{" in q["expr"] or broken("query"):
            return {"status": 400, "error": "parse error: unexpected end of input"}
        return {"status": 200, "frames": [{"data": {"values": [[1], [1]]}}]}
    metric = q["metrics"][0]
    raw = metric["type"] in ("raw_data", "raw_document")
    if raw == bool(q["bucketAggs"]) or raw and not isinstance(metric["settings"]["size"], str):
        return {"status": 400, "error": "invalid query, missing metrics and aggregations"}
    events = [] if broken("events") else ["shop.cdc_smoke/7@42/DELETE"]
    return {"status": 200, "frames": [{"data": {"values": [events]}}]}


class Grafana(http.server.BaseHTTPRequestHandler):
    def reply(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def refused(self):
        if self.headers.get("Authorization") == login and not broken("login"):
            return False
        self.reply(401, {"message": "Invalid username or password"})
        return True

    def do_GET(self):
        if self.refused():
            return
        uid = self.path.split("/")[4] if self.path.startswith("/api/datasources/uid/") else ""
        if self.path == "/api/user":
            self.reply(200, {"login": "admin"})
        elif self.path == "/api/plugins/elasticsearch/settings" and not broken("plugin"):
            self.reply(200, {"id": "elasticsearch"})
        elif self.path == "/api/datasources":
            others = [{"uid": "another", "type": "prometheus", "isDefault": False}]
            self.reply(200, others + [{"uid": u, "type": t, "isDefault": t == "prometheus"} for u, t in sources.items()])
        elif uid in sources and not (broken("source") and sources[uid] == "elasticsearch"):
            health = "ERROR" if broken("health") else "OK"
            self.reply(200, {"status": health} if self.path.endswith("/health") else {"uid": uid, "type": sources[uid]})
        else:
            self.reply(404, {"message": "not found"})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.refused():
            return
        with open(state / "queries", "a") as f:
            f.write(json.dumps(body, sort_keys=True) + "\n")
        results = {q["refId"]: query(q) for q in body["queries"]}
        self.reply(max(r["status"] for r in results.values()), {"results": results})

    def log_message(self, *args):
        pass


expected = [json.dumps({"from": "now-" + p["timeFrom"] if "timeFrom" in p else dashboard["time"]["from"], "to": dashboard["time"]["to"],
                        "queries": [dict(t, intervalMs=15000, maxDataPoints=500) for t in p["targets"]]}, sort_keys=True)
            for p in panels]
(state / "expected").write_text("\n".join(expected) + "\n")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Grafana)
print(server.server_port, flush=True)
server.serve_forever()
