"""The broker that all consumers read from, and its load generator."""
import json
import socket
import subprocess
import time
from pathlib import Path

import tools

# Kafka logs warnings only; they go to broker.log.
QUIET = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Broker:
    """A Kafka broker in a separate process on a free port; a context manager that stops it."""

    def __init__(self, directory):
        self.directory = directory

    def __enter__(self):
        port, log = free_port(), Path(self.directory, "broker.log")
        self.servers = f"127.0.0.1:{port}"
        with open(log, "w") as output:
            self.process = subprocess.Popen(
                [tools.JAVA, QUIET, "-Xmx512m", "-XX:+UseSerialGC", "-cp", tools.CLASSPATH, "Broker",
                 f"{self.directory}/data", str(port), str(free_port())],
                stdin=subprocess.PIPE, stdout=output, stderr=output)
        for _ in range(1200):
            if "started" in log.read_text():
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit(f"the broker did not start: {log.read_text()[-2000:]}")

    def __exit__(self, *failure):
        self.process.stdin.close()
        self.process.wait(60)

    def load(self, topic, partitions, count, rate=0, wait=True, codec="none"):
        """Fills a topic, at full speed or at a rate per second; the topic exists when this returns."""
        load = subprocess.Popen(
            [tools.JAVA, QUIET, "-Xmx256m", "-XX:+UseSerialGC", "-cp", tools.CLASSPATH, "Load",
             self.servers, topic, str(partitions), str(count), str(rate), codec],
            stdout=subprocess.PIPE)
        load.stdout.readline()
        if wait and load.wait() != 0:
            raise SystemExit(f"cannot fill topic {topic}")
        return load

    def size(self, topic):
        """Bytes of a topic's log files."""
        return sum(f.stat().st_size for f in Path(self.directory, "data").glob(f"{topic}-[0-9]*/*.log"))


def follow(path, skip, count, limit):
    """Milliseconds from the producer's send until each line could be read, as percentiles."""
    command = [tools.JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-cp", tools.CLASSPATH, "Follow", str(path), str(skip), str(count)]
    try:
        follower = subprocess.run(command, capture_output=True, text=True, check=True, timeout=limit)
    except subprocess.TimeoutExpired:
        raise SystemExit(f"{skip + count} lines did not arrive within {limit} s: {path}") from None
    return json.loads(follower.stdout)
