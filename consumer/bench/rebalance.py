"""Rebalances under load: how long each partition stands still, and whether each row is written exactly once."""
import json
import signal
import subprocess
import time

import tools
from peers import Run, mine
from sample import Process

PARTITIONS = 24
WARM_UP, WINDOW = 15, 8


def measure(broker, peers, directory, times, rate):
    """Prints the pauses while a second process joins and leaves so many times; stops if a row is missing or repeated."""
    ours = mine(peers)
    if not ours:
        return
    seconds = WARM_UP + WINDOW + times * 2 * WINDOW
    load = broker.load("rebalance", PARTITIONS, rate * seconds, rate, wait=False)
    runs = [Run(broker.servers, "rebalance", "rebalance", 0, directory / f"rebalance-{i}.out") for i in range(times + 1)]
    steady = Process(ours, runs[0])
    pauses = Pauses([run.output for run in runs])
    try:
        time.sleep(WARM_UP)
        pauses.window("warm-up")
        time.sleep(WINDOW)
        pauses.window("no rebalance")
        for run in runs[1:]:
            other = Process(ours, run)
            time.sleep(WINDOW)
            pauses.window("one joins")
            other.stop(signal.SIGTERM)
            time.sleep(WINDOW)
            pauses.window("one leaves")
            tools.say(f"rebalance: {run.output.stem} has joined and left")
        if load.wait() != 0:
            raise SystemExit("cannot fill topic rebalance")
        show(pauses.end(rate * seconds), rate, times)
    finally:
        load.kill()
        load.wait()
        pauses.close()
        steady.stop()
    for run in runs:
        run.output.unlink()


def show(result, rate, times):
    print(f"\n{rate:,} events/s through {PARTITIONS} partitions, one process; another joins and leaves {times} time(s). Longest time "
          f"without a line of a partition within {WINDOW} s, ms:\n")
    print("| | partitions | p50 | p99 | longest |\n|---|---|---|---|---|")
    for name, pause in result["windows"].items():
        if name != "warm-up":
            print(f"| {name} | {pause['partitions']} | {pause['p50']:.0f} | {pause['p99']:.0f} | {pause['longest']:.0f} |")
    lines, distinct, wanted = result["lines"], result["distinct"], result["wanted"]
    print(f"\n{wanted:,} rows sent, {distinct:,} written, {lines - distinct:,} of them twice", flush=True)
    if distinct != wanted or lines != distinct:
        raise SystemExit("a rebalance lost rows or repeated them")


class Pauses:
    """The program Pauses, which reads the lines of all processes as they are written."""

    def __init__(self, outputs):
        command = [tools.JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-cp", tools.CLASSPATH, "Pauses", str(PARTITIONS)]
        self.process = subprocess.Popen(command + [str(o) for o in outputs], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def window(self, name):
        """Ends the current window and gives it this name; windows of one name are taken together."""
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.flush()

    def end(self, wanted):
        """Waits for so many rows, or until none has come for ten seconds."""
        self.window(f"end {wanted}")
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.kill()
        self.process.wait()
