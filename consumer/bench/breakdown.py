"""Where our CPU time goes: a JFR recording of the second half of a run, by part of the hot path."""
import json
import subprocess
from collections import Counter
from dataclasses import replace

import tools
from peers import Run, mine
from sample import cost

# A sample belongs to the innermost of these classes on its stack.
PARTS = {
    "ChangeEventDecoder": "decode",
    "EventId": "event id",
    "Deduplicator": "deduplication",
    "ChangeEventLog": "line",
    "LineWriter": "writing lines to the operating system",
    "RecordProcessor": "rest of the processor (tables, counters, histogram)",
    "ConsumerCoordinator": "group and commits",
    "FetchCollector": "client: records out of fetched batches, checksums",
    "NetworkClient": "client: network fetches",
    "KafkaConsumer": "client: rest of poll",
    "ChangeEventLoop": "rest of the loop",
}


def measure(broker, peers, directory, size, partitions):
    """Prints the share of each part; needs CPU-time samples (JEP 509), new in JDK 25."""
    ours = mine(peers)
    if not ours or tools.java_version() < 25:
        tools.say("profile skipped: it needs our consumer and JDK 25")
        return
    recording = directory / "ours.jfr"
    # The first flag keeps JFR's greeting off stdout, where the lines go.
    flags = ["-Xlog:jfr+startup=error", "-XX:StartFlightRecording:"
             f"filename={recording},jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=5ms"]
    profiled = replace(ours, command=lambda run: [tools.JAVA, *flags, *ours.command(run)[1:]])
    broker.load("profile", partitions, size)
    output = directory / "profile.out"
    cost(profiled, Run(broker.servers, "profile", "profile", size, output, size))
    output.unlink()
    shares = parts(samples(recording))
    print("\nCPU time of our threads in the second half of a run, from JFR:\n\n| Part | share |\n|---|---|")
    for part, count in shares.most_common():
        print(f"| {part} | {100 * count / shares.total():.0f} % |")


def samples(recording):
    jfr = str(tools.JAVA_BIN / "jfr") if tools.JAVA_BIN else "jfr"
    text = subprocess.run([jfr, "print", "--json", "--stack-depth", "64", "--events", "jdk.CPUTimeSample",
                           str(recording)], capture_output=True, text=True, check=True).stdout
    events = [e["values"] for e in json.loads(text)["recording"]["events"]]
    events = [e for e in events if e["stackTrace"] and part(e["stackTrace"]["frames"])]
    events.sort(key=lambda e: e["startTime"])
    return events[len(events) // 2:]


def parts(events):
    return Counter(part(e["stackTrace"]["frames"]) for e in events)


def part(frames):
    """None for threads that do not process events: compilers, metrics, start-up."""
    for frame in frames:
        name = frame["method"]["type"]["name"].rsplit("/", 1)[-1].split("$")[0]
        if name in PARTS:
            return PARTS[name]
    return None
