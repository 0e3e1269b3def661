#!/usr/bin/env python3
"""Measures our consumer and its peers on one broker and reports which targets are met.

Environment (default); 0 skips a part:
  SIZE        messages for the throughput (3000000), ROUNDS (3), PARTITIONS (6)
  PEERS       comma-separated (all that can be set up): raw-count, performance, raw-lines, ours, connect,
              spring, kafkajs, confluent, kafka-python
  BEFORE      comma-separated jars of earlier builds of ours, measured in the same rounds
  STARTS      number of starts, each timed to its first event (5)
  LATENCY     seconds per rate and consumer, after 30 s of warm-up (20), LATENCY_ROUNDS (3)
  CODECS      how topics are compressed: none, lz4, zstd, snappy, gzip ("none lz4 zstd"), on SIZE messages in PARTITIONS
  SCALE       numbers of processes in one group ("1 2 4"), on SIZE messages in SCALE_PARTITIONS (24)
  REBALANCES  processes that join and leave while REBALANCE_RATE (50000) events/s flow through 24 partitions (3)
  PROFILE     messages of a profiled run, for the share of each part of the hot path (0)
  SOAK        seconds at SOAK_RATE (2000) events/s with memory sampled (0; the target requires 1800)

The exit code is 0 when everything requested was measured, whether or not the targets are met.
"""
import os
import re
import shutil
import tempfile
from pathlib import Path

import breakdown
import compressed
import latency
import peers
import rebalance
import scale
import soak
import start
import throughput
import verdict
from broker import Broker


def number(name, fallback):
    text = os.environ.get(name, str(fallback))
    if not text.isdigit():
        raise SystemExit(f"{name}: \"{text}\" is not a non-negative integer")
    return int(text)


def words(name, fallback, pattern):
    chosen = os.environ.get(name, fallback).split()
    wrong = [word for word in chosen if not re.fullmatch(pattern, word)]
    if wrong:
        raise SystemExit(f"{name}: \"{wrong[0]}\" is not one of {pattern}")
    return [] if chosen == ["0"] else chosen


def main():
    size, rounds, partitions = number("SIZE", 3_000_000), number("ROUNDS", 3), number("PARTITIONS", 6)
    latency_seconds, latency_rounds = number("LATENCY", 20), number("LATENCY_ROUNDS", 3)
    starts, soak_seconds, soak_rate = number("STARTS", 5), number("SOAK", 0), number("SOAK_RATE", 2_000)
    codecs = words("CODECS", "none lz4 zstd", "none|lz4|zstd|snappy|gzip|0")
    counts = [int(word) for word in words("SCALE", "1 2 4", r"\d{1,2}")]
    chosen = peers.chosen()
    directory = Path(tempfile.mkdtemp(prefix="cdc-bench-"))
    try:
        with Broker(directory) as broker:
            costs = size and throughput.measure(broker, chosen, directory, size, rounds, partitions)
            seconds = starts and start.measure(broker, chosen, directory, starts)
            ages = latency_seconds and latency.measure(
                broker, chosen, directory, latency_seconds, latency_rounds, partitions)
            if size and codecs:
                compressed.measure(broker, chosen, directory, codecs, size, partitions)
            if size and counts:
                scale.measure(broker, chosen, directory, counts, size, number("SCALE_PARTITIONS", 24))
            if number("REBALANCES", 3):
                rebalance.measure(broker, chosen, directory, number("REBALANCES", 3), number("REBALANCE_RATE", 50_000))
            if number("PROFILE", 0):
                breakdown.measure(broker, chosen, directory, number("PROFILE", 0), partitions)
            rss = soak_seconds and soak.measure(broker, chosen, directory, soak_seconds, soak_rate, partitions)
        verdict.show(costs, ages, seconds, rss, partitions)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
