"""Memory over a long run at a moderate rate, which must not grow."""
import time
from statistics import linear_regression, median

import tools
from peers import Run, mine
from sample import Process

EVERY = 10


def measure(broker, peers, directory, seconds, rate, partitions):
    """Returns the resident MiB every ten seconds, and prints them with the slope of the second half."""
    ours = mine(peers)
    if not ours:
        return []
    load = broker.load("soak", partitions, rate * (seconds + 10), rate, wait=False)
    consumer = Process(ours, Run(broker.servers, "soak", "soak", 0, directory / "soak.out"))
    try:
        rss = [sample(consumer) for _ in range(seconds // EVERY)]
        written = consumer.sample().written
    finally:
        load.kill()
        load.wait()
        consumer.stop()
    print(f"\nMemory over {seconds} s at {rate:,} events/s ({written / 1e6:,.0f} MB written), one sample every {EVERY} s: "
          f"first {rss[0]:.0f}, median {median(rss):.0f}, highest {max(rss):.0f}, last {rss[-1]:.0f} MiB; "
          f"slope of the second half {slope(rss):+.2f} MiB per hour")
    return rss


def sample(consumer):
    time.sleep(EVERY)
    if consumer.sample() is None:
        consumer.fail("ended")
    rss = consumer.rss()
    tools.say(f"rss {rss:.1f}")
    return rss


def slope(rss):
    """MiB per hour over the second half, when everything is compiled and every buffer has been used."""
    half = rss[len(rss) // 2:]
    hours = [i * EVERY / 3600 for i in range(len(half))]
    return linear_regression(hours, half).slope if len(half) > 1 else 0.0
