"""The figures to hold, each with what was measured."""
from statistics import median

import soak

# One hundredth of the memory figure an hour: what a heap does that has not yet been collected.
FLAT = 2.56
AGAINST = {"raw-lines": 0.5, "connect": 3, "spring": 5, "kafkajs": 5, "confluent": 5}


def show(costs, ages, starts, rss):
    """Prints one line a figure: held, not held or not measured."""
    print("\n| Figure to hold | measured | |\n|---|---|---|")
    for row in [*throughput(costs or {}), *latency(ages or {}), *start(starts), *flat(rss)]:
        print("| {} | {} | {} |".format(*row))


def row(figure, measured, held):
    return figure, measured, "held" if held else "**not held**"


def missing(figure):
    return figure, "-", "not measured"


def throughput(costs):
    by_name = {peer.name: runs for peer, runs in costs.items()}
    mine = by_name.get("ours")
    for name, wanted in AGAINST.items():
        figure = f"events per CPU-second, warm, at least {wanted} of {name}"
        if mine and name in by_name:
            ratio = median([c.warm for c in by_name[name]]) / median([c.warm for c in mine])
            yield row(figure, f"{ratio:.2f}", ratio >= wanted)
        else:
            yield missing(figure)
    if mine:
        highest = max(c.rss for c in mine)
        yield row("RSS at full speed at most 256 MiB", f"{highest:.0f} MiB", highest <= 256)
    else:
        yield missing("RSS at full speed at most 256 MiB")


def latency(ages):
    for rate in (1_000, 20_000):
        mine, raw, node = (ages.get((rate, name)) for name in ("ours", "raw-lines", "kafkajs"))
        for i, which in enumerate(("p50", "p99")):
            figure = f"{which} at {rate:,}/s within 1.5 of the raw client"
            if mine and raw:
                yield row(figure, f"{mine[i] / raw[i]:.2f} ({mine[i]:.2f} ms)", mine[i] <= 1.5 * raw[i])
            else:
                yield missing(figure)
        figure = f"p50 at {rate:,}/s ahead of kafkajs"
        if mine and node:
            yield row(figure, f"{mine[0]:.2f} against {node[0]:.2f} ms", mine[0] < node[0])
        else:
            yield missing(figure)
    figure = "p50 at 1,000/s below 2 ms"
    mine = ages.get((1_000, "ours"))
    yield row(figure, f"{mine[0]:.2f} ms", mine[0] < 2) if mine else missing(figure)


def start(seconds):
    figure = "start to first event at most 1 s"
    if seconds:
        yield row(figure, f"{median(seconds):.2f} s", median(seconds) <= 1)
    else:
        yield missing(figure)


def flat(rss):
    figure = f"memory flat over 30 minutes (grows at most {FLAT} MiB an hour, at most 256 MiB)"
    if rss:
        growth = soak.slope(rss)
        yield row(figure, f"{growth:+.2f} MiB an hour, highest {max(rss):.0f} MiB", growth <= FLAT and max(rss) <= 256)
    else:
        yield missing(figure)
