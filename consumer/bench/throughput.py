"""Events per CPU-second: each consumer reads the whole topic, in alternating rounds."""
from statistics import median

import tools
from peers import Run
from sample import cost


def measure(broker, peers, directory, size, rounds, partitions):
    """Returns the costs of all rounds by peer and prints a table of medians."""
    tools.say(f"loading {size:,} messages into {partitions} partitions ...")
    broker.load("load", partitions, size)
    if any(peer.slow for peer in peers):
        broker.load("load-slow", partitions, size // 5)
    costs = {peer: [] for peer in peers}
    for turn in range(rounds):
        for peer in peers:
            costs[peer].append(one(broker, peer, directory, size, partitions, turn))
            c = costs[peer][-1]
            tools.say(f"round {turn + 1} {peer.name}: {c.rate:,.0f} events/s, {c.cpu:.2f} CPU-s per million, "
                      f"warm {c.warm:.2f}, {c.rss:.0f} MiB")
    print_table(costs, size, rounds, partitions)
    return costs


def one(broker, peer, directory, size, partitions, turn):
    events = size // 5 if peer.slow else size
    watermarks = events // 10_000 * partitions
    wanted = events + (watermarks if peer.writes_watermarks else 0)
    output = directory / f"{peer.name}.out"
    topic = "load-slow" if peer.slow else "load"
    result, lines = cost(peer, Run(broker.servers, topic, f"{peer.name}-{turn}", events + watermarks, output, wanted))
    if lines != wanted:
        raise SystemExit(f"{peer.name} wrote {lines} of {wanted} lines: {output}")
    output.unlink()
    return result


def print_table(costs, size, rounds, partitions):
    print(f"\n{size:,} messages (slow peers: a fifth), {partitions} partition(s), one thread, {rounds} "
          "alternating rounds; medians (lowest-highest). Warm: the second half of the events.\n")
    print("| Consumer | events/s | CPU-s per million | warm | RSS MiB | its CPU time / ours, warm |")
    print("|---|---|---|---|---|---|")
    mine = next((c for p, c in costs.items() if p.name == "ours"), None)
    for peer, runs in costs.items():
        warm = [c.warm for c in runs]
        ratio = f"{median(warm) / median([c.warm for c in mine]):.2f}" if mine else "-"
        print(f"| {peer.label} | {median([c.rate for c in runs]):,.0f} | {spread([c.cpu for c in runs])} "
              f"| {spread(warm)} | {median([c.rss for c in runs]):.0f} | {ratio} |")


def spread(values):
    return f"{median(values):.2f} ({min(values):.2f}-{max(values):.2f})"
