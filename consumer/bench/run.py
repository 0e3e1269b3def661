#!/usr/bin/env python3
"""Measures our consumer beside others on one broker and says which figures hold.

Environment, 0 leaves a part out:
  SIZE        messages for the throughput (3000000), ROUNDS (3), PARTITIONS (6)
  PEERS       a comma-separated choice (all that can be set up): raw-count, raw-lines, ours, connect,
              spring, kafkajs, confluent, kafka-python
  STARTS      starts to the first event (5)
  LATENCY     seconds a rate and consumer, after 30 s of warm-up (20), LATENCY_ROUNDS (3)
  SCALE       processes of one group, up to so many (2), on SIZE messages
  PROFILE     messages of a run that is recorded, for the shares of the hot path's parts (0)
  SOAK        seconds at SOAK_RATE (2000) events/s with the memory sampled (0; the figure asks for 1800)

The exit code is 0 when everything asked for was measured, whether or not the figures hold.
"""
import os
import shutil
import tempfile
from pathlib import Path

import breakdown
import latency
import peers
import scale
import soak
import start
import throughput
import verdict
from broker import Broker


def number(name, fallback):
    text = os.environ.get(name, str(fallback))
    if not text.isdigit():
        raise SystemExit(f"{name}: \"{text}\" is not a whole number")
    return int(text)


def main():
    size, rounds, partitions = number("SIZE", 3_000_000), number("ROUNDS", 3), number("PARTITIONS", 6)
    latency_seconds, latency_rounds = number("LATENCY", 20), number("LATENCY_ROUNDS", 3)
    starts, soak_seconds, soak_rate = number("STARTS", 5), number("SOAK", 0), number("SOAK_RATE", 2_000)
    chosen = peers.chosen()
    directory = Path(tempfile.mkdtemp(prefix="cdc-bench-"))
    try:
        with Broker(directory) as broker:
            costs = size and throughput.measure(broker, chosen, directory, size, rounds, partitions)
            seconds = starts and start.measure(broker, chosen, directory, starts)
            ages = latency_seconds and latency.measure(
                broker, chosen, directory, latency_seconds, latency_rounds, partitions)
            if size and number("SCALE", 2):
                scale.measure(broker, chosen, directory, number("SCALE", 2), size, partitions)
            if number("PROFILE", 0):
                breakdown.measure(broker, chosen, directory, number("PROFILE", 0), partitions)
            rss = soak_seconds and soak.measure(broker, chosen, directory, soak_seconds, soak_rate, partitions)
        verdict.show(costs, ages, seconds, rss)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
