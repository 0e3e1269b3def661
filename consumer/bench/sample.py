"""One consumer run, measured from outside in the same way for all: CPU time, memory, output size."""
import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
STALLED_SECONDS = 3
HEARTBEAT = b'"log_type":"cdc_heartbeat"'
LIMIT_SECONDS = 900


@dataclass(frozen=True)
class Sample:
    """At one moment: seconds since the start, user and system time, and bytes written."""
    seconds: float
    cpu: float
    written: int


@dataclass(frozen=True)
class Cost:
    rate: float       # events per second, including start-up
    cpu: float        # CPU-seconds per million events, including start-up
    warm: float       # the same for the second half of the events
    rss: float        # peak, in MiB
    first: float      # seconds until the first output


class Process:
    """A running consumer; its lines go to the run's output file."""

    def __init__(self, peer, run):
        self.peer, self.run = peer, run
        self.errors = run.output.with_suffix(".err")
        command = peer.command(run)
        environment = {**os.environ, **peer.environment(run)}
        run.output.unlink(missing_ok=True)
        run.output.touch()
        self.start = time.monotonic()
        with open(run.output, "a") as lines, open(self.errors, "w") as errors:
            self.process = subprocess.Popen(command, stdout=lines, stderr=errors, env=environment)

    def sample(self):
        """The current sample, or None once the process is gone."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return None
        if fields[0] == "Z":
            return None
        cpu = (int(fields[11]) + int(fields[12])) / TICKS
        return Sample(time.monotonic() - self.start, cpu, self.run.output.stat().st_size)

    def rss(self, which="VmRSS"):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"{which}:\s+(\d+)", status)
        return int(found.group(1)) / 1024 if found else 0.0

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(30)

    def fail(self, what):
        if self.process.poll() is None:
            self.stop(signal.SIGKILL)
        raise SystemExit(f"{self.peer.name} {what}: {self.errors.read_text()[-2000:]}")


def watch(process):
    """Samples until the process ends, or has written all lines and nothing more for some seconds."""
    samples, rss, grew = [], 0.0, 0.0
    ends_itself = process.peer.name in WITHOUT_LINES
    while True:
        try:
            now, rss = process.sample(), max(rss, process.rss("VmHWM"))
        except OSError:
            break
        if now is None:
            break
        if not samples or now.written > samples[-1].written:
            grew = now.seconds
        samples.append(now)
        if now.seconds - grew > STALLED_SECONDS and not ends_itself:
            if event_lines(process.run.output) >= process.run.lines:
                break
            grew = now.seconds
        if now.seconds > LIMIT_SECONDS:
            process.fail("did not finish")
        time.sleep(0.05)
    return samples, rss


def cost(peer, run):
    """Runs a consumer over its messages; returns its cost and the number of lines written."""
    process = Process(peer, run)
    samples, rss = watch(process)
    if process.process.poll() is None:
        process.stop()
    if process.process.wait() not in (0, 143, -signal.SIGTERM) or not samples:
        process.fail("failed")
    if peer.name in WITHOUT_LINES:
        return WITHOUT_LINES[peer.name](process, samples, rss)
    end = next(s for s in samples if s.written == samples[-1].written)
    half = next(s for s in samples if s.written >= end.written / 2)
    lines = event_lines(run.output)
    if half is end or lines == 0:
        process.fail("wrote too little to be measured")
    warm = (end.cpu - half.cpu) / (end.written - half.written) * end.written / lines
    first = next(s.seconds for s in samples if s.written)
    return Cost(lines / end.seconds, end.cpu / lines * 1e6, warm * 1e6, rss, first), lines


def counted(process, samples, rss):
    """The cost of our raw client: it reports its own CPU time at half of the messages and at the end."""
    marks = re.findall(r"^cpu (\d+) (\S+) (\S+)", process.errors.read_text(), re.M)
    (half, half_cpu, _), (end, end_cpu, seconds) = [[float(x) for x in m] for m in marks]
    return Cost(end / seconds, end_cpu / end * 1e6, (end_cpu - half_cpu) / (end - half) * 1e6, rss, 0), int(end)


def reported(process, samples, rss):
    """The cost of Kafka's ConsumerPerformance: the fifth column of its reports has the messages read so far."""
    reports = process.run.output.read_bytes()
    if b"Exiting before consuming" in reports:
        process.fail("did not read everything")

    def read(sample):
        complete = reports[:sample.written].rpartition(b"\n")[0]
        return int(complete.rpartition(b"\n")[2].split(b", ")[4]) if complete else 0

    end, count = samples[-1], process.run.count
    half = next(s for s in samples if read(s) >= count / 2)
    warm = (end.cpu - half.cpu) / (count - read(half))
    return Cost(count / end.seconds, end.cpu / count * 1e6, warm * 1e6, rss, 0), count


# What measures the peers that write no line for a message.
WITHOUT_LINES = {"raw-count": counted, "performance": reported}


def event_lines(path):
    """Lines without our heartbeats, one for each partition and half minute of commit time."""
    lines, tail = 0, b""
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 22), b""):
            lines += block.count(b"\n") - (tail + block).count(HEARTBEAT)
            tail = block[1 - len(HEARTBEAT):]
    return lines
