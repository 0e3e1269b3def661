"""Time from the start of the process to its first line, with the image's cache of loaded classes."""
import signal
import time
from statistics import median

import tools
from peers import Run, mine
from sample import Process


def measure(broker, peers, directory, times):
    """Returns the seconds of each start of our consumer."""
    ours = mine(peers)
    if not ours:
        return []
    broker.load("start", 1, 1_000)
    firsts = [one(broker, ours, directory, turn) for turn in range(times)]
    seconds, cpu = [f.seconds for f in firsts], [f.cpu for f in firsts]
    tools.say("starts: " + ", ".join(f"{s:.2f}" for s in seconds))
    print(f"\nStart to first event with the image's cache, {times} starts: {median(seconds):.2f} s "
          f"({min(seconds):.2f}-{max(seconds):.2f}), of which {median(cpu):.2f} CPU-s ({min(cpu):.2f}-{max(cpu):.2f})")
    return seconds


def one(broker, peer, directory, turn):
    output = directory / "start.out"
    consumer = Process(peer, Run(broker.servers, "start", f"start-{turn}", 1_000, output))
    while not (now := consumer.sample()) or not now.written:
        if now is None or now.seconds > 60:
            consumer.fail("did not start")
        time.sleep(0.002)
    consumer.stop(signal.SIGTERM)
    return now
