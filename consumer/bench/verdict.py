"""The targets, each with what was measured."""
from statistics import median

import soak

MEMORY = 192  # MiB
# MiB per hour: about one hundredth of the memory target, the noise of a heap that is not yet collected.
FLAT = 2.56
LATENCY = 1.2  # times the raw client's
START = 0.6    # seconds
# Our events per CPU-second divided by the peer's. Larger reads help a client most that does little with them.
ONE_PARTITION = {"raw-lines": 0.9, "connect": 6, "spring": 6, "kafkajs": 8, "confluent": 10}
SEVERAL_PARTITIONS = {**ONE_PARTITION, "raw-lines": 0.8, "performance": 0.65}


def show(costs, ages, starts, rss, partitions):
    """Prints one line per target: met, not met or not measured."""
    print("\n| Target | measured | |\n|---|---|---|")
    ratios = ONE_PARTITION if partitions == 1 else SEVERAL_PARTITIONS
    for row in [*throughput(costs or {}, ratios), *latency(ages or {}), *start(starts), *flat(rss)]:
        print("| {} | {} | {} |".format(*row))


def row(target, measured, met):
    return target, measured, "met" if met else "**not met**"


def missing(target):
    return target, "-", "not measured"


def throughput(costs, ratios):
    by_name = {peer.name: runs for peer, runs in costs.items()}
    mine = by_name.get("ours")
    for name, wanted in ratios.items():
        target = f"events per CPU-second, warm, at least {wanted} times {name}"
        if mine and name in by_name:
            ratio = median([c.warm for c in by_name[name]]) / median([c.warm for c in mine])
            yield row(target, f"{ratio:.2f}", ratio >= wanted)
        else:
            yield missing(target)
    if mine:
        highest = max(c.rss for c in mine)
        yield row(f"RSS at full speed at most {MEMORY} MiB", f"{highest:.0f} MiB", highest <= MEMORY)
    else:
        yield missing(f"RSS at full speed at most {MEMORY} MiB")


def latency(ages):
    for rate in (1_000, 20_000):
        mine, raw, node = (ages.get((rate, name)) for name in ("ours", "raw-lines", "kafkajs"))
        for i, which in enumerate(("p50", "p99")):
            target = f"{which} at {rate:,}/s at most {LATENCY} times the raw client"
            if mine and raw:
                yield row(target, f"{mine[i] / raw[i]:.2f} ({mine[i]:.2f} ms)", mine[i] <= LATENCY * raw[i])
            else:
                yield missing(target)
        target = f"p50 at {rate:,}/s below kafkajs"
        if mine and node:
            yield row(target, f"{mine[0]:.2f} vs {node[0]:.2f} ms", mine[0] < node[0])
        else:
            yield missing(target)
    target = "p50 at 1,000/s below 2 ms"
    mine = ages.get((1_000, "ours"))
    yield row(target, f"{mine[0]:.2f} ms", mine[0] < 2) if mine else missing(target)


def start(seconds):
    target = f"start to first event at most {START} s"
    if seconds:
        yield row(target, f"{median(seconds):.2f} s", median(seconds) <= START)
    else:
        yield missing(target)


def flat(rss):
    target = f"memory flat over 30 minutes (growth at most {FLAT} MiB per hour, at most {MEMORY} MiB)"
    if rss:
        growth = soak.slope(rss)
        yield row(target, f"{growth:+.2f} MiB per hour, highest {max(rss):.0f} MiB", growth <= FLAT and max(rss) <= MEMORY)
    else:
        yield missing(target)
