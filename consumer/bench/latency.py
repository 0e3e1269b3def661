"""Time from the producer's send until the complete line can be read in the consumer's file."""
import signal
from statistics import median

import tools
from broker import follow
from peers import Run
from sample import Process

WARM_UP = 30
RATES = (1_000, 20_000)
PEERS = ("raw-lines", "ours", "kafkajs")


def measure(broker, peers, directory, seconds, rounds, partitions):
    """Returns the median p50 and p99 by rate and peer, and prints them as a table."""
    ages = {}
    for turn in range(rounds):
        for rate in RATES:
            for peer in [p for p in peers if p.name in PEERS]:
                p50, p99 = one(broker, peer, directory, seconds, rate, partitions, turn)
                ages.setdefault((rate, peer), []).append((p50, p99))
                tools.say(f"round {turn + 1} {peer.name} at {rate:,}/s: p50 {p50:.2f} ms, p99 {p99:.1f} ms")
    print(f"\nTime from send to line, ms, {seconds} s after {WARM_UP} s of warm-up, {rounds} alternating rounds; "
          "medians (lowest-highest).\n\n| Consumer | rate | p50 | p99 |\n|---|---|---|---|")
    for (rate, peer), runs in ages.items():
        p50, p99 = zip(*runs)
        print(f"| {peer.label} | {rate:,}/s | {median(p50):.2f} ({min(p50):.2f}-{max(p50):.2f}) "
              f"| {median(p99):.1f} ({min(p99):.1f}-{max(p99):.1f}) |", flush=True)
    return {(rate, peer.name): [median(column) for column in zip(*runs)] for (rate, peer), runs in ages.items()}


def one(broker, peer, directory, seconds, rate, partitions, turn):
    topic = f"latency-{peer.name}-{rate}-{turn}"
    load = broker.load(topic, partitions, rate * (seconds + WARM_UP + 2), rate, wait=False)
    output = directory / f"{topic}.out"
    consumer = Process(peer, Run(broker.servers, topic, topic, 1 << 60, output))
    try:
        ages = follow(output, rate * WARM_UP, rate * seconds, limit=seconds * 3 + WARM_UP * 3 + 60)
    finally:
        load.kill()
        load.wait()
        consumer.stop(signal.SIGKILL)
    output.unlink()
    return ages["p50"], ages["p99"]
