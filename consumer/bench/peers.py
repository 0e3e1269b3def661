"""The consumers that are measured: how each is set up, only inside target/bench, and started."""
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import tools
from broker import free_port
from tools import BENCH, FLAGS, HERE, JAVA, MVN

KAFKAJS = "kafkajs@2.2.4"
CONFLUENT = "confluent-kafka==2.16.1"
KAFKA_PYTHON = "kafka-python==3.0.12"


@dataclass(frozen=True)
class Run:
    """What a consumer is started with; it exits after count messages if it can."""
    servers: str
    topic: str
    group: str
    count: int
    output: Path
    lines: int = 0  # of a complete run

    def arguments(self):
        return [self.servers, self.topic, self.group, str(self.count)]


@dataclass(frozen=True)
class Peer:
    name: str
    label: str
    command: Callable[[Run], list]
    set_up: Callable[[], None] = lambda: None
    environment: Callable[[Run], dict] = lambda run: {}
    # Peers that take many times as long read a fifth of the messages: costs are per message.
    slow: bool = False
    # Peers that treat watermarks like changes.
    writes_watermarks: bool = False


def run_quietly(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise SetUpFailed((done.stderr or done.stdout).strip().splitlines()[-1:] or ["no output"])


class SetUpFailed(Exception):
    pass


def maven_peer(name):
    run_quietly(*MVN, "-q", "-f", str(HERE / f"peers/{name}.xml"), "dependency:copy-dependencies",
                f"-DoutputDirectory={BENCH}/{name}/lib")


def set_up_spring():
    maven_peer("spring")
    run_quietly(tools.JAVAC, "-parameters", "-nowarn", "-cp", f"{BENCH}/spring/lib/*", "-d", f"{BENCH}/spring/classes",
                f"{HERE}/peers/SpringListener.java")


def set_up_kafkajs():
    if not shutil.which("node") or not shutil.which("npm"):
        raise SetUpFailed("node and npm are not installed")
    (BENCH / "node").mkdir(parents=True, exist_ok=True)
    run_quietly("npm", "install", "--silent", "--no-save", "--prefix", f"{BENCH}/node", KAFKAJS)


def set_up_python(package):
    run_quietly(sys.executable, "-m", "pip", "install", "-q", "--upgrade", "--target", f"{BENCH}/python", package)


def train():
    """As the image build does."""
    run_quietly(JAVA, "-cp", f"{tools.TARGET}/test-classes:{BENCH}/lib/*:{tools.TARGET}/classes",
                "io.cdcpipeline.consumer.TrainingRun",
                JAVA, *FLAGS, *tools.class_cache()[0], "-jar", str(tools.JAR))


def ours(run):
    return [JAVA, *FLAGS, *tools.class_cache()[1], "-jar", str(tools.JAR)]


def earlier():
    """Earlier builds of ours, which have no class cache: compare them warm."""
    jars = [Path(jar) for jar in os.environ.get("BEFORE", "").split(",") if jar]
    absent = [str(jar) for jar in jars if not jar.is_file()]
    if absent:
        raise SystemExit(f"BEFORE: there is no jar {', '.join(absent)}")
    return [Peer(f"before-{turn}", f"before: {jar}", lambda run, jar=jar: [JAVA, *FLAGS, "-jar", str(jar)],
                 environment=settings) for turn, jar in enumerate(jars, 1)]


def settings(run):
    return {"KAFKA_BOOTSTRAP_SERVERS": run.servers, "KAFKA_TOPIC": run.topic, "KAFKA_GROUP_ID": run.group,
            "METRICS_PORT": "0", "LOG_LEVEL": "warn"}


def raw(mode):
    return lambda run: [JAVA, *FLAGS, "-cp", tools.CLASSPATH, "RawClient", *run.arguments(), mode]


def performance(run):
    """With our flags and its own properties; a report every 100 ms, and a wait of 10 s at most."""
    return [JAVA, *FLAGS, "-cp", f"{BENCH}/performance/lib/*", "org.apache.kafka.tools.ConsumerPerformance",
            "--bootstrap-server", run.servers, "--topic", run.topic, "--group", run.group, "--num-records", str(run.count),
            "--show-detailed-stats", "--reporting-interval", "100", "--hide-header"]


def script(interpreter, name):
    return lambda run: [interpreter, f"{HERE}/peers/{name}", *run.arguments()]


def connect(run):
    """Standalone, JSON without schemas, otherwise with defaults; runs until it is stopped."""
    folder = run.output.parent / run.group
    folder.mkdir()
    (folder / "worker").write_text(f"""bootstrap.servers={run.servers}
key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
value.converter.schemas.enable=false
offset.storage.file.filename={folder}/offsets
listeners=http://127.0.0.1:{free_port()}
""")
    (folder / "sink").write_text(f"""name={run.group}
connector.class=org.apache.kafka.connect.file.FileStreamSinkConnector
consumer.override.auto.offset.reset=earliest
topics={run.topic}
file={run.output}
""")
    return [JAVA, "-cp", f"{BENCH}/connect/lib/*", "org.apache.kafka.connect.cli.ConnectStandalone",
            f"{folder}/worker", f"{folder}/sink"]


def python_path(run):
    return {"PYTHONPATH": f"{BENCH}/python"}


ALL = [
    Peer("raw-count", "raw Java client, counting bytes", raw("count"), writes_watermarks=True),
    Peer("performance", "Kafka's ConsumerPerformance, doing nothing with a record", performance,
         lambda: maven_peer("performance"), writes_watermarks=True),
    Peer("raw-lines", "raw Java client, value and newline", raw("lines"), writes_watermarks=True),
    Peer("ours", "**cdc-pipeline-consumer**", ours, train, settings),
    Peer("connect", "Kafka Connect file sink, JSON converter", connect, lambda: maven_peer("connect"),
         slow=True, writes_watermarks=True),
    Peer("spring", "Spring Kafka, defaults",
         lambda run: [JAVA, "-cp", f"{BENCH}/spring/classes:{BENCH}/spring/lib/*", "SpringListener",
                      *run.arguments()], set_up_spring, slow=True),
    Peer("kafkajs", "Node kafkajs", script("node", "kafkajs.js"), set_up_kafkajs,
         lambda run: {"NODE_PATH": f"{BENCH}/node/node_modules"}, slow=True),
    Peer("confluent", "Python confluent-kafka", script(sys.executable, "confluent.py"),
         lambda: set_up_python(CONFLUENT), python_path, slow=True),
    Peer("kafka-python", "Python kafka-python", script(sys.executable, "kafka_python.py"),
         lambda: set_up_python(KAFKA_PYTHON), python_path, slow=True),
]


def chosen():
    """The peers in PEERS, or all, that could be set up; reports which could not, and why."""
    wanted = [w for w in os.environ.get("PEERS", "").split(",") if w]
    unknown = set(wanted) - {p.name for p in ALL}
    if unknown:
        raise SystemExit(f"PEERS: {', '.join(sorted(unknown))} is not one of {', '.join(p.name for p in ALL)}")
    ready = []
    for peer in ALL + earlier():
        if wanted and peer in ALL and peer.name not in wanted:
            continue
        try:
            peer.set_up()
            ready.append(peer)
        except SetUpFailed as e:
            tools.say(f"skipped {peer.name}: {e}")
    return ready


def mine(chosen):
    """Our consumer, or None if it is not among them."""
    return next((p for p in chosen if p.name == "ours"), None)
