#!/usr/bin/env python3
"""Runs our consumer beside others on one topic, in alternating rounds, and prints the table.

Environment: SIZE messages (1000000), ROUNDS (3), PEERS (those installed; a comma-separated list to
choose), LATENCY seconds per rate (20, 0 for none). Needs what `make bench` prepares in
consumer/target/bench, and for the peers node with kafkajs, python with confluent-kafka or
kafka-python (NODE_PATH and PEER_PYTHON say where).
"""
import json
import os
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "target"
BENCH = TARGET / "bench"
JAVA = str(Path(os.environ["JAVA_HOME"]) / "bin/java") if "JAVA_HOME" in os.environ else "java"
PYTHON = os.environ.get("PEER_PYTHON", sys.executable)
SIZE = int(os.environ.get("SIZE", "1000000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
LATENCY = int(os.environ.get("LATENCY", "20"))
CLASSPATH = f"{BENCH}/classes:{BENCH}/lib/*"
# What the image sets; see consumer/README.md, "JVM".
FLAGS = (HERE.parent / "jvm.options").read_text().split()
EVENTS = {"raw client, count bytes": "raw-count", "raw client, value and newline": "raw-lines",
          "cdc-pipeline-consumer": "ours", "Node kafkajs": "kafkajs",
          "Python confluent-kafka": "confluent", "Python kafka-python": "kafka-python"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def installed(command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def contenders():
    names = ["raw-count", "raw-lines", "ours"]
    if shutil.which("node") and installed(["node", "-e", "require('kafkajs')"]):
        names.append("kafkajs")
    if installed([PYTHON, "-c", "import confluent_kafka"]):
        names.append("confluent")
    if installed([PYTHON, "-c", "import kafka"]):
        names.append("kafka-python")
    wanted = os.environ.get("PEERS")
    return [n for n in names if not wanted or n in wanted.split(",")]


def start_broker(directory):
    port = free_port()
    log = open(f"{directory}/broker.log", "w")
    broker = subprocess.Popen(
        [JAVA, "-Xmx512m", "-XX:+UseSerialGC", "-cp", CLASSPATH, "Broker", f"{directory}/data",
         str(port), str(free_port())], stdin=subprocess.PIPE, stdout=log, stderr=log)
    for _ in range(600):
        if "started" in Path(log.name).read_text():
            return broker, f"127.0.0.1:{port}"
        if broker.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"The broker did not start: {log.name}")


def command(name, servers, topic, group, count):
    tail = [servers, topic, group, str(count)]
    raw = [JAVA, *FLAGS, "-cp", CLASSPATH, "RawClient", *tail]
    return {"raw-count": raw + ["count"], "raw-lines": raw + ["lines"],
            "ours": [JAVA, *FLAGS, "-jar", f"{TARGET}/cdc-pipeline-consumer.jar"],
            "kafkajs": ["node", f"{HERE}/peers/kafkajs.js", *tail],
            "confluent": [PYTHON, f"{HERE}/peers/confluent.py", *tail],
            "kafka-python": [PYTHON, f"{HERE}/peers/kafka_python.py", *tail]}[name]


def settings(servers, topic, group, port):
    return {**os.environ, "KAFKA_BOOTSTRAP_SERVERS": servers, "KAFKA_TOPIC": topic,
            "KAFKA_GROUP_ID": group, "METRICS_PORT": str(port)}


def scrape(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as response:
            text = response.read().decode()
    except OSError:
        return 0, 0.0
    def total(metric):
        return sum(float(v) for v in re.findall(rf"^{metric}(?:{{.*}})? (\S+)$", text, re.M))
    events = total("cdc_events_total") + total("cdc_events_duplicate_total") + total("cdc_watermarks_total")
    return int(events), total("process_cpu_seconds_total")


def measure(name, servers, topic, count, out):
    """One run: events/s with start-up, CPU-s per million, the warm part of it, peak RSS."""
    group, port = f"{name}-{time.time_ns()}", free_port()
    errors = open(f"{out}.err", "w+")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    with open(out, "w") as lines:
        process = subprocess.Popen(command(name, servers, topic, group, count), stdout=lines,
                                   stderr=errors, env=settings(servers, topic, group, port))
    marks, peak = [], 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = max(peak, int(re.search(r"VmHWM:\s+(\d+)", status).group(1)))
        except (OSError, AttributeError):
            pass
        if name == "ours":
            marks.append(scrape(port))
            if marks[-1][0] >= count:
                break
        if time.monotonic() - start > 900:
            process.kill()
            sys.exit(f"{name} did not finish: {errors.name}")
        time.sleep(0.2)
    seconds = time.monotonic() - start
    if name == "ours":
        process.send_signal(signal.SIGTERM)
    process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if name.startswith("raw"):
        errors.seek(0)
        marks = [(int(e), float(c)) for e, c in re.findall(r"^cpu (\d+) (\S+)", errors.read(), re.M)]
    warm = warm_cost(marks, count)
    return count / seconds, cpu / count * 1e6, warm, peak / 1024


def warm_cost(marks, count):
    late = [m for m in marks if m[0] >= count * 0.4]
    if len(late) < 2 or late[-1][0] == late[0][0]:
        return None
    return (late[-1][1] - late[0][1]) / (late[-1][0] - late[0][0]) * 1e6


def throughput(servers, directory):
    topic, count = "load", SIZE + SIZE // 10_000 * 6
    print(f"loading {SIZE:,} messages ...", file=sys.stderr)
    subprocess.run([JAVA, "-cp", CLASSPATH, "Load", servers, topic, str(SIZE)], check=True)
    results = {name: [] for name in contenders()}
    for turn in range(ROUNDS):
        for name in results:
            results[name].append(measure(name, servers, topic, count, f"{directory}/{name}.out"))
            print(turn + 1, name, [x and round(x, 2) for x in results[name][-1]], file=sys.stderr)
    print(f"\n{SIZE:,} messages, {ROUNDS} alternating rounds, medians (lowest-highest)\n")
    print("| Consumer | events/s | CPU-s per million | warm | RSS MiB | events per CPU-s, ours = 1 |")
    print("|---|---|---|---|---|---|")
    median = {n: [statistics.median([x for x in column if x is not None] or [0])
                  for column in zip(*runs)] for n, runs in results.items()}
    for label, name in EVENTS.items():
        if name in results:
            rate, cpu, warm, rss = median[name]
            costs = [run[1] for run in results[name]]
            share = median["ours"][1] / cpu if "ours" in median else 0
            if warm and "ours" in median:
                share_text = f"{share:.2f} (warm {median['ours'][2] / warm:.2f})"
            else:
                share_text = f"{share:.2f}"
            print(f"| {label} | {rate:,.0f} | {cpu:.2f} ({min(costs):.2f}-{max(costs):.2f}) | "
                  f"{f'{warm:.2f}' if warm else '-'} | {rss:.0f} | {share_text} |")


def latency(servers, directory, name, rate):
    """Produce to complete line readable in the file, after 10 s of warm-up."""
    topic, group, port = f"latency-{name}-{rate}", f"latency-{time.time_ns()}", free_port()
    out, count = Path(f"{directory}/{topic}.out"), rate * (LATENCY + 10)
    out.touch()
    load = subprocess.Popen([JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-cp", CLASSPATH, "Load", servers,
                             topic, str(count), str(rate)])
    time.sleep(1.5)
    with open(out, "a") as lines:
        process = subprocess.Popen(command(name, servers, topic, group, count * 10), stdout=lines,
                                   stderr=subprocess.DEVNULL, env=settings(servers, topic, group, port))
    follower = subprocess.run([JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-cp", CLASSPATH, "Follow",
                               str(out), str(rate * 10), str(rate * LATENCY)],
                              capture_output=True, text=True, check=True, timeout=LATENCY * 5 + 60)
    load.wait()
    process.kill()
    process.wait()
    return json.loads(follower.stdout)


def latencies(servers, directory):
    print(f"\nProduce to line, ms, {LATENCY} s after 10 s of warm-up\n")
    print("| Consumer | rate | p50 | p99 |\n|---|---|---|---|")
    for rate in (1000, 20000):
        for label, name in EVENTS.items():
            if name in ("raw-lines", "ours", "kafkajs") and name in contenders():
                p = latency(servers, directory, name, rate)
                print(f"| {label} | {rate:,}/s | {p['p50']:.1f} | {p['p99']:.1f} |", flush=True)


def main():
    directory = tempfile.mkdtemp(prefix="cdc-bench-")
    broker, servers = start_broker(directory)
    try:
        throughput(servers, directory)
        if LATENCY:
            latencies(servers, directory)
    finally:
        broker.stdin.close()
        broker.wait(30)
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
